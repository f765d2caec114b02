/* Where a turn leads: a state that is known already, by all that decides anything, or a new one; and the way there. */
#include "explore_impl.h"

#include <stdlib.h>
#include <string.h>

#include "crypto.h"
#include "run.h"
#include "turn.h"

/* A case takes 10 to 30 KB. */
enum { KEPT_MAX = 4096 };
/* What tells a case apart is 300 to 700. */
enum { PRINT_BYTES = 1000 };

/* ---- what tells states apart ---- */

static bool counts(void *arg, int line, const char *field)
{
	return is_read(arg, line, field);
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

void print_state(const struct exploration *x, struct support_case *c, unsigned decided,
                 int64_t now_ms, const uint8_t flow[FLOW_PRINT_BYTES], enum flow_print which,
                 uint8_t out[SHA256_BYTES])
{
	struct buf b = { 0 };
	buf_reserve(&b, PRINT_BYTES);
	buf_add(&b, flow + which * SHA256_BYTES, SHA256_BYTES);
	case_print(x, c, decided, now_ms, &b);
	crypto_sha256(b.data, b.len_bytes, out);
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
	free(n->waits);
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
	add_fates(f, acts); /* before it, as a play has them */
	json_array_append(acts, f->ch->act);
	return acts;
}

/* On the way to what f leads to: what people do, and that time passes. */
static unsigned acts_before(const struct following *f)
{
	return f->from ? f->from->acts_count + 1 + (unsigned)__builtin_popcount(f->handed_over) : 0;
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
	n->acts_count = acts_before(f);
	n->time_ms = fate_time_ms(f);
	n->facts = json_incref(f->facts);
	take_values(n, t);
	keep_past(n, f->from, t->c, t->records);
	return n;
}

static struct node *add_node(struct exploration *x, struct node *n)
{
	if (x->nodes_count == case_room(x->nodes_count))
		x->nodes = xrealloc(x->nodes, case_room(x->nodes_count + 1) * sizeof *x->nodes);
	x->nodes[x->nodes_count++] = n;
	hash_put(&x->by_print, hash_of_print(n->print), n);
	return n;
}

/* It was met before, on a way with more acts, and is not followed yet: so it is followed by this one. */
static void come_sooner(const struct following *f, struct turn *t, size_t lanes, struct node *n)
{
	struct node *by = node_new(f, t), was = *n;
	struct support_case *kept = by->kept;
	*n = *by;
	n->id = was.id;
	n->lanes = lanes;
	n->shape = was.shape;
	n->left = was.left;
	n->silent = was.silent;
	memcpy(n->print, was.print, sizeof n->print);
	memcpy(n->flow_print, was.flow_print, sizeof n->flow_print);
	f->x->kept -= was.kept != NULL;
	n->kept = kept;
	*by = was;
	node_free(by);
	follow_later(f->x, n);
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
	if (x->ways_count == case_room(x->ways_count))
		x->ways = xrealloc(x->ways, case_room(x->ways_count + 1) * sizeof *x->ways);
	x->ways[x->ways_count++] = (struct way){
		.from = f->from->id,
		.to = to->id,
		.act = json_incref(f->ch->act),
		.does = x->o.beside ? what_it_does(t->c, t->records) : NULL,
		.decided = f->decided,
		.bots = bots,
		.open = json_incref(f->open),
		.by_time = is_by_time(f),
		.timed = has_fate(f, FATE_TIME),
		.drawn = has_fate(f, FATE_DRAW),
	};
}

/* The state may have been met before, by another way, on which nothing was wrong. */
static void keep_way(const struct following *f, struct turn *t)
{
	struct exploration *x = f->x;
	struct node *end = NULL;
	for (size_t i = 0; i < x->faults_count; i++) {
		if (x->faults[i].at)
			continue;
		end = end ? end : node_new(f, t);
		x->faults[i].at = end;
	}
	if (!end)
		return;
	x->ends = xrealloc(x->ends, (x->ends_count + 1) * sizeof *x->ends);
	x->ends[x->ends_count++] = end;
}

void arrive(const struct following *f, struct turn *t, const uint8_t flow[FLOW_PRINT_BYTES],
            size_t lanes)
{
	struct exploration *x = f->x;
	static const uint8_t nowhere[FLOW_PRINT_BYTES];
	uint8_t print[SHA256_BYTES];
	bool is_new = false;
	if (t->c->status != CASE_OPEN)
		flow = nowhere;
	print_state(x, t->c, still_decided(f, t->c), t->now_ms, flow, FLOW_WHOLE, print);
	struct node *n = hash_find(&x->by_print, hash_of_print(print), print);
	if (!n) {
		is_new = true;
		n = node_new(f, t);
		memcpy(n->print, print, SHA256_BYTES);
		memcpy(n->flow_print, flow, FLOW_PRINT_BYTES);
		n->lanes = lanes;
		add_node(x, n);
		follow_later(x, n);
	} else if (!n->followed && acts_before(f) < n->acts_count) {
		come_sooner(f, t, lanes, n);
	}
	add_way(f, t, n);
	if (is_new && n->status == CASE_OPEN) {
		print_state(x, t->c, n->decided, t->now_ms, flow, FLOW_BUT_NUMBERS, print);
		note_shape(x, n, print);
	}
	if (f->from && is_by_time(f) && !has_fate(f, FATE_TIME))
		note_silence(x, f->from, n);
	note_steps(x, f->from, t->records);
	if (x->moves)
		note_moves(f, t);
	x->acts_count = acts_before(f);
	look_for_faults(x, t->c, f->from, t->records, t->now_ms);
	keep_way(f, t);
	if (is_new && x->kept < KEPT_MAX && !x->o.without_memory) {
		n->kept = t->c;
		t->c = NULL;
		x->kept++;
	}
}
