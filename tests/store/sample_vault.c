/*
 * sample_vault FOLDER - make a vault with something of everything in it and
 * print what a reader must find, one record a line:
 *
 *	type seq root leaf length body
 *
 * read_vault.py knows only the manual pages and must print the same.
 * Passphrase of anna: "correct horse". Oleg has left.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/codec.h"
#include "base/mem.h"
#include "store/vault.h"

static const struct kdf_cost cost = { 1, 8 };

static void
check(enum err e, const struct why *why)
{
	if (e == OK)
		return;
	(void)fprintf(stderr, "sample_vault: %s: %s\n", why_name(e), why->note);
	exit(1);
}

static void
print_record(void *context, const struct frame_header *frame,
    const struct record *r, struct place at)
{
	char root[HEX_LEN(16) + 1], leaf[HEX_LEN(32) + 1];
	int shown = r->length < 40 ? (int)r->length : 40;

	(void)context;
	(void)frame;
	(void)at;
	hex_put(root, r->root, sizeof(r->root));
	hex_put(leaf, r->leaf, sizeof(r->leaf));
	(void)printf("%c %u %s %s %u %.*s\n", r->type, r->seq, root, leaf,
	    r->length, shown, (const char *)r->body);
}

static void
append(struct vault *v, const struct record *r, size_t count)
{
	struct why why = WHY_INIT;

	check(journal_lock(v->journal, NULL, &why), &why);
	check(journal_append(v->journal, FRAME_OWN, r, count, false, NULL,
	    &why), &why);
	journal_unlock(v->journal);
}

static struct record
entry(uint32_t seq, uint8_t root, const char *body, size_t n)
{
	struct record r;

	memset(&r, 0, sizeof(r));
	r.type = 'e';
	r.flags = RECORD_UNDER_ROOT;
	r.feed = 1;
	r.seq = seq;
	memset(r.root, root, sizeof(r.root));
	memset(r.leaf, (int)seq, sizeof(r.leaf));
	r.body = (const uint8_t *)body;
	r.length = (uint32_t)n;
	return r;
}

static void
fill(struct vault *v)
{
	static const char name[] = "family_name=Yusufi";
	struct record r[5];
	char *body = mem_new(300000);
	uint32_t i;

	memset(body, 'n', 300000);
	r[0] = entry(0, 0, "incarnation\t1", 13);
	r[0].type = 'l';
	r[0].flags = 0;
	append(v, r, 1);
	r[0] = entry(1, 0xaa, name, sizeof(name) - 1);
	r[1] = entry(2, 0xbb, name, sizeof(name) - 1);
	r[2] = entry(3, 0xaa, name, sizeof(name) - 1);
	append(v, r, 3);
	for (i = 0; i < 5; i++)
		r[i] = entry(4 + i, 0xaa, body, 300000);
	append(v, r, 5);
	mem_free(body);
}

/* An officer comes and goes, a root is erased, work goes on. */
static void
change_keys(struct vault *v, const struct host *host)
{
	static const char name[] = "given_name=Parwin";
	uint8_t live[2][16], pk[32];
	struct why why = WHY_INIT;
	struct record r;

	memset(live[0], 0xaa, 16);
	memset(live[1], 0xbb, 16);
	check(keys_add_officer(v->keys, host, str_of("oleg"),
	    str_of("battery staple"), false, pk, &why), &why);
	check(keys_write(v->keys, host, v->folder, false, &why), &why);
	check(keys_remove_officer(v->keys, str_of("oleg"), &why), &why);
	check(keys_rotate(v->keys, host, &why), &why);
	keys_erase_root(v->keys, host, live[1],
	    (const uint8_t (*)[16])live, 2);
	check(keys_write(v->keys, host, v->folder, true, &why), &why);
	r = entry(9, 0xaa, name, sizeof(name) - 1);
	append(v, &r, 1);
	r = entry(10, 0xcc, name, sizeof(name) - 1);
	append(v, &r, 1);
}

int
main(int argc, char **argv)
{
	const struct journal_reader reader = { print_record, NULL, NULL };
	struct why why = WHY_INIT;
	struct host host;
	struct vault v;

	if (argc != 2)
		return 2;
	memset(&host, 0, sizeof(host));
	host.fs = &fs_real;
	host.clock = &clock_real;
	host.random = &random_real;
	host.cost = &cost;
	host.machine = "";
	check(crypt_start(&why), &why);
	check(vault_create(&host, argv[1], str_of("anna"),
	    str_of("correct horse"), &v, &why), &why);
	fill(&v);
	change_keys(&v, &host);
	journal_reserve(v.journal);
	vault_close(&v);
	check(vault_open(&host, argv[1], str_of("anna"),
	    str_of("correct horse"), &reader, &v, &why), &why);
	vault_close(&v);
	return 0;
}
