/*
 * cmd_import - a spreadsheet into the vault, by a map.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/command.h"
#include "paper/import.h"

#define CSV_MAX	(64u << 20)
#define MAP_MAX	65536

static bool
show_progress(void *context, uint64_t done, uint64_t of)
{
	(void)context;
	fprintf(stderr, "\r%3u %%", of == 0 ? 100u :
	    (unsigned)(done * 100 / of));
	if (done >= of)
		fputc('\n', stderr);
	return true;
}

/*
 * A map is named by its id, or is a file: then it is read with a set of
 * definitions of its own, so that the built-in one of the same id stands.
 */
static enum err
find_map(struct session *s, const char *name, struct defs **own,
    const struct import_map **map, struct why *why)
{
	const char *base = strrchr(name, '/');
	struct buf text = BUF_INIT;
	struct str id;
	enum err e;

	*own = NULL;
	*map = defs_map(s->defs, str_of(name));
	if (*map != NULL)
		return OK;
	base = base != NULL ? base + 1 : name;
	e = fs_read_file(s->host.fs, name, MAP_MAX, &text, why);
	if (e != OK)
		return e;
	*own = defs_empty();
	e = defs_read(*own, base, buf_str(&text), why);
	buf_release(&text);
	id = str_of(base);
	if (str_ends(id, ".map"))
		id.n -= 4;
	if (e == OK)
		*map = defs_map(*own, id);
	if (e == OK && *map == NULL) {
		e = why_set(why, ERR_INVALID, "err.no-map",
		    "app: map file without its map");
		why_arg(why, 0, "%s", name);
	}
	return e;
}

static enum err
write_rejects(struct session *s, const struct import *im, const char *path,
    struct why *why)
{
	struct buf text = BUF_WIPE_INIT;
	enum err e;

	import_rejects(im, s->lang, &text);
	e = fs_write_new(s->host.fs, path, text.data, text.len, why);
	buf_release(&text);
	return e;
}

static void
tell_columns(struct session *s, const struct import *im)
{
	size_t i;

	for (i = 0; i < import_extra_count(im); i++)
		session_tell(s, "tell.import-extra",
		    import_extra_at(im, i), NULL);
	for (i = 0; i < import_lacking_count(im); i++)
		session_tell(s, "tell.import-lacking",
		    import_lacking_at(im, i), NULL);
}

static void
tell_counts(struct session *s, const struct import *im, bool dry)
{
	struct import_count c;
	char good[24], present[24], refused[24], groups[24];

	import_count(im, &c);
	(void)snprintf(good, sizeof(good), "%llu",
	    (unsigned long long)c.persons);
	(void)snprintf(groups, sizeof(groups), "%llu",
	    (unsigned long long)c.groups);
	(void)snprintf(present, sizeof(present), "%llu",
	    (unsigned long long)c.present);
	(void)snprintf(refused, sizeof(refused), "%llu",
	    (unsigned long long)c.refused);
	if (!dry && c.persons == 0 && c.groups == 0)
		session_tell(s, "tell.import-nothing", present, refused,
		    NULL);
	else
		session_tell(s, dry ? "tell.import-plan" :
		    "tell.import-done", good, groups, present, refused);
}

enum err
cmd_import(struct session *s, struct arguments *a, struct buf *out,
    struct why *why)
{
	const char *name = take_option(a, "--map");
	const char *rejects = take_option(a, "--rejects");
	bool dry = take_flag(a, "--dry-run");
	const struct import_map *map;
	struct buf csv = BUF_WIPE_INIT;
	struct import *im = NULL;
	struct defs *own = NULL;
	enum err e = take_done(a, command_find("import"), why);

	if (e == OK && name == NULL)
		e = why_set(why, ERR_USAGE, "err.map-needed",
		    "app: import without --map");
	if (e == OK)
		e = ledger_refresh(s->ledger, NULL, why);
	if (e == OK)
		e = find_map(s, name, &own, &map, why);
	if (e == OK && strcmp(map->form, a->at[0]) != 0) {
		e = why_set(why, ERR_USAGE, "err.map-form",
		    "app: map is for another form");
		why_arg(why, 0, "%s", map->form);
	}
	if (e == OK)
		e = fs_read_file(s->host.fs, a->at[1], CSV_MAX, &csv, why);
	if (e == OK)
		e = import_plan(s->defs, s->book, s->ledger, map,
		    buf_str(&csv), session_today(s),
		    isatty(STDERR_FILENO) ? show_progress : NULL, NULL, &im,
		    why);
	if (e == OK) {
		tell_columns(s, im);
		import_list(im, s->lang, out);
	}
	if (e == OK && rejects != NULL && import_refusal_count(im) > 0)
		e = write_rejects(s, im, rejects, why);
	if (e == OK && !dry)
		e = import_commit(im, why);
	if (e == OK) {
		tell_counts(s, im, dry);
		s->attention = import_refusal_count(im) > 0;
	}
	import_free(im);
	defs_free(own);
	buf_release(&csv);
	return e;
}
