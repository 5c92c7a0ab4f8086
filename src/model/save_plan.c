/*
 * save_plan - a save as entries, put into the ledger as one step.
 *
 * One entry for each class that a record's changes touch, all with the same
 * time (format-final A17): an office that may not have a class then never
 * takes an old value for the present one.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/codec.h"
#include "base/date.h"
#include "base/mem.h"
#include "model/rule.h"
#include "model_int.h"

#define LINE_BASE	192u	/* an entry without over and tokens, at most */
#define LINE_OVER	40u	/* one id in over, with its comma */
#define SERIAL_MAX	999999999u
#define PARENTS_DEEP	8u	/* parents made in the same save */

/* ------------------------------------------------------------------ roots */

/* The records that the field `under` names. */
struct parents {
	uint8_t uid[UID_SIZE];
	size_t count;
	const struct save *save;
	struct str group;	/* that all of them share so far; empty: none */
	bool apart;
};

static void
first_group(void *arg, struct str value)
{
	struct str *group = arg;

	if (group->n == 0)
		*group = value;
}

static void
note_parent(void *arg, struct str value)
{
	struct parents *p = arg;
	struct str group = { NULL, 0 };
	const struct record_state *r;
	const struct change *d;

	if (!hex_get(value, p->uid, UID_SIZE))
		return;
	d = change_find(p->save, p->uid);
	r = book_find(p->save->book, p->uid);
	if (d != NULL)
		change_values(d, str_of("group"), first_group, &group);
	else if (r != NULL)
		group = record_value(p->save->book, r, "group");
	p->apart |= group.n == 0 ||
	    (p->count > 0 && !str_eq(group, p->group));
	p->group = group;
	p->count++;
}

/*
 * A record about one person belongs to her root; about several of one group,
 * to the group's; else it is a root of its own. Returns whether it has a
 * parent, whose uid is then in up.
 */
static bool
find_root(const struct save *s, struct change *d, uint8_t up[static UID_SIZE],
    unsigned deep)
{
	struct parents p = { .save = s };
	uint8_t above[UID_SIZE];
	const struct record_state *r;
	struct change *parent;

	memcpy(d->root, d->uid, UID_SIZE);
	if (d->form->under == NULL || deep == 0)
		return false;
	change_values(d, str_of(d->form->under), note_parent, &p);
	if (p.count == 0 || (p.count > 1 && p.apart))
		return false;
	if (p.count == 1)
		memcpy(up, p.uid, UID_SIZE);
	else if (!hex_get(p.group, up, UID_SIZE))
		return false;
	parent = change_find(s, up);
	r = book_find(s->book, up);
	if (parent != NULL && parent->created)
		(void)find_root(s, parent, above, deep - 1);
	else if (r == NULL)
		return false;
	memcpy(d->root, r != NULL ? r->root : parent->root, UID_SIZE);
	return true;
}

/* ---------------------------------------------------------------- entries */

/* One entry being filled, and what to do with it when it is full. */
struct plan {
	struct save *save;
	struct change *change;
	bool first;			/* entry of the record */
	struct entry entry;
	size_t bytes;
	struct token tokens[ENTRY_TOKENS_MAX];
	struct entry_id over[ENTRY_OVER_MAX];
	bool put;			/* into the ledger; else only count */
	size_t made;
};

static void
plan_begin(struct plan *p, char class)
{
	struct entry *e = &p->entry;

	memset(e, 0, sizeof(*e));
	e->class = class;
	e->has_root = true;
	memcpy(e->root, p->change->root, UID_SIZE);
	memcpy(e->rec, p->change->uid, UID_SIZE);
	e->over = p->over;
	e->tokens = p->tokens;
	p->bytes = LINE_BASE;
}

static int
by_id(const void *a, const void *b)
{
	return entry_id_order(a, b);
}

static bool
writes_state(const struct entry *e)
{
	return entry_value(e, "state").p != NULL;
}

/* Give away what is gathered. */
static void
plan_end(struct plan *p)
{
	const struct change *d = p->change;
	struct entry *e = &p->entry;
	struct entry_ref ref;

	if (e->token_count == 0)
		return;
	if (d->created && p->first)
		e->op = str_of("new");
	else if (d->move_count > 0 && writes_state(e))
		e->op = str_of("move");
	else
		e->op = str_of("set");
	p->first = false;
	p->made++;
	if (!p->put)
		return;
	qsort(e->over, e->over_count, sizeof(*e->over), by_id);
	ledger_put(p->save->ledger, e, &ref);
}

