/*
 * intake_plan - looking first, then taking in.
 */
#include "app/intake_plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/likely.h"
#include "base/arena.h"
#include "base/map.h"
#include "base/mem.h"

#define FILES_MAX	5000

struct intake_plan {
	struct session *s;
	struct book *trial;	/* what the records touched would be */
	struct intake_file *files;
	size_t count, room;
	struct exchange_progress watch;
	uint64_t done, of;	/* steps of the pass that is under way */
	uint64_t now;		/* steps of half a file */
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

void
intake_plan_watch(struct intake_plan *p, struct exchange_progress watch)
{
	p->watch = watch;
}

/* ------------------------------------------------------------ passes */

/* A pass reads files, and does something with each: two halves of its bytes. */
static void
begin_pass(struct intake_plan *p, uint64_t bytes)
{
	p->done = p->now = 0;
	p->of = 2 * bytes;
}

/* The half that was under way is done, the next one is of so many bytes. */
static void
next_half(struct intake_plan *p, uint64_t bytes)
{
	p->done += p->now;
	p->now = bytes;
}

/* So much of the half under way; false: the officer wants to stop. */
static bool
tell(const struct intake_plan *p, uint64_t done, uint64_t of)
{
	return p->watch.step == NULL || p->watch.step(p->watch.context,
	    "intake", p->done + (of == 0 ? 0 : p->now * done / of), p->of);
}

static bool
on_read(void *context, const char *step, uint64_t done, uint64_t of)
{
	return tell(context, strcmp(step, "open") == 0 ? done : of + done,
	    2 * of);
}

static enum err
stopped(struct why *why)
{
	return why_set(why, ERR_CANCELLED, NULL,
	    "app: stopped by the officer");
}

/* The first half of a file. */
static enum err
read_half(struct intake_plan *p, const struct intake_file *f,
    struct incoming **in, struct why *why)
{
	const struct exchange_progress progress = { on_read, p };

