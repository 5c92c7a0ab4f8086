/*
 * feed_state - of each feed: which entries are held, the tree over them, and
 * what is known by its hash only.
 *
 * Of an entry that is held, memory keeps the leaf and the place in the
 * journal (48 bytes), not the text. Of a stretch that was withheld it keeps
 * the hash of an aligned subtree, a tile; later an entry out of that stretch
 * may come, and then tile and leaf overlap. Folding takes the larger one: the
 * tile is there as a whole, of the leaves perhaps not all.
 *
 * A fork is two feed states with one id. The main one came first to this
 * vault; a branch holds only what is its own, from fork_at on, and has its
 * beginning in common with the main one. Which of them is the main one may
 * differ from office to office: nothing but names depends on it.
 */
#include <string.h>

#include "base/codec.h"
#include "base/mem.h"
#include "feed/line.h"
#include "feed_int.h"

#define FEED_COLUMNS	7

/* ------------------------------------------------------------ numbers */

/* Id, and behind it the branch as text: what feed_index is asked for. */
static size_t
feed_key(uint8_t key[static 16 + BRANCH_MAX], const uint8_t id[static 16],
    struct str branch)
{
	memcpy(key, id, 16);
	memcpy(key + 16, branch.n > 0 ? branch.p : "", branch.n);
	return 16 + branch.n;
}

bool
feed_find(const struct ledger *l, const uint8_t id[static 16],
    struct str branch, uint32_t *number)
{
	uint8_t key[16 + BRANCH_MAX];
	size_t n = feed_key(key, id, branch);

	return map_get(l->feed_index, key, n, number);
}

bool
ledger_feed_find(const struct ledger *l, const uint8_t id[static 16],
    uint32_t *number)
{
	return feed_find(l, id, str_n(NULL, 0), number);
}

/* "S~TAG": false for anything else. */
static bool
branch_read(struct str branch, uint32_t *fork_at)
{
	uint8_t tag[3];
	size_t tilde;

	return branch.n < BRANCH_MAX && str_find(branch, '~', &tilde) &&
	    str_u32(str_n(branch.p, tilde), fork_at) && *fork_at > 0 &&
	    base64url_get(str_from(branch, tilde + 1), tag, sizeof(tag));
}

void
feed_enter(struct ledger *l, uint32_t number)
{
	const struct feed *f = &l->feeds[number].pub;
	uint8_t key[16 + BRANCH_MAX];
	size_t n = feed_key(key, f->id, str_of(f->branch));

	map_put(l->feed_index, key, n, number);
}

uint32_t
feed_intern(struct ledger *l, const uint8_t id[static 16], struct str branch)
{
	struct feed_state *f;
	uint32_t number, main = NO_FEED;

	if (feed_find(l, id, branch, &number))
		return number;
	/* The main feed first: it may move the array. */
	if (branch.n > 0)
		main = feed_intern(l, id, str_n(NULL, 0));
	l->feeds = mem_room(l->feeds, l->feed_count, &l->feed_room,
	    sizeof(*l->feeds));
	number = (uint32_t)l->feed_count++;
	f = &l->feeds[number];
	memset(f, 0, sizeof(*f));
	memcpy(f->pub.id, id, 16);
	str_copy(f->pub.branch, sizeof(f->pub.branch), branch);
	f->pub.office = NO_OFFICE;
	f->main = main == NO_FEED ? number : main;
	f->valid = UINT32_MAX;
	merkle_fold_init(&f->fold);
	if (branch.n > 0)
		(void)branch_read(branch, &f->pub.fork_at);
	feed_enter(l, number);
	return number;
}

/* ------------------------------------------------------------ lines */

bool
feed_name_read(struct str s, uint8_t id[static 16], struct str *branch)
{
	uint32_t fork_at;

	*branch = str_n(NULL, 0);
	if (s.n > ID22) {
		*branch = str_from(s, ID22 + 1);
		if (s.p[ID22] != '~' || !branch_read(*branch, &fork_at))
			return false;
		s = str_n(s.p, ID22);
	}
	return line_get_id(s, id);
}

