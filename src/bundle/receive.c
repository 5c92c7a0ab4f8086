/*
 * receive - a file, copied once, checked whole, then taken in as one run.
 */
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "bundle_int.h"
#include "crypt/secret.h"
#include "feed/line.h"

struct incoming {
	struct ledger *l;
	struct bundle_opened opened;
	struct bundle_text text;
	struct intake *intake;
	struct incoming_info info;
	uint64_t frames;	/* of the journal when it was checked */
	bool *again;		/* sections that brought what was here */
};

/* ------------------------------------------------------------ keys */

/* Whether a key is the one that we sign bundles with. */
static bool
own_key(const struct ledger *l, const struct minisign_public *key)
{
	struct minisign_public own;

	minisign_public_of(&own, keys_minisign(ledger_vault(l)->keys));
	return memcmp(&own, key, sizeof(own)) == 0;
}

/* The i-th key with this id of all the offices that are not our own. */
static bool
signer(void *context, const uint8_t id[static 8], size_t i,
    struct minisign_public *key, const void **owner)
{
	const struct ledger *l = context;
	const struct minisign_public *k;
	size_t n, j;

	for (n = 0; n < ledger_office_count(l); n++) {
		const struct office *o = ledger_office_at(l, n);

		if (o == ledger_own(l))
			continue;
		for (j = 0; (k = ledger_sign_key(l, o, j)) != NULL; j++) {
			if (memcmp(k->id, id, sizeof(k->id)) != 0 || i-- > 0)
				continue;
			*key = *k;
			*owner = o;
			return true;
		}
	}
	return false;
}

/* A file of ours that comes back is not for us and no forgery either. */
static bool
made_here(const struct ledger *l, const struct buf *file)
{
	struct minisign_public own;

	minisign_public_of(&own, keys_minisign(ledger_vault(l)->keys));
	return file->len > MINISIGN_HEADER && minisign_check(file->data,
	    file->data + MINISIGN_HEADER, file->len - MINISIGN_HEADER, &own);
}

/*
 * The office's secrets are in guarded memory for as long as this takes. Our
 * own file is told apart first: the keys it is sealed to are not ours, so
 * that it would seem to be meant for somebody else.
 */
static enum err
open_file(struct incoming *in, const struct buf *file, struct why *why)
{
	const struct keys *keys = ledger_vault(in->l)->keys;
	size_t i, count = keys_age_count(keys);
	struct age_identity *ours;
	struct bundle_keys with = { NULL, count, signer, in->l };
	struct str from;
	enum err e;

	if (made_here(in->l, file))
		return why_set(why, ERR_FOREIGN, "err.bundle-own",
		    "bundle: signed by our own key");
	ours = secret_new((count + 1) * sizeof(*ours));
	for (i = 0; i < count; i++)
		ours[i] = *keys_age(keys, i, &from);
	with.identities = ours;
	e = bundle_open(file->data, file->len, &with, &in->opened, why);
	secret_free(ours);
	return e;
}

/* ------------------------------------------------------------ checks */

/* The letter within must be from whoever signed it, and to us. */
static enum err
check_letter(struct incoming *in, struct why *why)
{
	const struct bundle_text *t = &in->text;
	const struct office *from = in->opened.owner;
	const struct card *own = &ledger_own(in->l)->card;
	enum err e;

	if (memcmp(t->from_root, from->card.root_feed,
	    sizeof(t->from_root)) != 0 || memcmp(&t->from_key,
	    &in->opened.signer, sizeof(t->from_key)) != 0 ||
	    strcmp(t->from_code, from->card.code) != 0 ||
	    own_key(in->l, &t->from_key))
		return why_set(why, ERR_REFUSED, "err.bundle-sender",
		    "bundle: signed by another office than wrote it");
	if (memcmp(t->to_root, own->root_feed, sizeof(t->to_root)) != 0 ||
	    strcmp(t->to_code, own->code) != 0)
		return why_set(why, ERR_FOREIGN, "err.bundle-not-for-us",
		    "bundle: addressed to another office");
	if (from->relation == RELATION_PARTNER) {
		e = why_set(why, ERR_FOREIGN, "err.bundle-partner",
		    "bundle: feeds are not taken from a partner");
		why_arg(why, 0, "%s", from->card.code);
		return e;
	}
	return OK;
}

/*
 * What the number says: a hole is normal, for sticks get lost. The same
 * number with other bytes, or another hash of the file before than the one
 * that came, means that the sender went back to an old copy of its vault.
 */
static void
look_at_channel(struct incoming *in)
{
	const struct bundle_text *t = &in->text;
	uint8_t hash[32];

	in->info.from = in->opened.owner;
	in->info.n = t->n;
	in->info.part = t->part;
	in->info.parts = t->parts;
	in->info.made = t->made;
	in->info.skipped = t->skipped;
	in->info.receipts = t->have_count;
	in->info.seen = ledger_seen(in->l, in->opened.hash);
	if (ledger_received(in->l, t->channel, t->n, hash) &&
	    memcmp(hash, in->opened.hash, sizeof(hash)) != 0)
		in->info.rolled_back = true;
	if (t->n == 1)
		return;
	if (!ledger_received(in->l, t->channel, t->n - 1, hash))
		in->info.hole = true;
	else if (memcmp(hash, t->before, sizeof(hash)) != 0)
		in->info.rolled_back = true;
}

