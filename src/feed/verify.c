/*
 * verify - nothing is believed: lines are read again and hashed again.
 *
 * Opening trusts the leaves that stand in the journal; here each line is read
 * and its leaf computed, each tree folded and each seal checked under its
 * feed's key. Whoever could write to the journal but has no officer's key is
 * found out by this. Where a gap leaves a tree open, the root that was proved
 * on arrival is what the seal is held against.
 */
#include "feed/verify.h"

#include <string.h>

#include "crypt/sign.h"
#include "feed_int.h"
#include "store/resume.h"

struct verifying {
	struct ledger *l;
	struct verify_count *count;
	void (*fault)(void *context, const char *say, const char *office,
	    uint32_t seq);
	void *context;
};

static void
report(struct verifying *v, const char *say, const struct feed_state *f,
    uint32_t seq)
{
	const char *code = f->pub.office == NO_OFFICE ? "?" :
	    v->l->offices[f->pub.office].pub.card.code;

	v->count->faults++;
	v->fault(v->context, say, code, seq);
}

/* The line must be there and be the one whose leaf is in the tree. */
static void
verify_entry(struct verifying *v, uint32_t feed, uint32_t seq)
{
	const struct feed_state *f = &v->l->feeds[feed];
	struct buf line = BUF_WIPE_INIT;
	merkle_hash leaf;

	v->count->entries++;
	if (ledger_line(v->l, feed, seq, &line, NULL) != OK) {
		report(v, "err.verify-line", f, seq);
	} else {
		entry_leaf(leaf, f->pub.id, buf_str(&line));
		if (memcmp(leaf, feed_leaf(f, seq), MERKLE_HASH) != 0)
			report(v, "err.verify-leaf", f, seq);
	}
	buf_release(&line);
}

static void
verify_seal(struct verifying *v, uint32_t feed)
{
	const struct feed_state *f = &v->l->feeds[feed];
	struct buf text = BUF_INIT;
	struct merkle_fold fold;
	merkle_hash root;

	merkle_fold_init(&fold);
	memcpy(root, f->pub.seal_root, sizeof(root));
	if (feed_fold(v->l, feed, &fold, f->pub.sealed) == f->pub.sealed)
		merkle_fold_root(&fold, root);
	seal_text(&text, f->pub.id, f->pub.sealed, root);
	if (memcmp(root, f->pub.seal_root, sizeof(root)) != 0 ||
	    !sign_check(f->pub.seal, text.data, text.len, f->pub.public))
		report(v, "err.verify-seal", f, f->pub.sealed);
	else
		v->count->seals++;
	buf_release(&text);
}

static void
verify_feed(struct verifying *v, uint32_t feed)
{
	const struct feed_state *f = &v->l->feeds[feed];
	uint64_t held = ranges_total(&f->pub.held) +
	    ranges_total(&f->pub.hashes);
	size_t i;
	uint32_t seq;

	if (!f->pub.known)
		return;
	v->count->feeds++;
	for (i = 0; i < f->pub.held.count; i++)
		for (seq = f->pub.held.at[i].first;
		    seq <= f->pub.held.at[i].last; seq++) {
			verify_entry(v, feed, seq);
			if (seq > f->pub.sealed)
				v->count->unsealed++;
		}
	if (f->main == feed)
		v->count->missing += f->pub.size - held;
	else
		v->count->forks++;
	if (f->pub.sealed > 0)
		verify_seal(v, feed);
}

/* Whose key signed `keys`: the officers' logins are only in the journal. */
static bool
officer_key(void *context, const uint8_t officer[static 8],
    uint8_t pk[static 32])
{
	struct verifying *v = context;
	struct ledger *l = v->l;
	uint8_t id[8];
	size_t i;

	/* The newest of a login counts: adding an officer may be repeated. */
	for (i = l->officer_count; i-- > 0;) {
		if (l->officers[i].office != ledger_own(l))
			continue;
		keys_officer_id(keys_vault_id(l->vault->keys),
		    str_of(l->officers[i].login), id);
		if (memcmp(id, officer, sizeof(id)) == 0) {
			memcpy(pk, l->officers[i].public, 32);
			return true;
		}
	}
	return false;
}

enum err
ledger_verify(struct ledger *l, struct verify_count *count,
    void (*fault)(void *context, const char *say, const char *office,
    uint32_t seq), void *context, struct why *why)
{
	struct verifying v = { l, count, fault, context };
	struct journal_position position;
	uint8_t signer[8];
	size_t i;
	enum err e;

	memset(count, 0, sizeof(*count));
	e = ledger_refresh(l, NULL, why);
	if (e != OK)
		return e;
	journal_check(l->vault->journal);
	l->vault->state |= journal_state(l->vault->journal) &
	    (JOURNAL_DAMAGED | JOURNAL_CUT);
	journal_position(l->vault->journal, &position);
	count->frames = position.frames;
	for (i = 0; i < l->feed_count; i++)
		verify_feed(&v, (uint32_t)i);
	if (keys_check_signature(l->host, l->vault->folder,
	    keys_vault_id(l->vault->keys), signer, officer_key, &v, NULL) !=
	    OK) {
		count->faults++;
		fault(context, "err.verify-keys",
		    ledger_own(l)->card.code, 0);
	}
	return OK;
}
