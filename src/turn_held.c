/* What is held until one can write to a person: that person is invited, and what was held is then said, or dropped. */
#include <stdlib.h>
#include <string.h>

#include "bundle.h"
#include "channel.h"
#include "clock.h"
#include "json_make.h"
#include "sentence.h"
#include "turn_say.h"

enum { TOKEN_BYTES = 20 };

/* What a template may name: facts that anybody may be told, for who looks at the telephone is not known. */
static json_t *public_facts(const struct turn *t)
{
	json_t *out = json_object(), *v;
	const char *name;
	json_object_foreach(t->c->facts, name, v)
	{
		const json_t *declared = bundle_placeholder(t->b, name);
		const char *class = json_string_value(json_object_get(declared, "class"));
		if (class && !strcmp(class, "public") && case_text(t->c, v))
			json_object_set(out, name, v);
	}
	return out;
}

/* By telephone, to come to the platform on which we can write, or to come back there: once, and again only if that
 * was not taken. The token alone tells who came:
 * chance, as whoever knows it is taken for that person. */
static void invite(struct turn *t, const struct saying *s, const struct channel *ch)
{
	const struct party *p = &t->c->parties[s->party];
	uint8_t chance[TOKEN_BYTES];
	char token[2 * TOKEN_BYTES + 3] = "i_";
	bool invited = p->invite_key && strcmp(p->invite_state, "dead");
	if (!ch->invite || !p->phone || invited || (p->address && !ch->sessions))
		return;
	clock_random(chance, sizeof chance);
	for (size_t i = 0; i < sizeof chance; i++)
		snprintf(token + 2 + 2 * i, 3, "%02x", chance[i]);
	char *target = xasprintf("%s" TURN_INVITED, ch->name);
	json_t *ref = turn_address(t, target, role_name(s->party), token);
	free(target);
	int64_t seq = t->c->out_seq + 1;
	char *key =
		turn_out(t, ch->invite,
	                 json_make("{s:s, s:s, s:O, s:O, s:o, s:i, s:s}", "kind", "invite", "party",
	                           role_name(s->party), "phone", p->phone, "token", ref, "values",
	                           public_facts(t), "tells", 0, "contact_of", ""));
	turn_record(t,
	            json_make("{s:s, s:s, s:s, s:O, s:i}", "r", "party", "party",
	                      role_name(s->party), "invite", key, "token", ref, "seq", (int)seq));
	json_decref(ref);
	free(key);
}

void turn_hold(struct turn *t, const struct saying *s, const struct channel *ch)
{
	char *id = xasprintf("m%lld", (long long)t->c->next_id + 1);
	json_t *r =
		json_make("{s:s, s:s, s:s, s:s, s:O, s:i, s:s, s:b}", "r", "held", "id", id,
	                  "party", role_name(s->party), "from", s->from, "text", s->text, "tells",
	                  (int)s->tells, "contact_of", role_name(s->contact_of), "again", s->again);
	if (s->asks) {
		json_object_set_new(r, "lane", json_integer(s->asks->lane));
		json_object_set_new(r, "n", json_integer(s->asks->n));
	}
	if (s->by)
		json_object_set(r, "by", s->by);
	if (s->event) {
		json_object_set_new(r, "source", json_string(s->source));
		json_object_set_new(r, "event", json_string(s->event));
	}
	turn_record(t, r);
	free(id);
	invite(t, s, ch);
}

/* reason NULL: it is said now */
static void end_held(struct turn *t, const struct held *h, const char *reason)
{
	json_t *r = json_make("{s:s, s:s}", "r", "unheld", "id", h->id);
	if (reason)
		json_object_set_new(r, "reason", json_string(reason));
	turn_record(t, r);
}

static void say_held(struct turn *t, const struct held *held)
{
	struct err why = { 0 };
	const json_t *r = held->record;
	const struct wait *w = held->n ? case_wait_at(t->c, held->lane, held->n) : NULL;
	const struct act act = { ACT_TELL, held->party,
		                 (unsigned)json_integer_value(json_object_get(r, "tells")),
		                 role_from(json_string_value(json_object_get(r, "contact_of"))) };
	const struct saying s = {
		.party = held->party,
		.from = json_string_value(json_object_get(r, "from")),
		.again = json_is_true(json_object_get(r, "again")),
		.by = json_object_get(r, "by"),
		.source = json_string_value(json_object_get(r, "source")),
		.event = json_string_value(json_object_get(r, "event")),
		.text = json_object_get(r, "text"),
		.tells = act.tells,
		.contact_of = act.contact_of,
		.asks = w,
		.phrase = w ? w->phrase : NULL,
	};
	if (held->n && (!w || w->outcome || w->until_ms <= t->now_ms))
		end_held(t, held, sentence_word("held.late"));
	else if (!turn_allows(t, &act, &why))
		end_held(t, held, why.text);
	else if (!case_text(t->c, s.text))
		end_held(t, held, sentence_word("held.erased"));
	else {
		json_t *kept = json_incref(held->record); /* the list moves while it is said */
		end_held(t, held, NULL);
		turn_say_now(t, &s, channel_find(t->channels, t->c->parties[s.party].platform));
		json_decref(kept);
	}
}

