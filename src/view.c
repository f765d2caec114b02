#include "view.h"

#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "bundle.h"
#include "case.h"
#include "json_read.h"
#include "mask.h"
#include "notice.h"
#include "phrase.h"
#include "sentence.h"
#include "text.h"
#include "view_impl.h"

/* UNSEEN: what a number that is cut by the end of what is looked at may take. */
enum { BODY_SHOWN_BYTES = 8 * 1024, UNSEEN_CODE_POINTS = 256 };

json_t *view_text(const char *s)
{
	return s && *s ? json_string(s) : json_null();
}

json_t *view_question(int64_t n)
{
	return n ? json_sprintf("q%lld", (long long)n) : json_null();
}

static json_t *parties_json(const struct support_case *c)
{
	json_t *out = json_object();
	for (int r = 0; r < ROLE_COUNT; r++) {
		const struct party *p = &c->parties[r];
		if (!p->known)
			continue;
		json_object_set_new(
			out, role_name((enum role)r),
			json_pack("{s:s, s:b, s:s, s:s, s:s, s:o, s:b, s:o, s:o, s:o}", "word",
		                  role_word((enum role)r), "member", p->member, "mode",
		                  p->mode == MODE_BOT ? "bot" : "assist", "language",
		                  language_code(p->language), "platform", p->platform, "phone",
		                  p->phone ? case_reveal(c, p->phone) : json_null(), "session",
		                  p->session, "invite", view_text(p->invite_state), "invite_reason",
		                  view_text(p->invite_reason), "invite_told",
		                  sentence_read(p->invite_reason)));
	}
	return out;
}

/* The consent that a suggestion asks for; NULL: none, or it is over. */
static const struct consent *asked_consent(const struct support_case *c, const struct suggestion *s)
{
	for (size_t i = 0; i < c->waits_count; i++) {
		const struct wait *w = &c->waits[i];
		for (size_t k = 0; w->consent && k < c->consents_count; k++)
			if (w->lane == s->lane && w->n == s->n &&
			    !strcmp(c->consents[k].id, w->consent))
				return &c->consents[k];
	}
	return NULL;
}

/* As they were recorded for this consent; of one that is over, as the notice says them to anybody. */
static json_t *legal_json(const struct support_case *c, const struct bundle *b,
                          const struct suggestion *s, const struct phrase *p)
{
	const struct consent *k = asked_consent(c, s);
	if (k && k->legal)
		return json_deep_copy(k->legal);
	json_t *out = json_object();
	for (size_t i = 0; !k && p && i < p->legal_count; i++) {
		char *text = notice_item(b, p->language, p->legal[i].text, NULL, NULL);
		json_object_set_new(out, p->legal[i].item, json_string(text));
		free(text);
	}
	return out;
}

static json_t *suggestion_json(const struct support_case *c, const struct bundle *b,
                               const struct suggestion *s)
{
	const struct phrase *p = bundle_phrase_in(b, s->phrase, c->parties[s->party].language);
	return json_pack(
		"{s:s, s:s, s:s, s:s, s:s, s:o, s:s, s:o, s:o, s:o, s:o, s:b, s:i, s:s?, s:o, s:o, "
		"s:o}",
		"id", s->id, "party", role_name(s->party), "purpose", s->purpose, "phrase",
		s->phrase, "language", language_code(p ? p->language : LANGUAGE_KO), "text",
		s->text ? case_reveal(c, s->text) : json_null(), "state", s->state, "at",
		time_json(s->at_ms), "reason", s->reason ? case_reveal(c, s->reason) : json_null(),
		"reason_told", sentence_read(case_text(c, s->reason)), "why", view_why(c, s),
		"draft", p && p->draft, "version", p ? p->version : 0, "source",
		p ? p->source : NULL, "unlock", view_unlock(c, b, s), "legal",
		legal_json(c, b, s, p), "question",
		strcmp(s->purpose, "suggest") && strcmp(s->purpose, "say") ? view_question(s->n)
									   : json_null());
}

