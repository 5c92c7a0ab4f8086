/*
 * keys_table - the table of keys: lines of text once it is opened.
 *
 *	jk	epoch, key	journal keys, epochs ascending
 *	kn kh t	key		nonces; head cells; T, root of other keys
 *	sign	id, seed	the office's minisign key
 *	age	date, secret	age identities, oldest first
 *	root	record id, key	K_root that no longer comes from T
 *	gone	record id	an erased root: it has no key
 *
 * Columns are parted by a TAB. A line of another word is kept byte for byte:
 * an older program that writes the table must not lose a newer one's keys.
 */
#include "store_int.h"

#include <assert.h>
#include <string.h>

#include "base/codec.h"
#include "base/mem.h"
#include "crypt/hash.h"
#include "crypt/secret.h"

/* mem_room for keys: the old place is zeroed when it is given up. */
static void *
secret_room(void *p, size_t count, size_t *room, size_t size)
{
	size_t more = *room == 0 ? 8 : *room * 2;
	void *q;

	if (count < *room)
		return p;
	q = secret_new(more * size);
	if (count > 0)
		memcpy(q, p, count * size);
	secret_free(p);
	*room = more;
	return q;
}

static void
table_init(struct key_table *t)
{
	const struct buf empty = BUF_WIPE_INIT;

	memset(t, 0, sizeof(*t));
	t->root_at = map_new();
	t->other = empty;
}

static void
add_age(struct key_table *t, struct str from, const struct age_identity *i)
{
	struct key_age *a = &t->age[t->age_count++];

	str_copy(a->from, sizeof(a->from), from);
	a->identity = *i;
}

void
key_table_new(struct key_table *t, const struct random *random,
    struct str age_from)
{
	struct age_identity identity;
	uint8_t jk[32];

	table_init(t);
	random_fill(random, jk, sizeof(jk));
	key_table_add_epoch(t, 0, jk);
	random_fill(random, t->kn, sizeof(t->kn));
	random_fill(random, t->kh, sizeof(t->kh));
	random_fill(random, t->t, sizeof(t->t));
	random_fill(random, t->sign.id, sizeof(t->sign.id));
	random_fill(random, t->sign.seed, sizeof(t->sign.seed));
	age_identity_new(&identity, random);
	add_age(t, age_from, &identity);
	mem_wipe(jk, sizeof(jk));
	mem_wipe(&identity, sizeof(identity));
}

void
key_table_release(struct key_table *t)
{
	secret_free(t->jk);
	secret_free(t->roots);
	map_free(t->root_at);
	buf_release(&t->other);
	mem_wipe(t, sizeof(*t));
}

void
key_table_add_epoch(struct key_table *t, uint16_t n, const uint8_t *key)
{
	t->jk = secret_room(t->jk, t->jk_count, &t->jk_room, sizeof(*t->jk));
	t->jk[t->jk_count].epoch = n;
	memcpy(t->jk[t->jk_count].key, key, 32);
	t->jk_count++;
}

static void
set_root(struct key_table *t, const struct key_root *root)
{
	uint32_t i;

	if (map_get(t->root_at, root->root, sizeof(root->root), &i)) {
		t->roots[i] = *root;
		return;
	}
	t->roots = secret_room(t->roots, t->root_count, &t->root_room,
	    sizeof(*t->roots));
	(void)map_put(t->root_at, root->root, sizeof(root->root),
	    (uint32_t)t->root_count);
	t->roots[t->root_count++] = *root;
}

/* ------------------------------------------------------------------ text */

static void
put_key(struct buf *to, const void *p, size_t n)
{
	char text[BASE64URL_LEN(40) + 1];

	assert(n <= 40);
	base64url_put(text, p, n);
	buf_put_text(to, text);
	mem_wipe(text, sizeof(text));
}

static void
put_named(struct buf *to, const char *word, const uint8_t *key)
{
	buf_put_text(to, word);
	buf_put_byte(to, '\t');
	put_key(to, key, 32);
	buf_put_byte(to, '\n');
}

static void
put_root(struct buf *to, const struct key_root *r)
{
	char id[HEX_LEN(16) + 1];

	hex_put(id, r->root, sizeof(r->root));
	buf_put_text(to, r->gone ? "gone\t" : "root\t");
	buf_put_text(to, id);
	if (!r->gone) {
		buf_put_byte(to, '\t');
		put_key(to, r->key, sizeof(r->key));
	}
	buf_put_byte(to, '\n');
}

