/* deliver_answer.c: the answer to a call becomes a verdict on its row. */
#include "deliver_impl.h"

#include <stdlib.h>
#include <string.h>

#include "http_out.h"
#include "json_read.h"
#include "log.h"
#include "mask.h"
#include "oauth.h"
#include "platform.h"

enum {
	REASON_MAX_BYTES = 600, /* 200 Korean syllables */
	ID_MAX_BYTES = 200,
};

static const char *text_in(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static const struct {
	const char *state;
	enum meaning meaning;
} states[] = {
	{ "sent", MEANS_SENT },       { "later", MEANS_LATER },
	{ "refused", MEANS_REFUSED }, { "unknown", MEANS_UNKNOWN },
	{ "absent", MEANS_ABSENT },   { "credentials", MEANS_CREDENTIALS },
	{ "fallback", MEANS_SENT }, /* it is on its way, by another one */
};

/* For the journal, which holds no personal value: what a platform quoted is masked. NULL: none. */
static char *reason_of(const json_t *said)
{
	const char *text = text_in(said, "reason");
	if (!text || !*text)
		return NULL;
	size_t n = strlen(text);
	if (n > REASON_MAX_BYTES)
		for (n = REASON_MAX_BYTES; n && ((unsigned char)text[n] & 0xc0) == 0x80; n--)
			;
	return mask_text(text, n);
}

static char *id_of(const json_t *said)
{
	const json_t *id = json_object_get(said, "id");
	if (json_is_integer(id))
		return xasprintf("%" JSON_INTEGER_FORMAT, json_integer_value(id));
	const char *text = json_string_value(id);
	return text && *text && strlen(text) <= ID_MAX_BYTES ? xstrdup(text) : NULL;
}

/* -1: it is no verdict. */
static int take_verdict(const json_t *said, enum outbox_step step, struct outbox_verdict *v)
{
	const char *state = text_in(said, "state");
	const json_t *after = json_object_get(said, "after_s");
	size_t i = 0;
	while (i < COUNT_OF(states) && (!state || strcmp(states[i].state, state) != 0))
		i++;
	if (i == COUNT_OF(states) || (states[i].meaning == MEANS_ABSENT && step != STEP_LOOK))
		return -1;
	v->meaning = states[i].meaning;
	v->final = json_is_true(json_object_get(said, "final"));
	if (json_is_number(after) && json_number_value(after) >= 0 &&
	    json_number_value(after) < 1e9)
		v->after_ms = (int64_t)(json_number_value(after) * 1000);
	v->reason = reason_of(said);
	v->id = id_of(said);
	return 0;
}

static void session_ended(void *arg, const struct event_result *r)
{
	(void)arg, (void)r; /* the next message is refused for it again, if this was not taken */
}

/* The answer says besides that nothing reaches this person before he opens a session anew. */
static void end_session(const struct prepared *p, const struct store_out *row, bool unshown)
{
	const char *session = text_in(p->effect, "session");
	const char *party = text_in(p->effect, "party");
	char *id = xasprintf("%s:%lld:session", row->key, (long long)row->attempt);
	json_t *body = json_pack("{s:s*, s:b, s:s*, s:b}", "party", party, "open", 0, "session",
	                         session, "unshown", unshown);
	const struct event ev = { .source = "outbox",
		                  .id = id,
		                  .case_id = row->case_id,
		                  .kind = "session",
		                  .who = "",
		                  .speaks_for = p->target->speaks_for,
		                  .body = body };
	if (party)
		engine_take(p->target->engine, &ev, session_ended, NULL);
	json_decref(body);
	free(id);
}

static void ask_adapter(const struct prepared *p, const struct store_out *row,
                        const struct http_result *a, struct outbox_verdict *v)
{
	struct err e = { 0 };
	json_t *body = json_read(a->body, a->body_bytes, NULL);
	json_t *response =
		json_pack("{s:i, s:o}", "status", a->status, "body", body ? body : json_null());
	json_t *said = platform_answer(p->target->platform, p->effect, response,
	                               deliver_step_name(p->step), &e);
	if (!said || (!json_is_null(said) && take_verdict(said, p->step, v)))
		log_fact(LOG_ERROR, "answer_not_understood", LF_KEY, "s", row->key, LF_TARGET, "s",
		         row->target, LF_REASON, "s",
		         said ? "its adapter gives no state that there is: taken by its status"
		              : "its adapter fails at it: taken by its status",
		         LF_STATUS, "d", (int64_t)a->status, LF_END);
	if (json_is_false(json_object_get(said, "session")))
		end_session(p, row,
		            json_is_true(json_object_get(said, "again")) &&
		                    !outbox_is_doubtful(row));
	json_decref(said);
}

static void judge(const struct prepared *p, const struct store_out *row,
                  const struct http_result *a, struct outbox_verdict *v)
{
	struct oauth *oauth = p->target->oauth;
	if (a->outcome != HTTP_ANSWERED)
		return;
	if (oauth && p->token_n && a->status == 401) {
		if (oauth_refused(oauth, p->token_n))
			v->meaning = MEANS_AGAIN;
		return;
	}
	if (oauth && p->token_n)
		oauth_accepted(oauth, p->token_n);
	if (p->effect)
		ask_adapter(p, row, a, v);
}

void deliver_judge(void *arg, const struct store_out *row, const struct http_call *call,
                   const struct http_result *a, struct outbox_verdict *v)
{
	const struct prepared *p = deliver_prepared_of(call);
	judge(p, row, a, v);
	if (v->meaning == MEANS_SENT)
		deliver_carried_all(arg, row->key);
}
