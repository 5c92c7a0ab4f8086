/*
 * What the bodies of this layer share: keys in memory, the open journal.
 */
#ifndef PANAH_STORE_INT_H
#define PANAH_STORE_INT_H

#include "base/map.h"
#include "store/head.h"
#include "store/journal.h"
#include "store/keys.h"
#include "store/resume.h"
#include "store/vault.h"

/* ------------------------------------------------------------- vault.c */

#define VAULT_ALLOW_NETWORK	"allow-network"	/* the administrator's mark */

/*
 * Nothing but the names that are allowed, and folders of ours that are empty.
 * within is "" for the vault itself; allowed ends in NULL.
 */
bool vault_holds_only(const struct host *host, const char *folder,
    const char *within, const char *const *allowed);
/* The disk is one for a vault, and its folders are there. */
enum err vault_prepare(struct vault *v, const struct host *host,
    const char *folder, struct why *why);
/*
 * Who makes or finishes a vault holds its file kdf; ERR_BUSY at once when
 * another does. It is open while it is held.
 */
enum err vault_lock_making(const struct host *host, const char *folder,
    int *fd, struct why *why);
void vault_unlock_making(const struct host *host, int fd);
void vault_remove_files(const struct host *host, const char *folder);

/* ---------------------------------------------------------------- keys */

#define KEYS_HEADER	64
#define SLOT_SIZE	512
#define SLOTS_SIZE	(KEYS_SLOTS * SLOT_SIZE)
#define AGE_IDENTITIES	64
struct key_epoch {
	uint16_t epoch;
	uint8_t key[32];
};
struct key_root {
	uint8_t root[16], key[32];
	bool gone;		/* erased: there is no key any more */
};
struct key_age {
	struct age_identity identity;
	char from[16];
};
/* The sealed table. Arrays are guarded memory. */
struct key_table {
	struct key_epoch *jk;		/* ascending */
	size_t jk_count, jk_room;
	uint8_t kn[32], kh[32], t[32];
	struct minisign_secret sign;
	struct key_age age[AGE_IDENTITIES];
	size_t age_count;
	struct key_root *roots;
	size_t root_count, root_room;
	struct map *root_at;		/* record's root to index in roots */
	struct buf other;		/* lines of other words, as they are */
};
/* What the passphrase of an officer opens: ct of the slot. */
struct slot_secret {
	uint8_t box[32], sign[32];	/* X25519, Ed25519 seed */
	uint8_t root_public[32];
	uint8_t root_seed[32];		/* zeros: no role key */
};
struct keys {
	uint8_t vault_id[16];
	uint64_t generation;
	size_t slot;			/* of the officer who is in */
	struct slot_secret own;
	uint8_t vk[32];
	uint8_t slots[SLOTS_SIZE];
	struct key_table table;
	struct buf image;		/* the file as last read or written */
};
void key_table_new(struct key_table *t, const struct random *random,
    struct str age_from);
void key_table_release(struct key_table *t);
void key_table_print(const struct key_table *t, struct buf *to);
/* False: not a table. t is to be released in both cases. */
bool key_table_parse(struct key_table *t, struct str text);
void key_table_add_epoch(struct key_table *t, uint16_t n, const uint8_t *key);

const uint8_t *keys_slot_find(const uint8_t *slots, const uint8_t id[static 8]);
bool slot_is_free(const uint8_t *slot);
const uint8_t *slot_officer(const uint8_t *slot);	/* 8, her id */
const uint8_t *slot_box_key(const uint8_t *slot);	/* 32, X25519 */
/* A slot for these secrets; VK is put in by slot_give. */
enum err slot_make(uint8_t slot[static SLOT_SIZE], const struct host *host,
    const uint8_t *vault_id, const uint8_t id[static 8], bool must_change,
    struct str passphrase, const struct slot_secret *secret, struct why *why);
void slot_give(uint8_t *slot, const uint8_t *vk);
bool slot_take(const uint8_t *slot, const struct slot_secret *own, uint8_t *vk);
enum err slot_unlock(const uint8_t *slot, const uint8_t *vault_id,
    struct str passphrase, struct slot_secret *secret, struct why *why);

