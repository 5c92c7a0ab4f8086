/*
 * send - from what is lacking to files that can be carried away.
 *
 * Where the parts end is found first, by trying how far text shrinks, since
 * each part says how many there are; then one part after the other is made,
 * noted in the journal and written.
 */
#include <assert.h>
#include <string.h>

#include "base/date.h"
#include "base/log.h"
#include "base/mem.h"
#include "bundle_int.h"
#include "crypt/hash.h"
#include "feed/line.h"

#define RECIPIENTS	2	/* the key in force and the one before */
#define TELL_ALL_EVERY	16	/* files in which all is told once (A20a) */
/* Text that is tried for a file of so many bytes: it shrinks about so. */
#define SHRINKS		4
#define TRIES		24

/* One `send` under way. */
struct sending {
	struct ledger *l;
	const struct send_request *request;
	const struct office *to;
	struct shipment shipment;
	struct target target;
	struct age_recipient recipients[RECIPIENTS];
	size_t recipient_count;
	struct letter letter;
	uint64_t part_size;
	struct mark *marks;	/* where each part ends */
	size_t mark_count, mark_room;
	struct buf only;	/* sections, when there is one part */
};

/* ------------------------------------------------------------ looking */

/* Feeds are for offices; what partners get is projected elsewhere. */
static enum err
check_office(const struct ledger *l, const struct send_request *r,
    struct why *why)
{
	enum err e;

	if (r->office != ledger_own(l) &&
	    r->office->relation == RELATION_OFFICE)
		return OK;
	e = why_set(why, ERR_DENIED, "err.send-partner",
	    "bundle: feeds go to offices only");
	why_arg(why, 0, "%s", r->office->card.code);
	return e;
}

/* The first file of a channel, and each 16th from there. */
static bool
tells_all(const struct office *to)
{
	return (to->sent + 1) % TELL_ALL_EVERY == 1;
}

enum err
send_look(struct ledger *l, const struct send_request *r,
    struct send_plan *plan, struct why *why)
{
	struct shipment s = SHIPMENT_INIT;
	enum err e = check_office(l, r, why);

	memset(plan, 0, sizeof(*plan));
	if (e != OK)
		return e;
	shipment_collect(l, r->office, r->since_nothing,
	    tells_all(r->office), &s);
	plan->entries = s.entries;
	plan->feeds = s.feeds;
	plan->answers = s.answers;
	plan->due = shipment_due(&s);
	plan->only_have = plan->due && s.feeds == 0 && s.want.len == 0;
	shipment_release(&s);
	return OK;
}

/* As put_units walks it, but for the entries alone. */
static enum err
each_entry(struct ledger *l, const struct parcel *p,
    void (*each)(void *arg, uint32_t feed, uint32_t seq, struct str line),
    void *arg, struct why *why)
{
	struct buf line = BUF_WIPE_INIT;
	uint32_t seq = p->first;
	struct unit u;
	enum err e = OK;

	while (e == OK && p->last > 0 && seq <= p->last &&
	    unit_at(l, p->feed, seq, p->last, &u)) {
		if (u.type == 'e') {
			buf_clear(&line);
			e = ledger_line(l, p->feed, seq, &line, why);
			if (e == OK)
				each(arg, p->feed, seq, buf_str(&line));
		}
		if (u.last == UINT32_MAX)
			break;
		seq = u.last + 1;
	}
	buf_release(&line);
	return e;
}

enum err
send_entries(struct ledger *l, const struct send_request *r,
    void (*each)(void *arg, uint32_t feed, uint32_t seq, struct str line),
    void *arg, struct why *why)
{
	struct shipment s = SHIPMENT_INIT;
	enum err e = check_office(l, r, why);
	size_t i;

	if (e != OK)
		return e;
	shipment_collect(l, r->office, r->since_nothing, false, &s);
	for (i = 0; i < s.count && e == OK; i++)
		e = each_entry(l, &s.parcels[i], each, arg, why);
	shipment_release(&s);
	return e;
}

/* ------------------------------------------------------------ for whom */

