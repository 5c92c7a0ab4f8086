/*
 * card_head - the rows above a card that never scroll: who it is, what she
 * needs, and for whom she agreed to what.
 */
#include <stdio.h>
#include <string.h>

#include "app/card.h"
#include "app/consent.h"
#include "app/day.h"
#include "app_int.h"
#include "base/date.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "ui/bidi.h"

#define LOW		12u	/* rows of a body that has room for two */
#define NARROW		60u	/* columns of one that has none for officers */
#define MARGIN		2u
#define BETWEEN		3u	/* cells between needs and consent */

/* ------------------------------------------------------------ who */

static void
put_cell(const struct card_lines *c, const char *path, struct buf *to)
{
	struct buf cell = BUF_WIPE_INIT;
	char form[48];

	str_copy(form, sizeof(form), record_form_id(card_record(c)));
	desk_cell(c->d, form, card_record(c), path, &cell);
	if (cell.len > 0)
		buf_printf(to, "%s%s", to->len > 0 ? ", " : "",
		    buf_text(&cell));
	buf_release(&cell);
}

/* "38"; "about 38" where the year itself is not sure. */
static void
put_age(const struct card_lines *c, struct buf *to)
{
	struct buf age = BUF_WIPE_INIT;
	const char *arg[1];
	struct date born;
	bool about;

	desk_cell(c->d, "person", card_record(c), "age", &age);
	about = date_parse(record_safe_value(c->d->s->book, card_record(c),
	    "birth_date"), &born) == DATE_GOOD &&
	    (born.estimated || born.to.year != 0 || born.from.month == 0);
	arg[0] = buf_text(&age);
	if (age.len > 0) {
		buf_put_text(to, to->len > 0 ? ", " : "");
		words_say(to, &c->d->words, about ? "card.about" : "day.one",
		    arg, 1);
	}
	buf_release(&age);
}

static void
put_members(const struct card_lines *c, struct buf *to)
{
	char count[24];
	const char *arg[1] = { count };

	(void)snprintf(count, sizeof(count), "%zu", c->people);
	buf_put_text(to, to->len > 0 ? ", " : "");
	words_say(to, &c->d->words, "detail.members", arg, 1);
}

/* Who of this office wrote last; if nobody here did, who did elsewhere. */
static const struct officer *
last_writer(const struct card_lines *c)
{
	const struct ledger *l = c->d->s->ledger;
	const struct book *b = c->d->s->book;
	size_t n = record_entries(b, card_record(c), NULL, 0), i;
	struct entry_ref *refs = mem_array(n + 1, sizeof(*refs));
	const struct officer *any = NULL, *ours = NULL;

	n = record_entries(b, card_record(c), refs, n);
	for (i = 0; i < n; i++) {
		const struct officer *o = ledger_officer_of(l, refs[i].feed);

		any = o != NULL ? o : any;
		if (o != NULL && o->office == ledger_own(l))
			ours = o;
	}
	mem_free(refs);
	return ours != NULL ? ours : any;
}

static void
put_officer(const struct card_lines *c, struct buf *to)
{
	const struct officer *o = last_writer(c);
	const char *arg[1];

	if (o == NULL)
		return;
	arg[0] = o->name;
	words_say(to, &c->d->words, "card.officer", arg, 1);
	if (o->office != ledger_own(c->d->s->ledger))
		buf_printf(to, ", %s", o->office->card.code);
}

/* ------------------------------------------------------------ consent */

/* "LEX (Legal help)", or what it is for where no office is named. */
static void
put_whom(const struct card_lines *c, const struct record_state *r,
    struct buf *to)
{
	struct str office = record_value(c->d->s->book, r, "office");
	struct buf purpose = BUF_WIPE_INIT;

	desk_cell(c->d, "consent", r, "purpose", &purpose);
	buf_put_text(to, to->len > 0 ? ", " : "");
	if (office.n > 0) {
		utf8_show(to, office);
		buf_printf(to, " (%s)", buf_text(&purpose));
	} else {
		buf_put_str(to, buf_str(&purpose));
	}
	buf_release(&purpose);
}

/* Behind what stands there already, or alone. */
static void
put_part(struct buf *to, struct str part, const char *between)
{
	if (part.n == 0)
		return;
	buf_put_text(to, between);
	buf_put_str(to, part);
}