/* Reads and checks all that needs no passphrase. */
enum err keys_file_read(const struct host *host, const char *folder,
    const char *name, struct buf *image, struct why *why);
/* Fill vk's part of keys from image: table, commit, signature. */
enum err keys_file_unseal(struct keys *k, struct buf *image, struct why *why);
/* What the table says of the root of the officer who is in, into own. */
void keys_role_apply(struct keys *keys);
void keys_role_forget(struct keys *keys, const uint8_t officer[static 8]);
/* A fresh VK, given to every slot. */
void keys_new_vk(struct keys *keys, const struct host *host);

/* 0660 where the folder is shared by a group (setgid), else 0600. */
mode_t store_file_mode(const struct fs *fs, const char *folder);
enum err store_write_new(const struct host *host, const char *folder,
    const char *name, const void *p, size_t n, struct why *why);

struct read_frame {		/* what journal_read opened last */
	bool held;
	uint64_t offset, generation;	/* of the frame, of the keys */
	struct buf plain;
	uint32_t index, next;		/* number and place of a record */
};
struct journal {
	const struct host *host;
	const struct keys *keys;
	char folder[FS_PATH_MAX], path[FS_PATH_MAX];
	int fd, head_fd;		/* head_fd -1: there is none */
	bool stopped, locked;
	struct why reason;		/* why it takes no appends */
	unsigned state;
	uint8_t id[16], place[16];

	uint64_t end, frames, good;	/* good: those that open */
	uint8_t hash[FRAME_HASH];
	uint64_t last;			/* offset of that frame, or 0 */
	bool run_open;			/* a run waits for its last frame */
	uint64_t run_from;
	struct journal_position held;	/* before the run that is open */
	bool gap;			/* what stood before end is damaged */
	bool head_good;
	struct head head;
	uint8_t head_bytes[HEAD_SIZE];	/* as last seen */
	bool mark_met;			/* head.end has been passed rightly */
	struct journal_damage *damage;
	size_t damage_count, damage_room;
	bool unreadable;		/* the disk gave an error */
	struct buf plain;		/* records of the frame last opened */
	struct buf again;		/* the same for runs */
	struct read_frame read;
};

struct window {			/* a stretch of the file in memory */
	struct buf bytes;
	uint64_t at;
	size_t chunk;			/* bytes to read at once */
};
/* Frame at an offset into j->plain, or false. In runs bodies stay sealed. */
bool journal_frame_at(struct journal *j, struct window *w, uint64_t at,
    struct frame_header *h, uint8_t hash[static FRAME_HASH]);
/* Into j->again, with all bodies. */
bool journal_frame_again(struct journal *j, struct window *w, uint64_t at,
    struct frame_header *h, uint8_t hash[static FRAME_HASH]);
/* The same into a buffer of the caller's. */
bool journal_frame_into(struct journal *j, struct window *w, uint64_t at,
    struct frame_header *h, struct buf *plain,
    uint8_t hash[static FRAME_HASH]);
/* n bytes from at; *got may be less at the end of the file. */
const uint8_t *window_get(struct journal *j, struct window *w, uint64_t at,
    size_t n, size_t *got);
/* Before the first frame. */
void journal_start(struct journal *j);
/* Takes in the good frames behind end. */
void journal_scan(struct journal *j, struct window *w,
    const struct journal_reader *reader);
/* Without the lock an unfinished run is not passed: it may yet be undone. */
void journal_hold_run(struct journal *j);
/* Scan, then say what the tail is; with the lock a torn one is set aside. */
enum err journal_settle(struct journal *j, const struct journal_reader *reader,
    size_t chunk, struct why *why);
void journal_keys(struct journal *j, uint16_t epoch, struct frame_keys *k);
void journal_damage_add(struct journal *j, uint64_t from, uint64_t to);
void journal_read_head(struct journal *j);
/* What cannot be written lags; nothing is lost. */
enum err journal_write_head(struct journal *j, bool sync, struct why *why);

#endif
