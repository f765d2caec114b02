/* The case of a state: made anew from its records, and told apart from others by what decides anything. */
#include "explore_impl.h"

#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "bundle.h"
#include "journal.h"
#include "phrase.h"

static const char *text_of(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

/* ---- from its records, or from the case before it ---- */

static size_t way_to(const struct exploration *x, const struct node *n, const struct node **way)
{
	size_t len = n->depth + 1;
	for (size_t i = len; i-- > 0; n = n->parent < x->nodes_count ? x->nodes[n->parent] : NULL)
		way[i] = n;
	return len;
}

struct support_case *node_case(const struct exploration *x, const struct node *n, struct journal *j)
{
	static const uint8_t no_salt[16];
	struct err e = { 0 };
	struct support_case *c = case_new("check");
	struct journal *all = j ? j : journal_new();
	const struct node **way = xcalloc(n->depth + 1, sizeof(const struct node *));
	size_t len = way_to(x, n, way);
	int64_t id = 0;
	for (size_t i = 0; i < len; i++) {
		for (size_t v = 0; v < way[i]->values_count; v++)
			case_value_load(c, ++id, way[i]->values[v].party, way[i]->values[v].text,
			                no_salt);
		/* what was decided on the way stands in the first turn of the last state */
		journal_add_records(all, (int64_t)i + 1, way[i]->at_ms,
		                    i == 0 ? n->open : way[i]->records);
	}
	free(way);
	if (j)
		return c;
	if (journal_fold(all, c, &e))
		abort(); /* our own records */
	journal_free(all);
	c->turn = (int64_t)len;
	return c;
}

/* Nothing has looked at it before: so it is as if the case had been opened with it. */
static void decide_late(struct support_case *c, const json_t *open, unsigned bits)
{
	const json_t *parties = json_object_get(json_array_get(open, 0), "parties");
	for (int r = 0; bits && r < ROLE_COUNT; r++) {
		const json_t *one = json_object_get(parties, role_name((enum role)r));
		json_t *phone = json_object_get(one, "phone");
		if (bits & OPEN_BIT(r, OPEN_MET) && !strcmp(text_of(one, "mode"), "bot"))
			c->parties[r].mode = MODE_BOT;
		if (bits & OPEN_BIT(r, OPEN_MEMBER))
			c->parties[r].member = json_is_true(json_object_get(one, "member"));
		if (bits & OPEN_BIT(r, OPEN_PHONE) && !c->parties[r].phone && phone)
			c->parties[r].phone = json_incref(phone);
	}
}

struct support_case *following_case(const struct following *f)
{
	struct node base = *f->from;
	base.open = f->open;
	if (!f->at)
		return node_case(f->x, &base, NULL);
	struct support_case *c = case_clone(f->at);
	decide_late(c, f->open, f->decided & ~f->from->decided);
	return c;
}

/* ---- what a case is opened with ---- */

/* Does the gate ask of this party whether it is a member? */
static bool asks_membership(const struct exploration *x, enum role r)
{
	const struct policy *p = bundle_policy(x->b);
	const char *class;
	json_t *need, *kind;
	size_t i;
	if (r != ROLE_CALLER)
		return true;
	json_object_foreach(json_object_get(json_object_get(p->gate, "tell"), "caller"), class,
	                    need)
	{
		json_array_foreach(need, i, kind)
		{
			if (json_object_get(json_object_get(p->consents, json_string_value(kind)),
			                    "only"))
				return true;
		}
	}
	return false;
}

/* A consent that members need not give. */
static bool is_for_some(const struct exploration *x, const json_t *is)
{
	const struct phrase *p = bundle_phrase(x->b, text_of(is, "phrase"));
	return p && p->consent &&
	       json_object_get(json_object_get(bundle_policy(x->b)->consents, p->consent), "only");
}

static unsigned looked_by_step(const struct exploration *x, const json_t *record)
{
	const char *kind = text_of(record, "kind");
	const json_t *is = json_object_get(record, "is");
	enum role r = role_from(text_of(is, "party"));
	unsigned looked = 0;
	if (r == ROLE_NONE || !strcmp(kind, "listen"))
		return 0;
	if (!strcmp(kind, "knows"))
		return OPEN_BIT(r, OPEN_PHONE);
	if (!strcmp(kind, "ask")) {
		const char *field = text_of(is, "field");
		char *owner = xstrndup(field, strcspn(field, "."));
		looked = OPEN_BIT(role_from(owner), OPEN_PHONE);
		free(owner);
	}
	if (asks_membership(x, r) || (!strcmp(kind, "consent") && is_for_some(x, is)))
		looked |= OPEN_BIT(r, OPEN_MEMBER);
	return looked | OPEN_BIT(r, OPEN_MODE);
}

unsigned looked_at(const struct exploration *x, const json_t *records)
{
	unsigned looked = 0;
	size_t i;
	json_t *one;
	json_array_foreach(records, i, one)
	{
		if (!strcmp(text_of(one, "r"), "step"))
			looked |= looked_by_step(x, one);
	}
	return looked;
}

static void decide_one(json_t *party, enum open_fact what, bool second)
{
	if (what == OPEN_MODE)
		json_object_set_new(party, "mode", json_string(second ? "bot" : "assist"));
	else if (what == OPEN_MEMBER)
		json_object_set_new(party, "member", json_boolean(second));
	else if (second)
		json_object_set(party, "phone", json_object_get(party, "phone_if_known"));
}

/* A copy of the object under that name in `of`, in its place: to be changed without what it was copied from. */
static json_t *own_copy(json_t *of, const char *name)
{
	json_t *copy = json_copy(json_object_get(of, name));
	json_object_set_new(of, name, copy);
	return copy;
}

json_t *decide(const json_t *open, unsigned bits, unsigned how, unsigned decided_before,
               unsigned *handed_over)
{
	json_t *decided = json_copy((json_t *)open);
	json_t *first = json_copy(json_array_get(open, 0)), *parties = own_copy(first, "parties");
	json_array_set_new(decided, 0, first);
	for (unsigned bit = 0; bit < ROLE_COUNT * OPEN_FACTS; bit++) {
		enum role r = (enum role)(bit / OPEN_FACTS);
		enum open_fact what = (enum open_fact)(bit % OPEN_FACTS);
		if (!(bits & 1u << bit))
			continue;
		if (what == OPEN_MODE && decided_before & OPEN_BIT(r, OPEN_MET))
			*handed_over |= (how & 1) << r;
		else
			decide_one(own_copy(parties, role_name(r)), what, how & 1);
		how >>= 1;
	}
	return decided;
}

/* ---- what tells it apart ---- */

/* Behind a sign that tells it from what stands before it; NULL is the empty text. */
static void add_text(struct buf *out, char sign, const char *text)
{
	buf_add(out, &sign, 1);
	buf_adds(out, text ? text : "");
}

static void add_number(struct buf *out, char sign, int64_t n)
{
	buf_add(out, &sign, 1);
	buf_addi(out, n);
}

/* Facts that the flow looks at; whoever has contacted us only as far as the gate asks. */
void print_facts(const struct exploration *x, const struct support_case *c, struct buf *out)
{
	const char *name;
	json_t *v;
	json_object_foreach(c->facts, name, v)
	{
		if (!is_read(x, OF_CASE, name))
			continue;
		add_text(out, ' ', name);
		if (json_is_string(v))
			add_text(out, '=', case_text(c, v));
		else
			add_number(out, '=', json_is_true(v));
	}
	const char *inbound = text_of(c->facts, "inbound");
	const json_t *free_for = json_object_get(
		json_object_get(bundle_policy(x->b)->gate, "contact"), inbound ? inbound : "");
	bool is_free = free_for && !json_is_string(free_for) && !json_object_size(free_for) &&
	               !json_array_size(free_for); /* {} of Lua */
	if (inbound && strcmp(inbound, "none") && !is_free)
		add_text(out, ':', inbound);
}

static void print_parties(const struct support_case *c, unsigned decided, struct buf *out)
{
	for (int r = 0; r < ROLE_COUNT; r++) {
		const struct party *p = &c->parties[r];
		add_number(out, '\n', r);
		buf_adds(out, p->known ? " known" : "");
		if (decided & OPEN_BIT(r, OPEN_MODE))
			buf_adds(out, p->mode == MODE_BOT ? " bot" : " assist");
		else if (decided & OPEN_BIT(r, OPEN_MET))
			buf_adds(out, " met");
		if (decided & OPEN_BIT(r, OPEN_MEMBER))
			buf_adds(out, p->member ? " member" : " stranger");
		if (decided & OPEN_BIT(r, OPEN_PHONE))
			buf_adds(out, p->phone ? " phone" : " none");
	}
}

/* How a span stands to those that may begin while it runs: the order of limits depends on nothing else. By how much it outlasts
 * them is not kept. Handlers that are silent one behind another may so come to end in its very moment, which is no state of
 * its own here: a main flow whose limit passes then goes on when the handler has ended, as it does where its limit passed
 * shortly before (time_choices), and nothing can come in between. */
static int span_rank(const struct exploration *x, int64_t span_ms)
{
	const char *text;
	json_t *v;
	int rank = 0;
	json_object_foreach(x->spans_ms, text, v)
	{
		int64_t one_ms = json_integer_value(v);
		rank += 2 * (one_ms < span_ms) + (one_ms == span_ms);
	}
	return rank;
}

/* Which limits come sooner than this one. */
static int limit_order(const struct support_case *c, int64_t at_ms)
{
	int sooner = 0;
	for (size_t i = 0; i < c->waits_count; i++)
		sooner += !c->waits[i].outcome && c->waits[i].until_ms < at_ms;
	for (size_t i = 0; i < c->consents_count; i++)
		sooner += !strcmp(c->consents[i].state, "granted") &&
		          c->consents[i].expires_at_ms && c->consents[i].expires_at_ms < at_ms;
	return sooner;
}

/* An answer as the flow sees it that looks at these fields of it (lua/assent/prelude.lua). */
void print_answer(const struct exploration *x, int line, const json_t *outcome, struct buf *out)
{
	static const struct {
		const char *field, *is; /* is: true in that state */
	} fields[] = { { "granted", "granted" },
		       { "yes", "yes" },
		       { "no", "no" },
		       { "unclear", "unclear" },
		       { "unanswered", "unanswered" },
		       { "state", NULL },
		       { "kind", NULL },
		       { "to", NULL },
		       { "via", NULL },
		       { "at", NULL },
		       { "reason", NULL } };
	const char *state = text_of(outcome, "state");
	if (state && !strcmp(state, "again")) { /* no flow sees it: lua/assent/prelude.lua */
		buf_adds(out, " again");
		return;
	}
	for (size_t i = 0; i < COUNT_OF(fields); i++) {
		const json_t *v = json_object_get(outcome, fields[i].field);
		if (!is_read(x, line, fields[i].field))
			continue;
		add_text(out, ' ', fields[i].field);
		if (fields[i].is)
			add_number(out, '=', state && !strcmp(state, fields[i].is));
		else if (json_is_integer(v))
			add_number(out, '=', json_integer_value(v));
		else
			add_text(out, '=', json_string_value(v));
	}
}

bool is_read(const struct exploration *x, int line, const char *field)
{
	for (size_t i = 0; i < x->read_count; i++)
		if (x->read[i].line == line && !strcmp(x->read[i].field, field))
			return true;
	return false;
}

static void print_wait(const struct exploration *x, const struct support_case *c,
                       const struct wait *w, int64_t now_ms, struct buf *out)
{
	buf_adds(out, " wait");
	add_number(out, ' ', w->kind);
	add_number(out, ' ', w->party);
	add_text(out, ' ', w->phrase);
	add_text(out, ' ', w->field);
	if (w->outcome) {
		buf_adds(out, " answered");
		print_answer(x, w->line, w->outcome, out);
		return;
	}
	buf_adds(out, w->served_at_ms ? " served" : " ");
	add_number(out, ' ', w->unclear);
	add_number(out, ' ', w->reasked);
	add_number(out, ' ', limit_order(c, w->until_ms));
	add_number(out, ' ', w->lane ? 0 : span_rank(x, w->until_ms - now_ms));
	for (size_t i = 0; i < c->suggestions_count; i++) {
		const struct suggestion *s = &c->suggestions[i];
		if (s->lane == w->lane && s->n == w->n && !strcmp(s->state, "offered"))
			add_text(out, ' ', s->purpose);
	}
}

void print_lane(const struct lane *l, struct buf *out)
{
	static const char *const told[] = { "to", "phrase", "delegate", "about" };
	buf_adds(out, "\nlane");
	add_text(out, ' ', l->handler);
	add_number(out, ' ', l->party);
	for (size_t i = 0; i < COUNT_OF(told); i++)
		if (text_of(l->event, told[i]))
			add_text(out, ' ', text_of(l->event, told[i]));
}

static void print_lanes(const struct exploration *x, struct support_case *c, int64_t now_ms,
                        struct buf *out)
{
	for (size_t i = 0; i < c->lanes_count; i++) {
		const struct lane *l = &c->lanes[i];
		if (l->ended)
			continue;
		print_lane(l, out);
		const struct wait *w = case_wait_of_lane(c, l->id);
		if (w)
			print_wait(x, c, w, now_ms, out);
	}
}

static int compare_lines(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* One that is not in force any more decides nothing but that it was; how it came to its end nobody asks. */
static const char *standing(const struct consent *k)
{
	if (!strcmp(k->state, "granted") || !strcmp(k->state, "requested"))
		return k->state;
	return consent_was_granted(k) ? "lost" : "never";
}

static bool is_in_force_beside(const struct support_case *c, const struct consent *k)
{
	for (size_t i = 0; i < c->consents_count; i++) {
		const struct consent *one = &c->consents[i];
		if (!strcmp(one->kind, k->kind) && one->subject == k->subject &&
		    one->delegate == k->delegate && !strcmp(one->state, "granted") &&
		    !strcmp(one->about ? one->about : "", k->about ? k->about : ""))
			return strcmp(k->state, "granted") && strcmp(k->state, "requested");
	}
	return false;
}

/* Caller frees. */
static char *consent_line(const struct exploration *x, const struct support_case *c,
                          const struct consent *k, int64_t now_ms)
{
	bool ends = !strcmp(k->state, "granted") && k->expires_at_ms;
	struct buf line = { 0 };
	add_text(&line, '\n', k->kind);
	add_number(&line, ' ', k->subject);
	add_number(&line, ' ', k->delegate);
	add_text(&line, ' ', k->about);
	add_text(&line, ' ', standing(k));
	add_number(&line, ' ', ends ? limit_order(c, k->expires_at_ms) : 0);
	add_number(&line, ' ', ends ? span_rank(x, k->expires_at_ms - now_ms) : 0);
	return buf_take(&line);
}

/* Each kind of consent once in each of its states: how often it was asked for decides nothing. */
static void print_consents(const struct exploration *x, const struct support_case *c,
                           int64_t now_ms, struct buf *out)
{
	char **lines = xcalloc(c->consents_count + 1, sizeof *lines);
	size_t count = 0;
	for (size_t i = 0; i < c->consents_count; i++) {
		const struct consent *k = &c->consents[i];
		if (is_in_force_beside(c, k))
			continue;
		lines[count++] = consent_line(x, c, k, now_ms);
	}
	qsort(lines, count, sizeof *lines, compare_lines);
	for (size_t i = 0; i < count; i++) {
		if (i == 0 || strcmp(lines[i], lines[i - 1]))
			buf_adds(out, lines[i]);
	}
	for (size_t i = 0; i < count; i++)
		free(lines[i]);
	free(lines);
}

void case_print(const struct exploration *x, struct support_case *c, unsigned decided,
                int64_t now_ms, struct buf *out)
{
	const char *outcome = case_text(c, c->outcome);
	add_number(out, ' ', c->status);
	if (c->status != CASE_OPEN) { /* nothing follows from how it came to its end */
		buf_adds(out, outcome ? outcome : "");
		return;
	}
	buf_adds(out, c->step);
	print_facts(x, c, out);
	print_parties(c, decided, out);
	print_lanes(x, c, now_ms, out);
	for (size_t i = 0; i < c->handlers_count; i++)
		add_text(out, '\n', c->handlers[i]);
	print_consents(x, c, now_ms, out);
}