void
key_table_print(const struct key_table *t, struct buf *to)
{
	size_t i;

	for (i = 0; i < t->jk_count; i++) {
		buf_printf(to, "jk\t%u\t", t->jk[i].epoch);
		put_key(to, t->jk[i].key, 32);
		buf_put_byte(to, '\n');
	}
	put_named(to, "kn", t->kn);
	put_named(to, "kh", t->kh);
	put_named(to, "t", t->t);
	buf_put_text(to, "sign\t");
	put_key(to, t->sign.id, sizeof(t->sign.id));
	buf_put_byte(to, '\t');
	put_key(to, t->sign.seed, sizeof(t->sign.seed));
	buf_put_byte(to, '\n');
	for (i = 0; i < t->age_count; i++) {
		buf_printf(to, "age\t%s\t", t->age[i].from);
		put_key(to, t->age[i].identity.secret, 32);
		buf_put_byte(to, '\n');
	}
	for (i = 0; i < t->root_count; i++)
		put_root(to, &t->roots[i]);
	if (t->other.len > 0)
		buf_put(to, t->other.data, t->other.len);
}

struct line {
	struct key_table *t;
	struct str word, a, b;		/* p NULL: not there */
};

static bool
parse_jk(const struct line *l)
{
	uint32_t epoch;
	uint8_t key[32];
	struct key_table *t = l->t;

	if (!str_u32(l->a, &epoch) || epoch > UINT16_MAX ||
	    !base64url_get(l->b, key, sizeof(key)))
		return false;
	if (t->jk_count > 0 && t->jk[t->jk_count - 1].epoch >= epoch)
		return false;
	key_table_add_epoch(t, (uint16_t)epoch, key);
	mem_wipe(key, sizeof(key));
	return true;
}

static bool
parse_kn(const struct line *l)
{
	return base64url_get(l->a, l->t->kn, sizeof(l->t->kn));
}

static bool
parse_kh(const struct line *l)
{
	return base64url_get(l->a, l->t->kh, sizeof(l->t->kh));
}

static bool
parse_t(const struct line *l)
{
	return base64url_get(l->a, l->t->t, sizeof(l->t->t));
}

static bool
parse_sign(const struct line *l)
{
	struct minisign_secret *s = &l->t->sign;

	return base64url_get(l->a, s->id, sizeof(s->id)) &&
	    base64url_get(l->b, s->seed, sizeof(s->seed));
}

static bool
parse_age(const struct line *l)
{
	struct age_identity i;

	if (l->t->age_count == AGE_IDENTITIES ||
	    l->a.n >= sizeof(l->t->age[0].from) ||
	    !base64url_get(l->b, i.secret, sizeof(i.secret)))
		return false;
	add_age(l->t, l->a, &i);
	mem_wipe(&i, sizeof(i));
	return true;
}

static bool
parse_root(const struct line *l)
{
	struct key_root r = { { 0 }, { 0 }, false };

	if (!hex_get(l->a, r.root, sizeof(r.root)) ||
	    !base64url_get(l->b, r.key, sizeof(r.key)))
		return false;
	set_root(l->t, &r);
	mem_wipe(&r, sizeof(r));
	return true;
}

static bool
parse_gone(const struct line *l)
{
	struct key_root r = { { 0 }, { 0 }, true };

	if (!hex_get(l->a, r.root, sizeof(r.root)))
		return false;
	set_root(l->t, &r);
	return true;
}

#define SEEN_ALL	0x1fu		/* jk kn kh t sign */

static const struct {
	const char *word;
	bool (*parse)(const struct line *l);
	unsigned seen;
} words[] = {
	{ "jk",   parse_jk,   0x01 },
	{ "kn",   parse_kn,   0x02 },
	{ "kh",   parse_kh,   0x04 },
	{ "t",    parse_t,    0x08 },
	{ "sign", parse_sign, 0x10 },
	{ "age",  parse_age,  0 },
	{ "root", parse_root, 0 },
	{ "gone", parse_gone, 0 },
};

static bool
parse_line(const struct line *l, struct str whole, unsigned *seen)
{
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (!str_is(l->word, words[i].word))
			continue;
		*seen |= words[i].seen;
		return words[i].parse(l);
	}
	/* A later version's line, or a named secret: kept as it is. */
	buf_put_str(&l->t->other, whole);
	buf_put_byte(&l->t->other, '\n');
	return true;
}

bool
key_table_parse(struct key_table *t, struct str text)
{
	struct str line, rest;
	unsigned seen = 0;
	struct line l;

	table_init(t);
	while (str_line(&text, &line)) {
		memset(&l, 0, sizeof(l));
		l.t = t;
		rest = line;
		(void)str_next(&rest, '\t', &l.word);
		(void)str_next(&rest, '\t', &l.a);
		(void)str_next(&rest, '\t', &l.b);
		if (!parse_line(&l, line, &seen))
			return false;
	}
	return seen == SEEN_ALL;
}

