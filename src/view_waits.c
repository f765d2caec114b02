/* What a case waits for, and for whom: a row of the agents' queue (docs/openapi.yaml#CaseSummary). */
#include "view.h"

#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "bundle.h"
#include "case.h"

/* In this order in the queue: what nobody but an agent can do, the worst first. */
enum what {
	W_WITHDRAWN, /* and nobody at the desk has said anything since */
	W_UNKNOWN, /* a message of which nobody knows whether it arrived, since the person wrote last */
	W_UNDELIVERED,
	W_ATTEST, /* a question is put by voice, or the answer was not clear: the agent records it */
	W_VALUE,  /* what is to be said lacks one, which an agent tells */
	W_SUGGESTION,
	W_PARKED,
	W_REACH, /* what is said waits until the person opens the conversation */
	W_ANSWER,
	W_REQUEST, /* whatever the person may want */
	W_TIME,
};

static const struct {
	const char *whom, *name;
} whats[] = {
	[W_WITHDRAWN] = { "agent", "withdrawn" },
	[W_UNKNOWN] = { "agent", "unknown" },
	[W_UNDELIVERED] = { "agent", "undelivered" },
	[W_ATTEST] = { "agent", "attest" },
	[W_VALUE] = { "agent", "value" },
	[W_SUGGESTION] = { "agent", "suggestion" },
	[W_PARKED] = { "agent", "parked" },
	[W_REACH] = { "party", "reach" },
	[W_ANSWER] = { "party", "answer" },
	[W_REQUEST] = { "party", "request" },
	[W_TIME] = { "time", "time" },
};

struct waiting {
	enum what what;
	enum role party;
	int64_t since_ms, until_ms; /* 0: not known, never */
};

struct waitings {
	struct waiting *all;
	size_t count;
};

static void add(struct waitings *ws, struct waiting w)
{
	ws->all = xrealloc(ws->all, (ws->count + 1) * sizeof *ws->all);
	ws->all[ws->count++] = w;
}

/* ---- the flow's own waits ---- */

/* What stands or stood on the agent's screen for this wait, the newest; NULL: nothing. */
static const struct suggestion *suggestion_of(const struct support_case *c, const struct wait *w)
{
	for (size_t i = c->suggestions_count; i-- > 0;)
		if (c->suggestions[i].lane == w->lane && c->suggestions[i].n == w->n)
			return &c->suggestions[i];
	return NULL;
}

static bool is_put_by_voice(const struct suggestion *s)
{
	return s && (!strcmp(s->state, "read_out") || !strcmp(s->state, "asked"));
}

static bool is_held(const struct support_case *c, const struct wait *w)
{
	for (size_t i = 0; i < c->held_count; i++)
		if (c->held[i].lane == w->lane && c->held[i].n == w->n)
			return true;
	return false;
}

static void add_wait(struct waitings *ws, const struct support_case *c, const struct wait *w)
{
	const struct suggestion *s = suggestion_of(c, w);
	struct waiting one = { W_ANSWER, w->party, w->served_at_ms, w->until_ms };
	if (w->outcome)
		return;
	if (w->missing) {
		one.what = W_VALUE;
	} else if (w->kind == WAIT_LISTEN || w->kind == WAIT_TIME) {
		one.what = w->kind == WAIT_TIME ? W_TIME : W_REQUEST;
	} else if (s && !strcmp(s->state, "offered")) {
		one.what = W_SUGGESTION;
		one.since_ms = s->at_ms;
	} else if (!w->served_at_ms) {
		if (!is_held(c, w))
			return;
		one.what = W_REACH;
	} else if (w->unclear || is_put_by_voice(s)) {
		one.what = W_ATTEST;
	}
	add(ws, one);
}

/* ---- what has happened and nobody has looked after yet ---- */

static int64_t desk_spoke_at(const struct support_case *c)
{
	int64_t at_ms = 0;
	size_t i;
	json_t *note;
	for (size_t m = 0; m < c->messages_count; m++)
		if (!strcmp(c->messages[m].from, "agent") && c->messages[m].at_ms > at_ms)
			at_ms = c->messages[m].at_ms;
	json_array_foreach(c->notes, i, note)
	{
		int64_t noted_ms = json_integer_value(json_object_get(note, "at"));
		if (json_is_object(json_object_get(note, "by")) && noted_ms > at_ms)
			at_ms = noted_ms;
	}
	return at_ms;
}

static void add_withdrawn(struct waitings *ws, const struct support_case *c)
{
	int64_t spoke_ms = desk_spoke_at(c);
	for (size_t i = 0; i < c->consents_count; i++) {
		const struct consent *k = &c->consents[i];
		int64_t at_ms = k->history[k->history_count - 1].at_ms;
		if (strcmp(k->state, "withdrawn") || at_ms <= spoke_ms)
			continue;
		add(ws, (struct waiting){ W_WITHDRAWN, k->subject, at_ms, 0 });
		return;
	}
}

