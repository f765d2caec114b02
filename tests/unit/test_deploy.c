/* Flows are deployed under open cases of every flow, at every step, in both modes: what was said beforehand of each case
 * is what happens to it, none is lost, and each goes on to its end.
 * DEPLOY_CASES=10000: so many for each edit (350, which is 10,000 pairs and half a minute); DEPLOY_EDIT=word: edits of that name alone; DEPLOY_SEED.
 * time limit: 900 s */
#include "deploy_world.h"

#include "verdict.h"

static size_t cases_wanted(void)
{
	const char *given = getenv("DEPLOY_CASES"), *build = getenv("ASSENT_BUILD");
	bool sanitized = build && strstr(build, "san"); /* ten times as slow */
	return given ? strtoul(given, NULL, 10) : sanitized ? 40 : 350;
}

/* What was said of a case. */
struct said {
	char id[32];
	enum verdict_kind kind;
	enum verdict_on on;
	char *why;
};

struct all_said {
	struct said *list;
	size_t count, room;
};

static int keep_verdict(void *arg, const struct verdict *v)
{
	struct all_said *all = arg;
	if (all->count == all->room) {
		all->room = all->room ? all->room * 2 : 64;
		all->list = xrealloc(all->list, all->room * sizeof *all->list);
	}
	struct said *s = &all->list[all->count++];
	*s = (struct said){ .kind = v->kind, .on = v->on, .why = xstrdup(v->why) };
	snprintf(s->id, sizeof s->id, "%s", v->case_id);
	return 0;
}

static struct all_said say_verdicts(struct flow_set *set)
{
	struct err e = { 0 };
	struct all_said all = { 0 };
	if (verdict_each(world.store, set, keep_verdict, &all, &e))
		fail_msg("%s", e.text);
	return all;
}

static void forget_said(struct all_said *all)
{
	for (size_t i = 0; i < all->count; i++)
		free(all->list[i].why);
	free(all->list);
}

static void deploy(struct flow_set *set)
{
	struct deployed d = { 0 };
	engine_deploy(world.g, set, "김하나", "flows", on_deployed, &d);
	settle();
	assert_int_equal(d.times, 1);
	if (d.err.code != E_NONE)
		fail_msg("%s", d.err.text);
	assert_true(d.n > 0);
}

/* Where a case is now. */
static enum verdict_on place_of(const char *id)
{
	const struct support_case *c = seen(id);
	const struct bundle *b = flow_set_get(engine_flows(world.g), c->flow);
	if (c->status == CASE_PARKED)
		return VERDICT_ON_NONE;
	return b && !strcmp(bundle_hash(b), c->bundle) ? VERDICT_ON_NEW : VERDICT_ON_OWN;
}

static size_t of_kind[3], surprises, lost, edits_done, pairs;

static void surprise(const struct edit *ed, const struct said *s, const char *what)
{
	if (surprises++ < 10)
		print_error("%s: case %s: said was %s on %s (%s), and it is %s\n", ed->name, s->id,
		            verdict_name(s->kind), verdict_place(s->on), s->why, what);
}

static void compare_with_what_was_said(const struct edit *ed, const struct all_said *said)
{
	for (size_t i = 0; i < said->count; i++) {
		const struct said *s = &said->list[i];
		enum verdict_on is = place_of(s->id);
		of_kind[s->kind]++;
		if (is != s->on)
			surprise(ed, s, verdict_place(is));
		if (ed->always && s->kind != VERDICT_CONTINUES)
			surprise(ed, s, "one that must always continue");
	}
}

static void compare_at_the_end(const struct edit *ed, const struct all_said *said)
{
	for (size_t i = 0; i < said->count; i++) {
		const struct said *s = &said->list[i];
		const struct support_case *c = seen(s->id);
		lost += c->status == CASE_OPEN;
		if (c->status == CASE_PARKED && s->kind != VERDICT_PERSON)
			surprise(ed, s, json_string_value(json_object_get(c->parked, "reason")));
	}
}

/* On a copy of the cases as they were made. */
static void try_edit(const struct edit *ed, const struct open_cases *all, const char *template)
{
	size_t before[3] = { of_kind[0], of_kind[1], of_kind[2] };
	shell("rm -rf %s && cp -r %s %s", world.dir, template, world.dir);
	world_open(all->count);
	dice_state = 7;
	struct flow_set *set = edited_set(ed);
	struct all_said said = say_verdicts(set);
	assert_int_equal(said.count, all->count);
	deploy(set);
	compare_with_what_was_said(ed, &said);
	drive_to_the_end(all);
	compare_at_the_end(ed, &said);
	print_message("# %-34s %5zu continue, %5zu stay, %5zu need a person\n", ed->name,
	              of_kind[0] - before[0], of_kind[1] - before[1], of_kind[2] - before[2]);
	edits_done++;
	pairs += said.count;
	forget_said(&said);
	world_close();
}

static void every_edit_does_to_every_case_what_was_said_and_each_goes_on_to_its_end(void **state)
{
	const char *only = getenv("DEPLOY_EDIT"), *seed = getenv("DEPLOY_SEED");
	struct open_cases all = make_open_cases(cases_wanted(), seed ? strtoul(seed, NULL, 10) : 1);
	char *template = xasprintf("%s.made", world.dir);
	(void)state;
	world_close();
	shell("cp -r %s %s", world.dir, template);
	int64_t now_ms = world.now_ms;
	for (size_t i = 0; i < COUNT_OF(corpus); i++) {
		if (only && !strstr(corpus[i].name, only))
			continue;
		world.now_ms = now_ms;
		clock_hold(now_ms);
		try_edit(&corpus[i], &all, template);
	}
	shell("rm -r %s", template);
	free(template);
	free(all.id);
	world_open(0);
	print_message(
		"# %zu cases, %zu edits, %zu pairs: %zu continue, %zu stay, %zu need a person; "
		"%zu lost, %zu surprises\n",
		all.count, edits_done, pairs, of_kind[0], of_kind[1], of_kind[2], lost, surprises);
	assert_int_equal(lost, 0);
	assert_int_equal(surprises, 0);
	assert_true(pairs > 0);
	if (!only) {
		assert_true(of_kind[VERDICT_CONTINUES] > 0);
		assert_true(of_kind[VERDICT_STAYS] > 0);
		assert_true(of_kind[VERDICT_PERSON] > 0);
	}
}

static int begin(void **state)
{
	int rc = world_begin(state);
	world_close();
	world_open(2 * cases_wanted()); /* all stay in memory: 67 KB each */
	return rc;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			every_edit_does_to_every_case_what_was_said_and_each_goes_on_to_its_end,
			begin, world_end),
	};
	log_set_level(LOG_NOTHING);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
