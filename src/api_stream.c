/* /v1/stream: server-sent events. With ?case=ID the whole case as it is now, then anew whenever it
 * changes (id: its last turn), and who else has it open; without, the line in the queue of each case that
 * changed. A reader that came back has missed nothing: the state is sent, not the steps. With &talk=new only the first
 * event holds all messages: 5,000 of them are 1.3 MB, a message more is 3 KB then. */
#include <stdlib.h>
#include <string.h>

#include "access.h"
#include "acts.h"
#include "api_impl.h"
#include "clock.h"
#include "engine.h"
#include "loop.h"
#include "presence.h"
#include "session_file.h"
#include "view.h"

enum { BEAT_MS = 15 * 1000, PROXY_MS = 60 * 60 * 1000 };

struct stream {
	struct api *a;
	struct http_stream *http;
	char *case_id;          /* NULL: all cases */
	struct view_seen *seen; /* of who wants new messages alone; NULL: all each time */
	int64_t session;        /* it ends with it; 0: it has none */
	int64_t ends_at_ms;     /* then the proxy is asked anew who it is; 0: nobody asks */
	int64_t person;         /* api_person */
	bool is_agents;         /* its person counts as one who has the case open */
	bool sees_numbers;
	bool ending;
	struct stream *next;
};

static void closed(void *arg)
{
	struct stream *s = arg;
	struct stream **at = &s->a->streams;
	while (*at != s)
		at = &(*at)->next;
	*at = s->next;
	s->a->streams_count--;
	if (s->is_agents)
		presence_leave(engine_presence(s->a->o.engine), s->case_id, s->person);
	view_seen_free(s->seen);
	free(s->case_id);
	free(s);
}

static void end(struct stream *s)
{
	if (s->ending)
		return;
	s->ending = true;
	http_stream_end(s->http);
}

static void send_text(struct stream *s, const char *text, size_t len)
{
	if (s->ending || http_stream_send(s->http, text, len) == 0)
		return;
	end(s); /* it does not read: it may come back and gets the state then */
}

/* A case as an event, made when somebody needs it. */
struct told {
	struct buf whole, without_numbers;
};

static void told_free(struct told *t)
{
	buf_free(&t->whole);
	buf_free(&t->without_numbers);
}

static void add_case_event(struct buf *b, const char *name, const json_t *view)
{
	char *text = json_dumps(view, JSON_COMPACT | JSON_SORT_KEYS);
	buf_addf(b, "event: %s\nid: %lld\ndata: ", name,
	         (long long)json_integer_value(json_object_get(view, "turn")));
	buf_adds(b, text);
	buf_adds(b, "\n\n");
	free(text);
}

static void send_case(struct stream *s, const char *name, const json_t *view, struct told *t)
{
	struct buf *b = s->sees_numbers ? &t->whole : &t->without_numbers;
	if (!b->len_bytes && s->sees_numbers) {
		add_case_event(b, name, view);
	} else if (!b->len_bytes) {
		json_t *less = view_without_numbers(view);
		add_case_event(b, name, less);
		json_decref(less);
	}
	send_text(s, b->data, b->len_bytes);
}

/* What this reader lacks, and nobody else. */
static void send_part(struct stream *s)
{
	struct err e = { 0 };
	struct told own = { 0 };
	json_t *view = engine_view(s->a->o.engine, s->case_id, s->seen, &e);
	if (view)
		send_case(s, "part", view, &own);
	json_decref(view);
	told_free(&own);
}

static char *changed_event(const char *summary, size_t *len)
{
	struct buf b = { 0 };
	buf_addf(&b, "event: changed\ndata: %s\n\n", summary);
	*len = b.len_bytes;
	return buf_take(&b);
}

static void send_people(struct stream *s)
{
	struct buf b = { 0 };
	json_t *people = presence_json(engine_presence(s->a->o.engine), s->case_id, s->person);
	char *text = json_dumps(people, JSON_COMPACT | JSON_SORT_KEYS);
	buf_addf(&b, "event: people\ndata: %s\n\n", text);
	send_text(s, b.data, b.len_bytes);
	buf_free(&b);
	free(text);
	json_decref(people);
}

void stream_people_changed(void *api, const char *case_id)
{
	struct api *a = api;
	for (struct stream *s = a->streams, *next; s; s = next) {
		next = s->next;
		if (s->case_id && !strcmp(s->case_id, case_id))
			send_people(s);
	}
}

/* An agent is here from now on; a manager or an API client sees who is, and is nobody. */
static void enter(struct stream *s, const struct call *k)
{
	const char *as = http_req_query(k->req, "as");
	s->person = api_person(&k->who);
	s->is_agents = s->person && (k->who.roles & ACCESS_AGENT);
	if (s->is_agents)
		presence_enter(engine_presence(s->a->o.engine), s->case_id, s->person, k->who.name,
		               as && !strcmp(as, "reader"));
	else
		send_people(s);
}