bool
feed_line_read(struct str line, struct section *s)
{
	struct str c[FEED_COLUMNS];
	size_t n;

	memset(s, 0, sizeof(*s));
	s->raw = line;
	if (!line_columns(line, c, FEED_COLUMNS, &n) || n != FEED_COLUMNS ||
	    !str_is(c[0], "feed") || !feed_name_read(c[1], s->feed,
	    &s->branch) || !office_code_valid(c[2]) ||
	    !line_get_hash(c[3], s->public) ||
	    !base64url_get(c[4], s->random, sizeof(s->random)) ||
	    !str_u32(c[5], &s->first) || !str_u32(c[6], &s->last))
		return false;
	str_copy(s->code, sizeof(s->code), c[2]);
	return s->first <= s->last && (s->first > 0 || s->last == 0);
}

void
feed_line_print(struct buf *to, const uint8_t id[static 16], const char *code,
    const uint8_t public[static 32], const uint8_t random[static 8])
{
	char text[BASE64URL_LEN(8) + 1];

	buf_put_text(to, "feed\t");
	line_put_id(to, id);
	buf_printf(to, "\t%s\t", code);
	line_put_hash(to, public);
	base64url_put(text, random, 8);
	buf_printf(to, "\t%s\t0\t0", text);
}

/* ------------------------------------------------------------ leaves */

static struct leaf_block *
block_of(const struct feed_state *f, uint32_t seq)
{
	return f->blocks[(seq - 1) / LEAF_BLOCK];
}

const uint8_t *
feed_leaf(const struct feed_state *f, uint32_t seq)
{
	return block_of(f, seq)->leaf[(seq - 1) % LEAF_BLOCK];
}

struct place
feed_place(const struct feed_state *f, uint32_t seq)
{
	return block_of(f, seq)->place[(seq - 1) % LEAF_BLOCK];
}

/* Blocks between are left out. */
struct leaf_block *
feed_block(struct feed_state *f, uint32_t seq)
{
	size_t i = (seq - 1) / LEAF_BLOCK, room = f->block_room;

	if (i >= room) {
		while (i >= room)
			room = room == 0 ? 1 : room * 2;
		f->blocks = mem_grow(f->blocks, room, sizeof(*f->blocks));
		while (f->block_room < room)
			f->blocks[f->block_room++] = NULL;
	}
	if (f->blocks[i] == NULL)
		f->blocks[i] = mem_new(sizeof(*f->blocks[i]));
	return f->blocks[i];
}

void
feed_leaf_set(struct feed_state *f, uint32_t seq, const merkle_hash leaf,
    struct place at)
{
	struct leaf_block *b = feed_block(f, seq);

	memcpy(b->leaf[(seq - 1) % LEAF_BLOCK], leaf, MERKLE_HASH);
	b->place[(seq - 1) % LEAF_BLOCK] = at;
	ranges_add(&f->pub.held, seq, seq);
	ranges_remove(&f->pub.hashes, seq, seq);
	if (f->pub.size < seq)
		f->pub.size = seq;
	/* The fold of the beginning is kept ready: own saves seal from it. */
	while (f->pub.branch[0] == '\0' && f->folded < f->pub.size &&
	    ranges_has(&f->pub.held, f->folded + 1))
		merkle_fold_leaf(&f->fold, feed_leaf(f, ++f->folded));
}

/* ------------------------------------------------------------ tiles */

