/* Which case an event of a platform belongs to: people are known there by an address, and by the tokens
 * of what we sent. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "channel.h"
#include "engine_impl.h"
#include "engine_place_impl.h"
#include "event_said.h"
#include "json_make.h"

static int add(void *arg, const char *case_id, const char *party, bool open)
{
	struct places *ps = arg;
	if (ps->count == PLACES_MAX)
		return 0;
	struct place *p = &ps->list[ps->count++];
	snprintf(p->case_id, sizeof p->case_id, "%s", case_id);
	snprintf(p->party, sizeof p->party, "%s", party);
	p->open = open;
	return 0;
}

/* What is on its way to the disk, and not in the store's answer yet. */
static void add_from_batch(const struct batch *b, const char *target, const char *text,
                           struct places *ps)
{
	for (size_t i = 0; b && i < b->count; i++) {
		const struct turn *t = &b->commits[i]->turn;
		for (size_t j = 0; j < t->addresses_count; j++)
			if (!strcmp(t->addresses[j].target, target) &&
			    !strcmp(t->addresses[j].text, text))
				add(ps, t->c->id, t->addresses[j].party, true);
	}
}

int place_find(struct engine *g, const char *const *targets, const char *suffix, const char *text,
               struct places *ps, struct err *e)
{
	ps->count = 0;
	for (; *targets; targets++) {
		char *target = xasprintf("%s%s", *targets, suffix);
		add_from_batch(g->in_flight, target, text, ps);
		add_from_batch(g->gathering, target, text, ps);
		int rc = g->o.store->ops->addressed(g->o.store, target, text, PLACES_MAX, add, ps,
		                                    e);
		free(target);
		if (rc)
			return -1;
	}
	return 0;
}

/* A case of this person, with the question to him that is open in it. */
struct asked {
	const struct place *place;
	int64_t served_ms, said_ms; /* said_ms: when he was told anything last in that case */
};

static struct asked asked_in(struct engine *g, const struct place *p)
{
	struct err e = { 0 };
	struct asked a = { .place = p };
	struct slot *s = cases_get(g->cases, p->case_id, &e);
	enum role r = role_from(p->party);
	if (!s || r == ROLE_NONE)
		return a;
	const struct wait *w = p->open ? case_question(s->c, r) : NULL;
	a.served_ms = w ? w->served_at_ms : 0;
	for (size_t i = s->c->messages_count; i-- > 0 && !a.said_ms;) {
		const struct message *m = &s->c->messages[i];
		if (m->party == r && strcmp(m->from, "party"))
			a.said_ms = m->at_ms;
	}
	return a;
}

/* The one in which this person was asked last and has not answered; else the newest that is open, else
 * the newest. NULL: there is none. doubtful: words alone do not say which of his cases they are for, since
 * another one has asked him, too, or has spoken to him since; NULL: that is of no interest. */
static const struct place *choose(struct engine *g, const struct places *ps, bool *doubtful)
{
	struct asked best = { .place = ps->count ? &ps->list[0] : NULL };
	int64_t said_ms = 0; /* in the others */
	size_t open = 0;
	for (size_t i = 0; ps->count > 1 && i < ps->count; i++) {
		struct asked a = asked_in(g, &ps->list[i]);
		bool better = a.served_ms > best.served_ms;
		int64_t other_ms = better ? best.said_ms : a.said_ms;
		open += a.served_ms > 0;
		if (i > 0 && other_ms > said_ms)
			said_ms = other_ms;
		if (better || i == 0)
			best = a;
	}
	if (doubtful)
		*doubtful = open > 1 || (open == 1 && said_ms > best.said_ms);
	return best.place;
}

static void set_session(json_t *decoded)
{
	json_t *session = json_object_get(decoded, "session");
	if (session)
		json_object_set(json_object_get(decoded, "body"), "session", session);
}

static void name(json_t *decoded, const struct place *p)
{
	json_t *body = json_object_get(decoded, "body");
	set_session(decoded);
	json_object_set_new(decoded, "case", json_string(p->case_id));
	json_object_set_new(body, "party", json_string(p->party));
}

/* Only what is written on it came back, and the mark of its question: the button of that question, in whichever of
 * the person's cases; else it is what the person said, and answers nothing. */
