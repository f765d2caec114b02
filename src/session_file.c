#include "session_file.h"

#include <stdlib.h>
#include <string.h>

#include "access.h"
#include "base.h"
#include "clock.h"
#include "crypto.h"
#include "json_read.h"
#include "log.h"
#include "loop.h"

/* Of each kind. Every ticket that an agent opens is a session of a sidebar: 100 agents with 20 tabs. */
enum {
	SESSIONS_MAX = 1000,
	SIDEBARS_MAX = 2000,
	FILE_MAX_BYTES = 4 * 1024 * 1024,
	SECRET_BYTES = SESSION_SECRET_CHARS / 2,
	RENEWED_MS = 60 * 1000, /* less is not worth writing */
};

/* A session and what its secret is recognised by. One that has ended stays as long as its proof must
 * be known. */
struct entry {
	struct session session;
	char hash[SHA256_HEX];
	char proof[SHA256_HEX]; /* "": none */
	int64_t proof_until_ms;
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
	struct entry *entries;
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

static void remove_at(struct sessions *s, size_t i)
{
	s->count--;
	memmove(s->entries + i, s->entries + i + 1, (s->count - i) * sizeof *s->entries);
}

static bool is_over(const struct session *one)
{
	return one->expires_at_ms <= clock_now_ms();
}

/* It opens nothing any more; its proof is still known. */
static void end_at(struct sessions *s, size_t i)
{
	if (*s->entries[i].proof)
		s->entries[i].session.expires_at_ms = 0;
	else
		remove_at(s, i);
}

/* Room for one more of that kind: the one ends that nobody used for longest. */
static void make_room(struct sessions *s, bool sidebar)
{
	size_t count = 0, first = 0;
	for (size_t i = 0; i < s->count; i++) {
		const struct session *one = &s->entries[i].session;
		if ((*one->user != '\0') != sidebar || is_over(one))
			continue;
		if (count++ == 0 || one->expires_at_ms < s->entries[first].session.expires_at_ms)
			first = i;
	}
	if (count >= (sidebar ? SIDEBARS_MAX : SESSIONS_MAX))
		end_at(s, first);
}

static struct entry *add(struct sessions *s, const struct session_start *start)
{
	make_room(s, *start->user != '\0');
	s->entries = xrealloc(s->entries, (s->count + 1) * sizeof *s->entries);
	struct entry *one = &s->entries[s->count++];
	*one = (struct entry){ .session = { .number = ++s->numbers,
		                            .expires_at_ms = start->expires_at_ms,
		                            .ends_at_ms = start->ends_at_ms,
		                            .roles = start->roles },
		               .proof_until_ms = start->proof_until_ms };
	snprintf(one->session.name, sizeof one->session.name, "%s", start->name);
	snprintf(one->session.user, sizeof one->session.user, "%s", start->user);
	snprintf(one->proof, sizeof one->proof, "%s", start->proof ? start->proof : "");
	return one;
}

static struct entry *entry_of(const struct sessions *s, int64_t number)
{
	for (size_t i = 0; i < s->count; i++)
		if (s->entries[i].session.number == number)
			return &s->entries[i];
	return NULL;
}

static void drop(struct sessions *s, int64_t number)
{
	struct entry *one = entry_of(s, number);
	if (one)
		remove_at(s, (size_t)(one - s->entries));
}

static void drop_what_is_over(struct sessions *s)
{
	size_t kept = 0;
	for (size_t i = 0; i < s->count; i++)
		if (!is_over(&s->entries[i].session) ||
		    s->entries[i].proof_until_ms > clock_now_ms())
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
	const struct entry *one = entry_of(s, number);
	return one && !is_over(&one->session);
}

bool sessions_is_used(const struct sessions *s, const char *proof)
{
	for (size_t i = 0; i < s->count; i++)
		if (!strcmp(s->entries[i].proof, proof))
			return true;
	return false;
}

/* ---- the file ---- */

static char *list_text(const struct sessions *s)
{
	json_t *list = json_array();
	for (size_t i = 0; i < s->count; i++) {
		const struct entry *one = &s->entries[i];
		json_t *row = json_pack("{s:s, s:s, s:I, s:o}", "sha256", one->hash, "name",
		                        one->session.name, "expires_at_ms",
		                        (json_int_t)one->session.expires_at_ms, "roles",
		                        access_json(one->session.roles));
		if (*one->session.user)
			json_object_update_new(row, json_pack("{s:s, s:I, s:s, s:I}", "user",
			                                      one->session.user, "ends_at_ms",
			                                      (json_int_t)one->session.ends_at_ms,
			                                      "proof", one->proof, "proof_until_ms",
			                                      (json_int_t)one->proof_until_ms));
		json_array_append_new(list, row);
	}
	json_t *doc = json_pack("{s:o}", "sessions", list);
	char *text = json_dumps(doc, JSON_INDENT(2));
	json_decref(doc);
	return text;
}

/* Of a list from before there were roles: what its sessions could do then. */
static unsigned roles_of(const json_t *row, const char *user)
{
	const json_t *roles = json_object_get(row, "roles");
	return roles ? access_read(roles) : user ? ACCESS_AGENT : ACCESS_ALL;
}

static void read_list(struct sessions *s, const json_t *doc)
{
	size_t i;
	json_t *one;
	json_array_foreach(json_object_get(doc, "sessions"), i, one)
	{
		const char *hash = json_string_value(json_object_get(one, "sha256"));
		const char *user = json_string_value(json_object_get(one, "user"));
		const struct session_start start = {
			.name = json_string_value(json_object_get(one, "name")),
			.user = user ? user : "",
			.roles = roles_of(one, user),
			.expires_at_ms = json_integer_value(json_object_get(one, "expires_at_ms")),
			.ends_at_ms = json_integer_value(json_object_get(one, "ends_at_ms")),
			.proof = json_string_value(json_object_get(one, "proof")),
			.proof_until_ms =
				json_integer_value(json_object_get(one, "proof_until_ms")),
		};
		if (!hash || strlen(hash) != SHA256_HEX - 1 || !start.name)
			continue;
		memcpy(add(s, &start)->hash, hash, SHA256_HEX);
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

void sessions_begin(struct sessions *s, const struct session_start *start,
                    char secret[SESSION_SECRET_CHARS + 1], sessions_done *done, void *arg)
{
	uint8_t chance[SECRET_BYTES];
	clock_random(chance, sizeof chance);
	crypto_hex(chance, sizeof chance, secret);
	drop_what_is_over(s);
	struct entry *one = add(s, start);
	hash_of(secret, one->hash);
	change(s, one->session.number, done, arg);
}

void sessions_end(struct sessions *s, int64_t number, sessions_done *done, void *arg)
{
	struct entry *one = entry_of(s, number);
	if (one)
		end_at(s, (size_t)(one - s->entries));
	change(s, 0, done, arg);
}

void sessions_renew(struct sessions *s, int64_t number, int64_t expires_at_ms)
{
	struct entry *one = entry_of(s, number);
	if (!one || is_over(&one->session))
		return;
	if (expires_at_ms > one->session.ends_at_ms)
		expires_at_ms = one->session.ends_at_ms;
	if (expires_at_ms - one->session.expires_at_ms < RENEWED_MS)
		return;
	one->session.expires_at_ms = expires_at_ms;
	s->version++;
}

void sessions_rename(struct sessions *s, int64_t number, const char *name)
{
	struct entry *one = entry_of(s, number);
	if (!one || !strcmp(one->session.name, name))
		return;
	snprintf(one->session.name, sizeof one->session.name, "%s", name);
	s->version++;
	write_list(s);
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
