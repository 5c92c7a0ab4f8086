/*
 * demo - what the files of the demonstration share.
 *
 *	cmd_demo.c	the offices, their clock and their randomness
 *	demo_people.c	invented families
 *	demo_story.c	what happened to them, and what waits today
 *	demo_twice.c	people whom two offices know, and twins
 *	demo_drafts.c	what was begun and not saved
 */
#ifndef PANAH_APP_DEMO_H
#define PANAH_APP_DEMO_H

#include "app/demo_people.h"
#include "app/session.h"

enum demo_office { DEMO_ALA, DEMO_AST, DEMO_KOR, DEMO_LEX, DEMO_OFFICES };

struct demo {
	struct session *s;	/* of the command: language, real host */
	struct host host;
	struct clock clock;
	struct random random;
	struct demo_random seed;
	int64_t now;		/* ms since 1970; goes on with each look */
	const char *folder;
	uint64_t persons;
	struct session office[DEMO_OFFICES];
};

#define DEMO_TODAY	"2026-11-23"
#define DEMO_DAY_MS	((int64_t)86400000)

/* The clock of all offices stands at 05:20 UTC of a day from now on. */
void demo_go_to(struct demo *d, int year, int month, int day);
/* Almaty's people and the years behind them, then today. */
enum err demo_story(struct demo *d, struct why *why);

/* How somebody of Almaty's was written down in another office. */
enum demo_twice {
	TWICE_IN_CYRILLIC,
	TWICE_IN_LATIN,		/* and born in a month */
	TWICE_AT_THE_BORDER	/* in two scripts, and born about a year */
};
/* Of a population without anybody who could be, nobody. */
enum err demo_twice(struct demo *d, enum demo_office at, enum demo_twice how,
    struct why *why);
/* Brothers born on one day: two people, who are not to be shown as one. */
enum err demo_twins(struct demo *d, enum demo_office at, struct why *why);

#define DEMO_DRAFTS	5
/*
 * Drafts of Almaty's officer; person is the number of whom two of them are
 * about, NULL leaves these out. No entry of any journal comes of it.
 */
enum err demo_drafts(struct demo *d, const char *person, struct why *why);

#endif