/* The first that is held for this party; NULL: none. */
static const struct held *first_held(const struct turn *t, enum role party)
{
	for (size_t i = 0; i < t->c->held_count; i++)
		if (t->c->held[i].party == party)
			return &t->c->held[i];
	return NULL;
}

void turn_release(struct turn *t, enum role party)
{
	const struct held *h;
	while ((h = first_held(t, party)))
		say_held(t, h);
}

void turn_drop_held(struct turn *t, enum role party, const char *reason)
{
	const struct held *h;
	while ((h = first_held(t, party)))
		end_held(t, h, reason);
}

/* ---- what was under way when the session turned out to be over ---- */

/* Was the question of this wait put in a message that has come, or may have? */
static bool was_shown(const struct turn *t, const struct wait *w)
{
	for (size_t i = 0; i < t->c->messages_count; i++) {
		const struct message *m = &t->c->messages[i];
		if (m->wait_n == w->n && strcmp(m->delivery, "queued") &&
		    strcmp(m->delivery, "dead"))
			return true;
	}
	return false;
}

/* The question whose text this message is, or a piece of it, where it can be put as if it never had been; *is_over:
 * it is a question, and cannot. */
static const struct wait *asked_by(const struct turn *t, const struct message *m, bool *is_over)
{
	int64_t n = m->wait_n ? m->wait_n : m->part_of_n;
	const struct wait *w = NULL;
	for (size_t i = 0; n && i < t->c->waits_count; i++)
		if (t->c->waits[i].n == n && !t->c->waits[i].outcome)
			w = &t->c->waits[i];
	*is_over = n && (!w || was_shown(t, w));
	return w;
}

/* Of a question that was cut into pieces nobody has kept the whole but the flow: it is put in the flow's words. */
static json_t *text_of(const struct turn *t, size_t i, const struct wait *w)
{
	const struct message *m = &t->c->messages[i];
	bool is_cut = w && i > 0 && m[-1].part_of_n == w->n;
	return is_cut ? w->text : m->text;
}

/* Who sent the notice, as its record has it; NULL: nobody did, or nobody asks. */
static const json_t *sent_by(const struct turn *t, const struct wait *w)
{
	const struct consent *k = w ? case_consent(t->c, w->consent) : NULL;
	return k && k->history_count ? k->history[k->history_count - 1].evidence : NULL;
}

static void hold_unshown(struct turn *t, const struct channel *ch, size_t i)
{
	bool is_over;
	const struct message m = t->c->messages[i];
	const struct wait *w = asked_by(t, &m, &is_over);
	json_t *text = text_of(t, i, w);
	if (is_over || m.tells == TELLS_UNKNOWN || !case_text(t->c, text))
		return;
	const json_t *evidence = sent_by(t, w);
	const struct saying s = { .party = m.party,
		                  .from = m.from,
		                  .by = json_object_get(evidence, "by"),
		                  .source = json_string_value(json_object_get(evidence, "source")),
		                  .event = json_string_value(json_object_get(evidence, "event")),
		                  .text = text,
		                  .tells = m.tells,
		                  .contact_of = m.contact_of,
		                  .asks = w };
	turn_record(t, json_make("{s:s, s:s, s:s, s:s}", "r", "delivery", "key", m.key, "state",
	                         "dead", "reason", sentence_word("sent.over")));
	if (m.part_of_n) /* said with its end */
		return;
	if (w) /* not asked yet */
		turn_record(t, json_make("{s:s, s:i, s:I, s:i}", "r", "wait", "lane", w->lane, "n",
		                         (json_int_t)w->n, "served", 0));
	turn_hold(t, &s, ch);
}

void turn_hold_unshown(struct turn *t, enum role party)
{
	const struct channel *ch = channel_find(t->channels, t->c->parties[party].platform);
	for (size_t i = 0; ch && i < t->c->messages_count; i++)
		if (t->c->messages[i].party == party &&
		    !strcmp(t->c->messages[i].delivery, "queued"))
			hold_unshown(t, ch, i);
}
