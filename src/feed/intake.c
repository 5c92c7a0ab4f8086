/*
 * intake - sections of other offices: what each would bring, and storing it
 * byte for byte in one run.
 *
 * Two steps, so that an officer sees before she agrees: intake_section checks
 * and counts, intake_commit stores. Between them the journal must not grow,
 * for what was checked was checked against it. Lines are stored as they came,
 * in frames of kind I: whatever is served on is copied from there and never
 * written anew, or its leaf would not be the same.
 */
#include <string.h>

#include "base/codec.h"
#include "base/mem.h"
#include "crypt/hash.h"
#include "feed/line.h"
#include "feed_int.h"

struct intake {
	struct ledger *l;
	uint32_t sender;
	struct taken *sections;
	size_t count, room;
	struct buf facts;	/* lines with LF */
	bool own_past;		/* brings back what we once wrote and lost */
	uint64_t frames;	/* of the journal that all was held against */
};

struct intake *
intake_new(struct ledger *l, const struct office *sender)
{
	struct intake *in = mem_new(sizeof(*in));
	struct journal_position position;

	journal_position(l->vault->journal, &position);
	in->frames = position.frames;
	in->l = l;
	in->sender = office_number(l, sender);
	return in;
}

void
intake_free(struct intake *in)
{
	size_t i;

	if (in == NULL)
		return;
	for (i = 0; i < in->count; i++) {
		mem_free(in->sections[i].hashes);
		mem_free(in->sections[i].fresh);
	}
	mem_free(in->sections);
	buf_release(&in->facts);
	mem_free(in);
}

static enum err
refuse(struct why *why, const char *what)
{
	return why_set(why, ERR_REFUSED, "err.section", "feed: section: %s",
	    what);
}

/* ------------------------------------------------------------ whose it is */

/*
 * Whose feed it is. The id is made from the office's root and the feed's key,
 * so it cannot be claimed by anybody else (format-final A13).
 */
static enum err
identify(struct intake *in, struct taken *t, struct section_result *r,
    struct why *why)
{
	const struct section *s = t->section;
	const struct card *card;
	uint8_t id[16];

	t->office = office_find_code(in->l, str_of(s->code));
	if (t->office == NO_OFFICE ||
	    in->l->offices[t->office].pub.relation == RELATION_PARTNER) {
		r->office_unknown = true;
		return OK;
	}
	card = &in->l->offices[t->office].pub.card;
	feed_id_make(id, card->root_public, s->public, s->random);
	if (!bytes_equal(id, s->feed, sizeof(id)))
		return refuse(why, "feed id is not of this office and key");
	t->root = bytes_equal(s->feed, card->root_feed, 16);
	if (t->root != bytes_equal(s->public, card->root_public, 32))
		return refuse(why, "root key in another feed");
	return OK;
}

/* ------------------------------------------------------------ counting */

/* K_root of a record is gone: its entries are kept as hashes (A30). */
static bool
is_erased(const struct ledger *l, const struct entry *e)
{
	uint8_t key[32];
	bool there;

	if (!e->has_root)
		return false;
	there = keys_root_key(l->vault->keys, e->root, key);
	mem_wipe(key, sizeof(key));
	return !there;
}

/* Whether a number is on the branch already; no line is stored twice. */
static bool
is_held(const struct ledger *l, const struct taken *t, uint32_t seq)
{
	merkle_hash leaf;

	return (t->fork_at == 0 || seq < t->fork_at) &&
	    ledger_leaf(l, t->feed, seq, leaf);
}

/* One e line: new or not, covered by a seal or not, readable or not. */
static void
look_at_entry(struct intake *in, struct taken *t, size_t i,
    struct section_result *r)
{
	const struct section_line *line = &t->section->lines[i];
	const struct feed_state *f = &in->l->feeds[t->feed];
	struct entry e;
	bool good = entry_parse(ledger_scratch(in->l), line->raw, &e, NULL) ==
	    OK;

	if (is_held(in->l, t, line->first) || (good && t->fork_at == 0 &&
	    ranges_has(&f->pub.hashes, line->first) &&
	    is_erased(in->l, &e))) {
		r->present++;
		return;
	}
	t->fresh[i] = true;
	r->fresh++;
	r->unsealed += line->first > t->proved;
	r->unreadable += !good;
}

/* Nothing is believed of a hash that no seal covers. */
static bool
is_fresh_tile(const struct ledger *l, const struct taken *t,
    const struct section_line *line)
{
	const struct feed_state *f = &l->feeds[t->feed];

	if (line->last > t->proved || line->last < t->fork_at)
		return false;
	return t->fork_at != 0 || (!feed_tile_known(f, line->first,
	    line->last) && !ranges_has_all(&f->pub.held, line->first,
	    line->last));
}

