/*
 * model_int - what the files of the model share; nobody else includes it.
 *
 *	chain.c		several things under one key
 *	slot.c		names, slots, heads
 *	book.c		folding entries in
 *	body.c		the slots of a record, left in a snapshot till asked for
 *	book_snapshot.c	the whole book kept in a snapshot, and taken from one
 *	record.c	reading a record
 *	refer.c		numbers and references: from a name to its records
 *	path.c		the text of "group.address" and its like
 *	query.c		lists
 *	query_rows.c	lists kept on a screen, brought up to date
 *	save.c, save_check.c, save_plan.c, save_since.c	writing
 *	undo.c, undo_act.c	taking back
 *	same.c		records of one person
 *	find.c		people by what is known (find_rows.h, find_words.h)
 *
 * A register of 160,000 people has to fit into 300 MB, so a slot has one head
 * within itself, names are numbers and values lie once in an arena.
 */
#ifndef PANAH_MODEL_INT_H
#define PANAH_MODEL_INT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/fold.h"
#include "base/map.h"
#include "base/pack.h"
#include "crypt/random.h"
#include "feed/entry.h"
#include "feed/ledger.h"
#include "model/book.h"
#include "model/query.h"
#include "model/save.h"

#define NONE		UINT32_MAX
#define UID_SIZE	16
#define UID_TEXT	32

/* Names that the model itself knows have these numbers in every book. */
enum known_name {
	NAME_FORM, NAME_NO, NAME_UP, NAME_SAME, NAME_DIFFER, NAME_STATE,
	NAME_BIRTH,
	NAMES_KNOWN
};

/* One value, kept for as long as the book. */
struct kept {
	uint32_t n;
	char p[];
};

#define KEPT_RECENT	1024u	/* a power of two */
#define KEPT_SHORT	UID_TEXT	/* longer ones seldom come twice */

/* A write that nothing supersedes. */
struct head {
	const struct kept *text;	/* of a list: NULL */
	uint32_t entry;
	bool add;			/* of a list: + */
};

struct slot {
	uint32_t name;
	uint32_t count;			/* heads */
	const struct kept *member;	/* value of a list; NULL for = */
	union {
		struct head one;	/* where count is 0 or 1 */
		struct head *many;
	} at;
};

struct record_state {
	struct book *book;
	uint8_t uid[UID_SIZE];
	uint8_t root[UID_SIZE];
	uint32_t segment;		/* where its slots still are; or NONE */
	struct slot *slots;		/* their places never change */
	uint32_t count, room;
	struct map *places;		/* of slots, once there are many */
	uint32_t first, last;		/* entries of the record, by arrival */
	uint32_t form_name;		/* the one value of `_form`, or NONE */
	uint32_t doubled;		/* slots of = with several heads */
	bool created;			/* a `new` has arrived */
	const struct form *form;	/* by form_name */
};

/* An entry that was applied. */
struct applied {
	struct entry_ref ref;
	uint32_t record;
	uint64_t hlc;
	uint32_t next;			/* of the same record */
	bool new;
};

/* An entry that was named before it came: what it writes there is dead. */
struct awaited {
	struct entry_ref ref;
	uint32_t record, slot;
};

/* The greatest number of an office and year, "ALA-2025". */
struct serial {
	char key[16];
	uint32_t greatest;
};

/* Several things under one key, newest first. */
struct link {
	uint32_t hash;			/* of the key */
	uint32_t record;
	uint32_t what;
	uint32_t next;
};

struct chain {
	struct link *links;
	size_t count, room;
	uint32_t *firsts;		/* by the last bits of the hash */
	size_t size;
};

struct slot_name {
	struct str text;
	struct str as_value;		/* "sex=": the slot that is no list */
	struct str as_list;		/* "sex+" */
	const struct form *form;	/* with this id, or NULL */
};

/* The fields of one record in their order, see record.c. */
struct listed {
	struct str text;
	size_t place;
	uint32_t name;
	bool list;
};

struct listing {
	const struct record_state *record;
	uint64_t version;
	struct listed *at;
	size_t count, room;
};

struct book {
	const struct defs *defs;
	const struct ledger *ledger;	/* NULL until it is open */
	struct arena *memory;
	const struct kept *recent[KEPT_RECENT];	/* short ones, by text */
	struct record_state **records;
	size_t count, room;
	uint64_t seed[2];		/* of every hash below */
	uint32_t *uids;			/* to records, NONE where free */
	size_t uids_size;
	struct slot_name *names;
	size_t name_count, name_room;
	struct map *name_numbers;
	struct applied *entries;
	size_t entry_count, entry_room;
	uint32_t *index;	/* of entries by ref; made when needed */
	size_t index_size;
	struct chain numbers;		/* number: records that bore it */
	struct chain referrers;		/* uid: records and names with it */
	struct chain births;		/* day: records with that birth date */
	struct awaited *awaits;
	size_t await_count, await_room;
	struct chain awaited;		/* ref: place in awaits */
	struct serial *serials;
	size_t serial_count, serial_room;
	struct map *serial_index;
	uint64_t version;
	uint64_t began;			/* version when it was folded anew */
	struct listing listing;
	struct snapshot *snapshot;	/* where bodies are read; or NULL */
	uint32_t snapshot_kind;
	size_t segment_count;
	struct ledger *source;		/* for what does not open there */
	struct book_keeping *keeping;
};

