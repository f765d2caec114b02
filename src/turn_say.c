/* What reaches people: a text as the platform of its reader shows it, and the question that it asks. */
#include "turn_say.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "bundle.h"
#include "channel.h"
#include "crypto.h"
#include "json_make.h"
#include "json_write.h"
#include "phrase.h"
#include "store.h"

enum { OUT_EXPIRES_MS = 24 * 60 * 60 * 1000 };

const struct phrase *turn_phrase(const struct turn *t, const char *id, enum role party)
{
	bool is_person = party != ROLE_NONE; /* case:wait waits for nobody */
	return bundle_phrase_in(t->b, id, is_person ? t->c->parties[party].language : LANGUAGE_KO);
}

/* In the language of the question, which is not the person's where a translation is missing. No phrase:
 * its bundle is gone. */
static const struct buttons *buttons_of(const struct turn *t, const struct phrase *p)
{
	return bundle_buttons(t->b, p ? p->language : LANGUAGE_KO);
}

const char *turn_label(const struct turn *t, const struct wait *w, bool yes)
{
	const struct phrase *p = turn_phrase(t, w->phrase, w->party);
	const struct buttons *all = buttons_of(t, p);
	if (w->yes)
		return yes ? w->yes : w->no;
	if (yes)
		return p && p->yes ? p->yes : all->yes;
	return p && p->no ? p->no : all->no;
}

/* ---- rows of the outbox ---- */

char *turn_out(struct turn *t, const char *target, json_t *effect)
{
	struct buf text = { 0 };
	char *key = xasprintf("%s-%lld", t->c->id, (long long)t->c->out_seq + 1);
	json_object_set_new(effect, "case", json_string(t->c->id));
	json_object_set_new(effect, "key", json_string(key));
	json_write(&text, effect);
	json_decref(effect);
	t->outs = xrealloc(t->outs, (t->outs_count + 1) * sizeof *t->outs);
	t->outs[t->outs_count++] = (struct store_out){
		.key = xstrdup(key),
		.case_id = t->c->id,
		.seq = t->c->out_seq + 1,
		.target = xstrdup(target),
		.effect = buf_take(&text),
		.state = "ready",
		.next_at_ms = t->now_ms,
		.expires_at_ms = t->now_ms + OUT_EXPIRES_MS,
		.reason = "",
	};
	return key;
}

/* {"id", "label", "token"}: a press comes back as the token, which names the question and nobody. */
static json_t *button(const struct turn *t, const struct wait *w, const char *id)
{
	bool yes = !strcmp(id, "yes");
	return json_make("{s:s, s:s, s:o}", "id", id, "label", turn_label(t, w, yes), "token",
	                 json_sprintf("b_%s_%lld_%c", t->c->id, (long long)w->n, yes ? 'y' : 'n'));
}

static json_t *buttons_json(const struct turn *t, const struct saying *s)
{
	if (!s->asks || s->asks->kind == WAIT_ASK)
		return json_array();
	return json_make("[o, o]", button(t, s->asks, "yes"), button(t, s->asks, "no"));
}

static char *add_message(struct turn *t, const struct saying *s, const char *message, json_t *text,
                         json_t *buttons)
{
	const struct party *p = &t->c->parties[s->party];
	json_t *effect =
		json_make("{s:s, s:s, s:s, s:O, s:s, s:O, s:i, s:s, s:s}", "kind", "message",
	                  "party", role_name(s->party), "message", message, "text", text, "from",
	                  s->from, "buttons", buttons, "tells", (int)s->tells, "contact_of",
	                  role_name(s->contact_of), "platform", p->platform);
	if (p->address)
		json_object_set(effect, "address", p->address);
	if (p->session_id)
		json_object_set(effect, "session", p->session_id);
	if (s->asks) {
		json_object_set_new(effect, "question",
		                    json_sprintf("q%lld", (long long)s->asks->n));
		json_object_set_new(effect, "mark",
		                    json_sprintf("q%" PRId64, case_mark(t->c->id, s->asks->n)));
	}
	return turn_out(t, p->platform, effect);
}

