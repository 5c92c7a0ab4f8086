/*
 * Offices that never share a network end with the same records, whatever is
 * lost, repeated or comes late on the way.
 */
#include "testing.h"

#include "town.h"

#define SCHEDULES	200
#define OFFICES		3
#define WAITING_MAX	64
#define PERSONS_MAX	40
#define ROUNDS		10

struct waiting {
	unsigned to;
	char path[96];
};

struct schedule {
	struct town *t;
	uint64_t dice;
	struct waiting waiting[WAITING_MAX];
	size_t waiting_count;
	uint8_t persons[PERSONS_MAX][16];
	size_t person_count;
	unsigned gaps;			/* deliveries that left one */
};

static uint64_t
roll(struct schedule *s, uint64_t n)
{
	return seeded_next(&s->dice) % n;
}

/* A post that loses a quarter, repeats a fifth and keeps no order. */
static void
post(struct schedule *s, unsigned from, unsigned to, uint64_t part_size,
    bool safe)
{
	struct why why = WHY_INIT;
	struct send_result r;
	size_t i, copies;

	town_must(town_send(s->t, from, to, part_size, false, &r, &why),
	    &why);
	for (i = 0; i < r.count; i++) {
		copies = safe ? 1 : roll(s, 4) == 0 ? 0 : roll(s, 5) == 0 ?
		    2 : 1;
		while (copies-- > 0 && s->waiting_count < WAITING_MAX) {
			struct waiting *w =
			    &s->waiting[s->waiting_count++];

			w->to = to;
			str_copy(w->path, sizeof(w->path),
			    str_of(r.paths[i]));
		}
	}
	send_result_release(&r);
}

static void
deliver(struct schedule *s, size_t i)
{
	struct waiting w = s->waiting[i];
	struct why why = WHY_INIT;
	struct intake_totals totals;

	s->waiting[i] = s->waiting[--s->waiting_count];
	town_must(town_receive(s->t, w.to, w.path, &totals, &why), &why);
	s->gaps += totals.missing > 0;
}

static void
deliver_all(struct schedule *s)
{
	while (s->waiting_count > 0)
		deliver(s, roll(s, s->waiting_count));
}

/* Everything reaches everybody: until nobody has anything to send. */
static void
settle(struct schedule *s)
{
	unsigned from, to, round;

	for (round = 0; round < ROUNDS; round++) {
		size_t sent = 0;

		for (from = 0; from < OFFICES; from++)
			for (to = 0; to < OFFICES; to++) {
				if (from == to)
					continue;
				post(s, from, to, 0, true);
				sent += s->waiting_count;
				deliver_all(s);
			}
		if (sent == 0)
			return;
	}
	fail_msg("offices never come to rest");
}

static void
register_person(struct schedule *s, unsigned at)
{
	struct why why = WHY_INIT;
	char name[16];
	const char *const words[] = { "given_name", name, "family_name",
	    "Юсуфи", "sex", "F", "birth_date", "~1988", "nationality",
	    "AFG", NULL };

	if (s->person_count == PERSONS_MAX)
		return;
	(void)snprintf(name, sizeof(name), "P%zu", s->person_count);
	town_must(town_write(s->t, at, "person", NULL, NULL, words,
	    s->persons[s->person_count++], &why), &why);
}

static void
change(struct schedule *s, unsigned at, const uint8_t uid[static 16],
    const char *field, const char *value)
{
	const char *const words[] = { field, value, NULL };
	struct why why = WHY_INIT;
	uint8_t same[16];

	/* It may not have arrived there yet. */
	if (book_find(s->t->at[at].book, uid) == NULL ||
	    record_form(book_find(s->t->at[at].book, uid)) == NULL)
		return;
	town_must(town_write(s->t, at, NULL, uid, NULL, words, same, &why),
	    &why);
}

static void
some_act(struct schedule *s)
{
	unsigned at = (unsigned)roll(s, OFFICES), other;
	const uint8_t *uid = s->persons[roll(s, s->person_count)];
	char value[32];

	switch (roll(s, 6)) {
	case 0:
		register_person(s, at);
		break;
	case 1:
		(void)snprintf(value, sizeof(value), "19%02u-05-01",
		    (unsigned)roll(s, 100));
		change(s, at, uid, "birth_date", value);
		break;
	case 2:
		(void)snprintf(value, sizeof(value), "+7 701 000 %04u",
		    (unsigned)roll(s, 10000));
		change(s, at, uid, "phone", value);
		break;
	case 3:
	case 4:
		other = (at + 1 + (unsigned)roll(s, OFFICES - 1)) % OFFICES;
		post(s, at, other, roll(s, 3) == 0 ? 1200 : 0, false);
		break;
	default:
		if (s->waiting_count > 0)
			deliver(s, roll(s, s->waiting_count));
		break;
	}
}