static const char *const wait_names[] = {
	[WAIT_SUGGEST] = "suggest", [WAIT_CONFIRM] = "confirm", [WAIT_CONSENT] = "consent",
	[WAIT_ASK] = "ask",         [WAIT_LISTEN] = "listen",   [WAIT_TIME] = "wait",
	[WAIT_SAY] = "say",
};

static json_t *wait_json(const struct support_case *c, const struct bundle *b, const struct wait *w)
{
	const char *state = !w->served_at_ms ? "offered" : w->unclear ? "unclear" : "served";
	if (w->kind == WAIT_LISTEN || w->kind == WAIT_TIME)
		state = "waiting";
	if (w->missing)
		state = "lacking";
	return json_pack("{s:o, s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:i}", "id",
	                 view_question(w->n), "kind", wait_names[w->kind], "party",
	                 role_name(w->party), "state", state, "phrase", view_text(w->phrase),
	                 "field", view_text(w->field), "marks",
	                 w->marks ? json_deep_copy(w->marks) : json_array(), "text",
	                 w->text ? case_reveal(c, w->text) : json_null(), "missing",
	                 view_missing(c, b, w), "template", view_template(c, b, w), "until",
	                 time_json(w->until_ms), "file", view_text(w->file), "line", w->line);
}

static json_t *consent_json(const struct support_case *c, const struct bundle *b,
                            const struct consent *k)
{
	json_t *history = json_array();
	for (size_t i = 0; i < k->history_count; i++) {
		const struct consent_change *h = &k->history[i];
		json_array_append_new(history, json_pack("{s:s, s:o, s:o}", "state", h->state, "at",
		                                         time_json(h->at_ms), "evidence",
		                                         case_reveal(c, h->evidence)));
	}
	const struct consent_change *last = &k->history[k->history_count - 1];
	return json_pack(
		"{s:s, s:s, s:s, s:o, s:o, s:s?, s:o, s:o, s:o, s:s, s:i, s:o, s:s, s:o, s:o, s:o, "
		"s:o}",
		"id", k->id, "kind", k->kind, "subject", role_name(k->subject), "delegate",
		view_text(role_name(k->delegate)), "about", view_text(k->about), "about_word",
		bundle_word(b, "topic", k->about), "about_told",
		bundle_word_told(b, "topic", k->about), "items",
		k->items ? json_deep_copy(k->items) : json_array(), "legal",
		k->legal ? json_deep_copy(k->legal) : json_object(), "phrase", k->phrase, "version",
		k->version, "served_at", time_json(k->served_at_ms), "state", k->state, "at",
		time_json(last->at_ms), "expires_at", time_json(k->expires_at_ms), "notice",
		k->notice ? case_reveal(c, k->notice) : json_null(), "history", history);
}

/* ---- what operators see ---- */

static json_t *masked_string(const char *text, size_t len_bytes)
{
	char *masked = mask_text(text, len_bytes);
	json_t *out = json_string(masked);
	free(masked);
	return out;
}

/* v with each text and key of it masked; new. */
static json_t *masked_json(const json_t *v)
{
	const char *key;
	json_t *one, *out;
	size_t i;
	if (json_is_string(v))
		return masked_string(json_string_value(v), json_string_length(v));
	if (json_is_array(v)) {
		out = json_array();
		json_array_foreach(v, i, one) json_array_append_new(out, masked_json(one));
		return out;
	}
	if (!json_is_object(v))
		return json_incref((json_t *)v);
	out = json_object();
	json_object_foreach((json_t *)v, key, one)
	{
		char *masked = mask_text(key, strlen(key));
		json_object_set_new(out, masked, masked_json(one));
		free(masked);
	}
	return out;
}

/* Once more as a whole: a number may be one of JSON's. */
static json_t *masked_document(const json_t *body)
{
	json_t *masked = masked_json(body);
	char *written = json_dumps(masked, JSON_INDENT(2));
	json_t *out = masked_string(written, strlen(written));
	free(written);
	json_decref(masked);
	return out;
}

/* How many bytes of JSON's escapes, \u and four hexadecimal digits, stand there in a row. */
static size_t escapes(const char *text)
{
	size_t n = 0;
	while (text[n] == '\\' && text[n + 1] == 'u' &&
	       strspn(text + n + 2, "0123456789abcdefABCDEF") >= 4)
		n += 6;
	return n;
}

