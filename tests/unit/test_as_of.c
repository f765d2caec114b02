/* as_of.c: "was it allowed then?" against a recomputation from the records and the policy tables alone, over every
 * recorded play and a hundred invented cases. */
#include "allowed_then.h"
#include "invented_cases.h"
#include "share.h"

enum { QUESTIONS = SHARE(200000, 20000) };

static json_t *turns_of[PLAYS_MAX]; /* [{"at", "records"}] */

/* ---- the questions ---- */

static int setup(void **state)
{
	(void)state;
	begin_recording();
	invent_cases();
	for (size_t i = 0; i < recordings_count; i++) {
		turns_of[i] = json_array();
		for (size_t n = 0; n < recordings[i].turns_count; n++)
			json_array_append_new(
				turns_of[i],
				json_pack("{s:I, s:o}", "at",
			                  (json_int_t)recordings[i].turns[n].at_ms, "records",
			                  json_loads(recordings[i].turns[n].records, 0, NULL)));
	}
	return recordings_count == 0;
}

static int teardown(void **state)
{
	for (size_t i = 0; i < recordings_count; i++)
		json_decref(turns_of[i]);
	forget_policies();
	end_recording();
	return forget_all(state);
}

/* Half of them at, just before or just behind something: a turn, the end of a consent. */
static int64_t some_time(const struct recording *r)
{
	int64_t first = r->turns[0].at_ms, last = r->turns[r->turns_count - 1].at_ms;
	int64_t edge = r->turns[draw(r->turns_count)].at_ms + (draw(3) ? 0 : (int64_t)30 * DAY_MS);
	if (draw(2))
		return edge - 1 + (int64_t)draw(3);
	return first - DAY_MS + (int64_t)draw((uint64_t)(last - first + (int64_t)40 * DAY_MS));
}

static struct as_of_question some_question(const struct recording *r)
{
	struct as_of_question q = { .case_id = r->id, .at_ms = some_time(r) };
	q.act.kind = (enum act_kind)draw(3);
	q.act.party = (enum role)draw(ROLE_COUNT);
	q.act.contact_of = draw(3) ? ROLE_NONE : (enum role)draw(ROLE_COUNT);
	q.act.tells = q.act.kind == ACT_TELL ? 1 + (unsigned)draw(15) : 0;
	return q;
}

static int by_time(const void *a, const void *b)
{
	int64_t left = ((const struct as_of_question *)a)->at_ms,
		right = ((const struct as_of_question *)b)->at_ms;
	return (left > right) - (left < right);
}

/* The grounds of an answer in the form of allowed_then(). */
static json_t *grounds_of(const json_t *found)
{
	size_t i;
	json_t *g, *out = json_object();
	json_array_foreach(json_object_get(found, "grounds"), i, g)
	{
		const char *consent = text(g, "consent");
		const char *by = *text(g, "inbound") ? "inbound" : "member";
		json_object_set_new(out, *consent ? consent : by,
		                    json_string(*consent ? "consent" : text(g, by)));
	}
	assert_int_equal(json_object_size(out), i); /* each once */
	return out;
}

static void fail_asked(const struct as_of_question *q, const json_t *found, const json_t *expected)
{
	char *is = json_dumps(found, JSON_COMPACT);
	char *should = expected ? json_dumps(expected, JSON_COMPACT) : xstrdup("not allowed");
	fail_msg("%s act %d party %s tells %u at %lld: %s\nrecomputed: %s", q->case_id, q->act.kind,
	         role_name(q->act.party), q->act.tells, (long long)q->at_ms, is, should);
}

static size_t ask(struct as_of *a, size_t i, const struct as_of_question *q, size_t *with_grounds)
{
	struct err e = { 0 };
	json_t *found = as_of_answer(a, q, &e);
	if (!found)
		fail_msg("%s", e.text);
	bool allowed = json_is_true(json_object_get(found, "allowed"));
	json_t *expected = allowed_then(turns_of[i], q, policy_of), *grounds = grounds_of(found);
	if (allowed != (expected != NULL) || (expected && !json_equal(grounds, expected)))
		fail_asked(q, found, expected);
	assert_true(allowed ? json_is_null(json_object_get(found, "why"))
	                    : json_is_string(json_object_get(found, "why")) &&
	                              json_object_size(grounds) == 0);
	*with_grounds += json_object_size(grounds) > 0;
	json_decref(grounds);
	json_decref(expected);
	json_decref(found);
	return allowed;
}

