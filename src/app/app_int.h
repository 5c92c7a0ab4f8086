/*
 * app_int - what the screens share; nobody else includes it.
 *
 *	screens.c	the terminal, the table of actions, lock and unlock
 *	scr_unlock.c	officer and passphrase
 *	device.c	what the machine says before that
 *	enter.c		what an officer has to know when she is in
 *	scr_setup.c	the first run: where no vault is, one is made
 *	scr_ask.c	a few fields that are no record (ask.h)
 *	scr_officers.c	who may unlock the vault
 *	scr_keytest.c	what a key sends, and text from right to left
 *	settings.c	what each officer chooses (app/settings.h)
 *	scr_settings.c	the same, picked from lists; the language
 *	scr_lists.c	my day, people, families (app/lists.h)
 *	form_known.c	whether she who is registered is here already
 *	scr_find.c	people and families by whatever is known of them
 *	scr_referrals.c	referrals in, out, late, done
 *	scr_card.c	one record: see app/card.h
 *	undo_ask.c	taking back what was saved last, shown before
 *	scr_conflicts.c	two values for one field, to choose from
 *			(app/conflict_values.h: who wrote them;
 *			conflicts_draw.c: on the screen)
 *	scr_duplicates.c	two records that may be one person
 *	scr_form.c	a form to fill in: new, changed, referred, answered
 *	scr_draft.c	what is typed in it is kept, and gone on with
 *	refer_leaves.c	what leaves with a referral, in words (app/refer.h)
 *	scr_refer.c	the same below its form, and before it is saved
 *	scr_meanwhile.c	what a colleague saved while a form was open
 *	scr_paper.c	what is printed or copied, shown before it goes
 *	scr_exchange.c	bundles: for whom or where from (app/exchange.h)
 *	scr_send.c	one on its way out; leaving.c counts what it takes
 *	scr_intake.c	those that were found, with what each would do
 */
#ifndef PANAH_APP_INT_H
#define PANAH_APP_INT_H

#include <stdbool.h>
#include <stdint.h>

#include "app/session.h"
#include "model/save.h"
#include "paper/table.h"
#include "ui/action.h"
#include "ui/pick.h"
#include "ui/screen.h"

#define NEED_CARD_PERSON	(NEED_OWN << 0)	/* a person's card */
#define NEED_CARD_GROUP		(NEED_OWN << 1)	/* a group's card */
#define NEED_MOVES		(NEED_OWN << 2)	/* moves are open here */
#define NEED_READY		(NEED_OWN << 3)	/* a plan that can be done */
#define NEED_WRITING	(NEED_OWN << 13)	/* a bundle, just now */
#define NEED_NEW		(NEED_OWN << 4)	/* this list can begin one */
#define NEED_GROUP_OF		(NEED_OWN << 5)	/* person in a group */
#define NEED_CONFLICT	(NEED_OWN << 12)	/* two values in a field */
#define NEED_PAIR	(NEED_OWN << 12)	/* two alike are shown */
#define NEED_TIMELINE	(NEED_OWN << 14)	/* a card's timeline is shown */
#define NEED_BUNDLE	(NEED_OWN << 15)	/* goes to another office */

#define DESK_FORMS	8

#define LOCK_AFTER_MS	(5 * 60000u)	/* until she says otherwise */

struct form_screen;		/* scr_form.c */

/* What the screens stand on: stack_app of the stack. */
struct desk {
	struct session *s;
	struct words words;
	unsigned turns;		/* how often words or drafts have changed */
	unsigned wrong;		/* tries since somebody was in */
	unsigned lock_after_ms;	/* without a key */
	bool removed;		/* she is no officer any more */
	bool lang_chosen;	/* here, by her: it is not to be overruled */
	const char *bidi_chosen;	/* the same; NULL: nothing was */
	bool pictures;		/* are drawn where they can be seen */
	struct action_table tables[2];	/* actions point into them */
	struct actions *actions;
	struct pick_source palette;	/* people, behind the acts */
	char login[33];		/* who was here before the lock */
	struct form_screen *forms;	/* that are open, newest first */
	uint8_t offered[16];	/* the draft she is asked about */
	char out[FS_PATH_MAX], in[FS_PATH_MAX];	/* folders used last */
	const struct office *writes_to;	/* while one is asked where */
	struct {		/* the record of each form saved last */
		const struct form *form;
		uint8_t uid[16];
	} last[DESK_FORMS];
	size_t lasts;		/* ever kept; the oldest gives way */
};

