#include "session_file.h"

#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "clock.h"
#include "crypto.h"
#include "json_read.h"
#include "log.h"
#include "loop.h"

enum { SESSIONS_MAX = 1000, FILE_MAX_BYTES = 1024 * 1024, SECRET_BYTES = SESSION_SECRET_CHARS / 2 };

/* A session and what its cookie is recognised by. */
struct entry {
	struct session session;
	char hash[SHA256_HEX];
};

/* Somebody who waits until a version of the list is on disk. */
struct waiter {
	int64_t version;
	int64_t begun; /* the session that is taken back where it cannot be kept; 0: none */
	sessions_done *done;
	void *arg;
	struct waiter *next;
};

struct sessions {
	struct loop *loop;
	char *path;
	struct entry *entries; /* oldest first */
	size_t count;
	int64_t numbers, version, on_disk;
	struct waiter *waiters;
	bool freed; /* while a write is in the pool */
	/* the pool's while writing */
	char *text;
	int64_t writing; /* its version; 0: nothing is being written */
	struct err err;
};

/* ---- the list ---- */

static struct entry *add(struct sessions *s, const char *name, int64_t expires_at_ms)
{
	if (s->count == SESSIONS_MAX) {
		s->count--;
		memmove(s->entries, s->entries + 1, s->count * sizeof *s->entries);
	}
	s->entries = xrealloc(s->entries, (s->count + 1) * sizeof *s->entries);
	struct entry *one = &s->entries[s->count++];
	*one = (struct entry){ .session = { .number = ++s->numbers,
		                            .expires_at_ms = expires_at_ms } };
	snprintf(one->session.name, sizeof one->session.name, "%s", name);
	return one;
}

static void drop(struct sessions *s, int64_t number)
{
	for (size_t i = 0; i < s->count; i++) {
		if (s->entries[i].session.number != number)
			continue;
		s->count--;
		memmove(s->entries + i, s->entries + i + 1, (s->count - i) * sizeof *s->entries);
		return;
	}
}

static bool is_over(const struct session *one)
{
	return one->expires_at_ms <= clock_now_ms();
}

static void drop_what_is_over(struct sessions *s)
{
	size_t kept = 0;
	for (size_t i = 0; i < s->count; i++)
		if (!is_over(&s->entries[i].session))
			s->entries[kept++] = s->entries[i];
	s->count = kept;
}

/* A secret of 256 random bits needs no slow hash, and looking its hash up tells nothing of it. */
static void hash_of(const char *secret, char hash[SHA256_HEX])
{
	crypto_sha256_hex(secret, strlen(secret), hash);
}

const struct session *sessions_find(const struct sessions *s, const char *secret)
{
	char hash[SHA256_HEX];
	hash_of(secret, hash);
	for (size_t i = 0; i < s->count; i++)
		if (!strcmp(s->entries[i].hash, hash))
			return is_over(&s->entries[i].session) ? NULL : &s->entries[i].session;
	return NULL;
}

bool sessions_is_live(const struct sessions *s, int64_t number)
{
	for (size_t i = 0; i < s->count; i++)
		if (s->entries[i].session.number == number)
			return !is_over(&s->entries[i].session);
	return false;
}

/* ---- the file ---- */

static char *list_text(const struct sessions *s)
{
	json_t *list = json_array();
	for (size_t i = 0; i < s->count; i++) {
		const struct entry *one = &s->entries[i];
		json_array_append_new(list, json_pack("{s:s, s:s, s:I}", "sha256", one->hash,
		                                      "name", one->session.name, "expires_at_ms",
		                                      (json_int_t)one->session.expires_at_ms));
	}
	json_t *doc = json_pack("{s:o}", "sessions", list);
	char *text = json_dumps(doc, JSON_INDENT(2));
	json_decref(doc);
	return text;
}

