/* The fold of a case: what is said to people, what waits to be said, and what became of it. */
#include "case_apply_impl.h"

/* {"r":"message","id","party","from","text","buttons","typed"?,"wait"?,"part"?: of this wait's text, before
 * its last piece,"key"?,"delivery","seq"?; "tells","contact_of": where it may have to be said again} */
int apply_message(struct support_case *c, int64_t at_ms, const json_t *r, struct err *e)
{
	if (NEED(r, e, "id", "party", "from", "delivery"))
		return -1;
	struct message *m = GROW(c->messages, c->messages_count);
	m->id = xstrdup(str(r, "id"));
	m->party = role_from(str(r, "party"));
	m->from = xstrdup(str(r, "from"));
	m->text = keep(r, "text");
	m->at_ms = m->ended_ms = at_ms;
	m->buttons = json_is_true(json_object_get(r, "buttons"));
	m->typed = json_is_true(json_object_get(r, "typed"));
	m->wait_n = num(r, "wait");
	m->part_of_n = num(r, "part");
	m->key = xstrdup(str(r, "key"));
	m->tells = json_object_get(r, "tells") ? (unsigned)num(r, "tells") : TELLS_UNKNOWN;
	m->contact_of = role_from(str(r, "contact_of"));
	m->delivery = xstrdup(str(r, "delivery"));
	if (m->key)
		c->out_seq = num(r, "seq");
	c->next_id++;
	return 0;
}

/* {"r":"held","id","party","from","text","tells","contact_of","again","lane"?,"n"?,"by"?,"source"?,
 * "event"?}: said once its reader opens a session */
int apply_held(struct support_case *c, int64_t at_ms, const json_t *r, struct err *e)
{
	if (NEED(r, e, "id", "party", "from"))
		return -1;
	struct held *h = GROW(c->held, c->held_count);
	h->id = xstrdup(str(r, "id"));
	h->party = role_from(str(r, "party"));
	h->lane = (int)num(r, "lane");
	h->n = num(r, "n");
	h->at_ms = at_ms;
	h->record = json_incref((json_t *)(uintptr_t)r);
	c->next_id++;
	return 0;
}

/* What was never said stays to be seen. */
static void show_dropped(struct support_case *c, const struct held *h, const char *reason)
{
	struct message *m = GROW(c->messages, c->messages_count);
	m->id = xstrdup(h->id);
	m->party = h->party;
	m->from = xstrdup(str(h->record, "from"));
	m->text = keep(h->record, "text");
	m->at_ms = m->ended_ms = h->at_ms;
	m->delivery = xstrdup("dead");
	m->reason = xstrdup(reason);
}

/* {"r":"unheld","id","reason"?}: it is said now or, with a reason, never */
int apply_unheld(struct support_case *c, int64_t at_ms, const json_t *r, struct err *e)
{
	(void)at_ms;
	if (NEED(r, e, "id"))
		return -1;
	for (size_t i = 0; i < c->held_count; i++) {
		if (strcmp(c->held[i].id, str(r, "id")))
			continue;
		if (str(r, "reason"))
			show_dropped(c, &c->held[i], str(r, "reason"));
		free(c->held[i].id);
		json_decref(c->held[i].record);
		memmove(&c->held[i], &c->held[i + 1], (--c->held_count - i) * sizeof *c->held);
		return 0;
	}
	return err_set(e, E_PARSE, "record \"unheld\": nothing is held as %s", str(r, "id"));
}

static bool is_in(const json_t *list, const char *id)
{
	size_t i;
	json_t *one;
	json_array_foreach(list, i, one) if (!strcmp(json_string_value(one), id)) return true;
	return false;
}

bool case_carried_notice(const struct support_case *c, const struct message *m)
{
	for (size_t i = 0; i < c->consents_count; i++)
		for (size_t h = 0; h < c->consents[i].history_count; h++) {
			const json_t *evidence = c->consents[i].history[h].evidence;
			const char *id = str(evidence, "message");
			if (id && (!strcmp(id, m->id) ||
			           is_in(json_object_get(evidence, "messages"), m->id)))
				return true;
		}
	return false;
}

void apply_invite(struct party *p, const char *state, const char *reason)
{
	put(&p->invite_state, state);
	put(&p->invite_reason, reason);
}

/* {"r":"delivery","key","state","reason"?,"written"?: as the answer of its reader's own request} */
int apply_delivery(struct support_case *c, int64_t at_ms, const json_t *r, struct err *e)
{
	struct message *m = case_message_by_key(c, str(r, "key"));
	if (NEED(r, e, "key", "state"))
		return -1;
	if (m) {
		put(&m->delivery, str(r, "state"));
		put(&m->reason, str(r, "reason"));
		m->ended_ms = at_ms;
		m->written = json_is_true(json_object_get(r, "written"));
	}
	for (int i = 0; !m && i < ROLE_COUNT; i++)
		if (c->parties[i].invite_key && !strcmp(c->parties[i].invite_key, str(r, "key")))
			apply_invite(&c->parties[i], str(r, "state"), str(r, "reason"));
	if (m && case_carried_notice(c, m))
		c->consents_turn = c->turn;
	return 0;
}

/* {"r":"resolved","message","as"}: an agent has decided about a message of which nobody knows whether it arrived, or
 * that did not; what follows stands in records of its own */
int apply_resolved(struct support_case *c, int64_t at_ms, const json_t *r, struct err *e)
{
	(void)at_ms;
	if (NEED(r, e, "message", "as"))
		return -1;
	for (size_t i = 0; i < c->messages_count; i++)
		if (!strcmp(c->messages[i].id, str(r, "message")))
			put(&c->messages[i].resolved, str(r, "as"));
	return 0;
}

/* Few can be under way at a time, and what is old has found its row. */
enum { REPORTS_MAX = 32 };

/* {"r":"reported","key" or "message","state","reason"?}: what a platform told of a row before it ended */
int apply_reported(struct support_case *c, int64_t at_ms, const json_t *r, struct err *e)
{
	(void)at_ms;
	if (NEED(r, e, "state"))
		return -1;
	json_t *one = json_deep_copy(r);
	json_object_del(one, "r");
	if (!c->reports)
		c->reports = json_array();
	json_array_append_new(c->reports, one);
	if (json_array_size(c->reports) > REPORTS_MAX)
		json_array_remove(c->reports, 0);
	return 0;
}
