/* What was said in a case, and since when a reader has not seen it. */
#include <stdlib.h>

#include "base.h"
#include "bundle.h"
#include "case.h"
#include "hash.h"
#include "phrase.h"
#include "sentence.h"
#include "view.h"
#include "view_impl.h"

static const struct wait *wait_of(const struct support_case *c, int64_t n)
{
	for (size_t i = 0; n && i < c->waits_count; i++)
		if (c->waits[i].n == n && !c->waits[i].outcome)
			return &c->waits[i];
	return NULL;
}

static json_t *labels_json(const struct support_case *c, const struct wait *w,
                           const struct bundle *b)
{
	const struct phrase *p = bundle_phrase_in(b, w->phrase, c->parties[w->party].language);
	const struct buttons *all = bundle_buttons(b, p ? p->language : LANGUAGE_KO);
	return json_pack("[{s:s, s:s}, {s:s, s:s}]", "id", "yes", "label",
	                 w->yes        ? w->yes
	                 : p && p->yes ? p->yes
	                               : all->yes,
	                 "id", "no", "label",
	                 w->no        ? w->no
	                 : p && p->no ? p->no
	                              : all->no);
}

/* Buttons can be pressed while their question is open, on its newest message. */
static json_t *message_json(const struct support_case *c, const struct bundle *b,
                            const struct message *m)
{
	const struct wait *w = m->buttons ? wait_of(c, m->wait_n) : NULL;
	return json_pack("{s:s, s:s, s:s, s:o, s:o, s:s, s:s?, s:o, s:s?, s:o, s:o}", "id", m->id,
	                 "party", role_name(m->party), "from", m->from, "text",
	                 case_reveal(c, m->text), "at", time_json(m->at_ms), "delivery",
	                 m->delivery, "reason", m->reason, "reason_told", sentence_read(m->reason),
	                 "resolved", m->resolved, "question", view_question(m->wait_n), "buttons",
	                 w ? labels_json(c, w, b) : json_array());
}

/* Why it waits, for the agent: what became of the invitation, or why there is none. */
static const char *held_reason(const struct party *p)
{
	if (p->invite_key)
		return p->invite_reason;
	if (p->address)
		return sentence_word("held.again");
	return sentence_word(p->phone ? "held.not_invited" : "held.no_number");
}

/* What is said once its reader opens a session: no button can be pressed yet. */
static json_t *held_json(const struct support_case *c, const struct held *h)
{
	const char *reason = held_reason(&c->parties[h->party]);
	return json_pack("{s:s, s:s, s:O, s:o, s:o, s:s, s:o, s:o, s:n, s:o, s:[]}", "id", h->id,
	                 "party", role_name(h->party), "from", json_object_get(h->record, "from"),
	                 "text", case_reveal(c, json_object_get(h->record, "text")), "at",
	                 time_json(h->at_ms), "delivery", "held", "reason", view_text(reason),
	                 "reason_told", sentence_read(reason), "resolved", "question",
	                 view_question(h->n), "buttons");
}

json_t *view_talk(const struct support_case *c, const struct bundle *b, size_t from)
{
	json_t *out = json_array();
	for (size_t i = from; i < c->messages_count; i++)
		json_array_append_new(out, message_json(c, b, &c->messages[i]));
	for (size_t i = 0; i < c->held_count; i++)
		json_array_append_new(out, held_json(c, &c->held[i]));
	return out;
}

/* ---- what a reader has of it ---- */

static uint64_t with(uint64_t mark, const char *text)
{
	return text ? hash_of(mark, text) : mark + 1;
}

/* Of all in a message that can become another: whether its text is there still, its delivery, its buttons. */
static uint64_t message_mark(const struct support_case *c, const struct message *m)
{
	uint64_t mark = with(hash_of(0, m->id), case_text(c, m->text) ? "said" : NULL);
	mark = with(with(with(mark, m->delivery), m->reason), m->resolved);
	return m->buttons && wait_of(c, m->wait_n) ? with(mark, c->bundle) : mark;
}

size_t view_talk_seen(const struct support_case *c, struct view_seen *seen)
{
	size_t count = c->messages_count, from = count;
	seen->marks = xrealloc(seen->marks, (count + 1) * sizeof *seen->marks);
	for (size_t i = 0; i < count; i++) {
		uint64_t mark = message_mark(c, &c->messages[i]);
		if (from == count && (i >= seen->count || seen->marks[i] != mark))
			from = i;
		seen->marks[i] = mark;
	}
	seen->count = count;
	return from;
}

void view_seen_free(struct view_seen *seen)
{
	if (!seen)
		return;
	free(seen->marks);
	free(seen);
}
