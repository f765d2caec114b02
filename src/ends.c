#include "ends.h"

#include <assert.h>
#include <string.h>

#include "case.h"
#include "cases.h"
#include "event.h"
#include "json_make.h"
#include "store.h"
#include "turn.h"

bool ends_without_turn(const struct slot *s, const struct event *ev)
{
	if (!ev->row || strcmp(ev->row->state, "sent") || json_object_get(ev->body, "reason") ||
	    !s->run || s->c->status != CASE_OPEN || s->c->reports)
		return false;
	const struct message *m = case_message_by_key(s->c, ev->row->key);
	return m && !case_carried_notice(s->c, m);
}

/* The case is as old as its last turn: nobody could tell the time of this after a restart. */
static void apply(struct slot *s, const json_t *record)
{
	struct err e = { 0 };
	int rc = case_apply(s->c, s->c->updated_at_ms, record, &e);
	assert(rc == 0);
	(void)rc;
}

void ends_add(struct slot *s, const char *key)
{
	json_t *record = json_make("{s:s, s:s, s:s}", "r", "delivery", "key", key, "state", "sent");
	if (!s->ends)
		s->ends = json_array();
	json_array_append_new(s->ends, record);
	apply(s, record);
}

void ends_record(struct slot *s, struct turn *t)
{
	if (s->ends)
		turn_precede(t, s->ends);
	s->ends = NULL;
}

int ends_read(struct store *st, struct slot *s, struct err *e)
{
	for (size_t i = 0; i < s->c->messages_count; i++) {
		const struct message *m = &s->c->messages[i];
		char state[16] = "";
		if (!m->key || strcmp(m->delivery, "queued"))
			continue;
		if (st->ops->out_state(st, m->key, state, e) < 0) {
			json_decref(s->ends);
			s->ends = NULL;
			return -1;
		}
		if (!strcmp(state, "sent"))
			ends_add(s, m->key);
	}
	return 0;
}

void ends_apply(struct slot *s)
{
	size_t i;
	json_t *record;
	json_array_foreach(s->ends, i, record) apply(s, record);
}