/* Refused, withdrawn and ended are all NOT: nothing may be shared. */
static void
put_consent(struct card_head *h, const struct card_lines *c)
{
	const struct record_state **all;
	const struct words *w = &c->d->words;
	struct buf given = BUF_WIPE_INIT, not = BUF_WIPE_INIT;
	struct buf refused = BUF_WIPE_INIT;
	size_t i, n = consents_of(c->d->s->book, card_record(c), &all);
	const char *arg[1];

	for (i = 0; i < n; i++)
		if (!consent_replaced(c->d->s->book, all[i], all, n))
			put_whom(c, all[i], consent_holds(c->d->s, all[i]) ?
			    &given : &not);
	mem_free(all);
	arg[0] = buf_text(&not);
	if (not.len > 0)
		words_say(&refused, w, "card.not", arg, 1);
	if (given.len + not.len == 0)
		buf_put_text(&given, words_get(w, "card.not-asked"));
	buf_printf(&h->consent, "%s:", words_get(w, "consent"));
	buf_put_str(&h->refusal, buf_str(&h->consent));
	put_part(&h->consent, buf_str(&given), " ");
	put_part(&h->consent, buf_str(&refused), given.len > 0 ? "; " : " ");
	put_part(&h->refusal, buf_str(&refused), " ");
	put_part(&h->refusal, buf_str(&given), refused.len > 0 ? "; " : " ");
	buf_release(&given);
	buf_release(&not);
	buf_release(&refused);
}

/* ------------------------------------------------------------ the rows */

static void
load_person(struct card_head *h, const struct card_lines *c)
{
	struct buf needs = BUF_WIPE_INIT;

	put_cell(c, "sex", &h->facts);
	put_age(c, &h->facts);
	put_cell(c, "nationality", &h->facts);
	if (card_group(c) != NULL)
		put_members(c, &h->facts);
	put_cell(c, "needs", &needs);
	if (needs.len > 0)
		buf_printf(&h->needs, "%s: %s", words_get(&c->d->words,
		    "card.needs"), buf_text(&needs));
	put_consent(h, c);
	buf_release(&needs);
}

static void
load_referral(struct card_head *h, const struct card_lines *c)
{
	day_put_persons(c->d->s, &c->d->words, card_record(c), &h->name);
	buf_printf(&h->facts, "%s ", words_get(&c->d->words, "referral.to"));
	buf_put_str(&h->facts, record_value(c->d->s->book, card_record(c),
	    "to"));
	put_cell(c, "urgency", &h->facts);
	day_put_referral(c->d->s, &c->d->words, card_record(c), &h->needs);
}

/* Of a family that was given no name: the family name of who is in it. */
static void
put_family_name(struct card_head *h, const struct card_lines *c)
{
	const struct record_state *member[CARD_MEMBERS];
	size_t i, n = record_referrers(c->d->s->book, card_record(c), "group",
	    member, CARD_MEMBERS);

	for (i = 0; i < n && i < CARD_MEMBERS && h->name.len == 0; i++)
		utf8_show(&h->name, record_value(c->d->s->book, member[i],
		    "family_name"));
}

/* The number alone is no name: the title shows it. */
static void
put_name(struct card_head *h, const struct card_lines *c)
{
	char name[160], id[RECORD_ID_MAX];

	record_summary(c->d->s->book, card_record(c), name, sizeof(name));
	record_id(c->d->s->book, card_record(c), id);
	if (strcmp(name, id) != 0)
		buf_put_text(&h->name, name);
	mem_wipe(name, sizeof(name));
}

void
card_head_load(struct card_head *h, const struct card_lines *c)
{
	struct str form = record_form_id(card_record(c));

	card_head_release(h);
	if (str_is(form, "referral")) {
		load_referral(h, c);
	} else if (str_is(form, "person")) {
		put_name(h, c);
		load_person(h, c);
	} else if (str_is(form, "group")) {
		put_name(h, c);
		if (h->name.len == 0)
			put_family_name(h, c);
		put_members(c, &h->facts);
		put_cell(c, "address", &h->needs);
	} else {
		put_cell(c, "person", &h->name);
	}
	put_officer(c, &h->officer);
}

void
card_head_release(struct card_head *h)
{
	struct buf *all[] = { &h->name, &h->facts, &h->officer, &h->needs,
	    &h->consent, &h->refusal };
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		all[i]->wipe = true;
		buf_release(all[i]);
	}
}

/* Needs and consent beside each other, where both can be read whole. */
static bool
in_one_row(const struct card_head *h, unsigned columns)
{
	return utf8_cells(buf_str(&h->needs)) + BETWEEN +
	    utf8_cells(buf_str(&h->consent)) + MARGIN <= columns;
}