static void read_list(struct sessions *s, const json_t *doc)
{
	size_t i;
	json_t *one;
	json_array_foreach(json_object_get(doc, "sessions"), i, one)
	{
		const char *hash = json_string_value(json_object_get(one, "sha256"));
		const char *name = json_string_value(json_object_get(one, "name"));
		if (!hash || strlen(hash) != SHA256_HEX - 1 || !name)
			continue;
		struct entry *e =
			add(s, name, json_integer_value(json_object_get(one, "expires_at_ms")));
		memcpy(e->hash, hash, SHA256_HEX);
	}
	drop_what_is_over(s);
}

static void read_file(struct sessions *s)
{
	struct err e = { 0 };
	size_t len = 0;
	char *text = file_read(s->path, FILE_MAX_BYTES, &len, &e);
	json_t *doc = text ? json_read(text, len, &e) : NULL;
	if (doc)
		read_list(s, doc);
	else if (e.code != E_NOT_FOUND)
		log_fact(LOG_WARN, "everybody_signed_out", LF_REASON, "s", e.text, LF_END);
	json_decref(doc);
	free(text);
}

static void work(void *arg)
{
	struct sessions *s = arg;
	file_put(s->path, s->text, strlen(s->text), true, &s->err);
}

static void write_list(struct sessions *s);

static void tell_waiters(struct sessions *s, int64_t version, const struct err *e)
{
	struct waiter **at = &s->waiters;
	while (*at) {
		struct waiter *w = *at;
		if (w->version > version) {
			at = &w->next;
			continue;
		}
		*at = w->next;
		if (e->code != E_NONE && w->begun) {
			drop(s, w->begun);
			s->version++;
		}
		w->done(w->arg, e);
		free(w);
	}
}

static void free_all(struct sessions *s)
{
	for (struct waiter *w = s->waiters, *next; w; w = next) {
		next = w->next;
		free(w);
	}
	free(s->entries);
	free(s->path);
	free(s);
}

static void written(void *arg)
{
	struct sessions *s = arg;
	int64_t version = s->writing;
	struct err e = s->err;
	free(s->text);
	s->text = NULL;
	s->writing = 0;
	if (s->freed) {
		free_all(s);
		return;
	}
	if (e.code == E_NONE)
		s->on_disk = version;
	else
		log_fact(LOG_ERROR, "sessions_not_kept", LF_REASON, "s", e.text, LF_END);
	tell_waiters(s, version, &e);
	if (e.code == E_NONE || s->waiters)
		write_list(s); /* what has changed meanwhile; after a failure the next tick does */
}

static void write_list(struct sessions *s)
{
	if (s->writing || s->on_disk == s->version)
		return;
	s->err = (struct err){ 0 };
	s->writing = s->version;
	s->text = list_text(s);
	loop_work(s->loop, work, written, s);
}

static void change(struct sessions *s, int64_t begun, sessions_done *done, void *arg)
{
	struct waiter *w = xmalloc(sizeof *w);
	s->version++;
	*w = (struct waiter){ s->version, begun, done, arg, s->waiters };
	s->waiters = w;
	write_list(s);
}

/* ---- what the API asks ---- */

void sessions_begin(struct sessions *s, const char *name, int64_t expires_at_ms,
                    char secret[SESSION_SECRET_CHARS + 1], sessions_done *done, void *arg)
{
	uint8_t chance[SECRET_BYTES];
	clock_random(chance, sizeof chance);
	crypto_hex(chance, sizeof chance, secret);
	drop_what_is_over(s);
	struct entry *one = add(s, name, expires_at_ms);
	hash_of(secret, one->hash);
	change(s, one->session.number, done, arg);
}

void sessions_end(struct sessions *s, int64_t number, sessions_done *done, void *arg)
{
	drop(s, number);
	change(s, 0, done, arg);
}

void sessions_tick(struct sessions *s)
{
	write_list(s);
}

bool sessions_is_idle(const struct sessions *s)
{
	return !s->writing;
}

struct sessions *sessions_new(struct loop *l, const char *data_dir)
{
	struct sessions *s = xcalloc(1, sizeof *s);
	s->loop = l;
	s->path = xasprintf("%s/sessions.json", data_dir);
	read_file(s);
	return s;
}

void sessions_free(struct sessions *s)
{
	if (!s)
		return;
	if (s->writing)
		s->freed = true; /* `written` frees it */
	else
		free_all(s);
}