static void equal_to_a_recomputation_in_decision_and_grounds(void **state)
{
	(void)state;
	struct err e = { 0 };
	size_t each = QUESTIONS / recordings_count + 1, asked = 0, allowed = 0, grounds = 0;
	struct as_of_question *q = xcalloc(each, sizeof *q);
	for (size_t i = 0; i < recordings_count; i++) {
		struct as_of *a = as_of_open(world.store, recordings[i].id, &e);
		assert_non_null(a);
		for (size_t n = 0; n < each; n++)
			q[n] = some_question(&recordings[i]);
		qsort(q, each - 20, sizeof *q, by_time); /* the last 20 go back and forth */
		for (size_t n = 0; n < each; n++, asked++)
			allowed += ask(a, i, &q[n], &grounds);
		as_of_free(a);
	}
	free(q);
	print_message(
		"# %zu questions of %zu cases, %zu allowed, %zu of them by consents or rules\n",
		asked, recordings_count, allowed, grounds);
	assert_true(asked >= QUESTIONS && grounds > QUESTIONS / 50);
}

/* The time of the turn in which a consent became so; 0: it never did. */
static int64_t turn_at(const struct recording *r, const char *state)
{
	for (size_t n = 0; n < r->turns_count; n++)
		if (strstr(r->turns[n].records, state))
			return r->turns[n].at_ms;
	return 0;
}

static const struct recording *withdrawn_case(void)
{
	for (size_t i = 0; i < recordings_count; i++)
		if (!strcmp(recordings[i].flow, "booked_for_other") &&
		    turn_at(&recordings[i], "\"state\":\"withdrawn\""))
			return &recordings[i];
	fail_msg("no play withdraws");
	return NULL;
}

static json_t *ask_contact(struct as_of *a, const char *id, int64_t at_ms)
{
	struct err e = { 0 };
	const struct as_of_question q = { id,
		                          { ACT_CONTACT, ROLE_PASSENGER, 0, ROLE_NONE },
		                          at_ms };
	json_t *found = as_of_answer(a, &q, &e);
	if (!found)
		fail_msg("%s", e.text);
	return found;
}

static void the_grounds_show_the_grant_its_words_and_its_notice(void **state)
{
	(void)state;
	struct err e = { 0 };
	const struct recording *r = withdrawn_case();
	int64_t granted_at = turn_at(r, "\"state\":\"granted\""),
		withdrawn_at = turn_at(r, "\"state\":\"withdrawn\"");
	assert_true(granted_at < withdrawn_at);
	struct as_of *a = as_of_open(world.store, r->id, &e);
	json_t *found = ask_contact(a, r->id, granted_at);
	const json_t *g = json_array_get(json_object_get(found, "grounds"), 0);
	assert_string_equal(text(g, "kind"), "delegation");
	assert_string_equal(text(g, "delegate"), "passenger");
	assert_true(strlen(text(json_object_get(g, "notice"), "text")) > 100);
	assert_int_equal(strlen(text(json_object_get(g, "notice"), "sha256")), 64);
	assert_true(*text(json_object_get(g, "evidence"), "kind"));
	assert_int_equal(time_parse(text(g, "granted_at")), granted_at);
	json_decref(found);
	const int64_t not_then[] = { granted_at - 1, withdrawn_at, withdrawn_at + DAY_MS,
		                     granted_at + (int64_t)31 * DAY_MS };
	for (size_t i = 0; i < COUNT_OF(not_then); i++) {
		found = ask_contact(a, r->id, not_then[i]);
		assert_false(json_is_true(json_object_get(found, "allowed")));
		assert_non_null(strstr(text(found, "why"), "동의"));
		json_decref(found);
	}
	found = ask_contact(a, r->id, withdrawn_at - 1);
	assert_true(json_is_true(json_object_get(found, "allowed")));
	json_decref(found);
	as_of_free(a);
}

