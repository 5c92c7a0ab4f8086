/*
 * meanwhile - a colleague saved the record whose form is open: what to ask
 * where both changed one field, and what to tell where they did not.
 */
#ifndef PANAH_APP_MEANWHILE_H
#define PANAH_APP_MEANWHILE_H

#include "app/form_screen.h"

/*
 * After a commit of the form that was refused by save_refuse_conflicts: both
 * values on a page, from which she saves both, goes back or opens the record.
 */
void meanwhile_open(struct form_screen *f, struct stack *stack);
/* "Phone, Note": what only others changed, as of the last commit; appended. */
void meanwhile_put_fields(const struct form_screen *f, struct buf *to);

unsigned meanwhile_do_save(struct screen *, struct stack *);
unsigned meanwhile_do_record(struct screen *, struct stack *);
unsigned meanwhile_do_up(struct screen *, struct stack *);
unsigned meanwhile_do_down(struct screen *, struct stack *);

#endif