static size_t
token_bytes(const struct token *t)
{
	size_t n = 2 + t->name.n + t->value.n, i;

	for (i = 0; i < t->value.n; i++) {
		unsigned char c = (unsigned char)t->value.p[i];

		if (c < 0x20 || c == 0x7f || c == '%')
			n += 2;
	}
	return n;
}

static bool
has_over(const struct entry *e, const struct entry_id *id)
{
	size_t i;

	for (i = 0; i < e->over_count; i++) {
		if (entry_id_order(&e->over[i], id) == 0)
			return true;
	}
	return false;
}

/* Every head that the save saw in the slot of a token. */
static size_t
add_over(struct plan *p, const struct token *t, bool only_count)
{
	const struct change *d = p->change;
	struct entry *e = &p->entry;
	size_t count = 0, i;

	for (i = 0; i < d->seen_count; i++) {
		const struct seen *s = &d->seen[i];
		struct entry_id id = { .own_feed = false };

		if (!str_eq(s->name, t->name) || s->list != (t->op != '=') ||
		    (s->list && !str_eq(s->value, t->value)))
			continue;
		memcpy(id.feed, ledger_feed_at(p->save->ledger,
		    s->ref.feed)->id, UID_SIZE);
		id.seq = s->ref.seq;
		memcpy(id.tag, s->ref.tag, sizeof(id.tag));
		if (has_over(e, &id))
			continue;
		count++;
		/*
		 * More than an entry can name: the rest stays in conflict
		 * with the new value, to be resolved once more.
		 */
		if (!only_count && e->over_count < ENTRY_OVER_MAX)
			p->over[e->over_count++] = id;
	}
	return count;
}

static void
plan_token(struct plan *p, struct str name, char op, struct str value)
{
	struct token t = { name, op, value };
	size_t over = add_over(p, &t, true);
	size_t bytes = token_bytes(&t) + over * LINE_OVER;

	if (p->entry.token_count == ENTRY_TOKENS_MAX ||
	    p->bytes + bytes > ENTRY_BYTES_MAX ||
	    p->entry.over_count + over > ENTRY_OVER_MAX) {
		plan_end(p);
		plan_begin(p, p->entry.class);
	}
	add_over(p, &t, false);
	p->bytes += bytes;
	p->tokens[p->entry.token_count++] = t;
}

/* ----------------------------------------------------------------- records */

/* Reserved names, then the fields of the form, then the state. */
static int
rank(const struct write *w)
{
	return w->field != NULL ? 1 : w->name.p[0] == '_' ? 0 : 2;
}

static int
by_field(const void *a, const void *b)
{
	const struct write *x = a, *y = b;

	if (rank(x) != rank(y))
		return rank(x) - rank(y);
	if (x->field != y->field)
		return x->field < y->field ? -1 : 1;
	return str_cmp(x->value, y->value);
}

static void
plan_class(struct plan *p, char class)
{
	const struct change *d = p->change;
	size_t i;

	for (i = 0; i < d->count; i++) {
		const struct write *w = &d->writes[i];

		if (w->class == class)
			plan_token(p, w->name, w->op, w->value);
	}
	plan_end(p);
}

/* The entries of one record; number is the one it gets, or empty. */
static void
plan_change(struct plan *p, struct change *d, struct str number)
{
	static const char classes[] = CLASS_LETTERS;
	char form = d->form->class, hex[UID_TEXT + 1];
	uint8_t up[UID_SIZE];
	size_t i;

	if (d->count > 1)
		qsort(d->writes, d->count, sizeof(*d->writes), by_field);
	p->change = d;
	p->first = true;
	if (d->created && find_root(p->save, d, up, PARENTS_DEEP))
		hex_put(hex, up, UID_SIZE);
	else
		hex[0] = '\0';
	plan_begin(p, form);
	if (d->created) {
		plan_token(p, str_of("_form"), '=', str_of(d->form->id));
		if (hex[0] != '\0')
			plan_token(p, str_of("_up"), '=', str_of(hex));
		if (number.n > 0)
			plan_token(p, str_of("_no"), '=', number);
	}
	plan_class(p, form);
	for (i = 0; i < sizeof(classes) - 1; i++) {
		if (classes[i] == form)
			continue;
		plan_begin(p, classes[i]);
		plan_class(p, classes[i]);
	}
}

