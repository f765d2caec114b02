/* One turn of an exploration: a choice is taken in a state, the flow goes on, and what comes of it is a state. */
#include "explore_impl.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "bundle.h"
#include "crypto.h"
#include "event.h"
#include "journal.h"
#include "run.h"
#include "store.h"
#include "turn.h"

/* A case takes 10 to 30 KB. */
enum { KEPT_MAX = 4096 };

/* ---- what was looked at ---- */

static void note(struct exploration *x, json_t *set, const char *key, json_t *value)
{
	if (!json_object_get(set, key)) {
		x->grown = true;
		x->grown_at = x->next;
	}
	json_object_set_new(set, key, value);
}

static void on_read(void *arg, const char *of, const char *role, int line, const char *field)
{
	struct exploration *x = arg;
	char key[64];
	if (!strcmp(of, "a party") && !strcmp(field, "member"))
		x->looked |= OPEN_BIT(role_from(role), OPEN_MEMBER);
	if (!strcmp(of, "the case"))
		line = OF_CASE;
	else if (strcmp(of, "an answer") && strcmp(of, "a changed notice"))
		return;
	snprintf(key, sizeof key, "%d:%s", line, field);
	if (line == OF_CASE)
		note(x, x->read_of_case, field, json_true());
	else
		note(x, x->read, key, json_true());
}

static bool counts(void *arg, int line, const char *field)
{
	return is_read(arg, line, field);
}

static void note_span(struct exploration *x, int64_t span_ms)
{
	char key[24];
	snprintf(key, sizeof key, "%lld", (long long)span_ms);
	if (span_ms > 0)
		note(x, x->spans_ms, key, json_integer(span_ms));
}

static bool is_new(const struct turn *t, const struct wait *w)
{
	size_t i;
	json_t *r;
	json_array_foreach(t->records, i, r)
	{
		if (json_object_get(r, "wait") &&
		    json_integer_value(json_object_get(r, "n")) == w->n)
			return true;
	}
	return false;
}

/* What may begin while the main flow waits: the waits of handlers. */
static void note_spans(struct exploration *x, const struct turn *t)
{
	for (size_t i = 0; i < t->c->waits_count; i++) {
		const struct wait *w = &t->c->waits[i];
		if (w->lane && !w->outcome && is_new(t, w))
			note_span(x, w->until_ms - t->now_ms);
	}
}

/* ---- one turn ---- */

static int take_event(struct turn *t, const char *kind, json_t *body)
{
	static const char *const speaks_for[] = { "console", NULL };
	struct err e = { 0 };
	bool is_timer = !strcmp(kind, "timer"), is_engine = !strcmp(kind, "notice_changed");
	const struct event ev = { .source = is_timer    ? kind
		                            : is_engine ? "engine"
		                                        : "check",
		                  .id = "check",
		                  .case_id = t->c->id,
		                  .kind = kind,
		                  .who = is_timer || is_engine ? "" : "김하나",
		                  .speaks_for = speaks_for,
		                  .for_agents = true,
		                  .body = body };
	return event_apply(t, &ev, &e);
}

/* The choice, and before it the hand-overs that are decided only now. -1: it is none here. */
static int take(const struct following *f, struct turn *t)
{
	for (int r = 0; r < ROLE_COUNT; r++) {
		if (!(f->handed_over & 1u << r))
			continue;
		json_t *body = mode_change(t->c, (enum role)r);
		int rc = take_event(t, "mode", body);
		json_decref(body);
		if (rc)
			return -1;
	}
	return f->ch->kind ? take_event(t, f->ch->kind, f->ch->body) : 0;
}

/* What a flow may go on with: answers that it has not taken yet, and what interrupts it. Only an event adds any. */
static size_t count_news(const struct support_case *c)
{
	size_t news = c->lanes_count;
	for (size_t i = 0; i < c->waits_count; i++)
		news += c->waits[i].outcome != NULL;
	return news;
}

/* Of a point in time, in seconds or milliseconds. */
enum { TIME_DIGITS = 10 };

/* But for those of fewer digits. */
static void drop_numbers(struct buf *b, size_t digits)
{
	size_t to = 0;
	for (size_t i = 0; i < b->len_bytes; i++) {
		const char *end =
			b->data[i] == RUN_STATE_NUMBER
				? memchr(b->data + i + 1, RUN_STATE_NUMBER, b->len_bytes - i - 1)
				: NULL;
		size_t len = end ? (size_t)(end - b->data) - i + 1 : 0;
		size_t kept = !end ? 1 : len >= digits + 2 ? 0 : len;
		memmove(b->data + to, b->data + i, kept);
		to += kept;
		i += end ? len - 1 : 0;
	}
	b->len_bytes = to;
}

