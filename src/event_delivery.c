#include "event_delivery.h"

#include <string.h>

#include "event_agent.h"
#include "event_reach.h"
#include "json_make.h"
#include "store.h"
#include "turn.h"

static json_t *delivery_record(const char *key, const char *state, const char *reason)
{
	return json_pack("{s:s, s:s, s:s, s:s*}", "r", "delivery", "key", key, "state", state,
	                 "reason", reason);
}

/* What the platform told of this row before it ended, by either name; NULL: nothing. */
static const json_t *reported(const struct support_case *c, const struct store_out *row)
{
	const char *remote = row->remote_id && *row->remote_id ? row->remote_id : NULL;
	for (size_t i = json_array_size(c->reports); i-- > 0;) {
		const json_t *one = json_array_get(c->reports, i);
		const char *key = json_string_value(json_object_get(one, "key"));
		const char *message = json_string_value(json_object_get(one, "message"));
		if ((key && !strcmp(key, row->key)) ||
		    (message && remote && !strcmp(message, remote)))
			return one;
	}
	return NULL;
}

static void record_end(struct turn *t, const struct event *ev, const char *key, const char *state)
{
	const json_t *told = reported(t->c, ev->row);
	if (json_object_get(told, "key")) /* it stands there since */
		return;
	json_t *r = delivery_record(key, state, event_text(ev, "reason"));
	if (ev->row->reason && !strcmp(ev->row->reason, EVENT_ROW_WRITTEN))
		json_object_set_new(r, "written", json_true());
	turn_record(t, r);
	if (told)
		turn_record(t,
		            delivery_record(key, json_string_value(json_object_get(told, "state")),
		                            json_string_value(json_object_get(told, "reason"))));
}

/* Of the message or the invitation with this key: has its row not ended? */
static bool is_queued(struct support_case *c, const char *key)
{
	const struct message *m = case_message_by_key(c, key);
	for (int i = 0; !m && i < ROLE_COUNT; i++)
		if (c->parties[i].invite_key && !strcmp(c->parties[i].invite_key, key))
			return !strcmp(c->parties[i].invite_state, "queued");
	return m && !strcmp(m->delivery, "queued");
}

static bool has_queued(const struct support_case *c, enum role r)
{
	for (size_t i = 0; i < c->messages_count; i++)
		if (c->messages[i].party == r && !strcmp(c->messages[i].delivery, "queued"))
			return true;
	return false;
}

/* name: "key" or "message" */
static void remember(struct turn *t, const struct event *ev, const char *name)
{
	turn_record(t, json_pack("{s:s, s:s, s:s, s:s*}", "r", "reported", name,
	                         event_text(ev, name), "state", event_text(ev, "state"), "reason",
	                         event_text(ev, "reason")));
}

/* Before its row has ended: its own answer is older news then. */
static int report_early(struct turn *t, const struct event *ev, struct err *e)
{
	if (!has_queued(t->c, role_from(event_text(ev, "party"))))
		return err_set(e, E_CONFLICT, "message: nothing is on its way to this person");
	event_record(t, ev, json_pack("{s:s}", "state", event_text(ev, "state")));
	remember(t, ev, "message");
	return 0;
}

int event_delivery(struct turn *t, const struct event *ev, struct err *e)
{
	const char *key = event_text(ev, "key"), *state = event_text(ev, "state");
	if (!key)
		return report_early(t, ev, e);
	event_record(t, ev, json_make("{s:s, s:s}", "key", key, "state", state));
	if (ev->row) {
		record_end(t, ev, key, state);
	} else {
		if (is_queued(t->c, key))
			remember(t, ev, "key");
		turn_record(t, delivery_record(key, state, event_text(ev, "reason")));
	}
	event_control_end(t, ev);
	if (t->c->status == CASE_CLOSED)
		turn_erase_provisional(t);
	return 0;
}
