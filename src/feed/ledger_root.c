/*
 * ledger_root - what root feeds say: keys and officers of each office.
 *
 * Entries of a root feed are signed by the office's root and concern that
 * office alone (format-final A27): op key names a bundle key, an age key, an
 * officer or the office itself; op rev says from where on not. Feeds need no
 * such entry to be read, their ids certify themselves; it is what makes an
 * officer's feed one that is passed on.
 */
#include <string.h>

#include "base/mem.h"
#include "feed/line.h"
#include "feed_int.h"

/* ------------------------------------------------------------ offices */

uint32_t
office_find_root(const struct ledger *l, const uint8_t root_feed[static 16])
{
	size_t i;

	for (i = 0; i < l->office_count; i++)
		if (memcmp(l->offices[i].pub.card.root_feed, root_feed,
		    16) == 0)
			return (uint32_t)i;
	return NO_OFFICE;
}

uint32_t
office_find_code(const struct ledger *l, struct str code)
{
	size_t i;

	for (i = 0; i < l->office_count; i++)
		if (str_is(code, l->offices[i].pub.card.code))
			return (uint32_t)i;
	return NO_OFFICE;
}

/* A key said twice is the same; the oldest goes when there are too many. */
static void
add_sign_key(struct office_state *o, const struct minisign_public *key)
{
	unsigned i;

	for (i = 0; i < o->key_count; i++)
		if (memcmp(&o->keys[i].key, key, sizeof(*key)) == 0)
			return;
	if (o->key_count == SIGN_KEYS_MAX) {
		memmove(o->keys, o->keys + 1,
		    (SIGN_KEYS_MAX - 1) * sizeof(o->keys[0]));
		o->key_count--;
	}
	o->keys[o->key_count].key = *key;
	o->keys[o->key_count++].revoked = false;
	o->pub.card.sign = *key;
}

static void
add_age(struct card *c, struct str from, const struct age_recipient *r)
{
	unsigned i;

	for (i = 0; i < c->age_count; i++)
		if (memcmp(&c->age[i].recipient, r, sizeof(*r)) == 0)
			return;
	if (c->age_count == CARD_AGES) {
		memmove(c->age, c->age + 1,
		    (CARD_AGES - 1) * sizeof(c->age[0]));
		c->age_count--;
	}
	str_copy(c->age[c->age_count].from, sizeof(c->age[0].from), from);
	c->age[c->age_count++].recipient = *r;
}

uint32_t
office_add(struct ledger *l, const struct card *card, char relation)
{
	static const struct minisign_public none;
	struct office_state *o;

	if (l->office_count == OFFICES_MAX)
		return NO_OFFICE;
	o = &l->offices[l->office_count];
	o->pub.card = *card;
	o->pub.relation = relation;
	if (memcmp(&card->sign, &none, sizeof(none)) != 0)
		add_sign_key(o, &card->sign);
	return (uint32_t)l->office_count++;
}

const struct office *
ledger_own(const struct ledger *l)
{
	return l->own == NO_OFFICE ? NULL : &l->offices[l->own].pub;
}

size_t
ledger_office_count(const struct ledger *l)
{
	return l->office_count;
}

const struct office *
ledger_office_at(const struct ledger *l, size_t i)
{
	return &l->offices[i].pub;
}

const struct office *
ledger_office_by_code(const struct ledger *l, struct str code)
{
	uint32_t i = office_find_code(l, code);

	return i == NO_OFFICE ? NULL : &l->offices[i].pub;
}

const struct office *
ledger_office_by_root(const struct ledger *l,
    const uint8_t root_feed[static 16])
{
	uint32_t i = office_find_root(l, root_feed);

	return i == NO_OFFICE ? NULL : &l->offices[i].pub;
}

const struct minisign_public *
ledger_sign_key(const struct ledger *l, const struct office *o, size_t i)
{
	const struct office_state *s = &l->offices[office_number(l, o)];
	size_t j;

	for (j = 0; j < s->key_count; j++)
		if (!s->keys[j].revoked && i-- == 0)
			return &s->keys[j].key;
	return NULL;
}

/* ------------------------------------------------------------ officers */

size_t
ledger_officer_count(const struct ledger *l)
{
	return l->officer_count;
}

/*
 * An officer is known by her office and key together: what one office says of
 * a key says nothing about another office's officers.
 */
