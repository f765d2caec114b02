#include "whole.h"

#include <stdlib.h>
#include <string.h>

#include "deliver.h"
#include "event_agent.h"
#include "http_out.h"
#include "json_make.h"
#include "text.h"

enum { TRIES = 3, TIMEOUT_MS = 10000 };

#define NOT_READ "[긴 글의 나머지를 불러오지 못했습니다. 상담 채널에서 직접 확인해 주세요.]"
#define TOO_LONG "\n[너무 길어 여기까지만 옮겼습니다.]"

struct whole {
	struct engine *g;   /* NULL: it has gone */
	struct whole *next; /* of the engine's */
	char *url, *source, *id, *case_id, *party, *target;
	const char *const *speaks_for;
	int64_t at_ms;
	int tries;
};

static void whole_free(struct whole *w)
{
	struct whole **at = w->g ? &w->g->wholes : NULL;
	while (at && *at && *at != w)
		at = &(*at)->next;
	if (at && *at)
		*at = w->next;
	free(w->url);
	free(w->source);
	free(w->id);
	free(w->case_id);
	free(w->party);
	free(w->target);
	free(w);
}

static void taken(void *arg, const struct event_result *r)
{
	(void)arg, (void)r; /* the beginning is there in any case */
}

/* unread: it is shown and answers nothing. */
static void say(const struct whole *w, const char *text, bool unread)
{
	json_t *body = json_make("{s:s, s:s}", "party", w->party, "text", text);
	const struct event ev = { .source = w->source,
		                  .id = w->id,
		                  .case_id = w->case_id,
		                  .kind = "message",
		                  .who = "",
		                  .speaks_for = w->speaks_for,
		                  .body = body,
		                  .at_ms = w->at_ms };
	if (unread)
		json_object_set_new(body, "unread", json_true());
	engine_take(w->g, &ev, taken, NULL);
	json_decref(body);
}

/* What is cut off might take back what stands before it. */
static void say_text(const struct whole *w, const char *text)
{
	if (text_code_points(text) <= EVENT_TEXT_MAX) {
		say(w, text, false);
		return;
	}
	size_t n = EVENT_TEXT_MAX - text_code_points(TOO_LONG), at = 0;
	while (n-- > 0)
		do
			at++;
		while ((text[at] & 0xC0) == 0x80);
	char *cut = xasprintf("%.*s" TOO_LONG, (int)at, text);
	say(w, cut, true);
	free(cut);
}

static void ask(struct whole *w);

static void answered(void *arg, const struct http_result *a)
{
	struct whole *w = arg;
	if (!w->g) {
		whole_free(w);
		return;
	}
	bool found = a->outcome == HTTP_ANSWERED && a->status == 200 && a->body_bytes > 0 &&
	             text_valid(a->body, a->body_bytes);
	if (found) {
		char *text = xstrndup(a->body, a->body_bytes);
		say_text(w, text);
		free(text);
	} else if (w->tries < TRIES && (a->outcome != HTTP_ANSWERED || a->status >= 500)) {
		ask(w);
		return;
	} else {
		say(w, NOT_READ, true);
	}
	whole_free(w);
}

static void ask(struct whole *w)
{
	w->tries++;
	const struct http_call call = { .method = "GET",
		                        .url = w->url,
		                        .timeout_ms = TIMEOUT_MS,
		                        .public_only = !deliver_allows_private(w->g, w->target) };
	http_out_send(w->g->o.http_out, &call, answered, w);
}

void whole_fetch(struct engine *g, const struct event *ev, const json_t *body)
{
	const char *url = json_string_value(json_object_get(body, "more"));
	const char *party = json_string_value(json_object_get(body, "party"));
	const char *target = ev->speaks_for ? ev->speaks_for[0] : NULL;
	if (!url || !party || !target)
		return;
	struct whole *w = xcalloc(1, sizeof *w);
	*w = (struct whole){ .g = g,
		             .url = xstrdup(url),
		             .source = xstrdup(ev->source),
		             .id = xasprintf("%s#whole", ev->id),
		             .case_id = xstrdup(ev->case_id),
		             .party = xstrdup(party),
		             .target = xstrdup(target),
		             .speaks_for = ev->speaks_for,
		             .at_ms = ev->at_ms ? ev->at_ms : ev->received_ms - 1,
		             .next = g->wholes };
	g->wholes = w;
	if (g->o.http_out && deliver_may_read(g, target, url)) {
		ask(w);
		return;
	}
	say(w, NOT_READ, true);
	whole_free(w);
}

void whole_stop(struct engine *g)
{
	for (struct whole *w = g->wholes; w; w = w->next)
		w->g = NULL;
	g->wholes = NULL;
}
