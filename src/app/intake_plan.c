/*
 * intake_plan - looking first, then taking in.
 */
#include "app/intake_plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/mem.h"

#define FILES_MAX	5000

struct intake_plan {
	struct session *s;
	struct book *trial;	/* what the records touched would be */
	struct intake_file *files;
	size_t count, room;
};

struct intake_plan *
intake_plan_new(struct session *s)
{
	struct intake_plan *p = mem_new(sizeof(*p));

	p->s = s;
	p->trial = book_new(s->defs);
	return p;
}

void
intake_plan_free(struct intake_plan *p)
{
	size_t i;

	if (p == NULL)
		return;
	for (i = 0; i < p->count; i++)
		mem_free(p->files[i].path);
	book_free(p->trial);
	mem_free(p->files);
	mem_free(p);
}

/* ------------------------------------------------------------ looking */

/* A record that a file writes, and whether it was there before. */
struct touched {
	uint8_t uid[16];
	bool fresh;
};

struct counting {
	struct intake_plan *p;
	struct map *records;
	struct touched *touched;
	size_t count, room;
	uint64_t referrals;
};

/* An entry that is held already, into the book in which files are tried. */
static void
try_held(struct intake_plan *p, struct entry_ref ref)
{
	uint32_t over[ENTRY_OVER_MAX];
	struct buf line = BUF_WIPE_INIT;
	struct arena *a = arena_new();
	struct entry e;
	size_t i;

	if (ledger_line_of(p->s->ledger, ref, &line, NULL) == OK &&
	    entry_parse(a, buf_str(&line), &e, NULL) == OK) {
		for (i = 0; i < e.over_count; i++) {
			over[i] = UINT32_MAX;
			if (e.over[i].own_feed)
				over[i] = ref.feed;
			else
				(void)ledger_feed_find(p->s->ledger,
				    e.over[i].feed, &over[i]);
		}
		book_apply(p->trial, &e, ref, over);
	}
	arena_free(a);
	buf_release(&line);
}

/* The record as it stands, before the first entry that changes it. */
static void
try_record(struct intake_plan *p, const uint8_t uid[static 16])
{
	const struct record_state *r = book_find(p->s->book, uid);
	struct entry_ref *refs;
	size_t i, n;

	if (r == NULL || book_find(p->trial, uid) != NULL)
		return;
	n = record_entries(p->s->book, r, NULL, 0);
	refs = mem_array(n, sizeof(*refs));
	n = record_entries(p->s->book, r, refs, n);
	for (i = 0; i < n; i++)
		try_held(p, refs[i]);
	mem_free(refs);
}

static void
count_entry(void *arg, const struct entry *e, struct entry_ref ref,
    const uint32_t *over_feeds)
{
	struct counting *c = arg;
	struct touched *t;
	uint32_t i;

	if (str_is(entry_value(e, "_form"), "referral") &&
	    str_is(entry_value(e, "to"),
	    ledger_own(c->p->s->ledger)->card.code))
		c->referrals++;
	if (!map_get(c->records, e->rec, sizeof(e->rec), &i)) {
		try_record(c->p, e->rec);
		map_put(c->records, e->rec, sizeof(e->rec),
		    (uint32_t)c->count);
		c->touched = mem_room(c->touched, c->count, &c->room,
		    sizeof(*c->touched));
		t = &c->touched[c->count++];
		memcpy(t->uid, e->rec, sizeof(t->uid));
		t->fresh = book_find(c->p->trial, e->rec) == NULL;
	}
	book_apply(c->p->trial, e, ref, over_feeds);
}

/* A referral that this office made, in another state than here. */
static bool
is_answer(const struct intake_plan *p, const struct record_state *r)
{
	const struct record_state *here = r == NULL ? NULL :
	    book_find(p->s->book, record_uid(r));

	return here != NULL && str_is(record_form_id(here), "referral") &&
	    record_origin(p->s->book, p->s->ledger, here) ==
	    ledger_own(p->s->ledger) &&
	    !str_eq(record_value(p->trial, r, "state"),
	    record_value(p->s->book, here, "state"));
}

/*
 * Each record counts once, as it would stand with all of the file: an entry
 * may supersede one that came with it.
 */
static void
count_file(struct intake_plan *p, struct intake_file *f,
    const struct incoming *in)
{
	struct counting c;
	size_t i;

	memset(&c, 0, sizeof(c));
	c.p = p;
	c.records = map_new();
	incoming_entries(in, count_entry, &c);
	for (i = 0; i < c.count; i++) {
		const struct record_state *r = book_find(p->trial,
		    c.touched[i].uid);

		f->totals.answers += is_answer(p, r);
		if (r != NULL && record_conflicts(p->trial, r) > 0) {
			f->totals.conflicting++;
		} else if (c.touched[i].fresh) {
			f->totals.fresh++;
			f->totals.people += r != NULL &&
			    str_is(record_form_id(r), "person");
		} else {
			f->totals.changed++;
		}
	}
	f->totals.referrals = c.referrals;
	f->totals.present = f->info.present;
	f->totals.waiting = f->info.waiting;
	f->totals.missing = f->info.missing;
	f->totals.set_aside = f->info.unreadable + f->info.unknown_sections +
	    f->info.skipped;
	f->totals.forks = f->info.forks;
	map_free(c.records);
	mem_free(c.touched);
}

