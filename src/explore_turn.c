/* One turn of an exploration: a choice is taken in a state, the flow goes on, and what comes of it is a state. */
#include "explore_impl.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "bundle.h"
#include "crypto.h"
#include "event.h"
#include "journal.h"
#include "run.h"
#include "store.h"
#include "turn.h"
#include "understand.h"

/* ---- what was looked at ---- */

static void note_growth(struct exploration *x)
{
	x->grown = true;
	x->grown_at = x->next;
}

static void on_read(void *arg, const char *of, const char *role, int line, const char *field)
{
	struct exploration *x = arg;
	if (!strcmp(of, "a party") && !strcmp(field, "member"))
		x->looked |= OPEN_BIT(role_from(role), OPEN_MEMBER);
	if (!strcmp(of, "the case"))
		line = OF_CASE;
	else if (strcmp(of, "an answer") && strcmp(of, "a changed notice"))
		return;
	if (is_read(x, line, field))
		return;
	note_growth(x);
	x->read = xrealloc(x->read, (x->read_count + 1) * sizeof *x->read);
	x->read[x->read_count++] = (struct read_field){ line, xstrdup(field) };
}

static void note_span(struct exploration *x, int64_t span_ms)
{
	char key[24];
	snprintf(key, sizeof key, "%lld", (long long)span_ms);
	if (span_ms <= 0 || json_object_get(x->spans_ms, key))
		return;
	note_growth(x);
	json_object_set_new(x->spans_ms, key, json_integer(span_ms));
}

static bool is_new(const struct turn *t, const struct wait *w)
{
	size_t i;
	json_t *r;
	json_array_foreach(t->records, i, r)
	{
		if (json_object_get(r, "wait") &&
		    json_integer_value(json_object_get(r, "n")) == w->n)
			return true;
	}
	return false;
}

/* What may begin while the main flow waits: the waits of handlers. */
static void note_spans(struct exploration *x, const struct turn *t)
{
	for (size_t i = 0; i < t->c->waits_count; i++) {
		const struct wait *w = &t->c->waits[i];
		if (w->lane && !w->outcome && is_new(t, w))
			note_span(x, w->until_ms - t->now_ms);
	}
}

/* ---- one turn ---- */

static int take_event(struct turn *t, const char *kind, json_t *body)
{
	static const char *const speaks_for[] = { "console", NULL };
	struct err e = { 0 };
	bool is_timer = !strcmp(kind, "timer"), is_engine = !strcmp(kind, "notice_changed");
	const struct event ev = { .source = is_timer    ? kind
		                            : is_engine ? "engine"
		                                        : "check",
		                  .id = "check",
		                  .case_id = t->c->id,
		                  .kind = kind,
		                  .who = is_timer || is_engine ? "" : "김하나",
		                  .speaks_for = speaks_for,
		                  .for_agents = true,
		                  .body = body };
	return event_apply(t, &ev, &e);
}

static struct understand *reader(struct exploration *x)
{
	struct err e = { 0 };
	if (!x->understand)
		x->understand = understand_new(&e);
	assert(x->understand); /* our own */
	return x->understand;
}

/* The choice, and before it the hand-overs that are decided only now. -1: it is none here. */
static int take(const struct following *f, struct turn *t)
{
	for (int r = 0; r < ROLE_COUNT; r++) {
		if (!(f->handed_over & 1u << r))
			continue;
		json_t *body = mode_change(t->c, (enum role)r);
		int rc = take_event(t, "mode", body);
		json_decref(body);
		if (rc)
			return -1;
	}
	t->understand = f->ch->reads ? reader(f->x) : NULL;
	return f->ch->kind ? take_event(t, f->ch->kind, f->ch->body) : 0;
}

/* What a flow may go on with: answers that it has not taken yet, and what interrupts it. Only an event adds any. */
static size_t count_news(const struct support_case *c)
{
	size_t news = c->lanes_count;
	for (size_t i = 0; i < c->waits_count; i++)
		news += c->waits[i].outcome != NULL;
	return news;
}

/* ---- what comes of it ---- */

static void end_turn(const struct following *f, struct turn *t,
                     const uint8_t flow[FLOW_PRINT_BYTES], size_t lanes);

static unsigned met_now(unsigned bits)
{
	unsigned met = 0;
	for (int r = 0; r < ROLE_COUNT; r++)
		if (bits & OPEN_BIT(r, OPEN_MODE))
			met |= OPEN_BIT(r, OPEN_MET);
	return met;
}

/* Something was looked at that is not decided yet: each of what it may be is a way of its own. The first is what the turn has
 * just found (nobody handed over, no member, no number): only the record that opens a case has to be written anew. */
static void follow_each(const struct following *f, unsigned bits, struct turn *t,
                        const uint8_t flow[FLOW_PRINT_BYTES], size_t lanes)
{
	unsigned ways = 1u << (unsigned)__builtin_popcount(bits);
	for (unsigned how = 0; how < ways; how++) {
		struct following one = *f;
		one.open = decide(f->open, bits, how, f->decided, &one.handed_over);
		one.decided |= bits | met_now(bits);
		if (how == 0 && f->from)
			end_turn(&one, t, flow, lanes);
		else
			follow(&one);
		json_decref(one.open);
	}
}