/* The newest age key that is in force on a day, but not this one; or -1. */
static int
newest_key(const struct card *card, const char *day, int other)
{
	int best = -1, i;

	for (i = 0; i < (int)card->age_count; i++)
		if (i != other && strcmp(card->age[i].from, day) <= 0 &&
		    (best < 0 || strcmp(card->age[i].from,
		    card->age[best].from) >= 0))
			best = i;
	return best;
}

/* The key in force today and the one before it, which may still be in use. */
static enum err
find_recipients(struct sending *s, struct why *why)
{
	const struct card *card = &s->to->card;
	char today[DATE_TEXT_MAX];
	int newest, before;
	enum err e;

	date_print_ms(clock_ms(ledger_vault(s->l)->host->clock), today);
	today[10] = '\0';	/* the day alone */
	newest = newest_key(card, today, -1);
	if (newest < 0 && card->age_count > 0)
		newest = 0;	/* one of later is better than none */
	if (newest < 0) {
		e = why_set(why, ERR_INVALID, "err.office-no-key",
		    "bundle: office without an age key");
		why_arg(why, 0, "%s", card->code);
		return e;
	}
	s->recipients[s->recipient_count++] = card->age[newest].recipient;
	before = newest_key(card, today, newest);
	if (before >= 0)
		s->recipients[s->recipient_count++] =
		    card->age[before].recipient;
	return OK;
}

/* Carried files hide who signed them; mail asks for plain ones. */
static bool
wrapped(const struct sending *s)
{
	return s->request->wrap != 0;
}

/* ------------------------------------------------------------ parts */

/* Bytes of the file that this text would make. */
static enum err
file_size(const struct sending *s, const struct buf *text, size_t *size,
    struct why *why)
{
	struct buf packed = BUF_WIPE_INIT;
	enum err e = gzip_pack(&packed, buf_str(text), false, why);

	*size = MINISIGN_HEADER + age_encrypted_size(packed.len +
	    bundle_padding(packed.len), s->recipient_count);
	if (wrapped(s))
		*size = age_encrypted_size(*size, s->recipient_count);
	buf_release(&packed);
	return e;
}

/*
 * Sections from *at on that make no larger a file than a part may be; one
 * entry at least. What was tried and was too large is tried with less text.
 */
static enum err
fit_part(struct sending *s, struct mark *at, struct buf *sections,
    struct why *why)
{
	uint64_t budget = s->part_size * SHRINKS;
	const struct mark from = *at;
	unsigned tries;
	enum err e = OK;

	if (budget > BUNDLE_TEXT_MAX / 2)
		budget = BUNDLE_TEXT_MAX / 2;
	for (tries = 0; e == OK && tries < TRIES; tries++) {
		struct buf text = BUF_WIPE_INIT;
		size_t size;

		*at = from;
		buf_clear(sections);
		e = compose_sections(s->l, &s->shipment, at, NULL,
		    (size_t)budget, sections, &s->request->progress, why);
		s->letter.part = (uint32_t)s->mark_count + 1;
		compose_front(&text, &s->letter, &s->shipment);
		buf_put_str(&text, buf_str(sections));
		if (e == OK)
			e = file_size(s, &text, &size, why);
		buf_release(&text);
		if (e != OK || size <= s->part_size || budget <= 1)
			break;
		budget = budget * s->part_size / size * 9 / 10;
		if (budget == 0)
			budget = 1;
	}
	return e;
}

/*
 * Only the places where parts end are kept, not their text: the text of all
 * of them together may be more than memory should hold.
 */
static enum err
find_parts(struct sending *s, struct why *why)
{
	struct mark at = { 0, 0 };
	struct buf sections = BUF_WIPE_INIT;
	enum err e;

	do {
		e = fit_part(s, &at, &sections, why);
		if (e == OK && s->mark_count == BUNDLE_PARTS_MAX)
			e = why_set(why, ERR_LIMIT, "err.send-parts",
			    "bundle: more than %d parts", BUNDLE_PARTS_MAX);
		if (e != OK)
			break;
		s->marks = mem_room(s->marks, s->mark_count, &s->mark_room,
		    sizeof(*s->marks));
		s->marks[s->mark_count++] = at;
	} while (at.parcel < s->shipment.count);
	/* Most often there is one part, and its text is made already. */
	if (e == OK && s->mark_count == 1) {
		s->only = sections;
		return OK;
	}
	buf_release(&sections);
	if (e == OK && s->target.name[0] != '\0') {
		e = why_set(why, ERR_LIMIT, "err.send-needs-folder",
		    "bundle: %zu parts into one file", s->mark_count);
		why_arg(why, 0, "%zu", s->mark_count);
	}
	return e;
}

