#include "audit.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "chain.h"
#include "json_read.h"

enum kept {
	UNKNOWN,
	KEPT,
	GONE,   /* not there: an erasure must follow */
	ERASED, /* and did */
};

struct seen_case {
	char *id;
	int64_t turn;
	uint8_t link[SHA256_BYTES];
	uint8_t *values; /* enum kept, by id */
	size_t values_count;
	size_t unexplained; /* how many are GONE */
};

struct audit {
	void *cases; /* seen_case by id */
	int64_t cases_count, n;
	uint8_t log[SHA256_BYTES];
	struct head *heads;
	size_t heads_count;
	struct audit_fault fault;
};

static int by_id(const void *a, const void *b)
{
	return strcmp(((const struct seen_case *)a)->id, ((const struct seen_case *)b)->id);
}

struct audit *audit_new(void)
{
	return xcalloc(1, sizeof(struct audit));
}

void audit_free(struct audit *a)
{
	if (!a)
		return;
	while (a->cases) {
		struct seen_case *c = *(struct seen_case **)a->cases;
		tdelete(c, &a->cases, by_id);
		free(c->id);
		free(c->values);
		free(c);
	}
	free(a->heads);
	free(a);
}

void audit_expect(struct audit *a, const struct head *h)
{
	a->heads = xrealloc(a->heads, (a->heads_count + 1) * sizeof *a->heads);
	a->heads[a->heads_count++] = *h;
}

int64_t audit_turns(const struct audit *a)
{
	return a->n;
}

int64_t audit_cases(const struct audit *a)
{
	return a->cases_count;
}

void audit_log(const struct audit *a, uint8_t log[SHA256_BYTES])
{
	memcpy(log, a->log, SHA256_BYTES);
}

static struct seen_case *case_of(struct audit *a, const char *id)
{
	struct seen_case key = { .id = (char *)id };
	struct seen_case **at = tfind(&key, &a->cases, by_id);
	if (at)
		return *at;
	struct seen_case *c = xcalloc(1, sizeof *c);
	c->id = xstrdup(id);
	if (!tsearch(c, &a->cases, by_id))
		abort(); /* out of memory */
	a->cases_count++;
	return c;
}

static void note(struct audit *a, enum audit_what what, const char *case_id, int64_t turn)
{
	a->fault = (struct audit_fault){ .what = what, .turn = turn, .n = a->n };
	snprintf(a->fault.case_id, sizeof a->fault.case_id, "%s", case_id ? case_id : "");
}

const struct audit_fault *audit_fault(const struct audit *a)
{
	return &a->fault;
}

/* A turn that does not fit, and where. */
struct at_turn {
	struct audit *a;
	const struct store_entry *t;
	enum audit_what kind;
};

static int bad(struct at_turn at, struct err *e, const char *what)
{
	const struct store_entry *t = at.t;
	note(at.a, at.kind, t->case_id, t->turn);
	at.a->fault.n = t->n;
	return err_set(e, E_CONFLICT, "place %lld, case %.60s, turn %lld: %s", (long long)t->n,
	               t->case_id ? t->case_id : "(not shown)", (long long)t->turn, what);
}

/* ---- the log over all turns ---- */

static int add_link(struct audit *a, const struct store_entry *t, struct err *e)
{
	if (t->n != a->n + 1)
		return bad((struct at_turn){ a, t,
		                             t->n > a->n ? AUDIT_TURN_REMOVED : AUDIT_TURN_TWICE },
		           e,
		           t->n > a->n ? "the turn before it has been removed"
		                       : "it stands here a second time");
	a->n = t->n;
	chain_log(a->log, t->link);
	if (t->log && memcmp(t->log, a->log, SHA256_BYTES))
		return bad((struct at_turn){ a, t, AUDIT_LOG_CHANGED }, e,
		           "the log up to here is not the one that was written with it");
	for (size_t i = 0; i < a->heads_count; i++)
		if (a->heads[i].turns == a->n && memcmp(a->heads[i].log, a->log, SHA256_BYTES))
			return bad((struct at_turn){ a, t, AUDIT_HEAD_DIFFERS }, e,
			           "the journal up to here is not the one that was signed as its "
			           "head");
	return 0;
}