/* Two offices change one field unknown to each other. */
static void
make_conflict(struct schedule *s)
{
	change(s, 0, s->persons[0], "birth_date", "1986");
	change(s, 1, s->persons[0], "birth_date", "1987-05");
}

/* Parts come last first, the first one never: what is missing comes later. */
static void
make_gap(struct schedule *s)
{
	struct why why = WHY_INIT;
	struct intake_totals totals;
	struct send_result r;
	unsigned before = s->gaps;
	size_t i;

	for (i = 0; i < 12; i++)
		register_person(s, 2);
	town_must(town_send(s->t, 2, 0, 1200, false, &r, &why), &why);
	for (i = r.count; i-- > 1;) {
		town_must(town_receive(s->t, 0, r.paths[i], &totals, &why),
		    &why);
		s->gaps += totals.missing > 0;
	}
	assert_true(s->gaps > before);
	send_result_release(&r);
}

static void
refer(struct schedule *s, uint8_t uid[static 16])
{
	struct why why = WHY_INIT;
	char person[33];
	const char *const words[] = { "persons", person, "to", "AST",
	    "urgency", "urgent", "reason", "Moves", "consent", "given",
	    NULL };
	size_t i;

	for (i = 0; i < 16; i++)
		(void)snprintf(person + 2 * i, 3, "%02x", s->persons[0][i]);
	town_must(town_write(s->t, 0, "referral", NULL, "send", words, uid,
	    &why), &why);
}

static void
answer(struct schedule *s, const uint8_t uid[static 16])
{
	static const char *const words[] = { "answer", "On Monday", NULL };
	struct why why = WHY_INIT;
	uint8_t same[16];

	town_must(town_write(s->t, 1, NULL, uid, "accept", words, same,
	    &why), &why);
}

static void
check_ends_equal(struct schedule *s, const uint8_t referral[static 16])
{
	struct buf text[TOWN_MAX] = { BUF_INIT, BUF_INIT, BUF_INIT, BUF_INIT };
	struct why why = WHY_INIT;
	struct send_result r;
	const struct record_state *person, *answered;
	struct value values[4];
	unsigned i;

	/* The fourth office gets everything in one bundle. */
	town_must(town_send(s->t, 0, 3, 0, true, &r, &why), &why);
	assert_int_equal(r.count, 1);
	town_must(town_receive(s->t, 3, r.paths[0], NULL, &why), &why);
	send_result_release(&r);
	for (i = 0; i < TOWN_MAX; i++)
		town_export(s->t, i, &text[i]);
	for (i = 1; i < TOWN_MAX; i++)
		assert_string_equal(buf_text(&text[i]), buf_text(&text[0]));
	for (i = 0; i < TOWN_MAX; i++) {
		person = book_find(s->t->at[i].book, s->persons[0]);
		answered = book_find(s->t->at[i].book, referral);
		assert_true(record_values(s->t->at[i].book, person,
		    str_of("birth_date"), values, 4) >= 2);
		assert_true(str_is(record_value(s->t->at[i].book, answered,
		    "state"), "accepted"));
		assert_true(str_is(record_value(s->t->at[i].book, answered,
		    "answer"), "On Monday"));
		buf_release(&text[i]);
	}
}

static void
run_schedule(uint64_t seed)
{
	struct schedule s;
	uint8_t referral[16];
	unsigned i;

	memset(&s, 0, sizeof(s));
	s.t = town_new(TOWN_MAX, seed * 7919);
	s.dice = seed;
	register_person(&s, 0);
	refer(&s, referral);
	settle(&s);
	answer(&s, referral);
	for (i = 0; i < 24; i++)
		some_act(&s);
	make_gap(&s);
	for (i = 0; i < 12; i++)
		some_act(&s);
	deliver_all(&s);
	settle(&s);
	make_conflict(&s);
	settle(&s);
	check_ends_equal(&s, referral);
	town_free(s.t);
}

static void
test_three_offices_end_equal_in_200_schedules(void **state)
{
	uint64_t seed;

	(void)state;
	for (seed = 1; seed <= SCHEDULES; seed++) {
		print_message("# seed %llu\n", (unsigned long long)seed);
		run_schedule(seed);
	}
}

#include "testmain.h"
