#include "ledger_impl.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "json_read.h"

enum {
	/* in one read transaction: what is longer holds up the checkpoint that an erasure waits for */
	TURNS_AT_ONCE = 2000,
	NAMES_MAX = 60000,
};

/* ---- names ---- */

int ledger_find_name(const struct ledger *l, const char *text)
{
	for (size_t i = 0; i < l->names_count; i++)
		if (!strcmp(l->names[i], text))
			return (int)i;
	return -1;
}

ledger_name ledger_name_of(struct ledger *l, const char *text)
{
	int known = ledger_find_name(l, text ? text : "");
	if (known >= 0)
		return (ledger_name)known;
	if (l->names_count == NAMES_MAX) /* codes of flows and ours: never so many */
		return 0;
	l->names = xrealloc(l->names, (l->names_count + 1) * sizeof *l->names);
	l->names[l->names_count] = xstrdup(text);
	return (ledger_name)l->names_count++;
}

/* ---- cases ---- */

static int by_id(const void *a, const void *b)
{
	return strcmp(((const struct ledger_case *)a)->id, ((const struct ledger_case *)b)->id);
}

struct ledger_case *ledger_find_case(const struct ledger *l, const char *id)
{
	const struct ledger_case key = { .id = (char *)id };
	struct ledger_case **at = tfind(&key, &l->cases, by_id);
	return at ? *at : NULL;
}

static struct ledger_case *case_of(struct ledger *l, const char *id)
{
	struct ledger_case *c = ledger_find_case(l, id);
	if (c)
		return c;
	c = xcalloc(1, sizeof *c);
	c->id = xstrdup(id);
	c->from_ms = INT64_MIN;
	if (!tsearch(c, &l->cases, by_id))
		abort(); /* out of memory */
	return c;
}

struct ledger *ledger_new(void)
{
	struct ledger *l = xcalloc(1, sizeof *l);
	ledger_name_of(l, "");
	return l;
}

void ledger_free(struct ledger *l)
{
	if (!l)
		return;
	while (l->cases) {
		struct ledger_case *c = *(struct ledger_case **)l->cases;
		tdelete(c, &l->cases, by_id);
		free(c->id);
		free(c->uses);
		free(c->consents);
		free(c);
	}
	for (size_t i = 0; i < l->consents_count; i++) {
		free(l->consents[i]->id);
		free(l->consents[i]->changes);
		free(l->consents[i]);
	}
	for (size_t i = 0; i < l->names_count; i++)
		free(l->names[i]);
	free(l->names);
	free(l->consents);
	free(l->uses);
	free(l);
}

/* ---- reading ---- */

struct reading {
	struct ledger *l;
	int left;
	struct err *e;
};

static int read_turn(void *arg, const struct store_entry *t)
{
	struct reading *r = arg;
	if (r->left-- == 0)
		return -1; /* the next transaction goes on here */
	json_t *records = json_read(t->records, strlen(t->records), r->e);
	if (!records)
		return -1;
	struct ledger_case *c = case_of(r->l, t->case_id);
	if (t->at_ms > c->from_ms)
		c->from_ms = t->at_ms;
	c->turn = t->turn;
	ledger_fold(r->l, c, t, records);
	r->l->mark = t->n;
	json_decref(records);
	return 0;
}

static int64_t ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int ledger_read_on(struct ledger *l, struct store *s, int64_t for_ms, struct err *e)
{
	uint8_t log[32];
	int64_t end = ms() + for_ms;
	if (s->ops->tip(s, &l->tip, log, e))
		return -1;
	l->store = s;
	while (l->mark < l->tip) {
		struct reading r = { l, TURNS_AT_ONCE, e };
		int64_t before = l->mark;
		if (s->ops->journal(s, l->mark + 1, read_turn, &r, e) && e->code != E_NONE)
			return -1;
		if (l->mark == before)
			return err_set(e, E_PARSE, "the journal ends before its end");
		if (ms() > end)
			break;
	}
	return l->mark >= l->tip;
}

void ledger_progress(const struct ledger *l, int64_t *read, int64_t *of)
{
	*read = l->mark;
	*of = l->tip;
}

json_t *ledger_value(struct store *s, const char *case_id, int64_t id, struct err *e)
{
	const uint8_t *salt;
	const char *text = NULL;
	if (s->ops->value(s, case_id, id, &salt, &text, e) < 0)
		return NULL;
	return text ? json_string(text) : json_null();
}
