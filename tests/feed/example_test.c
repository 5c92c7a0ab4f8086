/*
 * The worked bundle, made by other hands with stock tools: every id, leaf,
 * root and seal in it must come out of our code.
 */
#include "testing.h"

#include "base/codec.h"
#include "base/fs.h"
#include "base/mem.h"
#include "crypt/sign.h"
#include "feed/card.h"
#include "feed/entry.h"
#include "feed/line.h"

#define LEAVES_MAX	8

/* One section of the example. */
struct worked {
	uint8_t id[16], public[32], random[8];
	merkle_hash leaves[LEAVES_MAX];
	struct str entries[LEAVES_MAX];
	size_t count;
	uint32_t sealed;
	uint8_t seal[64];
};

struct example {
	struct buf text;
	struct worked worked[3];
	size_t count;
};

static void
take_line(struct example *x, struct str line)
{
	struct worked *w = x->count > 0 ? &x->worked[x->count - 1] : NULL;
	struct str c[32];
	size_t n;

	assert_true(line_columns(line, c, 32, &n));
	if (str_is(c[0], "feed")) {
		assert_true(x->count < 3);
		w = &x->worked[x->count++];
		assert_true(line_get_id(c[1], w->id));
		assert_true(line_get_hash(c[3], w->public));
		assert_true(base64url_get(c[4], w->random, 8));
	} else if (str_is(c[0], "e")) {
		assert_true(w != NULL && w->count < LEAVES_MAX);
		w->entries[w->count] = line;
		entry_leaf(w->leaves[w->count++], w->id, line);
	} else if (str_is(c[0], "s")) {
		assert_non_null(w);
		assert_true(str_u32(c[1], &w->sealed));
		assert_true(base64url_get(c[2], w->seal, 64));
	}
}

/* A file that is not there is a skip that says which. */
static void
read_example(struct example *x)
{
	const char *shared = getenv("PANAH_SHARED");
	char path[FS_PATH_MAX];
	struct str rest, line;

	memset(x, 0, sizeof(*x));
	(void)snprintf(path, sizeof(path), "%s/vectors/bundle/example.txt",
	    shared != NULL ? shared : "../shared");
	if (fs_read_file(&fs_real, path, 1u << 20, &x->text, NULL) != OK) {
		print_message("skip: %s is not there\n", path);
		buf_release(&x->text);
		skip();
	}
	rest = buf_str(&x->text);
	while (str_line(&rest, &line))
		if (!str_starts(line, "panah-bundle "))
			take_line(x, line);
	assert_int_equal(x->count, 3);
}

static void
test_example_feed_ids_come_out(void **state)
{
	struct example x;
	uint8_t id[16];
	size_t i;

	(void)state;
	read_example(&x);
	for (i = 0; i < x.count; i++) {
		/* The first section is the root feed: its key is the root. */
		feed_id_make(id, x.worked[0].public, x.worked[i].public,
		    x.worked[i].random);
		assert_memory_equal(id, x.worked[i].id, 16);
	}
	buf_release(&x.text);
}

static void
seal_of(struct buf *to, const struct worked *w, merkle_hash root)
{
	char text[BASE64_LEN(32) + 1];

	merkle_root(root, (const merkle_hash *)w->leaves, w->count);
	base64_put(text, root, MERKLE_HASH);
	buf_put_text(to, "panah/");
	line_put_id(to, w->id);
	buf_printf(to, "\n%u\n%s\n", (unsigned)w->count, text);
}

static void
test_example_seals_hold(void **state)
{
	struct example x;
	merkle_hash root;
	size_t i, j;

	(void)state;
	read_example(&x);
	for (i = 0; i < x.count; i++) {
		struct worked *w = &x.worked[i];
		struct buf text = BUF_INIT;

		assert_int_equal(w->sealed, w->count);
		seal_of(&text, w, root);
		assert_true(sign_check(w->seal, text.data, text.len,
		    w->public));
		for (j = 0; j < w->count; j++) {
			w->leaves[j][31] ^= 1;
			buf_clear(&text);
			seal_of(&text, w, root);
			assert_false(sign_check(w->seal, text.data, text.len,
			    w->public));
			w->leaves[j][31] ^= 1;
		}
		buf_release(&text);
	}
	buf_release(&x.text);
}

/* The figures that format-final part b names. */
static void
test_example_known_root_and_leaf(void **state)
{
	struct example x;
	struct buf text = BUF_INIT;
	merkle_hash root;

	(void)state;
	read_example(&x);
	seal_of(&text, &x.worked[1], root);
	assert_int_equal(text.len, 76);
	assert_string_equal(buf_text(&text),
	    "panah/mzD_0kya9yKfnb9LPVug9g\n5\n"
	    "WsRzEjoeEtPRzc7bNJNjDoQ4QNG3UUcfUtzb5nCfWqI=\n");
	/* Line 19, as Astana would get it without the right to class r. */
	buf_clear(&text);
	line_put_hash(&text, x.worked[1].leaves[4]);
	assert_string_equal(buf_text(&text),
	    "R0l7BkiRrVvaGmQq_HpD8XTYwzU_fPiFx8s-RrmT87I");
	buf_release(&text);
	buf_release(&x.text);
}

/* Each entry is read and written again; tags in over are those of leaves. */
static void
test_example_entries_come_back(void **state)
{
	struct buf to = BUF_INIT;
	struct example x;
	struct arena *a;
	struct entry e;
	size_t i, j;

	(void)state;
	read_example(&x);
	a = arena_new();
	for (i = 0; i < x.count; i++)
		for (j = 0; j < x.worked[i].count; j++) {
			struct str line = x.worked[i].entries[j];

			assert_int_equal(entry_parse(a, line, &e, NULL), OK);
			assert_int_equal(e.seq, j + 1);
			buf_clear(&to);
			entry_print(&to, &e);
			assert_true(str_eq(buf_str(&to), line));
		}
	/* Line 18 is over .2~SzDi; line 22 over Anna's 4, ~b1V7. */
	assert_int_equal(entry_parse(a, x.worked[1].entries[3], &e, NULL), OK);
	assert_true(e.over[0].own_feed);
	assert_memory_equal(e.over[0].tag, x.worked[1].leaves[1], 3);
	buf_release(&to);
	arena_free(a);
	buf_release(&x.text);
}

#include "testmain.h"
