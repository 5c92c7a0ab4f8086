/*
 * describe - what anybody can see of a file without a key.
 */
#include <inttypes.h>
#include <string.h>

#include "base/codec.h"
#include "bundle_int.h"
#include "crypt/hash.h"
#include "feed/card.h"
#include "feed/line.h"

#define JOURNAL_MAGIC	"panah journal 1\n"
#define JOURNAL_HEADER	64
#define TEXT_MAGIC	"panah-bundle 1\n"
#define CARD_MAGIC	"panah-card "
#define STANZA		"-> "

static void
put_size(struct buf *to, struct str file)
{
	buf_printf(to, "bytes: %zu\n", file.n);
}

/* Stanzas of an age header, up to its last line. */
static void
put_recipients(struct buf *to, struct str file)
{
	struct str line;
	unsigned count = 0;

	while (str_line(&file, &line) && !str_starts(line, "---"))
		count += str_starts(line, STANZA);
	buf_printf(to, "recipients: %u\n", count);
}

/* Any age file looks like this: that is what wrapping is for. */
static enum err
describe_wrapped(struct buf *to, struct str file)
{
	buf_put_text(to, "kind: wrapped for carriage\n");
	put_size(to, file);
	put_recipients(to, file);
	return OK;
}

/*
 * The key id is only what the file says of itself: it is not checked, for
 * that takes the keys of a vault, and the last line says so.
 */
static enum err
describe_bundle(struct buf *to, struct str file, struct why *why)
{
	const uint8_t *header = (const uint8_t *)file.p;
	uint8_t id[8], hash[32];

	if (file.n <= MINISIGN_HEADER)
		return why_set(why, ERR_REFUSED, "err.bundle-cut",
		    "bundle: ends within its header");
	if (!minisign_key_id(header, id))
		return why_set(why, ERR_REFUSED, "err.bundle-altered",
		    "bundle: signature lines are not as they must be");
	buf_put_text(to, "kind: bundle\n");
	put_size(to, file);
	/* As minisign prints it. */
	buf_printf(to, "signer: %016" PRIX64 "\n", get_u64(id));
	put_recipients(to, str_from(file, MINISIGN_HEADER));
	blake2b_of(hash, sizeof(hash), file.p, file.n);
	buf_put_text(to, "hash: ");
	line_put_hash(to, hash);
	buf_put_text(to, "\nchecked: no\n");
	return OK;
}

/* Its header alone; what a journal holds takes a passphrase. */
static enum err
describe_journal(struct buf *to, struct str file, struct why *why)
{
	char vault[HEX_LEN(16) + 1];

	if (file.n < JOURNAL_HEADER)
		return why_set(why, ERR_REFUSED, "err.bundle-cut",
		    "bundle: journal ends within its header");
	hex_put(vault, file.p + sizeof(JOURNAL_MAGIC) - 1, 16);
	buf_printf(to, "kind: journal\nvault: %s\n", vault);
	put_size(to, file);
	return OK;
}

/* Checked as trust does it, and the digits to compare by phone. */
static enum err
describe_card(struct buf *to, struct str file, struct why *why)
{
	char digits[CARD_DIGITS + 1];
	struct card card;
	enum err e;

	if (file.n > CARD_MAX)
		return why_set(why, ERR_REFUSED, "err.card-damaged",
		    "bundle: card of %zu bytes", file.n);
	e = card_parse(file, &card, why);
	if (e != OK)
		return e;
	card_digits(&card, digits);
	buf_printf(to, "kind: card\noffice: %s\nname: ", card.code);
	line_escape(to, str_of(card.name));
	buf_printf(to, "\nsays: %s\ndigits: %s\n",
	    card.partner ? "partner" : "office", digits);
	return OK;
}

enum err
bundle_describe(const void *file, size_t n, struct buf *to, struct why *why)
{
	struct str s = str_n(file, n);

	if (bundle_is_wrapped(file, n))
		return describe_wrapped(to, s);
	if (bundle_is_plain(file, n))
		return describe_bundle(to, s, why);
	if (str_starts(s, JOURNAL_MAGIC))
		return describe_journal(to, s, why);
	if (str_starts(s, CARD_MAGIC))
		return describe_card(to, s, why);
	if (str_starts(s, TEXT_MAGIC)) {
		buf_put_text(to, "kind: text of a bundle, not signed\n");
		put_size(to, s);
		return OK;
	}
	return why_set(why, ERR_REFUSED, "err.bundle-not",
	    "bundle: begins like nothing of ours");
}
