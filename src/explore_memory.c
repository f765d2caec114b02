/* What flows did, so that a step that was made before needs no Lua. */
#include "explore_impl.h"

#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "crypto.h"

/* A lane of a flow that stands somewhere took a value: the step that it made then. */
struct memory {
	uint8_t key[SHA256_BYTES];
	struct made_step step;
	struct err failed; /* E_NONE: it has not */
	uint8_t flow[FLOW_PRINT_BYTES];
	unsigned looked;
	bool by_members; /* it looks who is a member: what it does then is kept apart for each */
};

static bool is_memory_of(const void *item, const void *key)
{
	return !memcmp(((const struct memory *)item)->key, key, SHA256_BYTES);
}

static uint64_t hash_of_key(const uint8_t key[SHA256_BYTES])
{
	uint64_t hash;
	memcpy(&hash, key, sizeof hash);
	return hash;
}

void memory_forget(struct exploration *x)
{
	x->memory.same = is_memory_of;
	for (size_t i = 0; i < x->memory.room; i++) {
		struct memory *m = x->memory.places[i].item;
		if (!m)
			continue;
		json_decref(m->step.args);
		free(m);
	}
	hash_free(&x->memory);
}

static size_t ordinal(const struct support_case *c, size_t lane)
{
	size_t n = 0;
	for (size_t i = 0; i < lane; i++)
		n += !c->lanes[i].ended;
	return n;
}

static void add_value(const struct exploration *x, const struct made_step *asked,
                      const json_t *value, struct buf *b)
{
	static const char *const plain[] = { "now", "random", "uuid", "knows" };
	for (size_t i = 0; i < COUNT_OF(plain); i++) {
		if (strcmp(asked->kind, plain[i]))
			continue;
		char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_SORT_KEYS);
		buf_adds(b, text);
		free(text);
		return;
	}
	print_answer(x, asked->line, value, b);
}

static void add_beginning(const struct lane *l, struct buf *b)
{
	buf_adds(b, "begins");
	print_lane(l, b);
}

static void add_members(const struct support_case *c, struct buf *b)
{
	for (int r = 0; r < ROLE_COUNT; r++)
		buf_adds(b, c->parties[r].member ? "m" : "-");
}

/* What the flow may see: where it stands, the value, and who is a member as far as that is decided. */
static void make_key(const struct remembered *m, struct support_case *c, size_t lane,
                     const json_t *value, bool by_members, uint8_t key[SHA256_BYTES])
{
	struct buf b = { 0 };
	buf_add(&b, m->flow, SHA256_BYTES); /* from the whole follow the others */
	buf_addi(&b, (int64_t)ordinal(c, lane));
	print_facts(m->x, c, &b);
	if (by_members)
		add_members(c, &b);
	const struct lane *l = &c->lanes[lane];
	const struct wait *w = case_wait_of_lane(c, l->id);
	if (!value)
		add_beginning(l, &b);
	else if (w && w->outcome == value)
		print_answer(m->x, w->line, value, &b);
	else
		add_value(m->x, &m->last, value, &b);
	crypto_sha256(b.data, b.len_bytes, key);
	buf_free(&b);
}

static void end_key(const struct remembered *m, const struct support_case *c, size_t lane,
                    uint8_t key[SHA256_BYTES])
{
	struct buf b = { 0 };
	buf_add(&b, m->flow, SHA256_BYTES);
	buf_adds(&b, "ends ");
	buf_addi(&b, (int64_t)ordinal(c, lane));
	crypto_sha256(b.data, b.len_bytes, key);
	buf_free(&b);
}

static struct memory *find(const struct exploration *x, const uint8_t key[SHA256_BYTES])
{
	return x->memory.room ? hash_find(&x->memory, hash_of_key(key), key) : NULL;
}

static struct memory *keep(struct exploration *x, const uint8_t key[SHA256_BYTES])
{
	struct memory *one = find(x, key);
	if (one)
		return NULL; /* known */
	one = xcalloc(1, sizeof *one);
	memcpy(one->key, key, SHA256_BYTES);
	hash_put(&x->memory, hash_of_key(key), one);
	return one;
}

static int recall(struct remembered *m, struct support_case *c, size_t lane, const json_t *value,
                  struct made_step *s, struct err *e)
{
	uint8_t key[SHA256_BYTES];
	make_key(m, c, lane, value, false, key);
	const struct memory *one = find(m->x, key);
	if (one && one->by_members) {
		make_key(m, c, lane, value, true, key);
		one = find(m->x, key);
	}
	if (!one) {
		m->missed = true;
		return err_set(e, E_FLOW, "not met before");
	}
	*s = one->step;
	json_incref(s->args);
	memcpy(m->flow, one->flow, sizeof m->flow);
	m->x->looked |= one->looked;
	if (one->failed.code == E_NONE)
		return 0;
	*e = one->failed;
	return -1;
}

static bool looked_for_members(unsigned looked)
{
	for (int r = 0; r < ROLE_COUNT; r++)
		if (looked & OPEN_BIT(r, OPEN_MEMBER))
			return true;
	return false;
}

static int run_and_keep(struct remembered *m, struct support_case *c, size_t lane,
                        const json_t *value, struct made_step *s, struct err *e)
{
	struct exploration *x = m->x;
	struct mover *real = run_mover(m->run);
	unsigned before = x->looked;
	uint8_t plain[SHA256_BYTES], by_members[SHA256_BYTES];
	make_key(m, c, lane, value, false, plain);
	make_key(m, c, lane, value, true, by_members);
	x->looked = 0;
	real->started = m->mover.started;
	int rc = real->resume(real->arg, c, lane, value, s, e);
	print_flow(x, m->run, c, m->flow);
	bool members = looked_for_members(x->looked);
	struct memory *one = keep(x, plain);
	if (one)
		one->by_members = members;
	if (members)
		one = keep(x, by_members);
	if (one) {
		one->step = *s;
		json_incref(one->step.args);
		one->failed = *e;
		one->looked = x->looked;
		memcpy(one->flow, m->flow, sizeof one->flow);
	}
	x->looked |= before;
	return rc;
}

static int resume(void *arg, struct support_case *c, size_t lane, const json_t *value,
                  struct made_step *s, struct err *e)
{
	struct remembered *m = arg;
	m->c = c;
	int rc = m->run ? run_and_keep(m, c, lane, value, s, e) : recall(m, c, lane, value, s, e);
	text_into(m->last.kind, sizeof m->last.kind, s->kind);
	m->last.line = s->line;
	return rc;
}

static void end(void *arg, size_t lane)
{
	struct remembered *m = arg;
	struct memory *one;
	uint8_t key[SHA256_BYTES];
	end_key(m, m->c, lane, key);
	if (m->run) {
		struct mover *real = run_mover(m->run);
		real->end(real->arg, lane);
		print_flow(m->x, m->run, m->c, m->flow);
		one = keep(m->x, key);
		if (one)
			memcpy(one->flow, m->flow, sizeof one->flow);
	} else if ((one = find(m->x, key))) {
		memcpy(m->flow, one->flow, sizeof m->flow);
	} else {
		m->missed = true;
	}
}

void remembered_begin(struct remembered *m, struct exploration *x,
                      const uint8_t flow[FLOW_PRINT_BYTES], size_t lanes, struct run *run)
{
	*m = (struct remembered){ .x = x, .run = run };
	memcpy(m->flow, flow, sizeof m->flow);
	m->mover = (struct mover){ .resume = resume, .end = end, .arg = m };
	x->fate.at = m->flow;
	m->mover.started = run ? run_mover(run)->started : lanes;
}
