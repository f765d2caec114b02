/* presence.h: who at the desk has which case open, and which one of them writes there. It is known by the lines of their
 * pages and ends with them: nothing of it is kept. Sessions are people; API clients and commands are nobody here. */
#ifndef ASSENT_PRESENCE_H
#define ASSENT_PRESENCE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct err;
struct loop;
struct presence;

/* grace_ms: so long a person whose last line dropped counts as here, so that a reload gives nothing away. */
struct presence *presence_new(struct loop *l, int64_t grace_ms); /* caller frees */
void presence_free(struct presence *p);

/* Told whenever presence_json of a case has changed. */
typedef void presence_changed(void *arg, const char *case_id);
void presence_watch(struct presence *p, presence_changed *fn, void *arg);

/* One more line of this session to the case. The first one who comes writes; when the writer is gone, whoever has been
 * here longest. reader: another wrote when this page's line dropped, and comes back before it. */
void presence_enter(struct presence *p, const char *case_id, int64_t session, const char *name,
                    bool reader);
void presence_leave(struct presence *p, const char *case_id, int64_t session); /* a line less */

/* This one writes from now on. -1 E_CONFLICT: who has not opened the case cannot take it over. */
int presence_take(struct presence *p, const char *case_id, int64_t session, struct err *e);
/* -1 E_TAKEN: somebody else writes in this case; the text says who. */
int presence_check(const struct presence *p, const char *case_id, int64_t session, struct err *e);

/* As this session sees it: {"people": [{"name", "you"}], "writer": {"name", "you"} or null}. New. */
json_t *presence_json(const struct presence *p, const char *case_id, int64_t session);

#endif