/* --------------------------------------------------------------- getters */

uint16_t
keys_epoch(const struct keys *keys)
{
	return keys->table.jk[keys->table.jk_count - 1].epoch;
}

const uint8_t *
keys_jk(const struct keys *keys, uint16_t epoch)
{
	const struct key_table *t = &keys->table;
	size_t i;

	/* The newest is asked for most, and stands last. */
	for (i = t->jk_count; i-- > 0;) {
		if (t->jk[i].epoch == epoch)
			return t->jk[i].key;
	}
	return NULL;
}

const uint8_t *
keys_kn(const struct keys *keys)
{
	return keys->table.kn;
}

const uint8_t *
keys_kh(const struct keys *keys)
{
	return keys->table.kh;
}

const uint8_t *
keys_t(const struct keys *keys)
{
	return keys->table.t;
}

bool
keys_root_gone(const struct keys *keys, const uint8_t root[static 16])
{
	const struct key_table *t = &keys->table;
	uint32_t i;

	return map_get(t->root_at, root, 16, &i) && t->roots[i].gone;
}

bool
keys_root_key(const struct keys *keys, const uint8_t root[static 16],
    uint8_t key[static 32])
{
	const struct key_table *t = &keys->table;
	const struct part parts[] = { { "panah/root1", 11 }, { root, 16 } };
	uint32_t i;

	if (map_get(t->root_at, root, 16, &i)) {
		if (t->roots[i].gone)
			return false;
		memcpy(key, t->roots[i].key, 32);
		return true;
	}
	blake2b(key, 32, t->t, sizeof(t->t), parts, 2);
	return true;
}

/*
 * What lives gets its key written down while the old T can still make it;
 * only then is T replaced. The key of the erased root has nothing left that
 * it could be made from, once both generations on the disk are new.
 */
void
keys_erase_root(struct keys *keys, const struct host *host,
    const uint8_t root[static 16], const uint8_t (*live)[16], size_t count)
{
	struct key_table *t = &keys->table;
	struct key_root r = { { 0 }, { 0 }, false };
	size_t i;

	for (i = 0; i < count; i++) {
		if (memcmp(live[i], root, 16) == 0)
			continue;
		memcpy(r.root, live[i], 16);
		if (keys_root_key(keys, r.root, r.key))
			set_root(t, &r);
	}
	memset(&r, 0, sizeof(r));
	memcpy(r.root, root, 16);
	r.gone = true;
	set_root(t, &r);
	random_fill(host->random, t->t, sizeof(t->t));
	keys_new_vk(keys, host);
}

const struct minisign_secret *
keys_minisign(const struct keys *keys)
{
	return &keys->table.sign;
}

size_t
keys_age_count(const struct keys *keys)
{
	return keys->table.age_count;
}

const struct age_identity *
keys_age(const struct keys *keys, size_t i, struct str *from)
{
	const struct key_age *a = &keys->table.age[i];

	assert(i < keys->table.age_count);
	if (from != NULL)
		*from = str_of(a->from);
	return &a->identity;
}

/* When full the oldest goes, and with it what was sealed to it alone. */
void
keys_add_age(struct keys *keys, const struct host *host, struct str from)
{
	struct key_table *t = &keys->table;
	struct age_identity identity;

	if (t->age_count == AGE_IDENTITIES) {
		t->age_count--;
		memmove(&t->age[0], &t->age[1],
		    t->age_count * sizeof(t->age[0]));
	}
	age_identity_new(&identity, host->random);
	add_age(t, from, &identity);
	mem_wipe(&identity, sizeof(identity));
}

bool
keys_secret(const struct keys *keys, const char *word,
    const uint8_t id[static 16], uint8_t key[static 32])
{
	struct str text = buf_str(&keys->table.other), line, part;
	char want[HEX_LEN(16) + 1];

	hex_put(want, id, 16);
	while (str_line(&text, &line)) {
		if (str_next(&line, '\t', &part) && str_is(part, word) &&
		    str_next(&line, '\t', &part) && str_is(part, want) &&
		    str_next(&line, '\t', &part))
			return base64url_get(part, key, 32);
	}
	return false;
}

void
keys_add_secret(struct keys *keys, const char *word,
    const uint8_t id[static 16], const uint8_t key[static 32])
{
	struct buf *to = &keys->table.other;
	char text[HEX_LEN(16) + 1];

	hex_put(text, id, 16);
	buf_printf(to, "%s\t%s\t", word, text);
	put_key(to, key, 32);
	buf_put_byte(to, '\n');
}