struct desk *desk_of(const struct stack *stack);
/* Somebody is in, by a passphrase of her own. */
bool desk_open(const struct desk *d);
/*
 * Read what colleagues saved; true when anything has changed since *version,
 * which is the screen's own.
 */
bool desk_refresh(struct desk *d, uint64_t *version, struct stack *stack);
/* What lists and cards are drawn from. */
struct table_view desk_view(const struct desk *d);
/*
 * A field as an officer reads it in a row: words for codes, names for
 * references.
 */
void desk_cell(const struct desk *d, const char *form,
    const struct record_state *r, const char *path, struct buf *to);
/*
 * Words over as many rows as they need, from a row of the frame on; blanks at
 * the beginning indent all of them. Returns the row below.
 */
unsigned desk_put_line(const struct frame *f, unsigned row, struct str line);
void desk_put(const struct frame *f, unsigned row, const char *text);
/* "(*) 1 English", the one chosen with its mark, or in words; appended. */
void desk_option(const struct frame *f, bool on, unsigned number,
    const char *label, struct buf *to);
/* Every word from now on in this language, a text of defs_lang_at. */
void desk_turn(struct desk *d, const char *lang);
/* The same by her own choice, which is kept; NULL changes nothing. */
void desk_choose_language(struct stack *stack, const char *lang);
/*
 * Who orders text from right to left on this terminal, as the setting has its
 * values from 0: at once, and kept when somebody is in; and which it is now.
 */
void desk_choose_bidi(struct stack *stack, size_t value);
size_t desk_bidi(const struct desk *d);
/* How the screens look where no setting says otherwise. */
struct look desk_look(const struct desk *d);
/* In words, for who has not unlocked yet (device.c). */
void device_used(const struct desk *d, const struct words *w, struct buf *to);
void device_ready(const struct desk *d, const struct words *w,
    struct buf *to);
/* The folder of a stick that is in; false: none is. */
bool device_stick(const struct desk *d, char to[static FS_PATH_MAX]);
/* After unlocking: the screens as this officer wants them. */
void desk_welcome(struct stack *stack);
/*
 * She is in: my day; before that, where somebody else has set her passphrase,
 * one of her own.
 */
void desk_enter(struct stack *stack);
/* Forget keys and records, and ask for the passphrase again. */
unsigned desk_lock(struct stack *stack);

extern const struct action app_actions[];
extern const size_t app_action_count;

void scr_unlock_open(struct stack *stack);
void scr_setup_open(struct stack *stack);
/* A passphrase of her own, then my day; the only way round is the lock. */
void scr_first_open(struct stack *stack);
void scr_lists_open(struct stack *stack);
/* One search over all people and families, with this typed already. */
void scr_find_open(struct stack *stack, struct str typed);
/* The same for the palette; of the desk. */
struct pick_source find_palette(struct desk *d);
void scr_card_open(struct stack *stack, const uint8_t uid[static 16]);
/* A new record of a form; group fixes the field of that name, or NULL. */
void scr_form_new(struct stack *stack, const char *form,
    const uint8_t *group);
/* A new person of whom so much was typed; "" where nothing was. */
void scr_form_register(struct stack *stack, struct str name,
    struct str born);
/* Fields of a record; move NULL: all of them, else those the move asks. */
void scr_form_edit(struct stack *stack, const uint8_t uid[static 16],
    const struct move *move);
/* A referral of these people. */
void scr_form_refer(struct stack *stack, const uint8_t (*persons)[16],
    size_t count);
/* The conflict desk, at this record's; NULL: at the first. */
void scr_conflicts_open(struct stack *stack, const uint8_t *uid);
void scr_referrals_open(struct stack *stack);
void scr_exchange_open(struct stack *stack);
/* Language n from 1, in the order of the keys; NULL behind the last. */
const char *desk_language(const struct desk *d, unsigned n);
/* The language of the screens, chosen from a list. */
void scr_language_open(struct stack *stack);
/* Send to this office; NULL: read bundles. Asks where first. */
void scr_exchange_with(struct stack *stack, const struct office *office);
/* To whom a referral or its answer goes by bundle; NULL: to nobody. */
const struct office *exchange_office_of(const struct desk *d,
    const struct record_state *r);