void print_flow(const struct exploration *x, const struct run *r, const struct support_case *c,
                uint8_t out[FLOW_PRINT_BYTES])
{
	struct buf b = { 0 };
	if (c->status == CASE_OPEN)
		run_state(r, c, counts, (void *)(uintptr_t)x, &b);
	static const size_t digits[FLOW_PRINTS] = { SIZE_MAX - 2, TIME_DIGITS, 0 };
	for (size_t i = 0; i < FLOW_PRINTS; i++) {
		drop_numbers(&b, digits[i]);
		crypto_sha256(b.data ? b.data : "", b.len_bytes, out + i * SHA256_BYTES);
	}
	buf_free(&b);
}

bool node_is(const void *item, const void *key)
{
	return !memcmp(((const struct node *)item)->print, key, SHA256_BYTES);
}

/* Of all that decides; behind it the same without the numbers of the flow. */
static void print_state(const struct exploration *x, struct support_case *c, unsigned decided,
                        int64_t now_ms, const uint8_t flow[FLOW_PRINT_BYTES],
                        uint8_t out[2 * SHA256_BYTES])
{
	struct buf b = { 0 };
	buf_add(&b, flow, SHA256_BYTES);
	case_print(x, c, decided, now_ms, &b);
	crypto_sha256(b.data, b.len_bytes, out);
	memcpy(b.data, flow + FLOW_BUT_NUMBERS * SHA256_BYTES, SHA256_BYTES);
	crypto_sha256(b.data, b.len_bytes, out + SHA256_BYTES);
	buf_free(&b);
}

static uint64_t hash_of_print(const uint8_t print[SHA256_BYTES])
{
	uint64_t hash;
	memcpy(&hash, print, sizeof hash);
	return hash;
}

/* ---- states ---- */

void node_free(struct node *n)
{
	for (size_t i = 0; i < n->values_count; i++) {
		free(n->values[i].party);
		free(n->values[i].text);
	}
	free(n->values);
	case_free(n->kept);
	json_decref(n->open);
	json_decref(n->records);
	json_decref(n->acts);
	json_decref(n->facts);
	free(n);
}

/* Those that this turn brought; at an opening, all that the case has. */
static void take_values(struct node *n, const struct turn *t)
{
	size_t all = t->c->values_count, first = n->records ? all - t->values_count : 0;
	n->values_count = all - first;
	n->values = xcalloc(n->values_count + 1, sizeof *n->values);
	for (size_t i = 0; i < n->values_count; i++)
		n->values[i] = (struct known_value){ xstrdup(t->c->values[first + i].party),
			                             xstrdup(t->c->values[first + i].text) };
}

/* Who answers a person matters only while something waits for him: else it may have changed before it is looked at
 * again. */
static unsigned still_decided(const struct following *f, const struct support_case *c)
{
	unsigned waited_for = 0, decided = f->decided;
	for (size_t i = 0; i < c->waits_count; i++)
		if (!c->waits[i].outcome && c->waits[i].party != ROLE_NONE)
			waited_for |= 1u << c->waits[i].party;
	for (int r = 0; r < ROLE_COUNT; r++)
		if (!(waited_for & 1u << r))
			decided &= ~OPEN_BIT(r, OPEN_MODE);
	return decided;
}

static json_t *acts_of(const struct following *f)
{
	json_t *acts = json_array();
	struct support_case *c = f->handed_over ? following_case(f) : NULL;
	if (!f->from) {
		add_fates(f, acts);
		return acts;
	}
	for (int r = 0; r < ROLE_COUNT; r++) {
		if (!(f->handed_over & 1u << r))
			continue;
		json_t *act = mode_change(c, (enum role)r);
		json_object_set_new(act, "kind", json_string("mode"));
		json_array_append_new(acts, act);
	}
	case_free(c);
	json_array_append(acts, f->ch->act);
	add_fates(f, acts);
	return acts;
}