/* chain.c */
void chain_release(struct chain *c);
void chain_add(struct chain *c, uint32_t hash, uint32_t record,
    uint32_t what);
/* Once all links are there with their hashes. */
void chain_hang(struct chain *c);
/* The first link of a hash, or the next behind one; NONE behind the last. */
uint32_t chain_first(const struct chain *c, uint32_t hash);
uint32_t chain_next(const struct chain *c, uint32_t i);

/* slot.c */
uint32_t name_intern(struct book *b, struct str name);
uint32_t name_find(const struct book *b, struct str name);	/* or NONE */
/*
 * Every look at the slots of a record begins with this: those that are still
 * in a snapshot are brought here. slot_find does it, slot_get does not.
 */
void record_need(const struct record_state *r);
/* The slot of a name; member is the value for a list, NULL for =. */
struct slot *slot_find(const struct record_state *r, uint32_t name,
    const struct str *member);
struct slot *slot_get(struct record_state *r, uint32_t name,
    const struct str *member);
/* Once all slots are there: where they are many, a map of them. */
void slots_index(struct record_state *r);
void slot_release(struct slot *s);
const struct head *slot_heads(const struct slot *s);
void slot_add(struct slot *s, struct head h);
void slot_remove(struct slot *s, uint32_t entry);
bool slot_present(const struct slot *s);	/* a list: some head is + */
/*
 * Heads of a = slot in the order of entry ids, one for each distinct value,
 * at most max; returns how many. One empty value is none.
 */
size_t slot_values(const struct book *b, const struct slot *s,
    struct head *to, size_t max);
struct str kept_str(const struct kept *t);
const struct kept *kept_new(struct book *b, struct str s);
int ref_order(const struct book *b, const struct entry_ref *x,
    const struct entry_ref *y);

/* book.c */
/* As book_new left it, but for its version, which goes up. */
void book_forget(struct book *b);
/* Room for count records in uids. */
void uids_room(struct book *b, size_t count);
void uids_add(struct book *b, uint32_t record);
/* So that what stands in awaits is found by its ref. */
void await_find(struct book *b, uint32_t i);
/* Which applied entries `over` names, in its order: NONE where not here. */
void find_over(struct book *b, const struct entry *e,
    const uint32_t *over_feeds, uint32_t found[static ENTRY_OVER_MAX]);
/* One token into its slot; fresh: for the first time. */
void token_write(struct book *b, uint32_t record, uint32_t entry,
    const struct token *t, const struct entry *e, const uint32_t *over,
    const uint32_t *over_feeds, bool fresh);
uint32_t book_hash(const struct book *b, const void *key, size_t n);
/* The number of a record, or NONE. */
uint32_t book_number(const struct book *b, const uint8_t uid[static UID_SIZE]);

/* record.c: the slot that a spelling means: "sex", "sex=", "sex+". */
struct spelling {
	uint32_t name;			/* NONE: no slot has it */
	bool list;
};
struct spelling record_spelling(const struct record_state *r,
    struct str field);
bool record_holds(const struct record_state *r, uint32_t name,
    struct str value);

/* body.c */
void body_print(struct pack *p, const struct record_state *r);
/* book_snapshot.c */
bool book_keep(void *context, unsigned section, size_t item, struct buf *to);
bool book_load(void *context, struct ledger *l, struct snapshot *s,
    uint32_t kind);
void book_keeping_free(struct book *b);
#define BOOK_FOLD	1u	/* goes up with what these two files write */
#define BOOK_SECTIONS	8u

/* refer.c */
void refer_note(struct book *b, uint32_t record, uint32_t name,
    struct str value);
uint32_t serial_greatest(const struct book *b, const char *office,
    uint32_t year);

/*
 * same.c: whether an earlier record of the same person is one that the list
 * takes. The person then stands there once.
 */
struct run;
bool same_stands(struct run *run, const struct record_state *r);
/* Records that this one was ever joined with, by number. */
void same_each(const struct book *b, uint32_t record,
    void (*each)(void *arg, uint32_t record), void *arg);

/* query.c: what is at hand while a query runs. */
#define ORDER_MAX	8	/* fields that a list is sorted by */

struct order {
	struct str path[ORDER_MAX];
	bool down[ORDER_MAX];
	size_t count;
};

