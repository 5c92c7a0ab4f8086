/*
 * exchange - the screens of bundles: whom to write to or where to read from
 * (scr_exchange.c), a bundle on its way out (scr_send.c, leaving.c), and those
 * that were found (scr_intake.c, app/intake_plan.h).
 */
#ifndef PANAH_APP_EXCHANGE_H
#define PANAH_APP_EXCHANGE_H

#include <stddef.h>
#include <stdint.h>

#include "app/session.h"
#include "bundle/exchange.h"
#include "ui/screen.h"

/* What a bundle would take along, by records. */
struct leaving {
	uint64_t entries;
	uint8_t (*record)[16];		/* each record that is in it, once */
	size_t count, room;
	size_t people;			/* new ones */
	size_t changed;			/* records of any kind, known there */
	size_t others;			/* new records that are no person */
	size_t referrals;		/* new or changed ... */
	size_t to_answer;		/* ... of them to that office, open */
	int64_t oldest_ms;		/* when the oldest entry was written */
};

/* Reads every entry that would leave. */
enum err leaving_count(struct session *s, const struct send_request *r,
    struct leaving *l, struct why *why);
void leaving_release(struct leaving *l);

/* "7.2 GB", in words of the language. Appended. */
void exchange_put_size(const struct words *w, uint64_t bytes, struct buf *to);

/* The screens, once it is known where: path is a folder or a file. */
void scr_send_open(struct stack *stack, const struct office *office,
    const char *path);
void scr_intake_open(struct stack *stack, const char *path);

/* Actions; the table in screens.c names them. */
unsigned send_do_apply(struct screen *, struct stack *);
unsigned send_do_stop(struct screen *, struct stack *);
unsigned send_do_view(struct screen *, struct stack *);
unsigned send_do_up(struct screen *, struct stack *);
unsigned send_do_down(struct screen *, struct stack *);
unsigned intake_do_apply(struct screen *, struct stack *);
unsigned intake_do_view(struct screen *, struct stack *);

#endif