/* One sentence, which may need two rows. */
static bool
is_long(const struct card_head *h, unsigned columns)
{
	return h->consent.len == 0 &&
	    utf8_cells(buf_str(&h->needs)) + MARGIN > columns;
}

unsigned
card_head_rows(const struct card_head *h, unsigned rows, unsigned columns)
{
	if (h->needs.len + h->consent.len == 0)
		return 1;
	if (rows < LOW)
		return 2;
	if (h->needs.len == 0 || h->consent.len == 0)
		return is_long(h, columns) ? 3 : 2;
	return in_one_row(h, columns) ? 2 : 3;
}

/* As much of the officer as is whole, at the right end. */
static void
draw_officer(const struct card_head *h, const struct frame *f, unsigned at)
{
	if (f->columns >= NARROW && at + utf8_cells(buf_str(&h->officer)) <
	    f->columns)
		(void)canvas_put_right(f->canvas, f->heads, at,
		    f->columns - 1 - at, STYLE_PLAIN, buf_str(&h->officer));
}

/* The name is whole before anything else is. */
static void
draw_who(const struct card_head *h, const struct frame *f)
{
	unsigned at = MARGIN, room = f->columns - MARGIN;

	if (h->name.len > 0)
		at += canvas_put(f->canvas, f->heads, at, room, STYLE_STRONG,
		    buf_str(&h->name)) + MARGIN;
	if (at < f->columns)
		at += canvas_put(f->canvas, f->heads, at, f->columns - at,
		    STYLE_PLAIN, buf_str(&h->facts)) + MARGIN;
	draw_officer(h, f, at);
}

/*
 * A name of right-to-left letters stands at the right end, where it can move
 * nothing.
 */
static void
draw_who_last(const struct card_head *h, const struct frame *f)
{
	unsigned name = (unsigned)utf8_cells(buf_str(&h->name));
	unsigned room = f->columns - MARGIN - 1;
	struct buf facts = BUF_WIPE_INIT;

	name = name < room ? name : room;
	room -= name;
	buf_put_str(&facts, buf_str(&h->facts));
	if (f->columns >= NARROW && utf8_cells(buf_str(&facts)) + 2 * MARGIN +
	    utf8_cells(buf_str(&h->officer)) <= room)
		buf_printf(&facts, "  %.*s", (int)h->officer.len,
		    (const char *)h->officer.data);
	if (room > MARGIN)
		(void)canvas_put(f->canvas, f->heads, MARGIN, room - MARGIN,
		    STYLE_PLAIN, buf_str(&facts));
	(void)canvas_put_right(f->canvas, f->heads, MARGIN + room, name,
	    STYLE_STRONG, buf_str(&h->name));
	buf_release(&facts);
}

/* What may not be shared comes first where not all of it can be read. */
static void
put_answers(const struct card_head *h, unsigned room, struct buf *to)
{
	buf_put_str(to, buf_str(utf8_cells(buf_str(&h->consent)) <= room ?
	    &h->consent : &h->refusal));
}

static void
draw_row(const struct frame *f, unsigned row, struct str text)
{
	(void)canvas_put(f->canvas, f->heads + row, MARGIN,
	    f->columns - MARGIN, STYLE_PLAIN, text);
}

/* One row for both: whole as they are read, or the answers first. */
static void
draw_both(const struct card_head *h, const struct frame *f)
{
	struct buf row = BUF_WIPE_INIT;

	if (in_one_row(h, f->columns)) {
		put_part(&row, buf_str(&h->needs), "");
		put_part(&row, buf_str(&h->consent), row.len > 0 ?
		    "   " : "");
	} else {
		put_answers(h, f->columns - MARGIN, &row);
		put_part(&row, buf_str(&h->needs), row.len > 0 ? "   " : "");
	}
	draw_row(f, 1, buf_str(&row));
	buf_release(&row);
}

void
card_head_draw(const struct card_head *h, const struct frame *f,
    unsigned rows)
{
	struct str needs = buf_str(&h->needs);
	struct buf row = BUF_WIPE_INIT;
	struct frame two = *f;

	if (bidi_needed(buf_str(&h->name)))
		draw_who_last(h, f);
	else
		draw_who(h, f);
	if (rows == 2)
		draw_both(h, f);
	if (rows < 3)
		return;
	if (is_long(h, f->columns)) {
		two.body = f->heads + 1;
		two.rows = 2;
		(void)desk_put_line(&two, two.body, needs);
		return;
	}
	put_answers(h, f->columns - MARGIN, &row);
	draw_row(f, 1, needs);
	draw_row(f, 2, buf_str(&row));
	buf_release(&row);
}