static const struct place *marked(const struct places *ps, json_t *decoded, const char *mark)
{
	json_t *body = json_object_get(decoded, "body");
	long long v = 0;
	char behind;
	bool is_mark = sscanf(mark, "q%9lld%c", &v, &behind) == 1;
	for (size_t i = 0; is_mark && i < ps->count; i++) {
		int64_t n = case_marked(ps->list[i].case_id, v);
		if (!n)
			continue;
		json_object_set_new(decoded, "kind", json_string("button"));
		json_object_set(body, "label", json_object_get(body, "text"));
		json_object_set_new(body, "question", json_sprintf("q%" PRId64, n));
		return &ps->list[i];
	}
	json_object_set_new(decoded, "kind", json_string("message"));
	json_object_set_new(body, "unread", json_true());
	return NULL;
}

/* "b_<case>_<n>_<y|n>": the button of a question. It counts only in the case that it names, from the
 * person whom that case knows at this address; else it is what the person said. */
static const struct place *pressed(const struct places *ps, json_t *decoded)
{
	json_t *body = json_object_get(decoded, "body");
	const char *token = json_string_value(json_object_get(body, "token"));
	char case_id[64], yes;
	long long n;
	int end = 0;
	const char *question = json_string_value(json_object_get(body, "question"));
	if (!token && question)
		return marked(ps, decoded, question);
	bool ours = token &&
	            sscanf(token, "b_%63[a-z0-9]_%lld_%c%n", case_id, &n, &yes, &end) == 3 &&
	            !token[end] && (yes == 'y' || yes == 'n');
	for (size_t i = 0; ours && i < ps->count; i++) {
		if (strcmp(ps->list[i].case_id, case_id))
			continue;
		json_object_set_new(decoded, "kind", json_string("button"));
		json_object_set_new(body, "question", json_sprintf("q%lld", n));
		json_object_set_new(body, "choice", json_string(yes == 'y' ? "yes" : "no"));
		return &ps->list[i];
	}
	json_object_set_new(decoded, "kind", json_string("message"));
	if (ours) /* what is written on it answered another question */
		json_object_set_new(body, "unread", json_true());
	return NULL;
}

/* Of the agents' own place: the case whose place that is. */
static int at_desk(struct engine *g, const json_t *desk, struct places *ps, struct err *e)
{
	const char *platform = json_string_value(json_object_get(desk, "platform"));
	const char *address = json_string_value(json_object_get(desk, "address"));
	const char *const targets[] = { platform, NULL };
	ps->count = 0;
	return platform && address ? place_find(g, targets, "", address, ps, e) : 0;
}

/* A person's place and a ticket belong together: of the case of the one, else of the other. */
static int place_joined(struct engine *g, const char *const *targets, json_t *decoded,
                        struct err *e)
{
	struct places ps;
	json_t *body = json_object_get(decoded, "body"),
	       *address = json_object_get(decoded, "address");
	if (place_find(g, targets, "", json_string_value(address), &ps, e))
		return -1;
	const struct place *p = choose(g, &ps, NULL);
	if (p && p->open) {
		name(decoded, p);
		return 1;
	}
	if (at_desk(g, json_object_get(body, "desk"), &ps, e))
		return -1;
	p = choose(g, &ps, NULL);
	if (p)
		json_object_set_new(decoded, "case", json_string(p->case_id));
	json_object_set(body, "at", address);
	return p && p->open;
}

static int place_desk(struct engine *g, json_t *decoded, struct err *e)
{
	struct places ps;
	json_t *body = json_object_get(decoded, "body");
	json_t *desk = json_pack("{s:O?, s:O}", "platform", json_object_get(body, "platform"),
	                         "address", json_object_get(decoded, "address"));
	int rc = at_desk(g, desk, &ps, e);
	const struct place *p = rc ? NULL : choose(g, &ps, NULL);
	json_decref(desk);
	if (p)
		json_object_set_new(decoded, "case", json_string(p->case_id));
	return rc ? -1 : p && p->open;
}

/* Whatever is changed in a ticket may set off the trigger that opened its case: one runs at a time. What is not on
 * disk yet is no reason: a copy waits for the first one then. */
