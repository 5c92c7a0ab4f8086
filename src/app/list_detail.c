/*
 * list_detail - the strip below a list: who the selected record is, what is
 * open and what comes next, so that opening it is often not needed.
 */
#include <stdio.h>
#include <string.h>

#include "app/lists.h"
#include "app/newcomer.h"
#include "app_int.h"
#include "base/date.h"
#include "base/mem.h"
#include "model/query.h"
#include "ui/bidi.h"

#define MEMBERS_SHOWN	6
#define REFERRALS_MAX	64
#define MS_IN_DAY	INT64_C(86400000)

/* Between a name and what is said of it; a name may end its line. */
static const char *
after_name(const struct buf *to)
{
	return to->len > 0 && to->data[to->len - 1] == '\n' ? "" : ": ";
}

/* A cell after a comma, where it has a value. */
static void
put_cell(const struct desk *d, const struct record_state *r,
    const char *path, const char *between, struct buf *to)
{
	struct buf cell = BUF_WIPE_INIT;
	char form[48];

	str_copy(form, sizeof(form), record_form_id(r));
	desk_cell(d, form, r, path, &cell);
	if (cell.len > 0)
		buf_printf(to, "%s%s", between, buf_text(&cell));
	buf_release(&cell);
}

/* "Needs: WR-SF, LP-ND" as a line of its own, where there is a value. */
static void
put_labelled(const struct desk *d, const struct record_state *r,
    const char *path, struct buf *to)
{
	struct buf cell = BUF_WIPE_INIT;
	char form[48];

	str_copy(form, sizeof(form), record_form_id(r));
	desk_cell(d, form, r, path, &cell);
	if (cell.len > 0)
		buf_printf(to, "%s: %s\n", words_of(&d->words, form, path,
		    NULL), buf_text(&cell));
	buf_release(&cell);
}

static bool
is_open(const struct desk *d, const struct record_state *r)
{
	struct str state = record_value(d->s->book, r, "state");

	return !str_is(state, "done") && !str_is(state, "rejected");
}

static void
put_asks(const struct desk *d, const struct record_state *r, struct buf *to)
{
	size_t before = to->len;

	day_put_referral(d->s, &d->words, r, to);
	if (to->len > before)
		buf_put_byte(to, '\n');
}

/* The newest open referral of a person, and what it asks. */
static void
put_referral(const struct desk *d, const struct record_state *person,
    struct buf *to)
{
	const struct record_state *all[REFERRALS_MAX], *last = NULL;
	size_t i, n = record_referrers(d->s->book, person, "persons", all,
	    REFERRALS_MAX);
	char id[RECORD_ID_MAX];

	for (i = 0; i < n && i < REFERRALS_MAX; i++)
		if (is_open(d, all[i]))
			last = all[i];
	if (last == NULL)
		return;
	record_id(d->s->book, last, id);
	buf_printf(to, "%s %s", words_get(&d->words, "referral"), id);
	put_cell(d, last, "to", ", ", to);
	put_cell(d, last, "state", ", ", to);
	put_cell(d, last, "services", ", ", to);
	buf_put_byte(to, '\n');
	put_asks(d, last, to);
}

static void
put_person(const struct desk *d, const struct record_state *r,
    struct buf *to)
{
	put_cell(d, r, "sex", after_name(to), to);
	put_cell(d, r, "age", ", ", to);
	put_cell(d, r, "nationality", ", ", to);
	put_cell(d, r, "legal_status", ", ", to);
	if (little_known(d->s->book, r))
		buf_put_text(to, words_get(&d->words, "detail.little"));
	buf_put_byte(to, '\n');
	put_labelled(d, r, "needs", to);
	put_referral(d, r, to);
	/* From here on only a wide screen has room. */
	buf_put_byte(to, '\n');
	put_labelled(d, r, "group", to);
	put_labelled(d, r, "names", to);
	put_labelled(d, r, "birth_date", to);
	put_labelled(d, r, "arrived_on", to);
	put_labelled(d, r, "document", to);
	put_labelled(d, r, "note", to);
}

static void
end_line(struct buf *to)
{
	if (to->len > 0 && to->data[to->len - 1] != '\n')
		buf_put_byte(to, '\n');
}

static void
put_family(const struct desk *d, const struct record_state *r,
    struct buf *to)
{
	const struct record_state *members[MEMBERS_SHOWN];
	size_t i, n = record_referrers(d->s->book, r, "group", members,
	    MEMBERS_SHOWN);
	char name[120], count[24];
	const char *arg[1] = { count }, *between = "";

	(void)snprintf(count, sizeof(count), "%zu", n);
	buf_put_text(to, after_name(to));
	words_say(to, &d->words, "detail.members", arg, 1);
	buf_put_byte(to, '\n');
	n = n > MEMBERS_SHOWN ? MEMBERS_SHOWN + 1 : n;
	for (i = 0; i < n && i < MEMBERS_SHOWN; i++) {
		record_summary(d->s->book, members[i], name, sizeof(name));
		if (bidi_needed(str_of(name)))
			continue;
		buf_printf(to, "%s%s", between, name);
		put_cell(d, members[i], "age", " ", to);
		between = "; ";
	}
	if (n > MEMBERS_SHOWN)
		buf_put_text(to, " ...");
	end_line(to);
	/* Beside others these would move age and comma to the wrong name. */
	for (i = 0; i < n && i < MEMBERS_SHOWN; i++) {
		record_summary(d->s->book, members[i], name, sizeof(name));
		if (bidi_needed(str_of(name)))
			buf_printf(to, "%s\n", name);
	}
	mem_wipe(name, sizeof(name));
	put_labelled(d, r, "address", to);
	if (n > 0)
		put_referral(d, members[0], to);
}