static uint64_t
size_of(const struct intake_plan *p, const char *path)
{
	const struct fs *fs = p->s->host.fs;
	struct stat st;

	return fs->ops->lstat(fs->context, path, &st) == 0 && st.st_size > 0 ?
	    (uint64_t)st.st_size : 0;
}

/* Only one that comes alone is counted at once: others may come before it. */
static void
look_at(struct intake_plan *p, const char *path, bool alone)
{
	struct incoming *in = NULL;
	struct intake_file *f;

	p->files = mem_room(p->files, p->count, &p->room, sizeof(*p->files));
	f = &p->files[p->count++];
	memset(f, 0, sizeof(*f));
	f->path = mem_text(path);
	f->bytes = size_of(p, path);
	if (incoming_read(p->s->ledger, path, &in, &f->refused) == OK) {
		incoming_info(in, &f->info);
		if (alone)
			count_file(p, f, in);
	}
	incoming_free(in);
}

/* What is missing in one part of a `send` is what the others bring. */
static void
count_missing(struct intake_plan *p)
{
	uint64_t fresh = 0;
	size_t i;

	for (i = 1; i < p->count; i++) {
		struct intake_file *f = &p->files[i], *before = f - 1;
		const struct incoming_info *a = &before->info, *b = &f->info;

		if (a->from != b->from || a->n + 1 != b->n ||
		    a->part + 1 != b->part || a->parts != b->parts) {
			fresh = 0;
			continue;
		}
		fresh += a->fresh;
		before->totals.missing = 0;
		f->totals.missing -= f->totals.missing < fresh ?
		    f->totals.missing : fresh;
	}
}

/* What each would do after those before it: they may touch one record. */
static void
count_all(struct intake_plan *p)
{
	struct incoming *in;
	size_t i;

	book_free(p->trial);
	p->trial = book_new(p->s->defs);
	for (i = 0; i < p->count; i++) {
		struct intake_file *f = &p->files[i];

		if (f->applied)
			continue;
		memset(&f->totals, 0, sizeof(f->totals));
		in = NULL;
		if (f->refused.err == OK && incoming_read(p->s->ledger,
		    f->path, &in, &f->refused) == OK)
			count_file(p, f, in);
		incoming_free(in);
	}
	count_missing(p);
}

static int
by_number(const void *a, const void *b)
{
	const struct intake_file *x = a, *y = b;

	if ((x->info.from == NULL) != (y->info.from == NULL))
		return x->info.from == NULL ? 1 : -1;
	if (x->info.from != y->info.from)
		return x->info.from < y->info.from ? -1 : 1;
	if (x->info.n != y->info.n)
		return x->info.n < y->info.n ? -1 : 1;
	return strcmp(x->path, y->path);
}

enum err
intake_plan_add(struct intake_plan *p, const char *path, struct why *why)
{
	struct fs_names found;
	size_t i;
	enum err e;

	e = incoming_find(&p->s->host, path, &found, why);
	if (e != OK)
		return e;
	for (i = 0; i < found.count && p->count < FILES_MAX; i++)
		look_at(p, found.name[i], p->count == 0 && found.count == 1);
	fs_names_free(&found);
	if (p->count > 1) {
		qsort(p->files, p->count, sizeof(*p->files), by_number);
		count_all(p);
	}
	return OK;
}

size_t
intake_plan_count(const struct intake_plan *p)
{
	return p->count;
}

struct intake_file *
intake_plan_at(const struct intake_plan *p, size_t i)
{
	return &p->files[i];
}

bool
intake_plan_empty(const struct intake_plan *p)
{
	size_t i;

	for (i = 0; i < p->count; i++)
		if (p->files[i].refused.err == OK)
			return false;
	return true;
}

void
intake_plan_totals(const struct intake_plan *p, struct intake_totals *t)
{
	size_t i;

	memset(t, 0, sizeof(*t));
	for (i = 0; i < p->count; i++) {
		const struct intake_totals *f = &p->files[i].totals;

		t->fresh += f->fresh;
		t->changed += f->changed;
		t->conflicting += f->conflicting;
		t->present += f->present;
		t->waiting += f->waiting;
		t->referrals += f->referrals;
		t->set_aside += f->set_aside;
		t->forks += f->forks;
		if (t->missing < f->missing)
			t->missing = f->missing;
	}
}

