/*
 * intake_check - whether a section is true: its order, its tree and seal, and
 * how it fits to what is held of the same feed.
 *
 * Order of the checks: panah-bundle(5), from format-final part c. A section
 * that is false by itself is refused; one that only does not fit waits, for
 * the fault may as well be ours or its author's, and the rest of the file
 * must not suffer for it.
 */
#include <stdio.h>
#include <string.h>

#include "base/codec.h"
#include "base/mem.h"
#include "crypt/hash.h"
#include "crypt/sign.h"
#include "feed/line.h"
#include "feed_int.h"

#define BRANCHES_MAX	8	/* of one feed, with the main one (A20b) */

static enum err
refuse(struct why *why, const char *what)
{
	return why_set(why, ERR_REFUSED, "err.section", "feed: section: %s",
	    what);
}

/* ------------------------------------------------------------ order */

/* A perfect subtree: as long as a power of two, and a multiple of it in. */
static bool
aligned(uint32_t first, uint32_t last)
{
	uint64_t size = (uint64_t)last - first + 1;

	return (size & (size - 1)) == 0 && (first - 1) % size == 0;
}

/* Before anything is counted with them: numbers, tiles, where the seal is. */
static enum err
check_limits(const struct section *s, struct why *why)
{
	uint32_t most = s->last;
	size_t i;

	for (i = 0; i < s->count; i++) {
		const struct section_line *line = &s->lines[i];

		if (most < line->last)
			most = line->last;
		if (line->type == 's' && i + 1 != s->count)
			return refuse(why, "seal is not the last line");
		if ((line->type == 'x' || line->type == 't') &&
		    !aligned(line->first, line->last))
			return refuse(why, "a tile is no aligned subtree");
	}
	if (most > FEED_SIZE_MAX)
		return why_set(why, ERR_LIMIT, "err.section",
		    "feed: section: number %u", (unsigned)most);
	return OK;
}

enum err
section_order(const struct section *s, struct why *why)
{
	uint32_t next = s->first, above = s->last + 1, below = 1;
	enum err e = check_limits(s, why);
	size_t i;

	for (i = 0; i < s->count && e == OK; i++) {
		const struct section_line *line = &s->lines[i];

		if (line->type == 's')
			break;
		if (line->type == 'e' || line->type == 'x') {
			if (s->first == 0 || line->first != next)
				e = refuse(why, "entries do not tile");
			next = line->last + 1;
		} else if (s->first == 0 || line->last < s->first) {
			if (line->first < below || next != s->first)
				e = refuse(why, "proof out of order");
			below = line->last + 1;
		} else if (line->first == above && next == above) {
			next = above = line->last + 1;
		} else {
			e = refuse(why, "proof inside the entries");
		}
	}
	if (e == OK && s->first != 0 && next != above)
		e = refuse(why, "entries do not reach the end");
	return e;
}

const struct section_line *
section_seal(const struct section *s)
{
	return s->count > 0 && s->lines[s->count - 1].type == 's' ?
	    &s->lines[s->count - 1] : NULL;
}

bool
section_hashes(struct taken *t)
{
	const struct section *s = t->section;
	struct str c[3];
	size_t i, n;

	t->hashes = mem_array(s->count, sizeof(*t->hashes));
	t->fresh = mem_array(s->count, sizeof(*t->fresh));
	for (i = 0; i < s->count; i++) {
		const struct section_line *line = &s->lines[i];

		if (line->type == 'e')
			entry_leaf(t->hashes[i], s->feed, line->raw);
		else if (line->type != 's' && (!line_columns(line->raw, c, 3,
		    &n) || n != 3 || !line_get_hash(c[2], t->hashes[i])))
			return false;
	}
	return true;
}

/* ------------------------------------------------------------ folding */

/* One line as a tile of a tree that begins with number from. */
static bool
push_line(struct merkle_fold *fold, const struct taken *t, size_t i,
    uint32_t from)
{
	const struct section_line *line = &t->section->lines[i];
	struct merkle_tile tile;

	tile.first = line->first - from;
	tile.size = (uint64_t)line->last - line->first + 1;
	memcpy(tile.hash, t->hashes[i], MERKLE_HASH);
	return merkle_fold_push(fold, &tile);
}