/* The text with the characters that its escapes stand for: no number hides from the mask in them, and the words can be
 * read. */
static char *without_escapes(const char *text)
{
	struct buf out = { 0 };
	buf_adds(&out, "");
	while (*text) {
		size_t plain = strcspn(text, "\\"), n = escapes(text + plain);
		buf_add(&out, text, plain);
		text += plain;
		char *quoted = xasprintf("\"%.*s\"", (int)n, text);
		json_t *read = n ? json_loads(quoted, JSON_DECODE_ANY, NULL) : NULL;
		size_t taken = n ? n : *text != '\0';
		if (read)
			buf_adds(&out, json_string_value(read));
		else
			buf_add(&out, text, taken);
		text += taken;
		json_decref(read);
		free(quoted);
	}
	return buf_take(&out);
}

/* What came and is no JSON, or too long to be read here: its beginning. */
static json_t *masked_beginning(const char *text, size_t len_bytes)
{
	char *part, *plain, *masked;
	bool whole = len_bytes <= BODY_SHOWN_BYTES;
	size_t len = whole ? len_bytes : BODY_SHOWN_BYTES;
	while (!whole && ((unsigned char)text[len] & 0xc0) == 0x80)
		len--;
	part = xstrndup(text, len);
	plain = without_escapes(part);
	masked = mask_text(plain, strlen(plain));
	char *end = masked + strlen(masked);
	for (int i = 0; !whole && i < UNSEEN_CODE_POINTS && end > masked; i++)
		while (--end > masked && ((unsigned char)*end & 0xc0) == 0x80)
			;
	json_t *out = json_sprintf("%.*s%s", (int)(end - masked), masked, whole ? "" : "…");
	free(part);
	free(plain);
	free(masked);
	return out;
}

/* null: its bytes are no text, in which nobody could find the numbers. */
static json_t *masked_body(const char *raw, size_t raw_bytes)
{
	struct err e = { 0 };
	if (!text_valid(raw, raw_bytes))
		return json_null();
	char *text = xstrndup(raw, raw_bytes); /* json_read() wants a NUL behind it */
	json_t *body = raw_bytes <= BODY_SHOWN_BYTES ? json_read(text, raw_bytes, &e) : NULL;
	json_t *out = body ? masked_document(body) : masked_beginning(text, raw_bytes);
	json_decref(body);
	free(text);
	return out;
}

json_t *view_undecoded(const char *source, const char *id, int64_t at_ms, const char *reason,
                       const char *raw, size_t raw_bytes)
{
	return json_pack("{s:s, s:o, s:o, s:o, s:o, s:I}", "source", source, "id",
	                 masked_string(id, strlen(id)), "at", time_json(at_ms), "reason",
	                 masked_string(reason, strlen(reason)), "body", masked_body(raw, raw_bytes),
	                 "bytes", (json_int_t)raw_bytes);
}

/* ---- a case ---- */

#define LIST(out, count, one)                \
	for (size_t i = 0; i < (count); i++) \
	json_array_append_new(out, one)

static json_t *steps_json(const struct support_case *c)
{
	json_t *out = json_array(), *s;
	size_t i;
	json_array_foreach(c->steps, i, s) json_array_append_new(
		out, json_pack("{s:O, s:o}", "title", json_object_get(s, "title"), "at",
	                       time_json(json_integer_value(json_object_get(s, "at")))));
	return out;
}

static json_t *bundles_json(const struct support_case *c)
{
	json_t *out = json_array(), *b;
	size_t i;
	json_array_foreach(c->bundles, i, b) json_array_append_new(
		out, json_pack("{s:O, s:o}", "bundle", json_object_get(b, "bundle"), "since",
	                       time_json(json_integer_value(json_object_get(b, "at")))));
	return out;
}

/* Of what the engine noted; what people and flows write is theirs. */
static json_t *note_told(const struct support_case *c, const json_t *n)
{
	const char *by = json_string_value(json_object_get(n, "by"));
	return by && !strcmp(by, "engine") ? sentence_read(case_text(c, json_object_get(n, "text")))
	                                   : json_null();
}

