/*
 * intake_plan - files that were handed over: what each would do, then doing
 * it. Shared by the command line and the screen.
 */
#ifndef PANAH_APP_INTAKE_PLAN_H
#define PANAH_APP_INTAKE_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#include "app/session.h"
#include "bundle/exchange.h"

/* So many new people of a file are compared with who is here. */
#define INTAKE_COMPARED	1000

struct intake_plan;

struct intake_totals {
	uint64_t fresh;		/* records not here before ... */
	uint64_t people;	/* ... of them people */
	uint64_t known;		/* ... of the first of these, known here */
	uint64_t changed;	/* records that get other values */
	uint64_t conflicting;	/* records with a slot of two values then */
	uint64_t present;	/* entries that are here already */
	uint64_t waiting;	/* entries that cannot be checked yet */
	uint64_t missing;	/* entries known to exist and not here */
	uint64_t referrals;	/* new referrals to us */
	uint64_t answers;	/* referrals of ours whose state it changes */
	uint64_t set_aside;	/* unknown offices, unreadable lines */
	uint64_t forks;
};

/* One file as found. */
struct intake_file {
	char *path;
	struct incoming_info info;
	struct intake_totals totals;
	struct why refused;	/* err OK: it is good */
	uint64_t bytes;
	bool later;		/* set by the caller: not taken in now */
	bool applied;
};

struct intake_plan *intake_plan_new(struct session *s);
void intake_plan_free(struct intake_plan *p);

/*
 * Told of all that follows, in bytes of files, anew from 0 in each pass over
 * them. When it is stopped, adding and applying return ERR_CANCELLED, and only
 * what is marked as applied has been stored; the counts are no longer true.
 */
void intake_plan_watch(struct intake_plan *p, struct exchange_progress watch);

/*
 * A file or folder: every bundle in it is opened, checked and counted. A file
 * that is refused is kept with its reason; the rest goes on.
 */
enum err intake_plan_add(struct intake_plan *p, const char *path,
    struct why *why);
/* Nothing that can be applied. */
bool intake_plan_empty(const struct intake_plan *p);
size_t intake_plan_count(const struct intake_plan *p);
struct intake_file *intake_plan_at(const struct intake_plan *p, size_t i);
void intake_plan_totals(const struct intake_plan *p, struct intake_totals *t);
/* The first refusal among the files, or "err.no-bundle" when none is there. */
enum err intake_plan_refusal(const struct intake_plan *p, struct why *why);
/* Whether a person should look: conflicts, gaps, forks, things set aside. */
bool intake_plan_attention(const struct intake_plan *p);

/*
 * Apply each good file that is not for later as one durable step, in the order
 * of their numbers; what the others would do is then counted anew.
 */
enum err intake_plan_apply(struct intake_plan *p, struct why *why);

/* Lines for a person, in her language. */
void intake_plan_text(const struct session *s, const struct intake_plan *p,
    bool applied, struct buf *to);
/* "new 12\nchanged 19..." for scripts. */
void intake_plan_summary(const struct intake_plan *p, bool applied,
    struct buf *to);

#endif
