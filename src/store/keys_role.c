/*
 * keys_role - the office's root, given to an officer or taken from her
 * without her passphrase.
 *
 *	role	officer id	box	she holds the root, sealed to her
 *	role	officer id	-	that of her slot counts no more
 *
 * The root stands in a slot under the passphrase of its officer, which nobody
 * else has. So a change of role is a line of the table until she unlocks:
 * then her slot is made anew, with the root or without it, and the line goes.
 */
#include "store_int.h"

#include <string.h>

#include "base/codec.h"
#include "base/mem.h"
#include "crypt/cipher.h"
#include "crypt/sign.h"

#define ROOT_BOX	(32 + BOX_SEAL_EXTRA)

/* The line of an officer; *value is its last column. */
static bool
role_find(const struct keys *keys, const uint8_t officer[static 8],
    struct str *whole, struct str *value)
{
	struct str text = buf_str(&keys->table.other), line, part;
	char want[HEX_LEN(8) + 1];

	hex_put(want, officer, 8);
	while (str_line(&text, &line)) {
		*whole = line;
		if (str_next(&line, '\t', &part) && str_is(part, "role") &&
		    str_next(&line, '\t', &part) && str_is(part, want) &&
		    str_next(&line, '\t', value))
			return true;
	}
	return false;
}

void
keys_role_forget(struct keys *keys, const uint8_t officer[static 8])
{
	struct buf *b = &keys->table.other;
	struct str whole, value;
	size_t at, end;

	while (role_find(keys, officer, &whole, &value)) {
		at = (size_t)((const uint8_t *)whole.p - b->data);
		end = at + whole.n + 1;
		memmove(b->data + at, b->data + end, b->len - end);
		mem_wipe(b->data + b->len - (end - at), end - at);
		b->len -= end - at;
	}
}

static void
role_put(struct keys *keys, const uint8_t officer[static 8],
    const char *value)
{
	char id[HEX_LEN(8) + 1];

	keys_role_forget(keys, officer);
	hex_put(id, officer, 8);
	buf_printf(&keys->table.other, "role\t%s\t%s\n", id, value);
}

enum err
keys_set_role(struct keys *keys, struct str login, bool root,
    struct why *why)
{
	char text[BASE64URL_LEN(ROOT_BOX) + 1];
	uint8_t officer[8], box[ROOT_BOX];
	const uint8_t *slot;

	keys_officer_id(keys->vault_id, login, officer);
	slot = keys_slot_find(keys->slots, officer);
	if (slot == NULL)
		return why_set(why, ERR_NOT_FOUND, "err.officer-unknown",
		    "keys: login is in no slot");
	if (keys_root_seed(keys) == NULL)
		return why_set(why, ERR_DENIED, "err.no-root-key",
		    "keys: officer holds no root seed to pass on");
	if (!root) {
		role_put(keys, officer, "-");
		return OK;
	}
	box_seal(box, keys->own.root_seed, 32, slot_box_key(slot));
	base64url_put(text, box, sizeof(box));
	role_put(keys, officer, text);
	return OK;
}

/* A box that does not open, or holds another root, gives nothing. */
static void
take_root(struct keys *keys, const uint8_t *slot, struct str value)
{
	uint8_t box[ROOT_BOX], seed[32], public[32];

	if (!base64url_get(value, box, sizeof(box)) ||
	    !box_open(seed, box, sizeof(box), slot_box_key(slot),
	    keys->own.box))
		return;
	sign_public_of(public, seed);
	if (memcmp(public, keys->own.root_public, 32) == 0)
		memcpy(keys->own.root_seed, seed, 32);
	mem_wipe(seed, sizeof(seed));
}

void
keys_role_apply(struct keys *keys)
{
	const uint8_t *slot = keys->slots + keys->slot * SLOT_SIZE;
	struct str whole, value;

	if (!role_find(keys, slot_officer(slot), &whole, &value))
		return;
	if (str_is(value, "-"))
		mem_wipe(keys->own.root_seed, 32);
	else
		take_root(keys, slot, value);
}

bool
keys_slot_behind(const struct keys *keys)
{
	const uint8_t *slot = keys->slots + keys->slot * SLOT_SIZE;
	struct str whole, value;

	return role_find(keys, slot_officer(slot), &whole, &value);
}