/* ---- messages ---- */

/* One piece of what is said. last: the question stands in it. Its id: the caller's. */
static char *say_piece(struct turn *t, const struct saying *s, json_t *text, bool last, bool typed)
{
	const struct party *p = &t->c->parties[s->party];
	bool outward = !s->spoken && !s->sent && strcmp(p->platform, "console");
	char *id = xasprintf("m%lld", (long long)t->c->next_id + 1);
	json_t *buttons = last ? buttons_json(t, s) : json_array();
	bool has_buttons = json_array_size(buttons) > 0;
	int64_t seq = t->c->out_seq + 1;
	char *key = outward ? add_message(t, s, id, text, buttons) : NULL;
	json_t *r = json_make("{s:s, s:s, s:s, s:s, s:O, s:b, s:s}", "r", "message", "id", id,
	                      "party", role_name(s->party), "from", s->from, "text", text,
	                      "buttons", has_buttons, "delivery",
	                      outward     ? "queued"
	                      : s->spoken ? "spoken"
	                      : s->sent   ? "sent"
	                                  : "shown");
	if (s->asks)
		json_object_set_new(r, last ? "wait" : "part", json_integer(s->asks->n));
	if (typed && has_buttons)
		json_object_set_new(r, "typed", json_true());
	if (s->by)
		json_object_set(r, "by", s->by);
	if (key) {
		json_object_set_new(r, "key", json_string(key));
		json_object_set_new(r, "seq", json_integer(seq));
	}
	const struct channel *ch = channel_find(t->channels, p->platform);
	if (key && ch && ch->sessions) {
		json_object_set_new(r, "tells", json_integer(s->tells));
		json_object_set_new(r, "contact_of", json_string(role_name(s->contact_of)));
	}
	turn_record(t, r);
	json_decref(buttons);
	free(key);
	return id;
}

/* {"kind": "sent"|"read_out", "from", "message", "messages"?, "channel"?, "edited"?, "by"?, "source"?,
 * "event"?}. messages: ids, all of a text that was cut. */
static json_t *served_evidence(const struct turn *t, const struct saying *s, json_t *messages)
{
	size_t n = json_array_size(messages);
	json_t *evidence = json_make("{s:s, s:s, s:O}", "kind", s->spoken ? "read_out" : "sent",
	                             "from", s->from, "message", json_array_get(messages, n - 1));
	if (n > 1)
		json_object_set(evidence, "messages", messages);
	if (!s->spoken)
		json_object_set_new(
			evidence, "channel",
			json_string(s->channel ? s->channel : t->c->parties[s->party].platform));
	if (!json_equal(s->text, s->asks->text))
		json_object_set_new(evidence, "edited", json_true());
	if (s->by)
		json_object_set(evidence, "by", s->by);
	if (s->event) {
		json_object_set_new(evidence, "source", json_string(s->source));
		json_object_set_new(evidence, "event", json_string(s->event));
	}
	return evidence;
}

static bool is_served_as(const struct turn *t, const struct consent *k, const char *shown)
{
	const char *notice = k ? case_text(t->c, k->notice) : NULL;
	return !k || (notice && !strcmp(notice, shown));
}

void turn_serve(struct turn *t, const struct wait *w)
{
	turn_record(t, json_make("{s:s, s:i, s:I, s:I}", "r", "wait", "lane", w->lane, "n",
	                         (json_int_t)w->n, "served", (json_int_t)t->now_ms));
}

