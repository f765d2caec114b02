/* Which message it is that a platform tells of: by our key or by its own name for it, which it may use
 * before its answer with that name is on disk. */
#include <stdlib.h>
#include <string.h>

#include "engine_place_impl.h"
#include "json_make.h"

static const char *text_in(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

/* How a row ends by what the platform tells of it later; NULL: that changes nothing. */
static const char *delivery_state(const json_t *decoded)
{
	static const char *const states[][2] = { { "refused", "dead" },
		                                 { "unknown", "unknown" },
		                                 { "fallback", "sent" } };
	const json_t *body = json_object_get(decoded, "body");
	const char *state = text_in(body, "state");
	if (!strcmp(text_in(decoded, "kind"), "delivered"))
		return "sent";
	if (!state) /* a channel that is tried in vain before others is no end */
		return json_is_false(json_object_get(body, "final")) ? NULL : "dead";
	for (size_t i = 0; i < COUNT_OF(states); i++)
		if (!strcmp(states[i][0], state))
			return states[i][1];
	return NULL;
}

/* body is taken */
static void become_delivery(json_t *decoded, json_t *case_id, json_t *body)
{
	json_object_set_new(decoded, "kind", json_string("delivery"));
	json_object_set_new(decoded, "case", case_id);
	json_object_set_new(decoded, "body", body);
}

/* Is anything on its way to this person, or has just arrived and is not on disk yet? */
static bool is_under_way(struct engine *g, const struct place *p)
{
	struct err e = { 0 };
	const struct slot *s = cases_get(g->cases, p->case_id, &e);
	enum role r = role_from(p->party);
	for (size_t i = 0; s && i < s->c->messages_count; i++)
		if (s->c->messages[i].party == r && !strcmp(s->c->messages[i].delivery, "queued"))
			return true;
	return s && s->busy;
}

/* A message that nobody knows by this name, in a room in which one of ours is under way: its case will know. What
 * became of other people's messages there is none of our affair. */
static int place_early(struct engine *g, const char *const *targets, json_t *decoded,
                       const char *state, struct err *e)
{
	struct places ps = { 0 };
	const json_t *body = json_object_get(decoded, "body");
	const char *address = text_in(decoded, "address"), *reason = text_in(body, "reason");
	if (!address || (!reason && !strcmp(state, "sent"))) /* which its own answer says, too */
		return 0;
	if (place_find(g, targets, "", address, &ps, e))
		return -1;
	for (size_t i = 0; i < ps.count; i++) {
		if (!is_under_way(g, &ps.list[i]))
			continue;
		become_delivery(decoded, json_string(ps.list[i].case_id),
		                json_pack("{s:s, s:s, s:s, s:s*}", "party", ps.list[i].party,
		                          "message", text_in(body, "message"), "state", state,
		                          "reason", reason));
		return 1;
	}
	return 0;
}

int place_delivery(struct engine *g, const char *const *targets, json_t *decoded, struct err *e)
{
	json_t *body = json_object_get(decoded, "body");
	const char *message = text_in(body, "message"), *reason = text_in(body, "reason");
	const char *state = delivery_state(decoded);
	char *key = NULL, *case_id = NULL, old[16] = "";
	int found = 0;
	if (!message || !state)
		return 0;
	for (const char *const *one = targets; found == 0 && *one; one++)
		found = g->o.store->ops->out_by_remote(g->o.store, *one, message, &key, &case_id,
		                                       e);
	if (found > 0 || (found == 0 && strchr(message, '-')))
		found = g->o.store->ops->out_state(g->o.store, key ? key : message, old, e);
	if (found == 0)
		found = place_early(g, targets, decoded, state, e);
	else if (found > 0 && !reason && !strcmp(old, state))
		found = 0; /* no news */
	else if (found > 0)
		become_delivery(decoded,
		                case_id ? json_string(case_id)
		                        : json_stringn(message, strcspn(message, "-")),
		                json_pack("{s:s, s:s, s:s*}", "key", key ? key : message, "state",
		                          state, "reason", reason));
	free(key);
	free(case_id);
	return found;
}

/* Its answer may have come to the disk while this waited in the case's line. */
int engine_name_reported(struct engine *g, const struct slot *s, json_t *body, struct err *e)
{
	const char *message = text_in(body, "message");
	enum role r = role_from(text_in(body, "party"));
	char *key = NULL, *case_id = NULL;
	if (!message || r == ROLE_NONE || !s->c->parties[r].platform)
		return 0;
	int found = g->o.store->ops->out_by_remote(g->o.store, s->c->parties[r].platform, message,
	                                           &key, &case_id, e);
	if (found > 0)
		json_object_set_new(body, "key", json_string(key));
	free(key);
	free(case_id);
	return found < 0 ? -1 : 0;
}