static struct officer *
officer_with_key(const struct ledger *l, uint32_t office,
    const uint8_t public[static 32])
{
	size_t i;

	for (i = 0; i < l->officer_count; i++)
		if (l->officers[i].office == &l->offices[office].pub &&
		    memcmp(l->officers[i].public, public, 32) == 0)
			return &l->officers[i];
	return NULL;
}

const struct officer *
ledger_officer_at(const struct ledger *l, size_t i)
{
	return &l->officers[i];
}

const struct officer *
ledger_me(const struct ledger *l)
{
	return l->own == NO_OFFICE ? NULL :
	    officer_with_key(l, l->own, l->my_public);
}

const struct officer *
ledger_officer_of(const struct ledger *l, uint32_t feed)
{
	const struct feed *f = &l->feeds[feed].pub;

	return f->known && f->office != NO_OFFICE ?
	    officer_with_key(l, f->office, f->public) : NULL;
}

/* Named again, she may have a new name or role; her key stays hers. */
static void
add_officer(struct ledger *l, uint32_t office, const struct entry *e)
{
	struct officer *o;
	uint8_t public[32];

	if (!line_get_hash(entry_value(e, "key"), public))
		return;
	o = officer_with_key(l, office, public);
	if (o == NULL) {
		l->officers = mem_room(l->officers, l->officer_count,
		    &l->officer_room, sizeof(*l->officers));
		o = &l->officers[l->officer_count++];
	}
	memset(o, 0, sizeof(*o));
	memcpy(o->public, public, 32);
	str_copy(o->login, sizeof(o->login), entry_value(e, "login"));
	str_copy(o->name, sizeof(o->name), entry_value(e, "name"));
	str_copy(o->role, sizeof(o->role), entry_value(e, "role"));
	o->office = &l->offices[office].pub;
}

/* ------------------------------------------------------------ root feeds */

static void
revoke_sign(struct office_state *o, const struct entry *e)
{
	struct minisign_public key;
	unsigned i;

	if (!minisign_public_parse(entry_value(e, "key"), &key))
		return;
	for (i = 0; i < o->key_count; i++)
		if (memcmp(&o->keys[i].key, &key, sizeof(key)) == 0)
			o->keys[i].revoked = true;
	/* The card shows the newest that still counts. */
	for (i = o->key_count; i-- > 0;)
		if (!o->keys[i].revoked) {
			o->pub.card.sign = o->keys[i].key;
			return;
		}
}

/*
 * From here on not: what lies beyond is kept and does not count. The feed may
 * come only later, and only its own office may speak of it: any other could
 * silence its officers.
 */
static void
revoke_feed(struct ledger *l, uint32_t office, const struct entry *e)
{
	struct revocation *r;
	uint8_t id[16];
	uint32_t size;

	if (!line_get_id(entry_value(e, "feed"), id) ||
	    !str_u32(entry_value(e, "size"), &size))
		return;
	l->revocations = mem_room(l->revocations, l->revocation_count,
	    &l->revocation_room, sizeof(*l->revocations));
	r = &l->revocations[l->revocation_count++];
	r->office = office;
	r->feed = feed_intern(l, id, str_n(NULL, 0));
	r->size = size;
	feed_revoke(l, r->feed);
}

void
ledger_root_entry(struct ledger *l, uint32_t office, const struct entry *e)
{
	struct office_state *o = &l->offices[office];
	struct str kind = entry_value(e, "kind");
	struct minisign_public key;
	struct age_recipient age;

	if (str_is(e->op, "rev")) {
		if (str_is(kind, "sign"))
			revoke_sign(o, e);
		else if (str_is(kind, "officer"))
			revoke_feed(l, office, e);
		return;
	}
	if (!str_is(e->op, "key"))
		return;
	if (str_is(kind, "sign")) {
		if (minisign_public_parse(entry_value(e, "key"), &key))
			add_sign_key(o, &key);
	} else if (str_is(kind, "age")) {
		if (age_recipient_parse(entry_value(e, "key"), &age))
			add_age(&o->pub.card, entry_value(e, "from"), &age);
	} else if (str_is(kind, "officer")) {
		add_officer(l, office, e);
	} else if (str_is(kind, "office")) {
		str_copy(o->pub.card.name, sizeof(o->pub.card.name),
		    entry_value(e, "name"));
		o->pub.card.partner = str_is(entry_value(e, "is"), "partner");
	}
}