/* shown: the text as a whole, in the way in which it was shown. messages: ids. */
static void serve(struct turn *t, const struct saying *s, json_t *shown, json_t *messages)
{
	char hex[SHA256_HEX];
	const struct wait *w = s->asks;
	const struct consent *k = case_consent(t->c, w->consent);
	const char *text = case_text(t->c, shown);
	turn_serve(t, w);
	if (!k || !text)
		return;
	crypto_sha256_hex(text, strlen(text), hex);
	turn_record(t,
	            json_make("{s:s, s:s, s:O, s:s, s:I, s:s, s:o}", "r", "consent", "id", k->id,
	                      "notice", shown, "notice_hash", hex, "served", (json_int_t)t->now_ms,
	                      "state", "requested", "evidence", served_evidence(t, s, messages)));
}

/* ---- as the channel shows it ---- */

/* The pieces as one text again, with an empty line between them; caller frees. */
static char *joined(char *const *pieces)
{
	struct buf whole = { 0 };
	for (size_t i = 0; pieces[i]; i++)
		buf_addf(&whole, "%s%s", i ? "\n\n" : "", pieces[i]);
	return buf_take(&whole);
}

/* Says the pieces, whose ids join messages; the last one as a reference, new. */
static json_t *say_pieces(struct turn *t, const struct saying *s, char *const *pieces, bool typed,
                          json_t *messages)
{
	json_t *last = NULL;
	for (size_t i = 0; pieces[i]; i++) {
		bool as_it_is = !strcmp(pieces[i], case_text(t->c, s->text));
		json_t *ref =
			as_it_is ? json_incref(s->text) : turn_value_like(t, s->text, pieces[i]);
		char *id = say_piece(t, s, ref, !pieces[i + 1], typed);
		json_array_append_new(messages, json_string(id));
		free(id);
		json_decref(last);
		last = ref;
	}
	return last;
}

/* A question put again in the same words was served when it was put first. */
static void serve_pieces(struct turn *t, const struct saying *s, char *const *pieces, json_t *last,
                         json_t *messages)
{
	const struct consent *k = case_consent(t->c, s->asks->consent);
	char *whole = joined(pieces);
	bool is_whole = json_array_size(messages) == 1;
	if (!s->again || !is_served_as(t, k, whole)) {
		json_t *shown =
			is_whole || !k ? json_incref(last) : turn_value_like(t, s->text, whole);
		serve(t, s, shown, messages);
		json_decref(shown);
	}
	free(whole);
}

void turn_say_now(struct turn *t, const struct saying *s, const struct channel *ch)
{
	static const struct channel console;
	bool asks = s->asks && s->asks->kind != WAIT_ASK;
	const struct choices choices = {
		asks ? turn_label(t, s->asks, true) : NULL,
		asks ? turn_label(t, s->asks, false) : NULL,
		asks ? buttons_of(t, turn_phrase(t, s->asks->phrase, s->party))->typed : NULL
	};
	const char *text = case_text(t->c, s->text);
	size_t count;
	char **pieces = channel_pieces(ch ? ch : &console, text ? text : "", asks ? &choices : NULL,
	                               &count);
	json_t *messages = json_array();
	json_t *last = say_pieces(t, s, pieces, ch && ch->typed, messages);
	if (s->asks)
		serve_pieces(t, s, pieces, last, messages);
	json_decref(messages);
	json_decref(last);
	channel_pieces_free(pieces);
}

/* ---- where one cannot write yet ---- */

static bool is_held(const struct turn *t, const struct saying *s, const struct channel *ch)
{
	if (ch && ch->replies)
		return !t->channels->can_say(t->channels->arg, ch->name,
		                             case_text(t->c, t->c->parties[s->party].address));
	return ch && ch->sessions && !t->c->parties[s->party].session;
}

void turn_say(struct turn *t, const struct saying *s)
{
	const struct channel *ch = NULL;
	if (!s->spoken && !s->sent)
		ch = channel_find(t->channels, t->c->parties[s->party].platform);
	if (is_held(t, s, ch)) {
		turn_hold(t, s, ch);
		return;
	}
	if (ch)
		turn_take_over(t, s->party);
	turn_say_now(t, s, ch);
}
