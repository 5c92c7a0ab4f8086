/*
 * settings - what an officer has chosen for herself: the screens show them
 * (scr_settings.c), the command line reads and changes them by name.
 */
#ifndef PANAH_APP_SETTINGS_H
#define PANAH_APP_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "app/session.h"
#include "base/str.h"

#define SET_LANGUAGE	"language"	/* whose values are the languages */

struct desk;
struct setting;			/* every other; see settings.c */
struct stack;

/* The ith; NULL behind the last. */
const struct setting *setting_at(size_t i);
const char *setting_id(const struct setting *s);
/* What may be chosen, the usual first, NULL behind the last. */
const char *const *setting_values(const struct setting *s);
/* Whether its values are no more than on and off. */
bool setting_is_switch(const struct setting *s);
/* One of its values: what she chose, or the usual. */
const char *setting_now(const struct desk *d, const struct setting *s);
/* In force at once, and kept for her where the vault can be written. */
void setting_choose(struct stack *stack, const struct setting *s,
    const char *value);
/* The name as the definitions have it, to be kept; NULL: no such language. */
const char *desk_known_language(const struct desk *d, struct str name);

/* The ith name, the language first; NULL behind the last. */
const char *setting_name(size_t i);
/* ERR_USAGE "err.setting" {1} the name, {2} those there are. */
enum err setting_known(const char *name, struct why *why);
/*
 * What is in force for the officer who is in, on this terminal where it is
 * one of terminals; NULL: she has not said, or there is no such setting.
 */
const char *setting_value(struct session *s, const char *name);
/*
 * Keep another. As setting_known; ERR_USAGE "err.setting-value" {1} name, {2}
 * what it may be; else what ledger_set says.
 */
enum err setting_keep(struct session *s, const char *name,
    const char *value, struct why *why);

#endif