/*
 * The root of 1..size from the section's own lines, and for what they leave
 * open from what is held of feed; NO_FEED: by itself. False: not all of it is
 * to be had.
 */
static bool
fold_section(const struct ledger *l, const struct taken *t, uint32_t feed,
    uint32_t size, merkle_hash root)
{
	const struct section *s = t->section;
	struct merkle_fold fold;
	size_t i;

	merkle_fold_init(&fold);
	for (i = 0; i < s->count; i++) {
		const struct section_line *line = &s->lines[i];

		if (line->type == 's' || line->first > size)
			break;
		if (line->first - 1 > fold.next && feed != NO_FEED)
			(void)feed_fold(l, feed, &fold, line->first - 1);
		if (line->last > size || !push_line(&fold, t, i, 1))
			return false;
	}
	if (fold.next < size && feed != NO_FEED)
		(void)feed_fold(l, feed, &fold, size);
	if (fold.next != size)
		return false;
	merkle_fold_root(&fold, root);
	return true;
}

/* Ed25519 under the feed's key, which the feed id was made from. */
static bool
seal_holds(const struct section *s, const merkle_hash root)
{
	const struct section_line *seal = section_seal(s);
	struct buf text = BUF_INIT;
	uint8_t sig[SIGN_BYTES];
	struct str c[3];
	size_t n;
	bool good;

	if (!line_columns(seal->raw, c, 3, &n) || n != 3 ||
	    !base64url_get(c[2], sig, sizeof(sig)))
		return false;
	seal_text(&text, s->feed, seal->first, root);
	good = sign_check(sig, text.data, text.len, s->public);
	buf_release(&text);
	return good;
}

/* ------------------------------------------------------------ clashes */

/* Where two histories part, as far as it can be seen. */
struct clash {
	uint32_t seq;
	bool shown;		/* the section has the very entry */
};

static void
clash_at(struct clash *c, const struct section_line *line)
{
	if (c->seq != 0 && c->seq <= line->first)
		return;
	c->seq = line->first;
	c->shown = line->type == 'e';
}

/* The line that begins at a number, or count. */
static size_t
line_from(const struct section *s, uint32_t first)
{
	size_t low = 0, high = s->count - (section_seal(s) != NULL);

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (s->lines[middle].first < first)
			low = middle + 1;
		else
			high = middle;
	}
	return low < s->count && s->lines[low].type != 's' &&
	    s->lines[low].first == first ? low : s->count;
}

/* Tiles held of f against what the section says is in them. */
static void
clash_with_tiles(const struct taken *t, const struct feed_state *f,
    uint32_t upto, struct clash *c)
{
	const struct section *s = t->section;
	struct merkle_fold fold;
	merkle_hash hash;
	size_t i, j, from;

	for (i = 0; i < f->tile_count; i++) {
		const struct tile_known *k = &f->tiles[i];

		from = j = line_from(s, k->first);
		if (k->last > upto || from == s->count)
			continue;
		merkle_fold_init(&fold);
		while (j < s->count && s->lines[j].type != 's' &&
		    s->lines[j].last <= k->last &&
		    push_line(&fold, t, j, k->first))
			j++;
		if (fold.next != (uint64_t)k->last - k->first + 1)
			continue;
		merkle_fold_root(&fold, hash);
		if (memcmp(hash, k->hash, MERKLE_HASH) != 0)
			clash_at(c, &s->lines[from]);
	}
}

/* The first place where the section says something else than is held. */
static struct clash
find_clash(const struct ledger *l, const struct taken *t, uint32_t feed)
{
	const struct feed_state *f = &l->feeds[feed];
	const struct section *s = t->section;
	struct clash c = { 0, false };
	merkle_hash hash;
	size_t i;

	for (i = 0; i < s->count && c.seq == 0; i++) {
		const struct section_line *line = &s->lines[i];

		if (line->type != 's' && ledger_tile(l, feed, line->first,
		    line->last - line->first + 1, hash) &&
		    memcmp(hash, t->hashes[i], MERKLE_HASH) != 0)
			clash_at(&c, line);
	}
	clash_with_tiles(t, f, UINT32_MAX, &c);
	if (f->main != feed)
		clash_with_tiles(t, &l->feeds[f->main], f->pub.fork_at - 1,
		    &c);
	return c;
}

