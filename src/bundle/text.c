/*
 * text - the lines of a bundle, in their order; a table says what may stand
 * where. Nothing is believed before the last line has been read.
 */
#include "bundle/text.h"

#include <string.h>

#include "base/codec.h"
#include "base/map.h"
#include "base/mem.h"
#include "bundle_int.h"
#include "feed/card.h"
#include "feed/line.h"

#define VERSION_LINE	"panah-bundle "
#define VERSION		1
#define COLUMNS_MAX	7		/* of a line that is none of e */
#define WORD_MAX	32
#define CHUNK		49152		/* bytes of an `a` line */
#define CHUNKS_MAX	342

/* The number of the line is shown; what is wrong with it is logged. */
enum err
text_wrong(const struct text_reader *r, const char *what)
{
	enum err e = why_set(r->why, ERR_REFUSED, "err.bundle-line",
	    "bundle: line %u: %s", (unsigned)r->number, what);

	why_arg(r->why, 0, "%u", (unsigned)r->number);
	return e;
}

enum err
text_limit(const struct text_reader *r, const char *what)
{
	return why_set(r->why, ERR_LIMIT, "err.bundle-limits",
	    "bundle: line %u: %s", (unsigned)r->number, what);
}

/* ------------------------------------------------------------ columns */

bool
text_code(struct str s, char code[static OFFICE_CODE_MAX + 1])
{
	if (!office_code_valid(s))
		return false;
	str_copy(code, OFFICE_CODE_MAX + 1, s);
	return true;
}

bool
text_feed(struct str s, uint8_t id[static 16], struct str *branch)
{
	uint8_t tag[3];
	uint32_t at;
	size_t tilde;

	*branch = str_n("", 0);
	if (s.n <= ID22)
		return line_get_id(s, id);
	*branch = str_from(s, ID22 + 1);
	return s.p[ID22] == '~' && branch->n < BRANCH_MAX &&
	    line_get_id(str_n(s.p, ID22), id) &&
	    str_find(*branch, '~', &tilde) &&
	    str_u32(str_n(branch->p, tilde), &at) && at > 0 &&
	    base64url_get(str_from(*branch, tilde + 1), tag, sizeof(tag));
}

/* "i/m" with 1 <= i <= m <= max. */
static bool
get_of(struct str s, uint32_t max, uint32_t *i, uint32_t *m)
{
	size_t at;

	return str_find(s, '/', &at) && str_u32(str_n(s.p, at), i) &&
	    str_u32(str_from(s, at + 1), m) &&
	    *i > 0 && *i <= *m && *m <= max;
}

static bool
word_valid(struct str s, bool digit_first)
{
	size_t i;

	for (i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c >= 'a' && c <= 'z')
			continue;
		if (((c >= '0' && c <= '9') || c == '-') &&
		    (i > 0 || digit_first))
			continue;
		return false;
	}
	return s.n > 0 && s.n <= WORD_MAX;
}

/* ------------------------------------------------------------ outer lines */

/* need WORD: none is known yet, so every one is of a later version. */
static enum err
take_need(struct text_reader *r, const struct str *c)
{
	if (!word_valid(c[1], true))
		return text_wrong(r, "need");
	return why_set(r->why, ERR_NEWER, "err.bundle-newer",
	    "bundle: needs what this version has not");
}

/* from CODE ROOTFEED KEY: who wrote it, whatever the signature says. */
static enum err
take_from(struct text_reader *r, const struct str *c)
{
	if (!text_code(c[1], r->b->from_code) ||
	    !line_get_id(c[2], r->b->from_root) ||
	    !minisign_public_parse(c[3], &r->b->from_key))
		return text_wrong(r, "from");
	return OK;
}

/* to CODE ROOTFEED */
static enum err
take_to(struct text_reader *r, const struct str *c)
{
	if (!text_code(c[1], r->b->to_code) ||
	    !line_get_id(c[2], r->b->to_root))
		return text_wrong(r, "to");
	return OK;
}