/* Goes on with what the turn did. flow: where it stands now. */
static void end_turn(const struct following *f, struct turn *t,
                     const uint8_t flow[FLOW_PRINT_BYTES], size_t lanes)
{
	struct exploration *x = f->x;
	unsigned looked = (x->looked | looked_at(x, t->records)) & ~f->decided;
	if (x->probe) {
		fate_probe(x, t, flow);
		return;
	}
	if (looked) {
		follow_each(f, looked, t, flow, lanes);
		return;
	}
	if (follow_fates(f))
		return;
	note_spans(x, t);
	arrive(f, t, flow, lanes);
}

/* The flow runs, and what it does is remembered. */
static void go_on_running(const struct following *f, struct turn *t, struct run *r,
                          const uint8_t flow[FLOW_PRINT_BYTES])
{
	struct remembered m;
	remembered_begin(&m, f->x, flow, 0, r);
	run_go_on_by(&m.mover, t);
	end_turn(f, t, m.flow, m.mover.started);
}

/* Replayed from its records, the case and its flow are where they were when they were met. */
static bool is_there(const struct following *f, struct support_case *c,
                     const uint8_t flow[FLOW_PRINT_BYTES])
{
	uint8_t print[SHA256_BYTES];
	print_state(f->x, c, f->from->decided, f->from->at_ms, flow, FLOW_WHOLE, print);
	return f->x->grown || !memcmp(print, f->from->print, SHA256_BYTES);
}

/* The case is replayed, takes the event, and its flow goes on. */
static void follow_running(const struct following *f, const struct node *base)
{
	struct exploration *x = f->x;
	struct err e = { 0 };
	json_t *detail = NULL;
	uint8_t flow[FLOW_PRINT_BYTES];
	struct turn t;
	struct journal *j = journal_new();
	struct support_case *c = node_case(x, base, j);
	struct run *r = run_new(x->b, &e);
	assert(r); /* it has been loaded before */
	run_watch(r, on_read, x);
	int rc = run_replay(r, c, j, &detail, &e);
	if (!rc)
		print_flow(x, r, c, flow);
	bool same = !rc && is_there(f, c, flow);
	x->looked = 0;
	turn_begin(&t, c, x->b, f->ch->at_ms);
	fate_begin(x, f, &t);
	if (!same)
		add_divergence(x, f->from, detail, &e);
	else if (!take(f, &t))
		go_on_running(f, &t, r, flow);
	case_free(t.c);
	turn_end(&t);
	json_decref(detail);
	run_free(r);
	journal_free(j);
}

/* A new case, whose flow runs to its first wait. */
static void follow_opening(const struct following *f)
{
	struct exploration *x = f->x;
	static const uint8_t no_salt[16], nowhere[FLOW_PRINT_BYTES];
	struct err e = { 0 };
	struct turn t;
	struct support_case *c = case_new("check");
	for (size_t i = 0; i < f->values_count; i++)
		case_value_add(c, f->values[i].party, f->values[i].text, no_salt);
	struct run *r = run_new(x->b, &e);
	assert(r);
	run_watch(r, on_read, x);
	x->looked = 0;
	turn_begin(&t, c, x->b, f->at_ms);
	fate_begin(x, f, &t);
	turn_record(&t, json_deep_copy(json_array_get(f->open, 0)));
	go_on_running(f, &t, r, nowhere);
	case_free(t.c);
	turn_end(&t);
	run_free(r);
}

/* From memory, if all that the flow does now was met before. */
static bool follow_remembered(const struct following *f, struct turn *t)
{
	struct remembered m;
	if (f->x->o.without_memory)
		return false;
	remembered_begin(&m, f->x, f->from->flow_print, f->from->lanes, NULL);
	run_go_on_by(&m.mover, t);
	if (!m.missed)
		end_turn(f, t, m.flow, m.mover.started);
	return !m.missed;
}

void follow(const struct following *f)
{
	struct exploration *x = f->x;
	struct turn t;
	if (!f->from) {
		follow_opening(f);
		return;
	}
	struct node base = *f->from;
	base.open = f->open;
	struct support_case *c = following_case(f);
	size_t news = count_news(c);
	turn_begin(&t, c, x->b, f->ch->at_ms);
	fate_begin(x, f, &t);
	bool taken = !take(f, &t);
	bool runs = taken && c->status == CASE_OPEN && count_news(c) > news;
	x->looked = 0;
	if (taken && !runs)
		end_turn(f, &t, f->from->flow_print, f->from->lanes);
	else if (runs)
		runs = !follow_remembered(f, &t);
	case_free(t.c);
	turn_end(&t);
	if (runs)
		follow_running(f, &base);
}