/* ------------------------------------------------------------ files */

/* The whole text of one part, now that the number of parts is known. */
static enum err
part_text(struct sending *s, size_t part, struct buf *text, struct why *why)
{
	struct mark at = { 0, 0 };
	enum err e = OK;

	s->letter.part = (uint32_t)part + 1;
	s->letter.parts = (uint32_t)s->mark_count;
	compose_front(text, &s->letter, &s->shipment);
	if (s->mark_count == 1) {
		buf_put_str(text, buf_str(&s->only));
	} else {
		if (part > 0)
			at = s->marks[part - 1];
		e = compose_sections(s->l, &s->shipment, &at,
		    &s->marks[part], SIZE_MAX, text, &s->request->progress,
		    why);
	}
	compose_end(text);
	return e;
}

/* The journal knows of the file before the file can leave. */
static enum err
note_sent(struct sending *s, const uint8_t hash[static 32], struct why *why)
{
	struct buf line = BUF_INIT;
	enum err e;

	e = ledger_begin(s->l, why);
	if (e != OK)
		return e;
	if (s->to->sent + 1 != s->letter.n) {
		ledger_cancel(s->l);
		return why_set(why, ERR_BUSY, "err.changed-meanwhile",
		    "bundle: number %u was used by another process",
		    (unsigned)s->letter.n);
	}
	buf_put_text(&line, "sent\t");
	line_put_id(&line, s->to->card.root_feed);
	buf_put_byte(&line, '\t');
	line_put_id(&line, s->letter.channel);
	buf_printf(&line, "\t%u\t", (unsigned)s->letter.n);
	line_put_hash(&line, hash);
	ledger_put_fact(s->l, buf_str(&line));
	buf_release(&line);
	return ledger_commit(s->l, LEDGER_SEAL, why);
}

/*
 * What was told counts only once the files are out: a write that failed must
 * not make us silent about it.
 */
static void
note_told(struct sending *s)
{
	struct str rest = buf_str(&s->shipment.have), told;
	struct buf line = BUF_INIT;
	struct why why = WHY_INIT;

	if (rest.n == 0)
		return;
	if (ledger_begin(s->l, &why) == OK) {
		while (str_line(&rest, &told)) {
			buf_clear(&line);
			buf_put_text(&line, "told\t");
			line_put_id(&line, s->to->card.root_feed);
			buf_put_byte(&line, '\t');
			buf_put_str(&line, told);
			ledger_put_fact(s->l, buf_str(&line));
		}
		(void)ledger_commit(s->l, 0, &why);
	}
	/* Then it will be told again, which is only longer. */
	if (why.err != OK)
		log_note(ledger_vault(s->l)->host->log,
		    "bundle: told not kept: %s", why.note);
	buf_release(&line);
}

/* One part sealed: file is what is written, hash that of what is within. */
static enum err
make_file(struct sending *s, size_t part, struct buf *file,
    uint8_t hash[static 32], struct why *why)
{
	const struct exchange_progress *p = &s->request->progress;
	const struct vault *v = ledger_vault(s->l);
	struct buf text = BUF_WIPE_INIT, plain = BUF_INIT;
	enum err e;

	e = part_text(s, part, &text, why);
	if (e == OK && !exchange_step(p, "compress", part, s->mark_count))
		e = cancelled(why);
	if (e == OK)
		e = bundle_seal(&plain, text.data, text.len,
		    keys_minisign(v->keys), s->recipients,
		    s->recipient_count, v->host->random, why);
	buf_release(&text);
	if (e != OK)
		return e;
	blake2b_of(hash, 32, plain.data, plain.len);
	if (!wrapped(s)) {
		*file = plain;
		return OK;
	}
	if (exchange_step(p, "encrypt", part, s->mark_count))
		bundle_wrap(file, plain.data, plain.len, s->recipients,
		    s->recipient_count, v->host->random);
	else
		e = cancelled(why);
	buf_release(&plain);
	return e;
}