/* chan CHANNEL N HASH: the hash of file N - 1, and none for the first. */
static enum err
take_chan(struct text_reader *r, const struct str *c)
{
	struct bundle_text *b = r->b;

	if (!line_get_id(c[1], b->channel) || !str_u32(c[2], &b->n) ||
	    b->n == 0)
		return text_wrong(r, "chan");
	b->has_before = !str_is(c[3], "-");
	if (b->has_before == (b->n == 1) ||
	    (b->has_before && !line_get_hash(c[3], b->before)))
		return text_wrong(r, "chan: hash of the file before");
	return OK;
}

/* part I/M */
static enum err
take_part(struct text_reader *r, const struct str *c)
{
	if (!get_of(c[1], BUNDLE_PARTS_MAX, &r->b->part, &r->b->parts))
		return text_wrong(r, "part");
	return OK;
}

/* made HLC */
static enum err
take_made(struct text_reader *r, const struct str *c)
{
	uint8_t bytes[8];
	size_t i;

	if (!hex_get(c[1], bytes, sizeof(bytes)))
		return text_wrong(r, "made");
	for (i = 0; i < sizeof(bytes); i++)
		r->b->made = r->b->made << 8 | bytes[i];
	return OK;
}

/* anchor journal|audit FRAMES H */
static enum err
take_anchor(struct text_reader *r, const struct str *c)
{
	uint8_t id[16];
	uint64_t frames;

	if ((!str_is(c[1], "journal") && !str_is(c[1], "audit")) ||
	    !str_u64(c[2], UINT64_MAX, &frames) || !line_get_id(c[3], id))
		return text_wrong(r, "anchor");
	return OK;
}

/* RANGES without x: numbers of files, of chunks, of what is wanted. */
static bool
get_plain_ranges(struct str s, struct ranges *known)
{
	struct ranges hashes = RANGES_INIT;
	bool good = ranges_parse(s, known, &hashes) && hashes.count == 0;

	ranges_release(&hashes);
	return good;
}

/* got CHANNEL RANGES */
static enum err
take_got(struct text_reader *r, const struct str *c)
{
	struct ranges files = RANGES_INIT;
	uint8_t id[16];
	bool good = r->b->part == 1 && line_get_id(c[1], id) &&
	    get_plain_ranges(c[2], &files);

	ranges_release(&files);
	return good ? OK : text_wrong(r, "got");
}

/* The next of have or want, in the order of names. */
static enum err
take_ranges(struct text_reader *r, const struct str *c,
    struct bundle_have **list, size_t *count, size_t *room, bool hashes)
{
	struct bundle_have *h;
	struct str branch;
	uint8_t id[16];

	if (*count == BUNDLE_SECTIONS_MAX)
		return text_limit(r, "lines of have or want");
	if (!text_feed(c[1], id, &branch))
		return text_wrong(r, "have or want: feed");
	if (*count > 0 && str_cmp(r->last_name, c[1]) >= 0)
		return text_wrong(r, "have or want: order");
	r->last_name = c[1];

	*list = mem_room(*list, *count, room, sizeof(**list));
	h = &(*list)[(*count)++];
	memset(h, 0, sizeof(*h));
	h->feed = c[1];
	if (!ranges_parse(c[2], &h->known, &h->hashes) ||
	    (!hashes && h->hashes.count > 0))
		return text_wrong(r, "have or want: ranges");
	return OK;
}

/* have FEED RANGES: told once, in the first part. */
static enum err
take_have(struct text_reader *r, const struct str *c)
{
	struct bundle_text *b = r->b;

	if (b->part != 1)
		return text_wrong(r, "have outside part 1");
	return take_ranges(r, c, &b->have, &b->have_count, &b->have_room,
	    true);
}

/* want FEED RANGES: what is known by hash is not asked for. */
static enum err
take_want(struct text_reader *r, const struct str *c)
{
	struct bundle_text *b = r->b;

	return take_ranges(r, c, &b->want, &b->want_count, &b->want_room,
	    false);
}