/* Sums over sections; a fork counts once for each section. */
static void
count(struct incoming_info *info, const struct section *s,
    const struct section_result *r)
{
	if (r->office_unknown) {
		info->unknown_sections++;
		return;
	}
	info->fresh += r->fresh;
	info->present += r->present;
	info->unsealed += r->unsealed;
	info->missing += r->missing;
	info->unreadable += r->unreadable;
	info->forks += r->fork_at != 0;
	if (r->waits && s->first > 0)
		info->waiting += (uint64_t)s->last - s->first + 1;
}

static uint64_t
count_lines(const struct bundle_text *t)
{
	uint64_t lines = 0;
	size_t i;

	for (i = 0; i < t->section_count; i++)
		lines += t->sections[i].count;
	return lines;
}

/* All sections against what is held now. */
static enum err
check_sections(struct incoming *in, const struct exchange_progress *progress,
    struct why *why)
{
	struct incoming_info *info = &in->info;
	uint64_t done = 0, lines = count_lines(&in->text);
	struct journal_position position;
	struct section_result result;
	enum err e = OK;
	size_t i;

	journal_position(ledger_vault(in->l)->journal, &position);
	in->frames = position.frames;
	info->fresh = info->present = info->unsealed = info->missing = 0;
	info->unreadable = info->forks = info->waiting = 0;
	info->unknown_sections = 0;
	intake_free(in->intake);
	in->intake = intake_new(in->l, info->from);
	mem_free(in->again);
	in->again = mem_array(in->text.section_count + 1, sizeof(*in->again));
	for (i = 0; i < in->text.section_count && e == OK; i++) {
		e = intake_section(in->intake, &in->text.sections[i], &result,
		    why);
		if (e != OK)
			break;
		count(info, &in->text.sections[i], &result);
		in->again[i] = result.present > 0;
		done += in->text.sections[i].count;
		if (!exchange_step(progress, "read", done, lines))
			e = cancelled(why);
	}
	return e;
}

/* ------------------------------------------------------------ facts */

/* WORD ROOTFEED FEED RANGES for each line that names a feed. */
static void
put_range_facts(struct incoming *in, const char *word,
    const struct bundle_have *list, size_t n)
{
	struct buf line = BUF_INIT;
	size_t i;

	for (i = 0; i < n; i++) {
		buf_clear(&line);
		buf_printf(&line, "%s\t", word);
		line_put_id(&line, in->info.from->card.root_feed);
		buf_put_byte(&line, '\t');
		buf_put_str(&line, list[i].feed);
		buf_put_byte(&line, '\t');
		ranges_print(&line, &list[i].known, &list[i].hashes);
		intake_fact(in->intake, buf_str(&line));
	}
	buf_release(&line);
}

/*
 * An office that sends what we hold has not heard that we hold it: the file
 * that told it was lost. What it was told of those feeds is forgotten, and
 * so it is told again.
 */
static void
put_untold(struct incoming *in)
{
	struct ranges told = RANGES_INIT;
	struct buf line = BUF_INIT;
	uint32_t feed;
	size_t i;

	for (i = 0; i < in->text.section_count; i++) {
		const struct section *s = &in->text.sections[i];

		if (!in->again[i] || s->branch.n > 0 ||
		    !ledger_feed_find(in->l, s->feed, &feed))
			continue;
		ledger_told(in->l, in->info.from, feed, &told);
		if (told.count == 0)
			continue;
		buf_clear(&line);
		buf_put_text(&line, "told\t");
		line_put_id(&line, in->info.from->card.root_feed);
		buf_put_byte(&line, '\t');
		line_put_id(&line, s->feed);
		buf_put_text(&line, "\t-");
		intake_fact(in->intake, buf_str(&line));
	}
	ranges_release(&told);
	buf_release(&line);
}

static void
put_facts(struct incoming *in)
{
	const struct bundle_text *t = &in->text;
	struct buf line = BUF_INIT;

	/* Received first: a new channel forgets what was acknowledged. */
	buf_put_text(&line, "received\t");
	line_put_id(&line, in->info.from->card.root_feed);
	buf_put_byte(&line, '\t');
	line_put_id(&line, t->channel);
	buf_printf(&line, "\t%u\t", (unsigned)t->n);
	line_put_hash(&line, in->opened.hash);
	intake_fact(in->intake, buf_str(&line));
	buf_release(&line);
	put_range_facts(in, "acked", t->have, t->have_count);
	put_range_facts(in, "asked", t->want, t->want_count);
	put_untold(in);
}

/* ------------------------------------------------------------ reading */