/* Actions of each screen; the table in screens.c names them. */
unsigned undo_do_back(struct screen *, struct stack *);
unsigned undo_do_again(struct screen *, struct stack *);
unsigned conflicts_do_down(struct screen *, struct stack *);
unsigned conflicts_do_up(struct screen *, struct stack *);
unsigned conflicts_do_first(struct screen *, struct stack *);
unsigned conflicts_do_second(struct screen *, struct stack *);
unsigned conflicts_do_third(struct screen *, struct stack *);
unsigned conflicts_do_fourth(struct screen *, struct stack *);
unsigned conflicts_do_accept(struct screen *, struct stack *);
unsigned conflicts_do_later(struct screen *, struct stack *);
unsigned conflicts_do_record(struct screen *, struct stack *);
unsigned lists_do_conflicts(struct screen *, struct stack *);
unsigned lists_do_duplicates(struct screen *, struct stack *);
unsigned duplicates_do_same(struct screen *, struct stack *);
unsigned duplicates_do_different(struct screen *, struct stack *);
unsigned duplicates_do_later(struct screen *, struct stack *);
unsigned duplicates_do_left(struct screen *, struct stack *);
unsigned duplicates_do_right(struct screen *, struct stack *);
unsigned duplicates_do_both(struct screen *, struct stack *);
unsigned duplicates_do_down(struct screen *, struct stack *);
unsigned duplicates_do_up(struct screen *, struct stack *);
unsigned duplicates_do_record(struct screen *, struct stack *);
unsigned card_do_open(struct screen *, struct stack *);
unsigned card_do_summary(struct screen *, struct stack *);
unsigned card_do_timeline(struct screen *, struct stack *);
unsigned card_do_people(struct screen *, struct stack *);
unsigned card_do_referrals(struct screen *, struct stack *);
unsigned card_do_edit(struct screen *, struct stack *);
unsigned card_do_member(struct screen *, struct stack *);
unsigned card_do_refer(struct screen *, struct stack *);
unsigned card_do_exchange(struct screen *, struct stack *);
unsigned card_do_move(struct screen *, struct stack *);
unsigned card_do_kinds(struct screen *, struct stack *);
unsigned card_do_earlier(struct screen *, struct stack *);
unsigned card_do_since(struct screen *, struct stack *);
unsigned do_find(struct screen *, struct stack *);

/* form_known.c: a field was left; nothing is typed just now; F7. */
void form_known_left(struct form_screen *f, const struct field *field);
unsigned form_known_idle(struct form_screen *f, struct stack *stack);
unsigned form_do_known(struct screen *, struct stack *);
unsigned found_do_take(struct screen *, struct stack *);
unsigned found_do_new(struct screen *, struct stack *);
unsigned do_officers(struct screen *, struct stack *);
unsigned do_settings(struct screen *, struct stack *);
unsigned do_keytest(struct screen *, struct stack *);
unsigned keytest_do_f1(struct screen *, struct stack *);
unsigned keytest_do_f10(struct screen *, struct stack *);
unsigned keytest_do_esc(struct screen *, struct stack *);
unsigned keytest_do_end(struct screen *, struct stack *);
unsigned do_passphrase(struct screen *, struct stack *);
unsigned officers_do_up(struct screen *, struct stack *);
unsigned officers_do_down(struct screen *, struct stack *);
unsigned officers_do_add(struct screen *, struct stack *);
unsigned officers_do_role(struct screen *, struct stack *);
unsigned officers_do_remove(struct screen *, struct stack *);
unsigned setup_do_next(struct screen *, struct stack *);
unsigned unlock_do_enter(struct screen *, struct stack *);
unsigned unlock_do_next(struct screen *, struct stack *);
unsigned unlock_do_previous(struct screen *, struct stack *);
unsigned unlock_do_show(struct screen *, struct stack *);

#endif