/* want-file HASH RANGES: checked, and passed over in this version. */
static enum err
take_want_file(struct text_reader *r, const struct str *c)
{
	struct ranges chunks = RANGES_INIT;
	uint8_t hash[32];
	bool good = line_get_hash(c[1], hash) &&
	    get_plain_ranges(c[2], &chunks) && chunks.count > 0 &&
	    chunks.at[chunks.count - 1].last <= CHUNKS_MAX;

	ranges_release(&chunks);
	if (!good)
		return text_wrong(r, "want-file");
	r->b->skipped++;
	return OK;
}

/* unshare ROOT CLASS: checked, and passed over in this version. */
static enum err
take_unshare(struct text_reader *r, const struct str *c)
{
	uint8_t root[16];

	if (!hex_get(c[1], root, sizeof(root)) || c[2].n != 1 ||
	    (c[2].p[0] != '-' && (c[2].p[0] < 'a' || c[2].p[0] > 'z')))
		return text_wrong(r, "unshare");
	r->b->skipped++;
	return OK;
}

/* ckpt FEED SIZE ROOT SEAL */
static enum err
take_ckpt(struct text_reader *r, const struct str *c)
{
	struct str branch;
	uint8_t id[16], root[32], seal[64];
	uint32_t size;

	if (!text_feed(c[1], id, &branch) || !str_u32(c[2], &size) ||
	    size == 0 || !line_get_hash(c[3], root) ||
	    !base64url_get(c[4], seal, sizeof(seal)))
		return text_wrong(r, "ckpt");
	return OK;
}

/*
 * a HASH I/M BYTES: checked, and passed over in this version. All chunks but
 * the last are full.
 */
static enum err
take_chunk(struct text_reader *r, const struct str *c)
{
	uint8_t hash[32];
	uint32_t i, m;
	size_t n = CHUNK;

	buf_clear(&r->scratch);
	buf_reserve(&r->scratch, CHUNK);
	if (!line_get_hash(c[1], hash) || !get_of(c[2], CHUNKS_MAX, &i, &m) ||
	    c[3].n > BASE64URL_LEN(CHUNK) ||
	    !base64url_get_some(c[3], r->scratch.data, &n) ||
	    (i < m && n != CHUNK))
		return text_wrong(r, "a");
	r->b->skipped++;
	return OK;
}

/* end N: a text that lost lines on the way does not count right. */
static enum err
take_end(struct text_reader *r, const struct str *c)
{
	uint32_t lines;

	if (!str_u32(c[1], &lines) || lines != r->number - 1)
		return text_wrong(r, "end: count of lines");
	return OK;
}

/* ------------------------------------------------------------ all lines */

static const struct kind {
	const char *word;
	enum line_place place;
	bool many;
	size_t columns;
	enum err (*take)(struct text_reader *r, const struct str *c);
} kinds[] = {
	{ "need", PLACE_NEED, true, 2, take_need },
	{ "from", PLACE_FROM, false, 4, take_from },
	{ "to", PLACE_TO, false, 3, take_to },
	{ "chan", PLACE_CHAN, false, 4, take_chan },
	{ "part", PLACE_PART, false, 2, take_part },
	{ "made", PLACE_MADE, false, 2, take_made },
	{ "anchor", PLACE_ANCHOR, true, 4, take_anchor },
	{ "got", PLACE_GOT, false, 3, take_got },
	{ "have", PLACE_HAVE, true, 3, take_have },
	{ "want", PLACE_WANT, true, 3, take_want },
	{ "want-file", PLACE_WANT_FILE, true, 3, take_want_file },
	{ "unshare", PLACE_UNSHARE, true, 3, take_unshare },
	{ "ckpt", PLACE_CKPT, true, 5, take_ckpt },
	{ "feed", PLACE_SECTION, true, 7, text_section_open },
	{ "a", PLACE_CHUNK, true, 4, take_chunk },
	{ "end", PLACE_END, false, 2, take_end },
	{ "t", PLACE_SECTION, true, 3, text_section_proof },
	{ "x", PLACE_SECTION, true, 3, text_section_hidden },
	{ "s", PLACE_SECTION, true, 3, text_section_seal },
	{ "e", PLACE_SECTION, true, 0, NULL },
};

/* NULL: a word of a later version. */
static const struct kind *
kind_of(struct str word)
{
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (str_is(word, kinds[i].word))
			return &kinds[i];
	return NULL;
}

