/* case_world.h: one case with a flow of the test's own over the real phrases and policy: events go in as the engine
 * gives them to it, and in the end its records are replayed. */
#ifndef ASSENT_TESTS_CASE_WORLD_H
#define ASSENT_TESTS_CASE_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base.h"
#include "bundle.h"
#include "case.h"
#include "channel.h"
#include "consent.h"
#include "event.h"
#include "journal.h"
#include "run.h"
#include "store.h"
#include "turn.h"
#include "understand.h"
#include "view.h"

enum { MINUTE = 60 * 1000, HOUR = 60 * MINUTE, DAY = 24 * HOUR };

static struct world {
	struct bundle *b;
	struct support_case *c;
	struct run *run;
	json_t *turns; /* [{"at", "records"}] */
	json_t *outs;  /* effects, as queued for platforms */
	int64_t now_ms, sent_at_ms;
	const char *who, *source, *speaks_for[3];
	const struct store_out *row; /* that has ended; NULL */
	bool is_stranger;            /* the source does not act for agents */
	struct err refused;          /* of the last event */
	int events;
	struct understand *understand; /* NULL: no free text is clear */
	struct view_seen seen;         /* of a reader who is told new messages alone */
	json_t *talk;                  /* as he has it */
} w;

/* What the platforms of the next cases can show; NULL: the console alone. */
static const struct channels *world_channels;

/* JSON with ' for ", so that it reads. */
static inline json_t *json_of(const char *text)
{
	json_error_t je;
	char *copy = xstrdup(text);
	for (char *p = copy; *p; p++)
		if (*p == '\'')
			*p = '"';
	json_t *doc = json_loads(copy, JSON_DECODE_ANY, &je);
	if (!doc)
		fail_msg("%s: %s", je.text, copy);
	free(copy);
	return doc;
}

static inline char *world_view(void)
{
	json_t *v = view_case(w.c, w.b);
	char *text = json_dumps(v, JSON_SORT_KEYS | JSON_INDENT(1));
	json_decref(v);
	return text;
}

/* body: of a flow of the test's own; or "@spouse": that flow as it is. */
static inline struct bundle *world_read_bundle(const char *body)
{
	struct err e = { 0 };
	struct bundle *real = bundle_read("flows", *body == '@' ? body + 1 : "passenger", &e);
	if (!real)
		fail_msg("%s", e.text);
	if (*body == '@')
		return real;
	json_t *content = json_loads(bundle_content(real), 0, NULL);
	char *flow = xasprintf(
		"return flow { title = 't', opens = { inbound = { false, 'caller', 'passenger' } "
		"},\n"
		"collects = { ['passenger.phone'] = { purpose = 'p', type = 'phone' } },\n"
		"run = function(case)\n"
		"local caller, passenger = case.parties.caller, case.parties.passenger\n"
		"%s\nend }\n",
		body);
	json_object_set_new(json_object_get(content, "files"), "flow.lua", json_string(flow));
	char *text = json_dumps(content, JSON_SORT_KEYS | JSON_COMPACT);
	struct bundle *b = bundle_parse(text, &e);
	if (!b)
		fail_msg("%s", e.text);
	free(text);
	free(flow);
	json_decref(content);
	bundle_free(real);
	return b;
}

/* The bundle of a flow whose run has this body; caller and passenger are at hand in it. To read all phrases takes longer than
 * many a test: of one body it is done once. */
static inline struct bundle *world_bundle(const char *body)
{
	static struct bundle *kept;
	static char *kept_body;
	if (!kept || strcmp(kept_body, body)) {
		bundle_free(kept);
		free(kept_body);
		kept = world_read_bundle(body);
		kept_body = xstrdup(body);
	}
	return bundle_keep(kept);
}

static inline void world_keep(struct turn *t)
{
	json_array_append_new(w.turns, json_pack("{s:I, s:O}", "at", (json_int_t)t->now_ms,
	                                         "records", t->records));
	for (size_t i = 0; i < t->outs_count; i++)
		json_array_append_new(w.outs, json_loads(t->outs[i].effect, 0, NULL));
	w.c->committed_turn = w.c->turn;
	turn_end(t);
}

/* opening: {"facts"?, "parties"?} over the usual ones. */
static inline void world_open(const char *body, const char *opening)
{
	static const char usual[] =
		"{'facts': {'topic': 'fare', 'trip_date': '2026-11-20', 'origin': '강남역',"
		"  'destination': '서울대입구역', 'agent_name': '정민수', 'caller_is_passenger': "
		"false,"
		"  'booked_for_other': false},"
		" 'parties': {'caller': {'member': true, 'phone': '010-1234-5678'},"
		"             'passenger': {'member': false}}}";
	struct err e = { 0 };
	struct turn t;
	json_t *doc = json_of(usual), *more = json_of(opening ? opening : "{}");
	json_object_update_recursive(doc, more);
	json_decref(more);
	w = (struct world){ .now_ms = 1795305600000,
		            .who = "김하나",
		            .source = "console",
		            .speaks_for = { "console" } };
	w.turns = json_array();
	w.outs = json_array();
	w.b = world_bundle(body);
	w.c = case_new("c1");
	w.run = run_new(w.b, &e);
	if (!w.run)
		fail_msg("%s", e.text);
	const struct event ev = { .source = "console",
		                  .id = "open",
		                  .case_id = "",
		                  .kind = "open",
		                  .who = w.who,
		                  .body = doc };
	turn_begin(&t, w.c, w.b, w.now_ms);
	t.channels = world_channels;
	t.asks_values = true;
	event_open(&t, &ev);
	run_go_on(w.run, &t);
	world_keep(&t);
	json_decref(doc);
}