static int place_ticket(struct engine *g, const json_t *decoded, struct err *e)
{
	const json_t *desk = json_object_get(json_object_get(decoded, "body"), "desk");
	const char *platform = json_string_value(json_object_get(desk, "platform"));
	const char *address = json_string_value(json_object_get(desk, "address"));
	struct places ps = { 0 };
	if (platform && address &&
	    g->o.store->ops->addressed(g->o.store, platform, address, PLACES_MAX, add, &ps, e))
		return -1;
	const struct place *p = choose(g, &ps, NULL);
	return !p || !p->open;
}

static int place(struct engine *g, const char *const *targets, json_t *decoded, struct err *e)
{
	struct places ps;
	bool doubtful = false;
	json_t *body = json_object_get(decoded, "body");
	const char *kind = json_string_value(json_object_get(decoded, "kind"));
	const char *address = json_string_value(json_object_get(decoded, "address"));
	const char *token = json_string_value(json_object_get(body, "token"));
	const struct place *p = NULL;
	if (!strcmp(kind, "reached")) {
		if (!token || place_find(g, targets, TURN_INVITED, token, &ps, e))
			return token ? -1 : 0;
		p = choose(g, &ps, &doubtful);
		json_object_set(body, "address", json_object_get(decoded, "address"));
	} else {
		if (place_find(g, targets, "", address, &ps, e))
			return -1;
		if (!strcmp(kind, "press"))
			p = pressed(&ps, decoded);
		p = p ? p : choose(g, &ps, &doubtful);
	}
	json_object_del(body, "token");
	if (doubtful)
		json_object_set_new(body, "doubtful", json_true());
	if (p)
		name(decoded, p);
	return p != NULL;
}

/* A person begins a case by what he says; whose case is open already says it in that. Else event_open gets
 * his words, and where he is. */
static int place_opening(struct engine *g, const char *const *targets, json_t *decoded,
                         struct err *e)
{
	static const char *const words[] = { "text", "more", "file" };
	struct places ps;
	bool doubtful;
	json_t *body = json_object_get(decoded, "body");
	if (place_find(g, targets, "", json_string_value(json_object_get(decoded, "address")), &ps,
	               e))
		return -1;
	const struct place *p = choose(g, &ps, &doubtful);
	json_t *said = doubtful ? json_pack("{s:b}", "doubtful", 1) : json_object();
	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (json_object_get(body, words[i]))
			json_object_set(said, words[i], json_object_get(body, words[i]));
	bool is_message = p && p->open;
	bool says = json_object_get(said, "text");
	if (is_message) {
		json_object_set_new(decoded, "kind", json_string("message"));
		json_object_set(decoded, "body", said);
		name(decoded, p);
	} else {
		json_object_set(body, "address", json_object_get(decoded, "address"));
		set_session(decoded);
	}
	json_decref(said);
	return !is_message || says;
}

/* What has no effect on a case: nothing of it is kept. */
static bool is_news(const char *kind)
{
	static const char *const kinds[] = { "message", "press", "reached", "session",
		                             "moved",   "open",  "control", "agent_message",
		                             "joined",  "desk" };
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (!strcmp(kinds[i], kind))
			return true;
	return false;
}

int engine_place(struct engine *g, const char *const *targets, json_t *decoded, struct err *e)
{
	const char *kind = json_string_value(json_object_get(decoded, "kind"));
	if (!kind || json_is_string(json_object_get(decoded, "case")))
		return 1;
	if (!strcmp(kind, "undelivered") || !strcmp(kind, "delivered"))
		return place_delivery(g, targets, decoded, e);
	if (!json_is_string(json_object_get(decoded, "address")))
		return strcmp(kind, "open") ? 1 : place_ticket(g, decoded, e);
	if (!is_news(kind))
		return 0;
	if (!json_is_object(json_object_get(decoded, "body")))
		json_object_set_new(decoded, "body", json_object());
	if (!strcmp(kind, "open"))
		return place_opening(g, targets, decoded, e);
	if (!strcmp(kind, "joined"))
		return place_joined(g, targets, decoded, e);
	if (!strcmp(kind, "desk"))
		return place_desk(g, decoded, e);
	int found = place(g, targets, decoded, e);
	g->figures.unplaced += found == 0;
	return found;
}

/* ---- a person in several cases ---- */