/* The place of the first tile behind (first, last) in the order of both. */
static size_t
tile_behind(const struct feed_state *f, uint32_t first, uint32_t last)
{
	size_t low = 0, high = f->tile_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct tile_known *t = &f->tiles[middle];

		if (t->first < first || (t->first == first && t->last <= last))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The largest tile from first on that does not go beyond upto. */
static const struct tile_known *
tile_at(const struct feed_state *f, uint32_t first, uint32_t upto)
{
	size_t i = tile_behind(f, first, upto);

	return i > 0 && f->tiles[i - 1].first == first ? &f->tiles[i - 1] :
	    NULL;
}

bool
feed_tile_known(const struct feed_state *f, uint32_t first, uint32_t last)
{
	const struct tile_known *t = tile_at(f, first, last);

	return t != NULL && t->last == last;
}

void
feed_tile_set(struct feed_state *f, uint32_t first, uint32_t last,
    const merkle_hash hash)
{
	const struct ranges *held = &f->pub.held;
	struct tile_known *t;
	size_t i;

	if (feed_tile_known(f, first, last))
		return;
	f->tiles = mem_room(f->tiles, f->tile_count, &f->tile_room,
	    sizeof(*f->tiles));
	i = tile_behind(f, first, last);
	memmove(f->tiles + i + 1, f->tiles + i,
	    (f->tile_count++ - i) * sizeof(*f->tiles));
	t = &f->tiles[i];
	t->first = first;
	t->last = last;
	memcpy(t->hash, hash, MERKLE_HASH);

	/* What is held as text is not known as a hash only. */
	ranges_add(&f->pub.hashes, first, last);
	for (i = 0; i < held->count && held->at[i].first <= last; i++)
		if (held->at[i].last >= first)
			ranges_remove(&f->pub.hashes, held->at[i].first,
			    held->at[i].last);
	if (f->pub.size < last)
		f->pub.size = last;
}

/* ------------------------------------------------------------ trees */

const struct feed_state *
feed_holder(const struct ledger *l, uint32_t feed, uint32_t seq)
{
	const struct feed_state *f = &l->feeds[feed];

	return f->main != feed && seq < f->pub.fork_at ?
	    &l->feeds[f->main] : f;
}

/* What is held at a number, as one tile; false where nothing is. */
static bool
held_tile(const struct ledger *l, uint32_t feed, uint32_t seq, uint32_t upto,
    struct merkle_tile *tile)
{
	const struct feed_state *f = feed_holder(l, feed, seq);
	const struct tile_known *known;

	/* What a branch has in common ends before its first own number. */
	if (f != &l->feeds[feed] && upto >= l->feeds[feed].pub.fork_at)
		upto = l->feeds[feed].pub.fork_at - 1;
	tile->first = seq - 1;
	/* The tile before the leaf: of what is in it not all may be held. */
	known = tile_at(f, seq, upto);
	if (known != NULL) {
		tile->size = (uint64_t)known->last - known->first + 1;
		memcpy(tile->hash, known->hash, MERKLE_HASH);
		return true;
	}
	if (!ranges_has(&f->pub.held, seq))
		return false;
	tile->size = 1;
	memcpy(tile->hash, feed_leaf(f, seq), MERKLE_HASH);
	return true;
}

/* On with the fold as far as what is held reaches. */
static uint32_t
push_held(const struct ledger *l, uint32_t feed, struct merkle_fold *fold,
    uint32_t upto)
{
	struct merkle_tile tile;

	while (fold->next < upto) {
		if (!held_tile(l, feed, (uint32_t)fold->next + 1, upto,
		    &tile) || !merkle_fold_push(fold, &tile))
			break;
	}
	return (uint32_t)fold->next;
}

uint32_t
feed_fold(const struct ledger *l, uint32_t feed, struct merkle_fold *fold,
    uint32_t upto)
{
	const struct feed_state *f = &l->feeds[feed];

	if (fold->next == 0 && f->main == feed && f->folded > 0 &&
	    f->folded <= upto) {
		*fold = f->fold;
		if (push_held(l, feed, fold, upto) == upto)
			return upto;
		/* It may end within a tile of which no more is held. */
		merkle_fold_init(fold);
	}
	return push_held(l, feed, fold, upto);
}

bool
ledger_leaf(const struct ledger *l, uint32_t feed, uint32_t seq,
    merkle_hash leaf)
{
	const struct feed_state *f = feed_holder(l, feed, seq);

	if (seq == 0 || !ranges_has(&f->pub.held, seq))
		return false;
	memcpy(leaf, feed_leaf(f, seq), MERKLE_HASH);
	return true;
}

bool
ledger_tile(const struct ledger *l, uint32_t feed, uint32_t first,
    uint32_t size, merkle_hash hash)
{
	struct merkle_fold fold;
	struct merkle_tile tile;

	merkle_fold_init(&fold);
	while (fold.next < size) {
		if (!held_tile(l, feed, first + (uint32_t)fold.next,
		    first + size - 1, &tile))
			return false;
		/* Within the tile positions count from its own beginning. */
		tile.first = fold.next;
		if (!merkle_fold_push(&fold, &tile))
			return false;
	}
	merkle_fold_root(&fold, hash);
	return true;
}

void
feed_release(struct feed_state *f)
{
	size_t i;

	for (i = 0; i < f->block_room; i++)
		mem_free(f->blocks[i]);
	mem_free(f->blocks);
	mem_free(f->tiles);
	ranges_release(&f->pub.held);
	ranges_release(&f->pub.hashes);
}