	next_half(p, f->bytes);
	if (!tell(p, 0, 1))
		return stopped(why);
	return incoming_read(p->s->ledger, f->path, &progress, in, why);
}

static uint64_t
bytes_of_all(const struct intake_plan *p)
{
	uint64_t bytes = 0;
	size_t i;

	for (i = 0; i < p->count; i++)
		bytes += p->files[i].bytes;
	return bytes;
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
	uint64_t entries, of;
	bool stopped;
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

	c->stopped = c->stopped || !tell(c->p, c->entries++, c->of);
	if (c->stopped)
		return;
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

/* Each record once, as it would stand with all of the file. */
static void
count_person(const struct intake_plan *p, const struct record_state *r,
    struct intake_totals *t)
{
	if (r == NULL || !str_is(record_form_id(r), "person"))
		return;
	t->people++;
	if (t->people <= INTAKE_COMPARED)
		t->known += likely_known(p->s, p->trial, r);
}

static void
count_records(const struct intake_plan *p, struct intake_file *f,
    const struct counting *c)
{
	size_t i;

	for (i = 0; i < c->count; i++) {
		const struct record_state *r = book_find(p->trial,
		    c->touched[i].uid);

		f->totals.answers += is_answer(p, r);
		if (r != NULL && record_conflicts(p->trial, r) > 0) {
			f->totals.conflicting++;
		} else if (c->touched[i].fresh) {
			f->totals.fresh++;
			count_person(p, r, &f->totals);
		} else {
			f->totals.changed++;
		}
	}
}

/*
 * The second half of a file. An entry may supersede one that came with it:
 * records are counted when all of them are there.
 */
static enum err
count_file(struct intake_plan *p, struct intake_file *f,
    const struct incoming *in)
{
	struct counting c;

	memset(&c, 0, sizeof(c));
	c.p = p;
	c.of = f->info.fresh;
	c.records = map_new();
	next_half(p, f->bytes);
	incoming_entries(in, count_entry, &c);
	if (!c.stopped)
		count_records(p, f, &c);
	f->totals.referrals = c.referrals;
	f->totals.present = f->info.present;
	f->totals.waiting = f->info.waiting;
	f->totals.missing = f->info.missing;
	f->totals.set_aside = f->info.unreadable + f->info.unknown_sections +
	    f->info.skipped;
	f->totals.forks = f->info.forks;
	map_free(c.records);
	mem_free(c.touched);
	return c.stopped ? ERR_CANCELLED : OK;
}

static uint64_t
size_of(const struct intake_plan *p, const char *path)
{
	const struct fs *fs = p->s->host.fs;
	struct stat st;

	return fs->ops->lstat(fs->context, path, &st) == 0 && st.st_size > 0 ?
	    (uint64_t)st.st_size : 0;
}

/*
 * Only one that comes alone is counted at once: others may come before it.
 * What makes a file unfit is kept with it; the one error is that it was
 * stopped.
 */
static enum err
look_at(struct intake_plan *p, const char *path, bool alone)
{
	struct incoming *in = NULL;
	struct intake_file *f;
	enum err e;

	p->files = mem_room(p->files, p->count, &p->room, sizeof(*p->files));
	f = &p->files[p->count++];
	memset(f, 0, sizeof(*f));
	f->path = mem_text(path);
	f->bytes = size_of(p, path);
	e = read_half(p, f, &in, &f->refused);
	if (e == OK) {
		incoming_info(in, &f->info);
		if (alone)
			e = count_file(p, f, in);
		else
			next_half(p, f->bytes);
	}
	incoming_free(in);
	return e == ERR_CANCELLED ? e : OK;
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
static enum err
count_all(struct intake_plan *p)
{
	struct incoming *in;
	enum err e;
	size_t i;

	book_free(p->trial);
	p->trial = book_new(p->s->defs);
	begin_pass(p, bytes_of_all(p));
	for (i = 0; i < p->count; i++) {
		struct intake_file *f = &p->files[i];

		if (f->applied)
			continue;
		memset(&f->totals, 0, sizeof(f->totals));
		in = NULL;
		e = f->refused.err;
		if (e == OK)
			e = read_half(p, f, &in, &f->refused);
		if (e == OK)
			e = count_file(p, f, in);
		incoming_free(in);
		if (e == ERR_CANCELLED)
			return e;
	}
	count_missing(p);
	return OK;
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
	uint64_t bytes = 0;
	size_t i;
	enum err e;

	e = incoming_find(&p->s->host, path, &found, why);
	if (e != OK)
		return e;
	for (i = 0; i < found.count; i++)
		bytes += size_of(p, found.name[i]);
	begin_pass(p, bytes);
	for (i = 0; i < found.count && p->count < FILES_MAX && e == OK; i++)
		e = look_at(p, found.name[i], p->count == 0 &&
		    found.count == 1);
	fs_names_free(&found);
	if (e == OK && p->count > 1) {
		qsort(p->files, p->count, sizeof(*p->files), by_number);
		e = count_all(p);
	}
	return e == ERR_CANCELLED ? stopped(why) : e;
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
		t->known += f->known;
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
static enum err
look_again(struct intake_plan *p)
{
	struct incoming_info info;
	struct incoming *in;
	enum err e;
	size_t i;

	begin_pass(p, bytes_of_all(p));
	for (i = 0; i < p->count; i++) {
		struct intake_file *f = &p->files[i];

		if (!f->applied)
			continue;
		in = NULL;
		e = read_half(p, f, &in, NULL);
		if (e == ERR_CANCELLED)
			return e;
		if (e == OK) {
			incoming_info(in, &info);
			f->totals.missing = info.missing;
			f->totals.waiting = info.waiting;
		}
		incoming_free(in);
		next_half(p, f->bytes);
	}
	return OK;
}

static bool
is_taken(const struct intake_file *f)
{
	return f->refused.err == OK && !f->later && !f->applied;
}

/* Once storing has begun it is not asked whether to stop. */
static enum err
take(struct intake_plan *p, struct intake_file *f, struct why *why)
{
	struct incoming *in = NULL;
	enum err e;

	/* Read anew: the file before it may have changed much. */
	e = read_half(p, f, &in, why);
	if (e == OK) {
		incoming_info(in, &f->info);
		f->totals.missing = f->info.missing;
		f->totals.waiting = f->info.waiting;
		next_half(p, f->bytes);
		e = incoming_apply(in, why);
	}
	f->applied = e == OK;
	incoming_free(in);
	return e;
}

enum err
intake_plan_apply(struct intake_plan *p, struct why *why)
{
	enum err e = OK, again = OK;
	uint64_t bytes = 0;
	bool left = false;
	size_t i;

	for (i = 0; i < p->count; i++)
		bytes += is_taken(&p->files[i]) ? p->files[i].bytes : 0;
	begin_pass(p, bytes);
	for (i = 0; i < p->count && e == OK; i++) {
		struct intake_file *f = &p->files[i];

		left |= f->refused.err == OK && f->later && !f->applied;
		if (is_taken(f))
			e = take(p, f, why);
	}
	if (e != ERR_CANCELLED && p->count > 1)
		again = look_again(p);
	if (e != ERR_CANCELLED && again == OK && left)
		again = count_all(p);
	return e == OK && again != OK ? stopped(why) : e;
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
	line(s, "plan.known", t->known, false, to);
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