/*
 * Seal, note, write. Once the journal has the number it is used up, whatever
 * happens to the file: the same number never goes out with other bytes.
 */
static enum err
write_part(struct sending *s, size_t part, struct send_result *result,
    struct why *why)
{
	const struct exchange_progress *p = &s->request->progress;
	struct buf file = BUF_INIT;
	uint8_t hash[32];
	enum err e;

	e = make_file(s, part, &file, hash, why);
	if (e == OK && !exchange_step(p, "write", 0, file.len))
		e = cancelled(why);
	if (e == OK)
		e = note_sent(s, hash, why);
	if (e == OK)
		e = target_write(&s->target, &file, &result->paths[part], p,
		    why);
	if (e == OK) {
		result->count++;
		result->bytes += file.len;
		memcpy(s->letter.before, hash, sizeof(hash));
		s->letter.n++;
	}
	buf_release(&file);
	return e;
}

/* What was written before the failure is taken away again. */
static void
take_back(struct sending *s, struct send_result *result)
{
	size_t i;

	for (i = 0; i < result->count; i++)
		target_remove(&s->target, result->paths[i]);
	send_result_release(result);
}

/* ------------------------------------------------------------ sending */

/*
 * parts is set to the most there can be, so that a front that is measured is
 * never shorter than the one that is written.
 */
static void
begin_letter(struct sending *s)
{
	const struct vault *v = ledger_vault(s->l);
	struct letter *letter = &s->letter;

	letter->own = ledger_own(s->l);
	letter->to = s->to;
	minisign_public_of(&letter->key, keys_minisign(v->keys));
	letter->n = s->to->sent + 1;
	letter->part = 1;
	letter->parts = BUNDLE_PARTS_MAX;
	letter->made = (uint64_t)clock_ms(v->host->clock) << 16;
	if (s->to->sent == 0)
		random_fill(v->host->random, letter->channel,
		    sizeof(letter->channel));
	else
		memcpy(letter->channel, s->to->channel,
		    sizeof(letter->channel));
	memcpy(letter->before, s->to->sent_hash, sizeof(letter->before));
}

static enum err
write_all(struct sending *s, struct send_result *result, struct why *why)
{
	enum err e;
	size_t i;

	begin_letter(s);
	e = find_recipients(s, why);
	if (e == OK)
		e = target_open(&s->target, ledger_vault(s->l),
		    s->request->path, s->request->seen, why);
	if (e == OK)
		e = find_parts(s, why);
	if (e != OK)
		return e;
	result->paths = mem_array(s->mark_count, sizeof(*result->paths));
	for (i = 0; i < s->mark_count && e == OK; i++)
		e = write_part(s, i, result, why);
	if (e != OK) {
		take_back(s, result);
		return e;
	}
	note_told(s);
	result->entries = s->shipment.entries;
	result->removable = s->target.removable;
	return OK;
}

enum err
send_make(struct ledger *l, const struct send_request *r,
    struct send_result *result, struct why *why)
{
	struct sending s = { .l = l, .request = r, .to = r->office,
	    .shipment = SHIPMENT_INIT, .only = BUF_WIPE_INIT };
	enum err e;

	memset(result, 0, sizeof(*result));
	e = check_office(l, r, why);
	if (e == OK)
		e = ledger_seal(l, why);
	if (e != OK)
		return e;
	/* No reader takes more than BUNDLE_FILE_MAX. */
	s.part_size = r->part_size > 0 && r->part_size < BUNDLE_FILE_MAX ?
	    r->part_size : BUNDLE_FILE_MAX;
	shipment_collect(l, r->office, r->since_nothing,
	    tells_all(r->office), &s.shipment);
	if (shipment_due(&s.shipment))
		e = write_all(&s, result, why);
	shipment_release(&s.shipment);
	mem_free(s.marks);
	buf_release(&s.only);
	return e;
}

void
send_result_release(struct send_result *r)
{
	size_t i;

	for (i = 0; i < r->count; i++)
		mem_free(r->paths[i]);
	mem_free(r->paths);
	memset(r, 0, sizeof(*r));
}