/* ------------------------------------------------------------ branches */

/* Whether the section continues one branch of its feed. */
static bool
fits(const struct ledger *l, struct taken *t, uint32_t feed)
{
	const struct section_line *seal = section_seal(t->section);
	const struct feed *f = &l->feeds[feed].pub;
	merkle_hash root;

	t->proved = 0;
	if (find_clash(l, t, feed).seq != 0)
		return false;
	if (seal != NULL) {
		if (!fold_section(l, t, feed, seal->first, t->seal_root) ||
		    !seal_holds(t->section, t->seal_root))
			return false;
		t->proved = seal->first;
	}
	/* The seal that is held speaks too, of gaps that are filled now. */
	if (f->sealed > 0 && fold_section(l, t, feed, f->sealed, root)) {
		if (memcmp(root, f->seal_root, MERKLE_HASH) != 0)
			return false;
		if (t->proved < f->sealed)
			t->proved = f->sealed;
	}
	return true;
}

/* Histories held of one feed. */
static size_t
branch_count(const struct ledger *l, uint32_t main)
{
	size_t i, n = 0;

	for (i = 0; i < l->feed_count; i++)
		n += l->feeds[i].main == main;
	return n;
}

void
section_branch(const struct taken *t, uint32_t fork_at,
    char branch[static BRANCH_MAX])
{
	char tag[BASE64URL_LEN(3) + 1];

	base64url_put(tag, t->hashes[line_from(t->section, fork_at)], 3);
	(void)snprintf(branch, BRANCH_MAX, "%u~%s", (unsigned)fork_at, tag);
}

/* Tags have 24 bits: whoever wants two the same will find them. */
static bool
branch_free(const struct ledger *l, const struct taken *t, uint32_t fork_at)
{
	char branch[BRANCH_MAX];
	uint32_t number;

	section_branch(t, fork_at, branch);
	return !feed_find(l, t->section->feed, str_of(branch), &number);
}

/*
 * Two histories under one key are both kept: a section that holds by itself
 * but clashes begins a branch of its own (A20b).
 */
static bool
begins_branch(const struct ledger *l, struct taken *t, uint32_t main,
    struct clash c)
{
	const struct section_line *seal = section_seal(t->section);

	if (!c.shown || branch_count(l, main) >= BRANCHES_MAX ||
	    !branch_free(l, t, c.seq))
		return false;
	t->proved = 0;
	if (seal != NULL) {
		if (!fold_section(l, t, main, seal->first, t->seal_root) ||
		    !seal_holds(t->section, t->seal_root))
			return false;
		t->proved = seal->first;
	}
	t->feed = main;
	t->fork_at = c.seq;
	return true;
}

/* No other history that we might lack could make it true. */
static bool
false_by_itself(const struct ledger *l, const struct taken *t)
{
	const struct section_line *seal = section_seal(t->section);
	merkle_hash root;

	return seal != NULL && fold_section(l, t, NO_FEED, seal->first,
	    root) && !seal_holds(t->section, root);
}

enum err
section_place(const struct ledger *l, struct taken *t, uint32_t main,
    struct section_result *r, struct why *why)
{
	struct clash c;
	size_t i;

	if (false_by_itself(l, t))
		return refuse(why, "seal does not hold");
	for (i = 0; i < l->feed_count; i++) {
		if (l->feeds[i].main != main || !fits(l, t, (uint32_t)i))
			continue;
		t->feed = (uint32_t)i;
		r->fork_at = l->feeds[i].pub.fork_at;
		return OK;
	}
	c = find_clash(l, t, main);
	r->fork_at = c.seq;
	r->waits = c.seq == 0 || !begins_branch(l, t, main, c);
	return OK;
}
