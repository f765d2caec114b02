/* session_file.h: who is signed in. The list is kept in data/sessions.json, so that a restart signs
 * nobody out and what was ended stays ended; it holds hashes, which open nothing to who reads them.
 *
 * People sign in here, with a name, and hold a cookie; or another system vouches for a user of its own,
 * whose page in a frame of that system holds a bearer token. */
#ifndef ASSENT_SESSION_FILE_H
#define ASSENT_SESSION_FILE_H

#include <stdbool.h>
#include <stdint.h>

struct err;
struct loop;
struct sessions;

enum { SESSION_NAME_MAX_BYTES = 168, SESSION_USER_MAX_BYTES = 40, SESSION_SECRET_CHARS = 64 };

struct session {
	int64_t number;        /* within this run of the program, from 1 */
	int64_t expires_at_ms; /* unless it is used before */
	int64_t ends_at_ms;    /* at the latest */
	unsigned roles;        /* access.h */
	char name[SESSION_NAME_MAX_BYTES];
	/* whom another system vouches for: "Zendesk 35436"; "": signed in here, with a cookie */
	char user[SESSION_USER_MAX_BYTES];
};

/* What a session begins with. Borrowed. */
struct session_start {
	const char *name, *user; /* "" where there is none */
	int64_t expires_at_ms, ends_at_ms;
	unsigned roles;
	/* SHA-256 in hex of what bought it, which buys no other until that time; NULL: nothing such */
	const char *proof;
	int64_t proof_until_ms;
};

/* Reads the list; a file that cannot be read signs everybody out, and the log says so. Caller frees,
 * when the requests are gone that wait for `done`. */
struct sessions *sessions_new(struct loop *l, const char *data_dir);
void sessions_free(struct sessions *s);

/* Called once, when the list is on disk, or with an error: E_BUSY, E_IO. */
typedef void sessions_done(void *arg, const struct err *e);

/* A new session counts from now on, and is taken back if it cannot be kept. secret is what the cookie or
 * the page holds. */
void sessions_begin(struct sessions *s, const struct session_start *start,
                    char secret[SESSION_SECRET_CHARS + 1], sessions_done *done, void *arg);
/* Has this proof bought a session, ended or not? */
bool sessions_is_used(const struct sessions *s, const char *proof);
/* It was used: it goes on until then, or to its end. On disk with the next sessions_tick. */
void sessions_renew(struct sessions *s, int64_t number, int64_t expires_at_ms);
void sessions_rename(struct sessions *s, int64_t number, const char *name); /* on disk soon */
/* It is over at once, also where that cannot be kept yet: then sessions_tick tries again. */
void sessions_end(struct sessions *s, int64_t number, sessions_done *done, void *arg);

/* Borrowed until something changes; NULL: nobody's, or over. */
const struct session *sessions_find(const struct sessions *s, const char *secret);
bool sessions_is_live(const struct sessions *s, int64_t number);
/* Now and then: writes what could not be written. */
void sessions_tick(struct sessions *s);
bool sessions_is_idle(const struct sessions *s); /* nothing is being written */

#endif