/* view NULL: all cases. Takes seen. */
static void begin(const struct call *k, const char *case_id, json_t *view, struct view_seen *seen)
{
	static const struct http_header headers[] = { { "Content-Type",
		                                        "text/event-stream; charset=utf-8" },
		                                      { "Cache-Control", "no-store" },
		                                      { "X-Content-Type-Options", "nosniff" },
		                                      { "X-Accel-Buffering", "no" } };
	struct stream *s = xcalloc(1, sizeof *s);
	s->a = k->a;
	s->case_id = xstrdup(case_id);
	s->seen = seen;
	s->sees_numbers = api_sees_numbers(&k->who);
	s->session = k->who.session;
	s->ends_at_ms = k->who.via == VIA_PROXY ? clock_now_ms() + PROXY_MS : 0;
	s->next = k->a->streams;
	k->a->streams = s;
	k->a->streams_count++;
	s->http = http_req_stream(k->req, headers, COUNT_OF(headers), closed, s);
	send_text(s, "retry: 1000\n\n", 13);
	struct told first = { 0 };
	if (view && seen)
		json_object_del(view, "messages_from"); /* all are there */
	if (view)
		send_case(s, "case", view, &first);
	told_free(&first);
	if (case_id)
		enter(s, k);
}

struct beginning {
	struct call call;
	struct view_seen *seen;
};

static void begin_with(void *arg, json_t *view, const struct err *e)
{
	struct beginning *w = arg;
	struct call *k = &w->call;
	const struct err stopping = { .code = E_BUSY, .text = "stopping: come again in a moment" };
	if (k->a->stopping)
		e = &stopping;
	if (e->code == E_NONE)
		begin(k, http_req_query(k->req, "case"), view, w->seen);
	else
		api_answer_error(k, e, NULL);
	if (e->code != E_NONE)
		view_seen_free(w->seen);
	free(w);
}

void stream_get(struct call *k)
{
	const char *case_id = http_req_query(k->req, "case");
	const char *talk = http_req_query(k->req, "talk");
	if (!case_id) {
		begin(k, NULL, NULL, NULL);
		return;
	}
	struct beginning *w = xmalloc(sizeof *w);
	bool new_alone = talk && !strcmp(talk, "new");
	*w = (struct beginning){ *k, new_alone ? xcalloc(1, sizeof *w->seen) : NULL };
	engine_show(k->a->o.engine, case_id, w->seen, begin_with, w);
}

static bool concerns(const struct stream *s, const char *case_id)
{
	return !s->case_id || !strcmp(s->case_id, case_id);
}

/* Does anybody see the whole case, or the queue? */
static bool anybody(const struct api *a, const char *case_id, bool whole)
{
	for (const struct stream *s = a->streams; s; s = s->next)
		if (concerns(s, case_id) && !s->case_id != whole && !s->seen)
			return true;
	return false;
}

void stream_case_changed(struct api *a, const char *case_id)
{
	struct err e = { 0 };
	size_t brief_len = 0;
	struct told told = { 0 };
	json_t *view =
		anybody(a, case_id, true) ? engine_view(a->o.engine, case_id, NULL, &e) : NULL;
	const struct summary *m =
		anybody(a, case_id, false) ? engine_summary(a->o.engine, case_id, &e) : NULL;
	char *brief = m ? changed_event(m->text, &brief_len) : NULL;
	for (struct stream *s = a->streams, *next; s; s = next) {
		next = s->next;
		if (!concerns(s, case_id))
			continue;
		if (s->seen)
			send_part(s);
		else if (s->case_id && view)
			send_case(s, "case", view, &told);
		if (!s->case_id && brief)
			send_text(s, brief, brief_len);
	}
	json_decref(view);
	told_free(&told);
	free(brief);
}

void stream_end_all(struct api *a)
{
	for (struct stream *s = a->streams, *next; s; s = next) {
		next = s->next;
		end(s);
	}
}

void stream_end_dead(struct api *a)
{
	for (struct stream *s = a->streams, *next; s; s = next) {
		next = s->next;
		if ((s->session && !sessions_is_live(a->o.sessions, s->session)) ||
		    (s->ends_at_ms && s->ends_at_ms <= clock_now_ms()))
			end(s);
	}
}

/* A comment now and then keeps proxies from closing a quiet stream. */
void stream_beat(void *api)
{
	struct api *a = api;
	sessions_tick(a->o.sessions);
	acts_tick(a->o.acts);
	stream_end_dead(a);
	for (struct stream *s = a->streams, *next; s; s = next) {
		next = s->next;
		send_text(s, ":\n\n", 3);
	}
	loop_timer_set(a->beat, BEAT_MS);
}