struct row {
	const struct record_state *record;
	const struct order *order;
	struct str *keys;		/* in the arena of the run */
};

struct run {
	const struct book *book;
	const struct ledger *ledger;
	const struct query *query;
	const struct form *form;	/* NULL: of a list that has none here */
	struct order order;
	struct arena *arena;
	struct fold *fold;
	struct str filter;
	struct fold_wanted wanted;	/* by the filter */
	struct buf text, folded, key;
};

void run_begin(struct run *run);	/* book, ledger, query, filter set */
void run_end(struct run *run);
bool run_has(struct run *run, const struct record_state *r);
/* The same for the record alone, whoever it is one person with. */
bool run_takes(struct run *run, const struct record_state *r);
/* Rows in their order; the caller frees *found. */
size_t run_gather(struct run *run, struct row **found);
struct row run_row(struct run *run, const struct record_state *r);
int row_order(const void *a, const void *b);

/* path.c */
void path_values(const struct book *b, const struct ledger *l,
    const struct record_state *r, struct str path, int64_t today,
    void (*each)(void *arg, struct str value), void *arg);
/* Whole years from a birth date to a day; false where it is no date. */
bool age_at(struct str birth_date, int64_t today, int *years);

/* save.c: a head that stood when the save first looked at the record. */
struct seen {
	struct str name;
	struct str value;
	bool list;
	bool add;
	struct entry_ref ref;
};

struct write {
	struct str name;
	const struct field *field;	/* NULL: the state, a number */
	char op;
	char class;
	struct str value;
};

/* One record of a save. Strings are in the save's arena. */
struct change {
	uint8_t uid[UID_SIZE];
	uint8_t root[UID_SIZE];		/* of a new record: once planned */
	bool created;
	const struct form *form;
	struct seen *seen;
	size_t seen_count, seen_room;
	struct write *writes;
	size_t count, room;
	const struct move **moves;	/* made in this save */
	size_t move_count, move_room;
	bool submits;			/* one of them left the first state */
};

struct save {
	struct book *book;
	struct ledger *ledger;
	int64_t today;
	struct arena *arena;
	struct buf checked, value;	/* one being looked at; wiped */
	struct change *changes;
	size_t count, room;
	struct map *uids;		/* to changes */
	struct random_ahead random;	/* of uids */
	bool refuses;			/* where somebody wrote meanwhile */
	struct save_since *since;
	size_t since_count, since_room;
};

/* save_since.c: under the lock; true: some field has two values. */
bool save_find_since(struct save *s);

/* change.c */
struct change *change_find(const struct save *s,
    const uint8_t uid[static UID_SIZE]);
struct change *change_add(struct save *s, const uint8_t uid[static UID_SIZE],
    const struct form *form);
void change_look(struct save *s, struct change *d,
    const struct record_state *r);
/* The write to a slot, for a list to that of one value; or NULL. */
struct write *change_find_write(const struct change *d, struct str name,
    const struct str *member);
/* In place of an earlier write to the same slot. */
void change_write(struct change *d, struct write w);
void change_drop_write(struct change *d, struct write *w);	/* or NULL */
/* Whether just this stands in a = field; an empty value: nothing stands. */
bool change_seen_settled(const struct change *d, struct str name,
    struct str value);
bool change_seen_in_list(const struct change *d, struct str name,
    struct str value);
/* What would stand in a field after the save, each value once. */
void change_values(const struct change *d, struct str name,
    void (*each)(void *arg, struct str value), void *arg);
bool change_has(const struct change *d, struct str name, struct str value);
bool change_has_any(const struct change *d, struct str name);
bool change_writes(const struct change *d, struct str name);

/*
 * undo_act.c: acts read back. An act is what one officer wrote into one record
 * at one time. Strings are in the arena it was read into.
 */
struct act_entry {
	struct entry_ref ref;
	struct entry entry;
	bool is_new;
};

/* A slot that the act wrote. */
struct act_slot {
	struct str name;
	bool list;
	char op, class;
	struct str member;		/* of a list */
	struct str *values;		/* written: more than one reopens */
	size_t writers;			/* a conflict */
	struct str *before;		/* superseded, distinct; of a = slot */
	size_t before_count;
};

struct act {
	uint8_t record[UID_SIZE], root[UID_SIZE];
	uint32_t feed;
	uint64_t hlc;
	struct act_entry *at;
	size_t count;
	struct act_slot *slots;
	size_t slot_count;
};

/*
 * The last act of the officer who is in that undo, or redo, is about. Errors
 * of ledger_line_of.
 */
enum err act_last(const struct book *b, struct ledger *l, struct arena *a,
    bool again, struct act *act, bool *found, struct why *why);
/* Whether the entry, of the act, wrote the slot. */
bool act_wrote(const struct act *act, const struct act_slot *s,
    const struct entry_ref *ref);

#endif