/* ----------------------------------------------------------------- numbers */

struct numbering {
	const struct journal *journal;
	struct record_number last;
	char text[24];
};

static void
numbering_begin(struct numbering *n, const struct save *s)
{
	const struct vault *v = ledger_vault(s->ledger);

	memset(n, 0, sizeof(*n));
	n->journal = v->journal;
	str_copy(n->last.office, sizeof(n->last.office),
	    str_of(ledger_own(s->ledger)->card.code));
	n->last.year = (uint32_t)date_of_ms(clock_ms(v->host->clock)).year;
	n->last.serial = serial_greatest(s->book, n->last.office,
	    n->last.year);
}

static enum err
numbering_next(struct numbering *n, struct why *why)
{
	size_t length;

	/* Of a damaged journal, which says itself what is wrong with it. */
	if (strcmp(n->last.office, OFFICE_LOST) == 0) {
		(void)journal_writable(n->journal, why);
		return ERR_DAMAGED;
	}
	if (n->last.serial >= SERIAL_MAX)
		return why_set(why, ERR_LIMIT, "err.numbers-used-up",
		    "model: no serial number is left in this year");
	n->last.serial++;
	n->last.letter = 'A';
	number_print(&n->last, n->text);
	length = strlen(n->text);
	n->last.letter = number_check_letter(str_n(n->text, length - 2));
	assert(n->last.letter != 0);
	n->text[length - 1] = n->last.letter;
	return OK;
}

/* ------------------------------------------------------------- the commit */

/* A change that is no more than a look at a record makes no entry. */
static bool
is_written(const struct change *d)
{
	return d->count > 0 || d->created;
}

static enum err
plan_save(struct save *s, bool put, size_t *made, struct why *why)
{
	struct plan *p = mem_new(sizeof(*p));
	struct numbering numbers;
	enum err e = OK;
	size_t i;

	p->save = s;
	p->put = put;
	numbering_begin(&numbers, s);
	for (i = 0; i < s->count && e == OK; i++) {
		struct change *d = &s->changes[i];
		struct str number = { NULL, 0 };

		if (!is_written(d))
			continue;
		if (d->created && d->form->numbered) {
			e = numbering_next(&numbers, why);
			number = str_of(numbers.text);
		}
		if (e != OK)
			break;
		if (put)
			ledger_tick(s->ledger);
		plan_change(p, d, number);
	}
	*made = p->made;
	mem_free(p);
	return e;
}

size_t
save_size(const struct save *s)
{
	struct save copy = *s;
	size_t made;

	(void)plan_save(&copy, false, &made, NULL);
	return made;
}

/* What is written is no longer to be written: a second commit does nothing. */
static void
forget(struct save *s)
{
	size_t i;

	for (i = 0; i < s->count; i++) {
		mem_free(s->changes[i].seen);
		mem_free(s->changes[i].writes);
		mem_free(s->changes[i].moves);
	}
	s->count = 0;
	map_free(s->uids);
	s->uids = map_new();
}

static bool
is_any_written(const struct save *s)
{
	size_t i;

	for (i = 0; i < s->count; i++)
		if (is_written(&s->changes[i]))
			return true;
	return false;
}

enum err
save_commit(struct save *s, unsigned flags, struct why *why)
{
	enum err e;
	size_t made;

	e = save_check(s, why);
	if (e != OK || !is_any_written(s))
		return e;
	e = ledger_begin(s->ledger, why);
	if (e != OK)
		return e;
	/* What others wrote is here now, and numbers nobody else can take. */
	if (save_find_since(s) && s->refuses)
		e = why_set(why, ERR_EXISTS, "err.written-meanwhile",
		    "model: somebody wrote the same field");
	else
		e = plan_save(s, true, &made, why);
	if (e != OK) {
		ledger_cancel(s->ledger);
		return e;
	}
	e = ledger_commit(s->ledger, flags, why);
	if (e == OK)
		forget(s);
	return e;
}