/* The consent file is written again by the fold's word: it must name each turn that changes it. */
static inline void assert_names_change(const char *before, char *after)
{
	bool same = before && after ? !strcmp(before, after) : before == after;
	if (!same)
		assert_int_equal(w.c->consents_turn, w.c->turn);
	free(after);
}

/* Who is told new and changed messages alone has the talk as it is, too. */
static inline void assert_reader_keeps_up(void)
{
	json_t *whole = view_case(w.c, w.b), *part = view_case_since(w.c, w.b, &w.seen);
	json_t *talk = json_array(), *m;
	json_int_t from = json_integer_value(json_object_get(part, "messages_from"));
	for (size_t i = 0; (json_int_t)i < from; i++)
		json_array_append(talk, json_array_get(w.talk, i));
	json_array_extend(talk, json_object_get(part, "messages"));
	m = json_object_get(whole, "messages");
	if (!json_equal(talk, m))
		fail_msg("from %lld: %s\n%s", (long long)from, json_dumps(talk, 0),
		         json_dumps(m, 0));
	json_decref(w.talk);
	w.talk = talk;
	json_decref(part);
	json_decref(whole);
}

/* One event as engine.c runs it. A refusal must leave no record and no change. */
static inline enum err_code event(const char *kind, json_t *body)
{
	struct turn t;
	char *before = world_view(), *file = consent_file_text(w.c), id[32];
	size_t values = w.c->values_count;
	int64_t turn = w.c->turn;
	snprintf(id, sizeof id, "e%d", ++w.events);
	const struct event ev = { .source = w.source,
		                  .id = id,
		                  .case_id = "c1",
		                  .kind = kind,
		                  .who = w.who,
		                  .speaks_for = w.speaks_for,
		                  .for_agents = !w.is_stranger,
		                  .body = body,
		                  .row = w.row,
		                  .at_ms = w.sent_at_ms };
	w.refused = (struct err){ 0 };
	turn_begin(&t, w.c, w.b, w.now_ms);
	t.understand = w.understand;
	t.channels = world_channels;
	t.asks_values = true;
	if (event_apply(&t, &ev, &w.refused)) {
		assert_int_equal(json_array_size(t.records), 0);
		assert_int_equal(t.outs_count + t.values_count + t.erase_count, 0);
		assert_int_equal(w.c->values_count, values);
		w.c->turn = turn;
		turn_end(&t);
		char *after = world_view();
		assert_string_equal(after, before);
		free(after);
	} else {
		assert_int_equal(w.refused.code, E_NONE);
		run_go_on(w.run, &t);
		world_keep(&t);
		assert_reader_keeps_up();
		assert_names_change(file, consent_file_text(w.c));
	}
	free(before);
	free(file);
	json_decref(body);
	return w.refused.code;
}

#define EVENT(kind, ...) event(kind, json_pack(__VA_ARGS__))

static inline void happens(enum err_code code)
{
	if (code != E_NONE)
		fail_msg("refused: %s", w.refused.text);
}

static inline void refused(enum err_code got, enum err_code want, const char *part)
{
	if (got != want || !strstr(w.refused.text, part))
		fail_msg("code %d, '%s'; should be %d, '%s'", got, w.refused.text, want, part);
}

static inline void pass(int64_t ms)
{
	w.now_ms += ms;
	w.source = "timer";
	happens(event("timer", json_object()));
	w.source = "console";
}

/* ---- looking ---- */

static inline struct suggestion *newest_suggestion(void)
{
	assert_true(w.c->suggestions_count > 0);
	return &w.c->suggestions[w.c->suggestions_count - 1];
}

static inline struct wait *question_to(enum role r)
{
	struct wait *q = case_question(w.c, r);
	if (!q)
		fail_msg("no question is open to %s (status %s: %s)", role_name(r),
		         case_status_name(w.c->status),
		         w.c->parked ? json_string_value(json_object_get(w.c->parked, "reason"))
		                     : "");
	return q;
}

static inline size_t said_to(enum role r, const char *part)
{
	size_t n = 0;
	for (size_t i = 0; i < w.c->messages_count; i++) {
		const struct message *m = &w.c->messages[i];
		const char *text = case_text(w.c, m->text);
		n += m->party == r && strcmp(m->from, "party") && text && strstr(text, part);
	}
	return n;
}

