/*
 * json - records as one object a line, stable for ever (cli.md).
 *
 * Every object begins with id, uid, form; then the fields that have a value,
 * by field id in bytewise order; a field in conflict is {"conflict":[...]} in
 * order of entry id; a list field is an array in bytewise order. Equal state,
 * equal bytes, whatever the order of arrival.
 */
#ifndef PANAH_PAPER_JSON_H
#define PANAH_PAPER_JSON_H

#include "base/buf.h"
#include "model/book.h"

void json_string(struct buf *to, struct str s);
/* One line with LF. */
void json_record(struct buf *to, const struct book *b,
    const struct record_state *r);
/* Every record, sorted by uid, handed out line by line. */
void json_export(const struct book *b,
    void (*line)(void *context, struct str line), void *context);

#endif