static json_t *notes_json(const struct support_case *c)
{
	json_t *out = json_array(), *n;
	size_t i;
	json_array_foreach(c->notes, i, n) json_array_append_new(
		out, json_pack("{s:o, s:o, s:o, s:o}", "text",
	                       case_reveal(c, json_object_get(n, "text")), "told", note_told(c, n),
	                       "by", case_reveal(c, json_object_get(n, "by")), "at",
	                       time_json(json_integer_value(json_object_get(n, "at")))));
	return out;
}

static json_t *parked_json(const struct support_case *c)
{
	json_t *out = masked_json(c->parked);
	json_object_set_new(out, "told",
	                    sentence_read(json_string_value(json_object_get(out, "reason"))));
	return out;
}

/* Its messages from that one on. */
static json_t *view_from(const struct support_case *c, const struct bundle *b, size_t from)
{
	json_t *suggestions = json_array(), *waits = json_array(), *consents = json_array();
	LIST(suggestions, c->suggestions_count, suggestion_json(c, b, &c->suggestions[i]));
	for (size_t i = 0; c->status == CASE_OPEN && i < c->waits_count; i++)
		if (!c->waits[i].outcome)
			json_array_append_new(waits, wait_json(c, b, &c->waits[i]));
	LIST(consents, c->consents_count, consent_json(c, b, &c->consents[i]));
	json_t *view = json_pack("{s:s, s:s, s:s, s:s, s:s, s:o, s:o, s:I, s:o, s:o, s:o, s:o}",
	                         "id", c->id, "flow", c->flow, "title", bundle_title(b), "bundle",
	                         c->bundle, "status", case_status_name(c->status), "outcome",
	                         c->outcome ? case_reveal(c, c->outcome) : json_null(), "parked",
	                         c->parked ? parked_json(c) : json_null(), "turn",
	                         (json_int_t)c->turn, "opened_at", time_json(c->opened_at_ms),
	                         "updated_at", time_json(c->updated_at_ms), "facts",
	                         case_reveal(c, c->facts), "step", view_text(c->step));
	const char *topic = json_string_value(json_object_get(c->facts, "topic"));
	json_object_set_new(view, "topic_word", view_text(bundle_word(b, "topic", topic)));
	json_object_set_new(view, "topic_told", bundle_word_told(b, "topic", topic));
	json_object_set_new(view, "opens", view_opens(c, b));
	json_object_set_new(view, "bundles", bundles_json(c));
	json_object_set_new(view, "parties", parties_json(c));
	json_object_set_new(view, "messages", view_talk(c, b, from));
	json_object_set_new(view, "suggestions", suggestions);
	json_object_set_new(view, "waits", waits);
	json_object_set_new(view, "consents", consents);
	json_object_set_new(view, "steps", steps_json(c));
	json_object_set_new(view, "notes", notes_json(c));
	return view;
}

json_t *view_case(const struct support_case *c, const struct bundle *b)
{
	return view_from(c, b, 0);
}

json_t *view_case_since(const struct support_case *c, const struct bundle *b,
                        struct view_seen *seen)
{
	size_t from = view_talk_seen(c, seen);
	json_t *view = view_from(c, b, from);
	json_object_set_new(view, "messages_from", json_integer((json_int_t)from));
	return view;
}

/* ---- who looks on ---- */

static json_t *number_end(const char *phone)
{
	char *end = xstrdup(phone);
	size_t len = strlen(end);
	for (size_t i = 0; i + VIEW_PHONE_END < len; i++)
		if (end[i] >= '0' && end[i] <= '9')
			end[i] = '*';
	json_t *out = json_string(end);
	free(end);
	return out;
}

json_t *view_without_numbers(const json_t *view)
{
	json_t *out = json_copy((json_t *)view);
	json_t *people = json_deep_copy(json_object_get(view, "parties")), *one;
	const char *role;
	json_object_foreach(people, role, one)
	{
		const char *phone = json_string_value(json_object_get(one, "phone"));
		if (phone)
			json_object_set_new(one, "phone", number_end(phone));
	}
	json_object_set_new(out, "parties", people);
	return out;
}
