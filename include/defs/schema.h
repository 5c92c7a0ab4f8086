/*
 * schema - forms, fields, choices, lists and flows as screens/ says them.
 *
 * Made by defs_read (defs/defs.h), owned by struct defs, unchanged until that
 * is freed. Ids are for ever; words are in the catalogue (defs/defs.h).
 */
#ifndef PANAH_DEFS_SCHEMA_H
#define PANAH_DEFS_SCHEMA_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

struct condition;

/* Who may get a field (format-final A17), in the order of the letters. */
#define CLASS_LETTERS	"picrkmv"

enum field_kind {
	FIELD_TEXT,
	FIELD_NOTE,		/* several lines */
	FIELD_INTEGER,
	FIELD_DATE,
	FIELD_SELECT_ONE,
	FIELD_SELECT_MULTIPLE,
	FIELD_PERSON,		/* reference to a record of form person */
	FIELD_GROUP,		/* ... of form group */
	FIELD_OFFICE,		/* code of an office or partner */
	FIELD_COUNTRY,		/* ISO 3166-1 alpha-3 and the ICAO codes */
	FIELD_PHONE,
	FIELD_DOCUMENT,		/* KIND, a blank, NUMBER of a paper */
	FIELD_NAME,		/* part of a person's name, any script */
	FIELD_IIN,		/* number of a person in Kazakhstan */
	FIELD_KINDS
};

enum field_required {
	REQUIRED_NO,
	REQUIRED_SUBMIT,	/* to send or finish, not to save */
	REQUIRED_SAVE		/* a record without it makes no sense */
};

struct field {
	const char *id;
	enum field_kind kind;
	char class;		/* one of CLASS_LETTERS */
	bool many;		/* a list: tokens + and -, not = */
	bool once;		/* set when the record is made, then fixed */
	bool retired;
	enum field_required required;
	const char *choices;	/* select kinds and document: id of choices */
	struct condition *relevant;	/* NULL: always asked */
	bool not_future;	/* date: today at the latest */
	const char *not_before;	/* date: id of a field it may not precede */
	const char *as_said, *other_in;	/* ids: panah-screens(5); or NULL */
	bool partial;		/* date: may lack day or month */
	bool estimated;		/* date: may be estimated */
	bool range;		/* date: may be from/to */
	const char *agrees;	/* iin: ids of the date and sex it tells */
	int64_t min, max;	/* integer */
	uint32_t length;	/* most bytes, 65536 unless said */
	bool key;		/* tells a record again at import */
	bool masked;		/* shown only in part in lists */
	const char *safe;	/* counts while in conflict; or NULL */
	const char *source;	/* law, article, standard; or NULL */
	char sure;		/* V P U D, 0 when not said */
	const char *file;
	unsigned line;
};

struct form {
	const char *id;
	char class;		/* of the record's existence and its state */
	bool numbered;		/* gets _no */
	const char *under, *flow;	/* field with its parents; or NULL */
	const struct field *fields;
	size_t count;
	const char *summary;	/* "{family_name}, {given_name}" */
	const char *file;
	unsigned line;
};

struct choice {
	const char *code;
	bool retired;
	const char *parent;	/* code of the level above, or NULL */
	const char *codes;	/* "unhcr=STA iso=XXA", or NULL */
	bool highest;		/* counts in a conflict: see field.safe */
};

struct choices {
	const char *id;
	const struct choice *items;
	size_t count;
	const char *file;
	unsigned line;
};

struct move {
	const char *id;		/* send, acknowledge, accept ... */
	const char *from;	/* states, blank between; "*" any */
	const char *to;
	const char *by;		/* "origin", "receiver", "any" */
	const char *asks;	/* fields asked for at the move, or NULL */
	const char *needs;	/* fields that must have a value, or NULL */
};

struct flow {
	const char *id;
	const char *initial;	/* state of a new record */
	const char *const *states;
	size_t state_count;
	const struct move *moves;
	size_t move_count;
	const char *file;
	unsigned line;
};

struct column {
	const char *field;	/* path of panah-screens(5) */
	unsigned width;		/* cells at 80 */
	unsigned priority;	/* 1 stays longest */
	bool grow;
	bool right;		/* numbers */
	bool last;		/* script of any direction: only the last one */
};

struct list {
	const char *id;
	const char *of;		/* form */
	struct condition *where;	/* NULL: all */
	const char *sort;	/* "field", "field down", comma between */
	const struct column *columns;
	size_t count;
	const char *file;
	unsigned line;
};

/* By id, or NULL. */
const struct field *form_field(const struct form *f, struct str id);
const struct choice *choices_find(const struct choices *c, struct str code);
const struct move *flow_move(const struct flow *f, struct str id);
/* "select_one" for FIELD_SELECT_ONE; "identity" for 'i'. Static. */
const char *field_kind_name(enum field_kind kind);
const char *class_name(char letter);
/* Whether a move may start from a state. */
bool move_from(const struct move *m, struct str state);

#endif