/* Whether a line of this kind may stand here; section lines have no place. */
static bool
in_turn(struct text_reader *r, const struct kind *k)
{
	enum line_place was = r->place;

	if (k->place == PLACE_SECTION && k->take != text_section_open)
		return r->stage == STAGE_LINES;
	r->place = k->place;
	if (k->place > PLACE_NEED && k->place <= PLACE_MADE)
		return k->place == was + 1;
	if (k->place > PLACE_MADE && was < PLACE_MADE)
		return false;
	return k->place > was || (k->place == was && k->many);
}

/*
 * An entry is taken before anything is said of its bytes: what cannot be
 * read is a leaf all the same, and without it no seal would hold.
 */
static enum err
take_line(struct text_reader *r)
{
	const struct kind *k;
	struct str c[COLUMNS_MAX], word = r->line;
	size_t tab, n;
	enum err e = OK;

	if (r->place == PLACE_END)
		return text_wrong(r, "behind the end");
	if (str_find(r->line, '\t', &tab))
		word.n = tab;
	k = kind_of(word);
	if (k != NULL && !in_turn(r, k))
		return text_wrong(r, "out of order");
	if (k != NULL && k->take == NULL)
		return text_section_entry(r);

	if (!line_clean(r->line))
		return text_wrong(r, "bytes that no text has");
	if (k == NULL) {
		r->b->skipped++;
		return word_valid(word, false) ? OK : text_wrong(r, "no word");
	}
	if (!line_columns(r->line, c, COLUMNS_MAX, &n) || n != k->columns)
		return text_wrong(r, "columns");
	if (k->place != PLACE_SECTION || k->take == text_section_open)
		e = text_section_close(r);
	return e == OK ? k->take(r, c) : e;
}

/* The only line whose columns are parted by a blank. */
static enum err
take_version(struct text_reader *r)
{
	uint32_t version;

	if (!str_starts(r->line, VERSION_LINE) || !str_u32(str_from(r->line,
	    sizeof(VERSION_LINE) - 1), &version))
		return text_wrong(r, "no version");
	if (version != VERSION)
		return why_set(r->why, ERR_NEWER, "err.bundle-newer",
		    "bundle: version %u", (unsigned)version);
	r->place = PLACE_NEED;
	return OK;
}

static enum err
take_all(struct text_reader *r, struct str text)
{
	enum err e = OK;

	while (e == OK && text.n > 0) {
		size_t n;

		r->number++;
		if (!str_find(text, '\n', &n))
			return text_wrong(r, "cut off");
		if (n >= LINE_MAX_BYTES)
			return text_limit(r, "bytes");
		r->line = str_n(text.p, n);
		text = str_from(text, n + 1);
		e = r->number == 1 ? take_version(r) : take_line(r);
	}
	if (e == OK && r->place != PLACE_END)
		return text_wrong(r, "no end");
	return e;
}

enum err
bundle_parse(struct str text, struct bundle_text *b, struct why *why)
{
	struct text_reader r = { .b = b, .why = why, .scratch = BUF_WIPE_INIT };
	size_t i, at = 0;
	enum err e;

	memset(b, 0, sizeof(*b));
	r.feeds = map_new();
	e = take_all(&r, text);
	/* Only now do the lines stay where they are. */
	for (i = 0; i < b->section_count && b->lines != NULL; i++) {
		b->sections[i].lines = b->lines + at;
		at += b->sections[i].count;
	}
	map_free(r.feeds);
	buf_release(&r.scratch);
	return e;
}

void
bundle_text_release(struct bundle_text *b)
{
	size_t i;

	for (i = 0; i < b->have_count; i++) {
		ranges_release(&b->have[i].known);
		ranges_release(&b->have[i].hashes);
	}
	for (i = 0; i < b->want_count; i++) {
		ranges_release(&b->want[i].known);
		ranges_release(&b->want[i].hashes);
	}
	mem_free(b->have);
	mem_free(b->want);
	mem_free(b->sections);
	mem_free(b->lines);
	memset(b, 0, sizeof(*b));
}
