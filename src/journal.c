#include "journal.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "case.h"
#include "json_read.h"

struct entry {
	int64_t turn, at_ms;
	json_t *record; /* borrowed from its turn */
};

struct journal {
	json_t **turns;
	size_t turns_count;
	struct entry *entries;
	size_t count, next;
};

struct journal *journal_new(void)
{
	return xcalloc(1, sizeof(struct journal));
}

void journal_free(struct journal *j)
{
	if (!j)
		return;
	for (size_t i = 0; i < j->turns_count; i++)
		json_decref(j->turns[i]);
	free(j->turns);
	free(j->entries);
	free(j);
}

static bool is_list_of_records(const json_t *list)
{
	size_t i;
	json_t *one;
	json_array_foreach(list, i, one)
	{
		if (!json_is_string(json_object_get(one, "r")))
			return false;
	}
	return json_is_array(list);
}

/* list is taken */
static void add_turn(struct journal *j, int64_t turn, int64_t at_ms, json_t *list)
{
	j->turns = xrealloc(j->turns, (j->turns_count + 1) * sizeof *j->turns);
	j->turns[j->turns_count++] = list;
	j->entries = xrealloc(j->entries, (j->count + json_array_size(list)) * sizeof *j->entries);
	for (size_t i = 0; i < json_array_size(list); i++)
		j->entries[j->count++] = (struct entry){ turn, at_ms, json_array_get(list, i) };
}

void journal_add_records(struct journal *j, int64_t turn, int64_t at_ms, json_t *records)
{
	add_turn(j, turn, at_ms, json_incref(records));
}

int journal_add_turn(struct journal *j, int64_t turn, int64_t at_ms, const char *records,
                     struct err *e)
{
	struct err why = { 0 };
	json_t *list = json_read(records, strlen(records), &why);
	if (!is_list_of_records(list)) {
		json_decref(list);
		return err_set(e, E_PARSE, "turn %lld of the journal is not a list of records: %s",
		               (long long)turn, why.text);
	}
	add_turn(j, turn, at_ms, list);
	return 0;
}

size_t journal_left(const struct journal *j)
{
	return j ? j->count - j->next : 0;
}

static bool is_kind(const json_t *record, const char *kind)
{
	const char *r = json_string_value(json_object_get(record, "r"));
	return r && !strcmp(r, kind);
}

const char *journal_bundle(const struct journal *j, bool *ended)
{
	const char *bundle = NULL;
	*ended = false;
	for (size_t i = 0; i < j->count; i++) {
		const json_t *record = j->entries[i].record;
		if (is_kind(record, "open") || is_kind(record, "bundle"))
			bundle = json_string_value(json_object_get(record, "bundle"));
		*ended = *ended || is_kind(record, "close") || is_kind(record, "park");
	}
	return bundle;
}

static int apply_next(struct journal *j, struct support_case *c, struct err *e)
{
	const struct entry *one = &j->entries[j->next++];
	c->turn = one->turn;
	return case_apply(c, one->at_ms, one->record, e);
}

/* Members whose value says enough; any other is shown with its name. */
static bool is_plain(const char *member)
{
	static const char *const plain[] = { "party", "field", "phrase", "outcome", "on" };
	for (size_t i = 0; i < COUNT_OF(plain); i++)
		if (!strcmp(plain[i], member))
			return true;
	return false;
}

/* "ask(caller, passenger.phone, ask_number, within = 60000)": a step with all that is compared of
 * it, nearly as a flow designer wrote it. */
static char *step_text(const char *kind, const json_t *is)
{
	static const char *const order[] = { "party", "field", "phrase", "outcome",
		                             "on",    "marks", "n",      "delegate",
		                             "about", "items", "within" };
	struct buf b = { 0 };
	buf_addf(&b, "%s(", kind);
	const char *between = "";
	for (size_t i = 0; i < COUNT_OF(order); i++) {
		const json_t *v = json_object_get(is, order[i]);
		if (!v)
			continue;
		char *json = json_is_string(v) ? NULL : json_dumps(v, JSON_ENCODE_ANY);
		buf_addf(&b, "%s%s%s%s", between, is_plain(order[i]) ? "" : order[i],
		         is_plain(order[i]) ? "" : " = ", json ? json : json_string_value(v));
		between = ", ";
		free(json);
	}
	buf_addf(&b, ")");
	return buf_take(&b);
}

static char *record_text(const json_t *record)
{
	return step_text(json_string_value(json_object_get(record, "kind")),
	                 json_object_get(record, "is"));
}

int journal_advance(struct journal *j, struct support_case *c, struct err *e)
{
	while (journal_left(j) && !is_kind(j->entries[j->next].record, "step"))
		if (apply_next(j, c, e))
			return -1;
	return 0;
}

int journal_fold_to(struct journal *j, struct support_case *c, int64_t at_ms, struct err *e)
{
	while (journal_left(j) && j->entries[j->next].at_ms <= at_ms)
		if (apply_next(j, c, e))
			return -1;
	return 0;
}

int journal_fold_turn(struct journal *j, struct support_case *c, int64_t turn, struct err *e)
{
	while (journal_left(j) && j->entries[j->next].turn <= turn)
		if (apply_next(j, c, e))
			return -1;
	return 0;
}

int journal_fold(struct journal *j, struct support_case *c, struct err *e)
{
	return journal_fold_to(j, c, INT64_MAX, e);
}

static json_t *divergence(const json_t *record, const struct step *s)
{
	char *recorded = record_text(record);
	char *attempted = step_text(s->kind, s->is);
	json_t *detail = json_pack("{s:O, s:s, s:s, s:s, s:i}", "step",
	                           json_object_get(record, "n"), "recorded", recorded, "attempted",
	                           attempted, "file", s->file, "line", s->line);
	free(recorded);
	free(attempted);
	return detail;
}

static void set_diverged(const json_t *detail, struct err *e)
{
	err_set(e, E_FLOW, "diverged at step %lld: recorded was %s, the flow now does %s",
	        (long long)json_integer_value(json_object_get(detail, "step")),
	        json_string_value(json_object_get(detail, "recorded")),
	        json_string_value(json_object_get(detail, "attempted")));
}

void journal_missing_step(struct journal *j, json_t **detail, struct err *e)
{
	const json_t *record = j->entries[j->next].record;
	const char *file = json_string_value(json_object_get(record, "file"));
	const struct step none = { .kind = "nothing",
		                   .file = file ? file : "",
		                   .line = (int)json_integer_value(
					   json_object_get(record, "line")) };
	*detail = divergence(record, &none);
	set_diverged(*detail, e);
}

static bool same_step(const json_t *record, const struct step *s)
{
	const char *kind = json_string_value(json_object_get(record, "kind"));
	return json_integer_value(json_object_get(record, "lane")) == s->lane && kind &&
	       !strcmp(kind, s->kind) && json_equal(json_object_get(record, "is"), s->is);
}

enum step_outcome journal_step(struct journal *j, struct support_case *c, const struct step *s,
                               const json_t **result, json_t **detail, struct err *e)
{
	if (journal_advance(j, c, e))
		return STEP_DIVERGED;
	if (!journal_left(j))
		return STEP_NEW;

	const json_t *record = j->entries[j->next].record;
	if (!same_step(record, s)) {
		*detail = divergence(record, s);
		set_diverged(*detail, e);
		return STEP_DIVERGED;
	}
	if (apply_next(j, c, e))
		return STEP_DIVERGED;
	if (json_object_get(record, "wait"))
		return STEP_WAITS;
	*result = json_object_get(record, "result");
	return STEP_RESULT;
}