/* Who wrote the first entry, when, and whether a seal proves it. */
static void
put_origin(const struct desk *d, const struct record_state *r,
    struct buf *to)
{
	const struct ledger *l = d->s->ledger;
	const struct office *o = record_origin(d->s->book, l, r);
	const struct officer *officer;
	const struct feed *f;
	struct entry_ref first;
	struct buf date = BUF_INIT;
	struct value state;
	const char *arg[3];

	if (o == NULL || record_entries(d->s->book, r, &first, 1) == 0)
		return;
	f = ledger_feed_at(l, first.feed);
	officer = ledger_officer_of(l, first.feed);
	if (record_values(d->s->book, r, str_of("state"), &state, 1) > 0)
		day_put_date(&d->words, (int64_t)(state.hlc >> 16) /
		    MS_IN_DAY, &date);
	arg[0] = o->card.name;
	arg[1] = officer != NULL ? officer->name : "?";
	arg[2] = buf_text(&date);
	words_say(to, &d->words, o == ledger_own(l) ? "detail.ours" :
	    f->certified && first.seq <= f->sealed ? "detail.verified" :
	    "detail.unsealed", arg, 3);
	buf_put_byte(to, '\n');
	buf_release(&date);
}

static void
put_line_of(const struct desk *d, const struct record_state *r,
    const char *path, struct buf *to)
{
	struct buf cell = BUF_WIPE_INIT;
	size_t i;

	desk_cell(d, "referral", r, path, &cell);
	for (i = 0; i < cell.len; i++)
		if (cell.data[i] == '\n')
			cell.data[i] = ' ';
	if (cell.len > 0)
		buf_printf(to, "%s: %s\n", words_of(&d->words, "referral",
		    path, NULL), buf_text(&cell));
	buf_release(&cell);
}

/* Right-to-left letters stand on a line of their own. */
static void
put_name(struct str name, struct buf *to)
{
	buf_put_text(to, bidi_needed(name) ? "\n" : "  ");
	buf_put_str(to, name);
	if (bidi_needed(name))
		buf_put_byte(to, '\n');
}

/* "F, 38, AFG, Refugee; 5 in the group" of the first who is referred. */
static void
put_who(const struct desk *d, const struct record_state *r, struct buf *to)
{
	const struct record_state *person, *group;
	const struct book *b = d->s->book;
	struct value value;
	char count[24];
	const char *arg[1] = { count };
	size_t before = to->len;

	if (record_values(b, r, str_of("persons"), &value, 1) == 0 ||
	    book_resolve(b, value.text, &person, NULL) != OK)
		return;
	put_cell(d, person, "sex", "", to);
	put_cell(d, person, "age", to->len > before ? ", " : "", to);
	put_cell(d, person, "nationality", to->len > before ? ", " : "", to);
	put_cell(d, person, "legal_status", to->len > before ? ", " : "", to);
	if (record_values(b, person, str_of("group"), &value, 1) > 0 &&
	    book_resolve(b, value.text, &group, NULL) == OK) {
		(void)snprintf(count, sizeof(count), "%zu",
		    record_referrers(b, group, "group", NULL, 0));
		buf_put_text(to, to->len > before ? "; " : "");
		words_say(to, &d->words, "detail.members", arg, 1);
	}
	if (to->len > before)
		buf_put_byte(to, '\n');
}

static void
put_asked(const struct desk *d, const struct record_state *r,
    struct buf *to)
{
	struct buf name = BUF_WIPE_INIT;

	day_put_persons(d->s, &d->words, r, &name);
	put_name(buf_str(&name), to);
	buf_release(&name);
	if (to->data[to->len - 1] != '\n')
		buf_put_byte(to, '\n');
	put_who(d, r, to);
	put_origin(d, r, to);
	put_asks(d, r, to);
	put_line_of(d, r, "answer", to);
	put_line_of(d, r, "reason", to);
	put_line_of(d, r, "consent", to);
	put_line_of(d, r, "services", to);
}

void
list_detail(const struct desk *d, const struct record_state *r,
    struct buf *to)
{
	char id[RECORD_ID_MAX], summary[160];

	record_id(d->s->book, r, id);
	if (str_is(record_form_id(r), "referral")) {
		buf_put_text(to, id);
		put_asked(d, r, to);
		return;
	}
	record_summary(d->s->book, r, summary, sizeof(summary));
	buf_put_text(to, id);
	put_name(str_of(summary), to);
	mem_wipe(summary, sizeof(summary));
	if (str_is(record_form_id(r), "person"))
		put_person(d, r, to);
	else if (str_is(record_form_id(r), "group"))
		put_family(d, r, to);
}