unsigned engine_people_elsewhere(struct engine *g, const struct support_case *c)
{
	unsigned mask = 0;
	for (int r = 0; r < ROLE_COUNT; r++) {
		struct err e = { 0 };
		struct places ps;
		const char *const targets[] = { c->parties[r].platform, NULL };
		const char *address = case_text(c, c->parties[r].address);
		const struct channel *ch = channel_find(&g->channels, c->parties[r].platform);
		if (!ch || !ch->controls || !address ||
		    place_find(g, targets, "", address, &ps, &e))
			continue;
		for (size_t i = 0; i < ps.count; i++)
			if (ps.list[i].open && strcmp(ps.list[i].case_id, c->id))
				mask |= 1u << r;
	}
	return mask;
}

/* Can people be written to at any time there? */
static bool is_always_open(const struct engine *g, const char *target)
{
	const struct channel *ch = channel_find(&g->channels, target);
	return !ch || (!ch->sessions && !ch->replies);
}

static bool is_session_news(struct engine *g, const struct place *p, bool open)
{
	struct err e = { 0 };
	const struct slot *s = cases_get(g->cases, p->case_id, &e);
	enum role r = role_from(p->party);
	if (!s || r == ROLE_NONE || is_always_open(g, s->c->parties[r].platform))
		return false;
	for (size_t i = 0; open && i < s->c->held_count; i++)
		if (s->c->held[i].party == r)
			return true;
	return s->c->parties[r].session != open;
}

static bool tells_session(const char *kind)
{
	static const char *const kinds[] = { "message", "button", "reached", "session" };
	for (size_t i = 0; kind && i < COUNT_OF(kinds); i++)
		if (!strcmp(kinds[i], kind))
			return true;
	return false;
}

json_t *engine_place_session(struct engine *g, const char *const *targets, const json_t *placed)
{
	struct err e = { 0 };
	struct places ps;
	json_t *list = json_array(), *told = json_object_get(placed, "body");
	const char *case_id = json_string_value(json_object_get(placed, "case"));
	const char *address = json_string_value(json_object_get(placed, "address"));
	bool open = !json_is_false(json_object_get(told, "open"));
	while (*targets && is_always_open(g, *targets))
		targets++;
	if (!*targets || !case_id || !address ||
	    !tells_session(json_string_value(json_object_get(placed, "kind"))) ||
	    place_find(g, targets, "", address, &ps, &e))
		return list;
	for (size_t i = 0; i < ps.count; i++) {
		const struct place *p = &ps.list[i];
		if (p->open && strcmp(p->case_id, case_id) && is_session_news(g, p, open))
			json_array_append_new(list, json_pack("{s:s, s:{s:s, s:b, s:O*}}", "case",
			                                      p->case_id, "body", "party", p->party,
			                                      "open", open, "session",
			                                      json_object_get(told, "session")));
	}
	return list;
}

/* The text of a message that takes back; NULL: it is none. */
static const char *withdrawal_in(struct engine *g, const json_t *placed)
{
	const char *kind = json_string_value(json_object_get(placed, "kind"));
	json_t *body = json_object_get(placed, "body");
	const struct event ev = { .kind = "message", .body = body };
	if (!kind || strcmp(kind, "message") || json_object_get(body, "more") ||
	    json_object_get(body, "file") || said_withdrawal_of(g->o.understand, &ev) == ROLE_NONE)
		return NULL;
	return json_string_value(json_object_get(body, "text"));
}

json_t *engine_place_withdrawal(struct engine *g, const char *const *targets, const json_t *placed)
{
	struct err e = { 0 };
	struct places ps;
	json_t *list = json_array();
	const char *case_id = json_string_value(json_object_get(placed, "case"));
	const char *address = json_string_value(json_object_get(placed, "address"));
	const char *text = case_id && address ? withdrawal_in(g, placed) : NULL;
	if (!text || place_find(g, targets, "", address, &ps, &e))
		return list;
	for (size_t i = 0; i < ps.count; i++)
		if (strcmp(ps.list[i].case_id, case_id))
			json_array_append_new(list, json_pack("{s:s, s:{s:s, s:s}}", "case",
			                                      ps.list[i].case_id, "body", "party",
			                                      ps.list[i].party, "text", text));
	return list;
}