/* Numbers below the highest that is known, of which nothing is held then. */
static uint32_t
count_missing(const struct ledger *l, const struct taken *t)
{
	const struct feed *f = &l->feeds[t->feed].pub;
	const struct section *s = t->section;
	struct ranges all = RANGES_INIT;
	uint32_t size = f->size, missing;
	size_t i;

	if (size < s->last)
		size = s->last;
	if (size < t->proved)
		size = t->proved;
	ranges_add_all(&all, &f->held);
	ranges_add_all(&all, &f->hashes);
	for (i = 0; i < s->count; i++)
		if (t->fresh[i])
			ranges_add(&all, s->lines[i].first, s->lines[i].last);
	if (f->fork_at > 1)
		ranges_add(&all, 1, f->fork_at - 1);
	missing = size - (uint32_t)ranges_total(&all);
	ranges_release(&all);
	return missing;
}

static void
look_at_lines(struct intake *in, struct taken *t, struct section_result *r)
{
	const struct feed *f = &in->l->feeds[t->feed].pub;
	const struct section *s = t->section;
	const struct section_line *seal = section_seal(s);
	size_t i;

	t->take_seal = seal != NULL && (t->fork_at != 0 ||
	    seal->first > f->sealed);
	for (i = 0; i < s->count; i++) {
		if (s->lines[i].type == 'e')
			look_at_entry(in, t, i, r);
		else if (s->lines[i].type == 'x')
			t->fresh[i] = is_fresh_tile(in->l, t, &s->lines[i]);
		/* Others hold more of ours than we: restored (A33). */
		if (t->office == in->l->own && !t->root &&
		    (t->fresh[i] || t->take_seal))
			in->own_past = true;
	}
	if (t->fork_at == 0)
		r->missing = count_missing(in->l, t);
}

/* ------------------------------------------------------------ one section */

/* What an earlier section of the same file brings is not held yet. */
static bool
is_second(const struct intake *in, uint32_t main)
{
	size_t i;

	for (i = 0; i < in->count; i++)
		if (in->l->feeds[in->sections[i].feed].main == main)
			return true;
	return false;
}

static enum err
look_at_section(struct intake *in, struct taken *t, struct section_result *r,
    struct why *why)
{
	const struct section *s = t->section;
	uint32_t main = feed_intern(in->l, s->feed, str_n(NULL, 0));
	enum err e;

	if (!section_hashes(t))
		return refuse(why, "a tile without a hash");
	if (is_second(in, main)) {
		r->waits = true;
		return OK;
	}
	e = section_place(in->l, t, main, r, why);
	if (e != OK || r->waits)
		return e;
	look_at_lines(in, t, r);
	/* A relay may not bring what its author has not sealed (A20). */
	if (r->unsealed > 0 && t->office != in->sender)
		return refuse(why, "unsealed entries of another office");
	if (r->unsealed > 0 && t->root)
		return refuse(why, "unsealed entries of a root feed");
	return OK;
}

enum err
intake_section(struct intake *in, const struct section *s,
    struct section_result *r, struct why *why)
{
	struct taken t;
	enum err e;

	memset(&t, 0, sizeof(t));
	memset(r, 0, sizeof(*r));
	t.section = s;
	e = section_order(s, why);
	if (e == OK)
		e = identify(in, &t, r, why);
	if (e == OK && !r->office_unknown)
		e = look_at_section(in, &t, r, why);
	if (e != OK || r->office_unknown || r->waits) {
		mem_free(t.hashes);
		mem_free(t.fresh);
		return e;
	}
	in->sections = mem_room(in->sections, in->count, &in->room,
	    sizeof(*in->sections));
	in->sections[in->count++] = t;
	return OK;
}

void
intake_entries(const struct intake *in, void (*each)(void *arg,
    const struct entry *e, struct entry_ref ref, const uint32_t *over_feeds),
    void *arg)
{
	struct arena *a = arena_new();
	size_t i, j, n;

	for (i = 0; i < in->count; i++) {
		const struct taken *t = &in->sections[i];

		for (j = 0; j < t->section->count; j++) {
			const struct section_line *line =
			    &t->section->lines[j];
			struct entry_ref ref;
			struct entry e;
			uint32_t *over;

			if (line->type != 'e')
				continue;
			ref.feed = in->l->feeds[t->feed].main;
			ref.seq = line->first;
			memcpy(ref.tag, t->hashes[j], sizeof(ref.tag));
			if (t->root || !t->fresh[j] || entry_parse(a,
			    line->raw, &e, NULL) != OK)
				continue;
			over = arena_get(a, (e.over_count + 1) * sizeof(*over));
			for (n = 0; n < e.over_count; n++)
				over[n] = e.over[n].own_feed ? ref.feed :
				    feed_intern(in->l, e.over[n].feed,
				    str_n(NULL, 0));
			each(arg, &e, ref, over);
			if (arena_used(a) > 1u << 20) {
				arena_free(a);
				a = arena_new();
			}
		}
	}
	arena_free(a);
}