int audit_hidden_turn(struct audit *a, const struct store_entry *t, struct err *e)
{
	return add_link(a, t, e);
}

/* ---- values ---- */

static bool is_reference(const json_t *v)
{
	return json_object_size(v) == 2 && json_is_integer(json_object_get(v, "v")) &&
	       json_is_string(json_object_get(v, "h"));
}

static uint8_t *kept_at(struct seen_case *c, int64_t id)
{
	if ((size_t)id >= c->values_count) {
		size_t count = (size_t)id * 2 + 8;
		c->values = xrealloc(c->values, count);
		memset(c->values + c->values_count, UNKNOWN, count - c->values_count);
		c->values_count = count;
	}
	return &c->values[id];
}

static bool matches(const json_t *value, const char *hmac)
{
	const char *salt = json_string_value(json_object_get(value, "salt"));
	const json_t *text = json_object_get(value, "text");
	uint8_t key[STORE_SALT_BYTES], sum[SHA256_BYTES];
	char hex[SHA256_HEX];
	if (json_object_size(value) != 2 || !salt || !json_is_string(text) ||
	    crypto_unhex(salt, key, sizeof key))
		return false;
	crypto_hmac_sha256(key, sizeof key, json_string_value(text), json_string_length(text), sum);
	crypto_hex(sum, sizeof sum, hex);
	return !strcmp(hex, hmac);
}

struct turn_values {
	struct audit *a;
	struct seen_case *c;
	const struct store_entry *t;
	const struct audit_values *source;
};

enum { IDS_MAX = 1000 * 1000 }; /* values of one case */

static int check_reference(struct turn_values *v, const json_t *ref, struct err *e)
{
	int64_t id = json_integer_value(json_object_get(ref, "v"));
	char what[80];
	if (id < 1 || id > IDS_MAX)
		return bad((struct at_turn){ v->a, v->t, AUDIT_RECORD_WRONG }, e,
		           "a reference to a value that cannot be");
	uint8_t *kept = kept_at(v->c, id);
	if (*kept != UNKNOWN)
		return 0; /* seen before */
	json_t *value = v->source->get(v->source->arg, v->c->id, id);
	*kept = value ? KEPT : GONE;
	v->c->unexplained += !value;
	bool good = !value || matches(value, json_string_value(json_object_get(ref, "h")));
	json_decref(value);
	if (good)
		return 0;
	snprintf(what, sizeof what, "the text of value %lld is not the one that was recorded",
	         (long long)id);
	return bad((struct at_turn){ v->a, v->t, AUDIT_VALUE_CHANGED }, e, what);
}

static int check_references(struct turn_values *v, const json_t *in, struct err *e)
{
	if (is_reference(in))
		return check_reference(v, in, e);
	const char *name;
	json_t *one;
	size_t i;
	json_object_foreach((json_t *)in, name, one) if (check_references(v, one, e)) return -1;
	json_array_foreach(in, i, one) if (check_references(v, one, e)) return -1;
	return 0;
}

/* One value that an "erase" names: it must be gone. */
static int erased(struct turn_values *v, int64_t id, struct err *e)
{
	if (id < 1 || id > IDS_MAX || *kept_at(v->c, id) == UNKNOWN)
		return bad((struct at_turn){ v->a, v->t, AUDIT_RECORD_WRONG }, e,
		           "it erases a value that is not recorded");
	if (v->c->values[id] == KEPT)
		return bad((struct at_turn){ v->a, v->t, AUDIT_ERASED_KEPT }, e,
		           "a value that it erased is still there");
	if (v->c->values[id] == GONE)
		v->c->unexplained--;
	v->c->values[id] = ERASED;
	return 0;
}