static void erase_all_of(const struct recording *r)
{
	int64_t ids[VALUES_MAX];
	for (size_t i = 0; i < r->values_count; i++)
		ids[i] = r->values[i].id;
	struct store_turn t = { .case_id = r->id, .erase = ids, .erase_count = r->values_count };
	commit_turn(&t);
}

static void what_was_erased_is_absent_from_the_words_and_not_from_the_answer(void **state)
{
	(void)state;
	struct err e = { 0 };
	const struct recording *r = withdrawn_case();
	int64_t granted_at = turn_at(r, "\"state\":\"granted\"");
	struct as_of *a = as_of_open(world.store, r->id, &e);
	json_t *before = ask_contact(a, r->id, granted_at);
	as_of_free(a);
	erase_all_of(r);
	a = as_of_open(world.store, r->id, &e);
	json_t *after = ask_contact(a, r->id, granted_at);
	as_of_free(a);
	json_t *g = json_array_get(json_object_get(after, "grounds"), 0);
	const json_t *was = json_array_get(json_object_get(before, "grounds"), 0);
	json_t *notice = json_object_get(g, "notice");
	assert_true(json_is_null(json_object_get(notice, "text")));
	assert_string_equal(text(notice, "sha256"), text(json_object_get(was, "notice"), "sha256"));
	json_object_set(notice, "text", json_object_get(json_object_get(was, "notice"), "text"));
	json_object_set(g, "evidence", json_object_get(was, "evidence"));
	assert_true(json_equal(before, after)); /* but for its words */
	json_decref(before);
	json_decref(after);
}

static void a_case_that_is_not_there_is_said(void **state)
{
	(void)state;
	struct err e = { 0 };
	assert_null(as_of_open(world.store, "nobody", &e));
	assert_int_equal(e.code, E_NOT_FOUND);
}

static void assert_refused(const char *question, const char *says)
{
	struct err e = { 0 };
	struct as_of_question q;
	json_t *o = json_loads(question, 0, NULL);
	assert_non_null(o);
	assert_int_equal(as_of_read(&q, o, 1, &e), -1);
	assert_int_equal(e.code, E_INPUT);
	if (!strstr(e.text, says))
		fail_msg("%s: %s", question, e.text);
	json_decref(o);
}

static void a_question_that_is_none_is_told_what_is_wrong(void **state)
{
	(void)state;
	assert_refused("[]", "an object");
	assert_refused("{\"act\":\"tell\"}", "case: ");
	assert_refused("{\"case\":\"c\",\"act\":\"say\",\"party\":\"caller\"}", "act: ");
	assert_refused("{\"case\":\"c\",\"act\":\"contact\",\"party\":\"wife\"}", "party: ");
	assert_refused("{\"case\":\"c\",\"act\":\"contact\",\"party\":\"caller\",\"to\":1}",
	               "to: ");
	assert_refused("{\"case\":\"c\",\"act\":\"tell\",\"party\":\"caller\"}", "tells: ");
	assert_refused("{\"case\":\"c\",\"act\":\"tell\",\"party\":\"caller\",\"tells\":\"all\"}",
	               "tells: ");
	assert_refused("{\"case\":\"c\",\"act\":\"hold\",\"party\":\"caller\",\"tells\":\"case\"}",
	               "tells: ");
	assert_refused(
		"{\"case\":\"c\",\"act\":\"hold\",\"party\":\"caller\",\"contact_of\":\"x\"}",
		"contact_of: ");
	assert_refused(
		"{\"case\":\"c\",\"act\":\"hold\",\"party\":\"caller\",\"as_of\":\"yesterday\"}",
		"as_of: ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_to_a_recomputation_in_decision_and_grounds),
		cmocka_unit_test(the_grounds_show_the_grant_its_words_and_its_notice),
		cmocka_unit_test(what_was_erased_is_absent_from_the_words_and_not_from_the_answer),
		cmocka_unit_test(a_case_that_is_not_there_is_said),
		cmocka_unit_test(a_question_that_is_none_is_told_what_is_wrong),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