static struct node *node_new(const struct following *f, struct turn *t)
{
	struct node *n = xcalloc(1, sizeof *n);
	n->id = f->x->nodes_count;
	n->at_ms = t->now_ms;
	n->decided = still_decided(f, t->c);
	n->status = t->c->status;
	n->parent = f->from ? f->from->id : SIZE_MAX;
	n->depth = f->from ? f->from->depth + 1 : 0;
	n->open = json_incref(f->from ? f->open : t->records);
	n->records = f->from ? json_incref(t->records) : NULL;
	n->acts = acts_of(f);
	n->time_ms = fate_time_ms(f);
	n->facts = json_incref(f->facts);
	take_values(n, t);
	return n;
}

static struct node *add_node(struct exploration *x, struct node *n)
{
	x->nodes = xrealloc(x->nodes, (x->nodes_count + 1) * sizeof *x->nodes);
	x->nodes[x->nodes_count++] = n;
	hash_put(&x->by_print, hash_of_print(n->print), n);
	return n;
}

static bool is_next_limit(const json_t *act)
{
	const char *until = json_string_value(json_object_get(act, "until"));
	return until && !strcmp(until, "limit");
}

static bool is_by_time(const struct following *f)
{
	return f->ch->kind && !strcmp(f->ch->kind, "timer") && is_next_limit(f->ch->act);
}

static void add_way(const struct following *f, const struct turn *t, const struct node *to)
{
	struct exploration *x = f->x;
	unsigned bots = 0;
	for (int r = 0; r < ROLE_COUNT; r++)
		bots |= (unsigned)(t->c->parties[r].mode == MODE_BOT) << r;
	if (!f->from)
		return;
	x->ways = xrealloc(x->ways, (x->ways_count + 1) * sizeof *x->ways);
	x->ways[x->ways_count++] = (struct way){
		.from = f->from->id,
		.to = to->id,
		.act = json_incref(f->ch->act),
		.does = x->o.beside ? what_it_does(t->c, t->records) : NULL,
		.decided = f->decided,
		.bots = bots,
		.open = json_incref(f->open),
		.by_time = is_by_time(f),
	};
}

/* The state may have been met before, by another way, on which nothing was wrong. */
static void keep_way(const struct following *f, struct turn *t, size_t fault)
{
	struct exploration *x = f->x;
	struct node *end = node_new(f, t);
	x->ends = xrealloc(x->ends, (x->ends_count + 1) * sizeof *x->ends);
	x->ends[x->ends_count++] = end;
	for (; fault < x->faults_count; fault++)
		x->faults[fault].at = end;
}

/* The turn is made; t->c is the case behind it. */
static void arrive(const struct following *f, struct turn *t, const uint8_t flow[FLOW_PRINT_BYTES],
                   size_t lanes)
{
	struct exploration *x = f->x;
	static const uint8_t nowhere[FLOW_PRINT_BYTES];
	uint8_t print[2 * SHA256_BYTES];
	bool is_new = false;
	if (t->c->status != CASE_OPEN)
		flow = nowhere;
	print_state(x, t->c, still_decided(f, t->c), t->now_ms, flow, print);
	struct node *n = hash_find(&x->by_print, hash_of_print(print), print);
	if (!n) {
		is_new = true;
		n = node_new(f, t);
		memcpy(n->print, print, SHA256_BYTES);
		memcpy(n->flow_print, flow, FLOW_PRINT_BYTES);
		n->lanes = lanes;
		add_node(x, n);
	}
	add_way(f, t, n);
	if (is_new && n->status == CASE_OPEN)
		note_shape(x, n, print + SHA256_BYTES);
	if (f->from && is_by_time(f))
		note_silence(x, f->from, n);
	note_steps(x, f->from, t->records);
	if (x->moves)
		note_moves(f, t);
	size_t known = x->faults_count;
	look_for_faults(x, t->c, f->from, t->records, t->now_ms);
	if (x->faults_count > known)
		keep_way(f, t, known);
	if (is_new && x->kept < KEPT_MAX && !x->o.without_memory) {
		n->kept = t->c;
		t->c = NULL;
		x->kept++;
	}
}

/* Something was looked at that is not decided yet: each of what it may be is a way of its own. */
static void follow_each(const struct following *f, unsigned bits)
{
	unsigned ways = 1u << (unsigned)__builtin_popcount(bits);
	for (unsigned how = 0; how < ways; how++) {
		struct following one = *f;
		one.open = decide(f->open, bits, how, f->from ? &one.handed_over : NULL);
		one.decided |= bits;
		follow(&one);
		json_decref(one.open);
	}
}