/* {"r": "erase", "party", "values": [id, ...]}. Before version 2 of the journal the list was not
 * written: then all that is gone up to here counts as explained. */
static int check_erasures(struct turn_values *v, const json_t *records, struct err *e)
{
	size_t i, k;
	json_t *record, *id;
	json_array_foreach(records, i, record)
	{
		const char *kind = json_string_value(json_object_get(record, "r"));
		const json_t *values = json_object_get(record, "values");
		if (!kind || strcmp(kind, "erase"))
			continue;
		json_array_foreach(values, k,
		                   id) if (erased(v, json_integer_value(id), e)) return -1;
		if (values)
			continue;
		for (size_t n = 0; n < v->c->values_count; n++)
			if (v->c->values[n] == GONE)
				v->c->values[n] = ERASED;
		v->c->unexplained = 0;
	}
	return 0;
}

static int check_values(struct turn_values *v, struct err *e)
{
	const struct store_entry *t = v->t;
	json_t *records = json_read(t->records, strlen(t->records), NULL);
	int rc = 0;
	if (!records)
		rc = bad((struct at_turn){ v->a, t, AUDIT_RECORD_WRONG }, e,
		         "its records are not JSON");
	else if (check_references(v, records, e) || check_erasures(v, records, e))
		rc = -1;
	json_decref(records);
	return rc;
}

/* ---- one turn ---- */

static int check_link(struct audit *a, struct seen_case *c, const struct store_entry *t,
                      struct err *e)
{
	const struct chain_turn chained = { t->case_id, t->turn, t->at_ms, t->records };
	uint8_t link[SHA256_BYTES];
	if (t->turn != c->turn + 1)
		return bad((struct at_turn){ a, t,
		                             t->turn > c->turn ? AUDIT_TURN_REMOVED
		                                               : AUDIT_TURN_TWICE },
		           e,
		           t->turn > c->turn ? "the turn before it has been removed"
		                             : "it stands here a second time");
	chain_link(&chained, c->link, link);
	if (!t->link || memcmp(link, t->link, SHA256_BYTES))
		return bad((struct at_turn){ a, t, AUDIT_TURN_CHANGED }, e,
		           "it was changed after it was written");
	c->turn = t->turn;
	memcpy(c->link, link, SHA256_BYTES);
	return 0;
}

int audit_turn(struct audit *a, const struct store_entry *t, const struct audit_values *values,
               struct err *e)
{
	struct seen_case *c = case_of(a, t->case_id);
	struct turn_values v = { a, c, t, values };
	if (check_link(a, c, t, e) || add_link(a, t, e))
		return -1;
	return check_values(&v, e);
}

/* ---- the end ---- */

static void find_unexplained(const void *node, VISIT visit, void *found)
{
	const struct seen_case *c = *(struct seen_case *const *)node;
	if ((visit == postorder || visit == leaf) && c->unexplained)
		*(const struct seen_case **)found = c;
}

int audit_end(struct audit *a, struct err *e)
{
	const struct seen_case *c = NULL;
	for (size_t i = 0; i < a->heads_count; i++) {
		char at[25];
		if (a->heads[i].turns <= a->n)
			continue;
		time_text(a->heads[i].at_ms, at);
		note(a, AUDIT_CUT, NULL, 0);
		return err_set(e, E_CONFLICT,
		               "the journal is cut: at %s it had %lld turns, now it has %lld", at,
		               (long long)a->heads[i].turns, (long long)a->n);
	}
	twalk_r(a->cases, find_unexplained, &c);
	if (c)
		note(a, AUDIT_VALUE_LOST, c->id, 0);
	if (c)
		return err_set(e, E_CONFLICT,
		               "case %.60s: %zu of its texts are gone, and no erasure is recorded",
		               c->id, c->unexplained);
	return 0;
}
