/* doctor_impl.h: what the doctor*.c files share. Nobody else includes it.
 *
 *   doctor.c         the command, its lines, its calls
 *   doctor_local.c   this machine: the file, secrets, the data directory, flows
 *   doctor_names.c   whether what the configuration names fits together
 *   doctor_target.c  where we send to: reached, clocks, credentials
 *   doctor_source.c  what is to be entered at the platforms, and whether they find us
 *
 * No secret is in any line: what is said is ours but for names and addresses of the configuration, of
 * which a target's is cut behind its host. */
#ifndef ASSENT_DOCTOR_IMPL_H
#define ASSENT_DOCTOR_IMPL_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct config;
struct config_source;
struct config_target;
struct flow_set;
struct http_call;
struct http_out;
struct http_result;
struct loop;
struct platform;

enum doctor_state { DOCTOR_OK, DOCTOR_NOTE, DOCTOR_FIX, DOCTOR_STATES };

/* What a program that runs on the data directory wrote there; texts NULL: none does. */
struct doctor_server {
	char *origin, *token, *instance;
	int64_t since_ms;
};

struct doctor {
	const char *file, *data, *flows; /* as given; NULL: not */
	bool json, offline;
	struct config *config;                /* NULL: it cannot be read at all */
	bool whole;                           /* with its secrets */
	struct platform **sources, **targets; /* as many as in the configuration */
	struct flow_set *flow_set;            /* NULL: they do not load */
	struct doctor_server server;
	struct loop *loop;
	struct http_out *http;
	size_t pending; /* calls whose end is awaited */
	bool over;      /* the time for all of it is */
	size_t counts[DOCTOR_STATES];
};

/* One line, written at once. check: what was looked at ("credentials"); about: at whom
 * ("targets.support"). */
void doctor_say(struct doctor *d, enum doctor_state state, const char *check, const char *about,
                const char *fmt, ...) __attribute__((format(printf, 5, 6)));

/* Within DOCTOR_CALL_MS at most. done is called once, and may send more. */
enum { DOCTOR_CALL_MS = 10 * 1000, DOCTOR_ALL_MS = 40 * 1000 };
void doctor_send(struct doctor *d, const struct http_call *call,
                 void (*done)(void *arg, const struct http_result *r), void *arg);
/* What to do about a call that was not answered. host: as named in the sentence. */
void doctor_say_unreached(struct doctor *d, const char *about, const char *host,
                          const struct http_result *r);
/* "https://host:port" of a URL; caller frees. */
char *doctor_origin(const char *url);
/* The index of the target; SIZE_MAX: there is none. */
size_t doctor_target_named(const struct doctor *d, const char *name);

void doctor_local(struct doctor *d);
void doctor_names(struct doctor *d);
void doctor_targets(struct doctor *d);
void doctor_entries(struct doctor *d);      /* what is to be entered */
void doctor_reachability(struct doctor *d); /* the program that runs, and the way in from outside */

#endif