/* Goes on with what the turn did. flow: where it stands now. */
static void end_turn(const struct following *f, struct turn *t,
                     const uint8_t flow[FLOW_PRINT_BYTES], size_t lanes)
{
	struct exploration *x = f->x;
	unsigned looked = (x->looked | looked_at(x, t->records)) & ~f->decided;
	if (x->probe) {
		fate_probe(x, t, flow);
		return;
	}
	if (looked) {
		follow_each(f, looked);
		return;
	}
	if (follow_fates(f))
		return;
	note_spans(x, t);
	arrive(f, t, flow, lanes);
}

/* The flow runs, and what it does is remembered. */
static void go_on_running(const struct following *f, struct turn *t, struct run *r,
                          const uint8_t flow[FLOW_PRINT_BYTES])
{
	struct remembered m;
	remembered_begin(&m, f->x, flow, 0, r);
	run_go_on_by(&m.mover, t);
	end_turn(f, t, m.flow, m.mover.started);
}

/* Replayed from its records, the case and its flow are where they were when they were met. */
static bool is_there(const struct following *f, struct support_case *c,
                     const uint8_t flow[FLOW_PRINT_BYTES])
{
	uint8_t print[2 * SHA256_BYTES];
	print_state(f->x, c, f->from->decided, f->from->at_ms, flow, print);
	return f->x->grown || !memcmp(print, f->from->print, SHA256_BYTES);
}

/* The case is replayed, takes the event, and its flow goes on. */
static void follow_running(const struct following *f, const struct node *base)
{
	struct exploration *x = f->x;
	struct err e = { 0 };
	json_t *detail = NULL;
	uint8_t flow[FLOW_PRINT_BYTES];
	struct turn t;
	struct journal *j = journal_new();
	struct support_case *c = node_case(x, base, j);
	struct run *r = run_new(x->b, &e);
	assert(r); /* it has been loaded before */
	run_watch(r, on_read, x);
	int rc = run_replay(r, c, j, &detail, &e);
	if (!rc)
		print_flow(x, r, c, flow);
	bool same = !rc && is_there(f, c, flow);
	x->looked = 0;
	turn_begin(&t, c, x->b, f->ch->at_ms);
	fate_begin(x, f, &t);
	if (!same)
		add_divergence(x, f->from, detail, &e);
	else if (!take(f, &t))
		go_on_running(f, &t, r, flow);
	case_free(t.c);
	turn_end(&t);
	json_decref(detail);
	run_free(r);
	journal_free(j);
}

/* A new case, whose flow runs to its first wait. */
static void follow_opening(const struct following *f)
{
	struct exploration *x = f->x;
	static const uint8_t no_salt[16], nowhere[FLOW_PRINT_BYTES];
	struct err e = { 0 };
	struct turn t;
	struct support_case *c = case_new("check");
	for (size_t i = 0; i < f->values_count; i++)
		case_value_add(c, f->values[i].party, f->values[i].text, no_salt);
	struct run *r = run_new(x->b, &e);
	assert(r);
	run_watch(r, on_read, x);
	x->looked = 0;
	turn_begin(&t, c, x->b, f->at_ms);
	fate_begin(x, f, &t);
	turn_record(&t, json_deep_copy(json_array_get(f->open, 0)));
	go_on_running(f, &t, r, nowhere);
	case_free(t.c);
	turn_end(&t);
	run_free(r);
}

/* From memory, if all that the flow does now was met before. */
static bool follow_remembered(const struct following *f, struct turn *t)
{
	struct remembered m;
	if (f->x->o.without_memory)
		return false;
	remembered_begin(&m, f->x, f->from->flow_print, f->from->lanes, NULL);
	run_go_on_by(&m.mover, t);
	if (!m.missed)
		end_turn(f, t, m.flow, m.mover.started);
	return !m.missed;
}

void follow(const struct following *f)
{
	struct exploration *x = f->x;
	struct turn t;
	if (!f->from) {
		follow_opening(f);
		return;
	}
	struct node base = *f->from;
	base.open = f->open;
	struct support_case *c = following_case(f);
	size_t news = count_news(c);
	turn_begin(&t, c, x->b, f->ch->at_ms);
	fate_begin(x, f, &t);
	bool taken = !take(f, &t);
	bool runs = taken && c->status == CASE_OPEN && count_news(c) > news;
	x->looked = 0;
	if (taken && !runs)
		end_turn(f, &t, f->from->flow_print, f->from->lanes);
	else if (runs)
		runs = !follow_remembered(f, &t);
	case_free(t.c);
	turn_end(&t);
	if (runs)
		follow_running(f, &base);
}
