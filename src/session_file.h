/* session_file.h: who is signed in. The list is kept in data/sessions.json, so that a restart signs
 * nobody out and what was ended stays ended; it holds hashes, which open nothing to who reads them. */
#ifndef ASSENT_SESSION_FILE_H
#define ASSENT_SESSION_FILE_H

#include <stdbool.h>
#include <stdint.h>

struct err;
struct loop;
struct sessions;

enum { SESSION_NAME_MAX_BYTES = 168, SESSION_SECRET_CHARS = 64 };

struct session {
	int64_t number; /* within this run of the program, from 1 */
	int64_t expires_at_ms;
	char name[SESSION_NAME_MAX_BYTES];
};

/* Reads the list; a file that cannot be read signs everybody out, and the log says so. Caller frees,
 * when the requests are gone that wait for `done`. */
struct sessions *sessions_new(struct loop *l, const char *data_dir);
void sessions_free(struct sessions *s);

/* Called once, when the list is on disk, or with an error: E_BUSY, E_IO. */
typedef void sessions_done(void *arg, const struct err *e);

/* A new session counts from now on, and is taken back if it cannot be kept. secret is what the cookie
 * holds. */
void sessions_begin(struct sessions *s, const char *name, int64_t expires_at_ms,
                    char secret[SESSION_SECRET_CHARS + 1], sessions_done *done, void *arg);
/* It is over at once, also where that cannot be kept yet: then sessions_tick tries again. */
void sessions_end(struct sessions *s, int64_t number, sessions_done *done, void *arg);

/* Borrowed until something changes; NULL: nobody's, or over. */
const struct session *sessions_find(const struct sessions *s, const char *secret);
bool sessions_is_live(const struct sessions *s, int64_t number);
/* Now and then: writes what could not be written. */
void sessions_tick(struct sessions *s);
bool sessions_is_idle(const struct sessions *s); /* nothing is being written */

#endif
