/*
 * ask - a few fields asked on a screen of their own, secrets among them.
 *
 * For what is no record: an officer, a passphrase, an office that is made.
 */
#ifndef PANAH_APP_ASK_H
#define PANAH_APP_ASK_H

#include "base/str.h"
#include "ui/screen.h"

#define ASK_FIELDS	6

struct ask_field {
	const char *label;	/* id of its words */
	const char *hint;	/* the sentence while it is asked, or NULL */
	unsigned limit;		/* bytes */
	bool secret;		/* a passphrase: two in a row must agree */
};

struct ask {
	const char *title;	/* id of its words */
	const struct ask_field *field;
	size_t count;
	const char *note;	/* words below the fields, or NULL */
	/*
	 * The sentence why a value is not right, {1} in it; or NULL. Asked of
	 * each field before done; itself NULL: all are right. Never called
	 * for a secret.
	 */
	const char *(*fault)(size_t at, struct str value);
	/* Back was pressed: flags; NULL: the screen closes. */
	unsigned (*back)(void *context, struct stack *stack);
	/*
	 * F2, with no field empty and the passphrases alike. Returns flags;
	 * with SCREEN_CLOSE it was done, else it said what is wrong. It may
	 * pop the screen itself, when it is through with value.
	 */
	unsigned (*done)(void *context, const struct str *value,
	    struct stack *stack);
	void *context;		/* must live as long as the screen */
};

void scr_ask_open(struct stack *stack, const struct ask *ask);

/* Actions of the screen; the table in screens.c names them. */
unsigned ask_do_next(struct screen *, struct stack *);
unsigned ask_do_enter(struct screen *, struct stack *);
unsigned ask_do_previous(struct screen *, struct stack *);
unsigned ask_do_show(struct screen *, struct stack *);
unsigned ask_do_save(struct screen *, struct stack *);

#endif