enum err
intake_plan_refusal(const struct intake_plan *p, struct why *why)
{
	size_t i;

	for (i = 0; i < p->count; i++) {
		if (p->files[i].refused.err == OK)
			continue;
		if (why != NULL)
			*why = p->files[i].refused;
		return p->files[i].refused.err;
	}
	if (p->count > 0)
		return OK;
	return why_set(why, ERR_NOT_FOUND, "err.no-bundle",
	    "app: no bundle found");
}

bool
intake_plan_attention(const struct intake_plan *p)
{
	struct intake_totals t;
	size_t i;

	intake_plan_totals(p, &t);
	for (i = 0; i < p->count; i++)
		if (p->files[i].info.rolled_back)
			return true;
	return t.conflicting > 0 || t.waiting > 0 || t.missing > 0 ||
	    t.set_aside > 0 || t.forks > 0;
}

/* ------------------------------------------------------------ doing */

/* What is still missing, now that all of them are in. */
static void
look_again(struct intake_plan *p)
{
	struct incoming_info info;
	struct incoming *in;
	size_t i;

	for (i = 0; i < p->count; i++) {
		struct intake_file *f = &p->files[i];

		in = NULL;
		if (f->applied && incoming_read(p->s->ledger, f->path, &in,
		    NULL) == OK) {
			incoming_info(in, &info);
			f->totals.missing = info.missing;
			f->totals.waiting = info.waiting;
		}
		incoming_free(in);
	}
}

enum err
intake_plan_apply(struct intake_plan *p, struct why *why)
{
	struct incoming *in;
	bool left = false;
	size_t i;
	enum err e = OK;

	for (i = 0; i < p->count && e == OK; i++) {
		struct intake_file *f = &p->files[i];

		left |= f->refused.err == OK && f->later && !f->applied;
		if (f->refused.err != OK || f->later || f->applied)
			continue;
		/* Read anew: the file before it may have changed much. */
		in = NULL;
		e = incoming_read(p->s->ledger, f->path, &in, why);
		if (e == OK) {
			incoming_info(in, &f->info);
			f->totals.missing = f->info.missing;
			f->totals.waiting = f->info.waiting;
			e = incoming_apply(in, why);
		}
		f->applied = e == OK;
		incoming_free(in);
	}
	if (p->count > 1)
		look_again(p);
	if (left)
		count_all(p);
	return e;
}

/* ------------------------------------------------------------ telling */

static void
line(const struct session *s, const char *id, uint64_t n, bool always,
    struct buf *to)
{
	char number[24];
	const char *const arg[4] = { number, NULL, NULL, NULL };

	if (n == 0 && !always)
		return;
	(void)snprintf(number, sizeof(number), "%llu",
	    (unsigned long long)n);
	session_fill(s, id, arg, to);
	buf_put_byte(to, '\n');
}

static void
totals_text(const struct session *s, const struct intake_totals *t,
    struct buf *to)
{
	line(s, "plan.new", t->fresh, true, to);
	line(s, "plan.changed", t->changed, true, to);
	line(s, "plan.conflicting", t->conflicting, true, to);
	line(s, "plan.present", t->present, true, to);
	line(s, "plan.waiting", t->waiting, true, to);
	line(s, "plan.missing", t->missing, false, to);
	line(s, "plan.referrals", t->referrals, false, to);
	line(s, "plan.set-aside", t->set_aside, false, to);
	line(s, "plan.forks", t->forks, false, to);
}

void
intake_plan_text(const struct session *s, const struct intake_plan *p,
    bool applied, struct buf *to)
{
	size_t i;

	for (i = 0; i < p->count; i++) {
		const struct intake_file *f = &p->files[i];
		const char *name = strrchr(f->path, '/');
		const char *arg[4] = { name != NULL ? name + 1 : f->path,
		    NULL, NULL, NULL };
		struct buf reason = BUF_INIT;
		char n[16];

		if (f->refused.err != OK) {
			session_sentence(s, &f->refused, &reason);
			arg[1] = buf_text(&reason);
			session_fill(s, "plan.refused", arg, to);
		} else {
			(void)snprintf(n, sizeof(n), "%u",
			    (unsigned)f->info.n);
			arg[1] = f->info.from->card.code;
			arg[2] = n;
			session_fill(s, f->info.seen ? "plan.seen" :
			    applied ? "plan.applied" : "plan.file", arg, to);
		}
		buf_put_byte(to, '\n');
		buf_release(&reason);
		if (f->refused.err == OK && !f->info.seen)
			totals_text(s, &f->totals, to);
	}
}

void
intake_plan_summary(const struct intake_plan *p, bool applied, struct buf *to)
{
	struct intake_totals t;

	intake_plan_totals(p, &t);
	buf_printf(to, "%s new %llu changed %llu conflicting %llu "
	    "present %llu waiting %llu missing %llu\n",
	    applied ? "applied" : "planned", (unsigned long long)t.fresh,
	    (unsigned long long)t.changed,
	    (unsigned long long)t.conflicting,
	    (unsigned long long)t.present, (unsigned long long)t.waiting,
	    (unsigned long long)t.missing);
}