void
intake_fact(struct intake *in, struct str line)
{
	buf_put_str(&in->facts, line);
	buf_put_byte(&in->facts, '\n');
}

/* ------------------------------------------------------------ storing */

/* Whether anything of a section is to be stored. */
static bool
brings(const struct taken *t)
{
	size_t i;

	for (i = 0; i < t->section->count; i++)
		if (t->fresh[i])
			return true;
	return t->take_seal;
}

/* The feed line, named after the branch it is here; empty for the main one. */
static uint32_t
put_feed_line(struct ledger *l, const struct section *s, const char *branch)
{
	struct str rest = s->raw, word;
	struct buf line = BUF_INIT;
	uint32_t number;

	/* "feed" and FEED are written anew, the rest is as it came. */
	(void)str_next(&rest, '\t', &word);
	(void)str_next(&rest, '\t', &word);
	buf_put_text(&line, "feed\t");
	line_put_id(&line, s->feed);
	buf_printf(&line, "%s%s\t", *branch == '\0' ? "" : "~", branch);
	buf_put_str(&line, rest);
	number = batch_feed_line(l, buf_str(&line));
	buf_release(&line);
	return number;
}

static uint32_t
put_branch_line(struct ledger *l, const struct taken *t)
{
	char branch[BRANCH_MAX];

	section_branch(t, t->fork_at, branch);
	return put_feed_line(l, t->section, branch);
}

/* An entry of an erased record becomes an x line: leaf kept, text dropped. */
static void
put_entry(struct ledger *l, uint32_t journal_no, const struct section_line *p,
    const merkle_hash leaf)
{
	struct buf hidden = BUF_INIT;
	struct record *r;
	struct entry e;
	bool good = entry_parse(ledger_scratch(l), p->raw, &e, NULL) == OK;

	if (good && is_erased(l, &e)) {
		buf_printf(&hidden, "x\t%u-%u\t", (unsigned)p->first,
		    (unsigned)p->first);
		line_put_hash(&hidden, leaf);
		r = batch_put(l, 'x', journal_no, buf_str(&hidden));
		r->seq = p->first;
		buf_release(&hidden);
		return;
	}
	r = batch_put(l, 'e', journal_no, p->raw);
	r->seq = p->first;
	memcpy(r->leaf, leaf, sizeof(r->leaf));
	if (good && e.has_root) {
		r->flags = RECORD_UNDER_ROOT;
		memcpy(r->root, e.root, sizeof(r->root));
	}
}

/* Only what is new, under the number its feed has in this journal. */
static void
store_section(struct intake *in, const struct taken *t)
{
	struct ledger *l = in->l;
	const struct section *s = t->section;
	uint32_t no = l->feeds[t->feed].journal_no;
	struct record *r;
	size_t i;

	if (!brings(t))
		return;
	if (t->fork_at != 0)
		no = put_branch_line(l, t);
	else if (no == 0)
		no = put_feed_line(l, s, "");
	for (i = 0; i < s->count; i++) {
		const struct section_line *p = &s->lines[i];

		if (p->type == 'e' && t->fresh[i]) {
			put_entry(l, no, p, t->hashes[i]);
		} else if (p->type == 'x' && t->fresh[i]) {
			r = batch_put(l, 'x', no, p->raw);
			r->seq = p->first;
		} else if (p->type == 's' && t->take_seal) {
			r = batch_put(l, 's', no, p->raw);
			r->seq = p->first;
			memcpy(r->leaf, t->seal_root, sizeof(r->leaf));
		}
	}
}

static bool
anything(const struct intake *in)
{
	size_t i;

	for (i = 0; i < in->count; i++)
		if (brings(&in->sections[i]))
			return true;
	return in->facts.len > 0;
}

enum err
intake_commit(struct intake *in, struct why *why)
{
	struct ledger *l = in->l;
	struct str rest = buf_str(&in->facts), line;
	struct journal_position now;
	enum err e;
	size_t i;

	if (!anything(in))
		return OK;
	e = ledger_begin(l, why);
	if (e != OK)
		return e;
	journal_position(l->vault->journal, &now);
	if (now.frames != in->frames) {
		/* What was checked is no longer what is held. */
		ledger_cancel(l);
		return why_set(why, ERR_BUSY, "err.changed-meanwhile",
		    "feed: journal grew between check and commit");
	}
	for (i = 0; i < in->count; i++)
		store_section(in, &in->sections[i]);
	while (str_line(&rest, &line))
		ledger_put_fact(l, line);
	if (in->own_past)
		batch_incarnation(l);
	e = batch_append(l, FRAME_IMPORTED, true, why);
	ledger_cancel(l);
	return e;
}
