/*
 * settings - what an officer has chosen for herself, by name: the screens
 * show them (scr_settings.c), the command line reads and changes them.
 */
#ifndef PANAH_APP_SETTINGS_H
#define PANAH_APP_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "app/session.h"

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