static inline void assert_ended(const char *outcome)
{
	if (w.c->status == CASE_PARKED)
		fail_msg("parked: %s", json_string_value(json_object_get(w.c->parked, "reason")));
	assert_int_equal(w.c->status, CASE_CLOSED);
	assert_string_equal(case_text(w.c, w.c->outcome), outcome);
}

static inline void assert_parked(const char *part)
{
	assert_int_equal(w.c->status, CASE_PARKED);
	const char *reason = json_string_value(json_object_get(w.c->parked, "reason"));
	if (!strstr(reason, part))
		fail_msg("parked: '%s', should hold '%s'", reason, part);
}

/* ---- doing ---- */

static inline enum err_code agent(const char *act, const char *text)
{
	json_t *body = json_pack("{s:s, s:s}", "suggestion", newest_suggestion()->id, "act", act);
	if (text)
		json_object_set_new(body, "text", json_string(text));
	return event("suggestion", body);
}

static inline enum err_code press(enum role r, const char *choice)
{
	return event("button",
	             json_pack("{s:s, s:o, s:s}", "party", role_name(r), "question",
	                       json_sprintf("q%d", (int)question_to(r)->n), "choice", choice));
}

static inline enum err_code attest(enum role r, const char *answer, const char *method)
{
	return event("attest", json_pack("{s:o, s:s, s:s}", "question",
	                                 json_sprintf("q%d", (int)question_to(r)->n), "answer",
	                                 answer, "method", method));
}

static inline enum err_code writes(enum role r, const char *text)
{
	return EVENT("message", "{s:s, s:s}", "party", role_name(r), "text", text);
}

static inline enum err_code marks(enum role r, const char *mark)
{
	return EVENT("mark", "{s:s, s:s}", "party", role_name(r), "mark", mark);
}

/* The caller agrees to the delegation that stands offered. */
static inline void delegate(void)
{
	happens(agent("send", NULL));
	happens(press(ROLE_CALLER, "yes"));
	assert_string_equal(w.c->consents[0].state, "granted");
}

/* ---- the end ---- */

static inline struct journal *world_journal(void)
{
	struct journal *j = journal_new();
	struct err e = { 0 };
	size_t i;
	json_t *turn;
	json_array_foreach(w.turns, i, turn)
	{
		char *records = json_dumps(json_object_get(turn, "records"), JSON_COMPACT);
		int64_t at_ms = json_integer_value(json_object_get(turn, "at"));
		if (journal_add_turn(j, (int64_t)i + 1, at_ms, records, &e))
			fail_msg("%s", e.text);
		free(records);
	}
	return j;
}

static inline struct support_case *empty_case_with_values(void)
{
	struct support_case *c = case_new("c1");
	for (size_t i = 0; i < w.c->values_count; i++)
		case_value_load(c, (int64_t)i + 1, w.c->values[i].party, w.c->values[i].text,
		                w.c->values[i].salt);
	return c;
}

/* Each value stands in a record: of one that does not, nobody can tell whether it was put there later. */
static inline void assert_values_are_recorded(void)
{
	char *records = json_dumps(w.turns, JSON_COMPACT | JSON_SORT_KEYS), reference[32];
	for (size_t i = 1; i <= w.c->values_count; i++) {
		snprintf(reference, sizeof reference, "\"v\":%zu}", i);
		if (!strstr(records, reference))
			fail_msg("value %zu stands in no record", i);
	}
	free(records);
}

/* The records alone give the same case: folded, and, while it runs, with its flow beside them. */
static inline void assert_replays(void)
{
	struct err e = { 0 };
	json_t *detail = NULL;
	char *live = world_view(), *file = consent_file_text(w.c);
	struct support_case *real = w.c, *again = empty_case_with_values();
	struct journal *j = world_journal();
	struct run *run = real->status == CASE_OPEN ? run_new(w.b, &e) : NULL;
	if (run ? run_replay(run, again, j, &detail, &e) : journal_fold(j, again, &e))
		fail_msg("replay: %s", e.text);
	again->turn = real->turn;
	w.c = again;
	char *replayed = world_view();
	w.c = real;
	assert_string_equal(replayed, live);
	char *file_again = consent_file_text(again);
	if (file)
		assert_string_equal(file_again, file);
	free(file_again);
	free(file);
	free(replayed);
	free(live);
	json_decref(detail);
	run_free(run);
	journal_free(j);
	case_free(again);
}

/* Without a look back at what was recorded. */
static inline void world_free(void)
{
	run_free(w.run);
	case_free(w.c);
	bundle_free(w.b);
	json_decref(w.turns);
	json_decref(w.outs);
	json_decref(w.talk);
	free(w.seen.marks);
	w = (struct world){ 0 };
}

static inline int world_end(void **state)
{
	(void)state;
	if (!w.c)
		return 0;
	assert_values_are_recorded();
	assert_replays();
	world_free();
	return 0;
}

#endif