/* The last message to this person that went wrong, unless he has written since: then he was reached. */
static void add_lost(struct waitings *ws, const struct support_case *c, enum role r)
{
	for (size_t i = c->messages_count; i-- > 0;) {
		const struct message *m = &c->messages[i];
		bool unknown = !strcmp(m->delivery, "unknown") && !m->written;
		if (m->party != r)
			continue;
		if (!strcmp(m->from, "party"))
			return;
		if ((!unknown && strcmp(m->delivery, "dead")) || m->resolved)
			continue;
		add(ws, (struct waiting){ unknown ? W_UNKNOWN : W_UNDELIVERED, r, m->ended_ms, 0 });
		return;
	}
}

/* ---- all of it ---- */

static int compare_times(int64_t a, int64_t b)
{
	if (a == b)
		return 0;
	return !a ? 1 : !b || a < b ? -1 : 1;
}

static int compare(const void *a, const void *b)
{
	const struct waiting *x = a, *y = b;
	if (x->what != y->what)
		return x->what < y->what ? -1 : 1;
	int by_end = compare_times(x->until_ms, y->until_ms);
	return by_end ? by_end : compare_times(x->since_ms, y->since_ms);
}

static json_t *waits_json(const struct support_case *c)
{
	struct waitings ws = { 0 };
	json_t *out = json_array();
	if (c->status == CASE_PARKED)
		add(&ws, (struct waiting){ W_PARKED, ROLE_NONE, c->updated_at_ms, 0 });
	for (size_t i = 0; c->status == CASE_OPEN && i < c->waits_count; i++)
		add_wait(&ws, c, &c->waits[i]);
	if (c->status != CASE_CLOSED)
		add_withdrawn(&ws, c);
	for (int r = 0; c->status != CASE_CLOSED && r < ROLE_COUNT; r++)
		add_lost(&ws, c, (enum role)r);
	if (ws.count)
		qsort(ws.all, ws.count, sizeof *ws.all, compare);
	for (size_t i = 0; i < ws.count; i++) {
		const struct waiting *w = &ws.all[i];
		json_array_append_new(
			out, json_pack("{s:s, s:s, s:o, s:o, s:o}", "what", whats[w->what].name,
		                       "for", whats[w->what].whom, "party",
		                       w->party == ROLE_NONE ? json_null()
		                                             : json_string(role_name(w->party)),
		                       "since", time_json(w->since_ms), "until",
		                       time_json(w->until_ms)));
	}
	free(ws.all);
	return out;
}

static json_t *fact_json(const struct support_case *c, const char *name)
{
	json_t *fact = json_object_get(c->facts, name);
	return fact ? case_reveal(c, fact) : json_null();
}

static json_t *summary_json(const struct support_case *c, const struct bundle *b)
{
	const char *topic = json_string_value(json_object_get(c->facts, "topic"));
	json_t *trip =
		json_pack("{s:o, s:o, s:o}", "date", fact_json(c, "trip_date"), "origin",
	                  fact_json(c, "origin"), "destination", fact_json(c, "destination"));
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:o, s:o, s:o, s:I, s:s?, s:o, s:o, s:o}",
	                 "id", c->id, "flow", c->flow, "title", bundle_title(b), "status",
	                 case_status_name(c->status), "step", c->step ? c->step : "", "outcome",
	                 case_outcome_code(c), "opened_at", time_json(c->opened_at_ms),
	                 "updated_at", time_json(c->updated_at_ms), "wakes_at",
	                 time_json(case_wake_at(c)), "turn", (json_int_t)c->turn, "topic",
	                 bundle_word(b, "topic", topic), "topic_told",
	                 bundle_word_told(b, "topic", topic), "trip", trip, "waits", waits_json(c));
}

static char *phone_ends(const struct support_case *c)
{
	struct buf out = { 0 };
	for (int r = 0; r < ROLE_COUNT; r++) {
		const struct party *p = &c->parties[r];
		const char *phone = p->known && p->phone ? case_text(c, p->phone) : NULL;
		char end[VIEW_PHONE_END + 1];
		size_t n = VIEW_PHONE_END;
		for (size_t i = phone ? strlen(phone) : 0; i-- > 0 && n > 0;)
			if (phone[i] >= '0' && phone[i] <= '9')
				end[--n] = phone[i];
		if (n == 0)
			buf_addf(&out, "%.*s ", VIEW_PHONE_END, end);
	}
	return out.data ? buf_take(&out) : xstrdup("");
}

struct summary *view_summary(const struct support_case *c, const struct bundle *b)
{
	struct summary *m = xmalloc(sizeof *m);
	json_t *json = summary_json(c, b);
	*m = (struct summary){ json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS), phone_ends(c) };
	json_decref(json);
	return m;
}

void view_summary_free(struct summary *m)
{
	if (!m)
		return;
	free(m->text);
	free(m->phone_ends);
	free(m);
}