/* Steps 2 to 9 of panah-bundle(5), READER; nothing is stored. */
static enum err
check_file(struct incoming *in, const struct buf *file,
    const struct exchange_progress *progress, struct why *why)
{
	enum err e;

	e = open_file(in, file, why);
	if (e == OK && !exchange_step(progress, "open", 1, 2))
		e = cancelled(why);
	if (e == OK)
		e = bundle_parse(buf_str(&in->opened.text), &in->text, why);
	if (e == OK && !exchange_step(progress, "open", 2, 2))
		e = cancelled(why);
	if (e == OK)
		e = check_letter(in, why);
	if (e != OK)
		return e;
	look_at_channel(in);
	return check_sections(in, progress, why);
}

/* What was refused is kept for whoever must find out why. */
static void
set_aside(const struct ledger *l, const struct buf *file, enum err e,
    const struct why *why)
{
	const struct vault *v = ledger_vault(l);
	struct why failed = WHY_INIT;

	log_note(v->host->log, "bundle refused: %s", why->note);
	if (e != ERR_REFUSED && e != ERR_FOREIGN && e != ERR_NEWER &&
	    e != ERR_LIMIT)
		return;
	/* Somebody's holiday pictures are none of our affair. */
	if ((!bundle_is_plain(file->data, file->len) &&
	    !bundle_is_wrapped(file->data, file->len)) ||
	    made_here(l, file))
		return;
	if (vault_quarantine(v->host, v->folder, file->data, file->len,
	    "pnh", &failed) != OK)
		log_note(v->host->log, "bundle: no quarantine: %s",
		    failed.note);
}

enum err
incoming_read(struct ledger *l, const char *path,
    const struct exchange_progress *progress, struct incoming **out,
    struct why *why)
{
	const struct vault *v = ledger_vault(l);
	struct incoming *in = mem_new(sizeof(*in));
	struct buf file = BUF_INIT;
	struct why inner = WHY_INIT;
	enum err e;

	in->l = l;
	e = fs_read_file(v->host->fs, path, BUNDLE_FILE_MAX, &file, &inner);
	if (e == OK) {
		e = check_file(in, &file, progress, &inner);
		if (e != OK && e != ERR_CANCELLED)
			set_aside(l, &file, e, &inner);
	}
	buf_release(&file);
	if (e != OK) {
		incoming_free(in);
		if (why != NULL && why->err == OK)
			*why = inner;
		return e;
	}
	*out = in;
	return OK;
}

#define WAITING_FILES	50u		/* looked into, for a hint only */
#define WAITING_BYTES	(4u << 20)	/* of one file */

static bool
waits(struct ledger *l, const char *path)
{
	struct incoming in;
	struct buf file = BUF_INIT;
	bool new = false;
	enum err e;

	memset(&in, 0, sizeof(in));
	in.l = l;
	in.opened.text = (struct buf)BUF_WIPE_INIT;
	e = fs_read_file(ledger_vault(l)->host->fs, path, WAITING_BYTES,
	    &file, NULL);
	if (e == OK && open_file(&in, &file, NULL) == OK)
		new = !ledger_seen(l, in.opened.hash);
	bundle_opened_release(&in.opened);
	buf_release(&file);
	return new || e == ERR_LIMIT;
}

size_t
incoming_waiting(struct ledger *l, const char *folder)
{
	const struct host *host = ledger_vault(l)->host;
	struct fs_names found;
	size_t i, count = 0;

	memset(&found, 0, sizeof(found));
	if (fs_is_folder(host->fs, folder) &&
	    incoming_find(host, folder, &found, NULL) == OK) {
		for (i = 0; i < found.count; i++)
			count += i >= WAITING_FILES ||
			    waits(l, found.name[i]);
	}
	fs_names_free(&found);
	return count;
}

void
incoming_info(const struct incoming *in, struct incoming_info *info)
{
	*info = in->info;
}

void
incoming_entries(const struct incoming *in, void (*each)(void *arg,
    const struct entry *e, struct entry_ref ref, const uint32_t *over_feeds),
    void *arg)
{
	intake_entries(in->intake, each, arg);
}

enum err
incoming_apply(struct incoming *in, struct why *why)
{
	struct journal_position now;
	enum err e = OK;

	if (ledger_seen(in->l, in->opened.hash)) {
		in->info.seen = true;
		return OK;
	}
	/* Files taken in before this one may have brought the same. */
	journal_position(ledger_vault(in->l)->journal, &now);
	if (now.frames != in->frames)
		e = check_sections(in, NULL, why);
	if (e != OK)
		return e;
	put_facts(in);
	e = intake_commit(in->intake, why);
	/* What was put is used up; a second call begins anew. */
	in->frames = UINT64_MAX;
	return e;
}

void
incoming_free(struct incoming *in)
{
	if (in == NULL)
		return;
	intake_free(in->intake);
	bundle_text_release(&in->text);
	bundle_opened_release(&in->opened);
	mem_free(in->again);
	mem_free(in);
}
