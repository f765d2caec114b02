/* Exhaustive exploration against a walker that knows nothing of it: it tries every sequence of events on a live case,
 * merges nothing, and must count the same ways and the same states.
 * time limit: 600 s */
#include "case_world.h"
#include "explore_impl.h"

enum { DEPTH = 3, STATES_MAX = 5000 };

static const char questions[] =
	"case:step 'a'\n"
	"local a = caller:confirm(say.caller_identity)\n"
	"if not a.yes then return case:close 'no' end\n"
	"case:step 'b'\n"
	"local k = caller:consent(say.delegation, { delegate = passenger })\n"
	"if k.granted then return case:close 'granted' end\n"
	"if k.state == 'denied' then return case:close 'denied' end\n"
	"case:close 'silent'\n";
static const char statements[] = "local a = caller:suggest(say.source_own)\n"
				 "if a.state == 'skipped' then case:step 'skipped' end\n"
				 "caller:suggest(say.source_rights)\n"
				 "local b = caller:confirm(say.caller_reason)\n"
				 "if b.unclear then return case:close 'unclear' end\n"
				 "case:close(b.yes and 'yes' or 'no')\n";
static const char loop[] = "local tries = 0\n"
			   "repeat\n"
			   "local a = caller:confirm(say.caller_reason)\n"
			   "tries = tries + 1\n"
			   "if a.yes then return case:close 'yes' end\n"
			   "until tries == 3\n"
			   "case:close 'gave up'\n";

/* ---- the walker ---- */

static struct {
	const char *body, *opening;
	size_t ways[DEPTH + 1]; /* accepted sequences of each length */
	char *states[STATES_MAX];
	size_t states_count;
} walk;

/* One thing to try: an index into this list, for whatever question or offer stands open. */
static const char *const tried[] = { "send",  "skip",  "edit",    "own_words", "yes",
	                             "no",    "words", "attest+", "attest-",   "attest?",
	                             "field", "none",  "mode",    "time",      "withdraw" };

static enum err_code use_newest(const char *act)
{
	for (size_t i = w.c->suggestions_count; i-- > 0;) {
		const struct suggestion *s = &w.c->suggestions[i];
		if (strcmp(s->state, "offered"))
			continue;
		char *text = xasprintf("%s 감사합니다.", case_text(w.c, s->text));
		enum err_code code =
			event("suggestion",
		              json_pack("{s:s, s:s, s:s}", "suggestion", s->id, "act", act, "text",
		                        strcmp(act, "own_words") ? text : "잠시만요."));
		free(text);
		return code;
	}
	return E_CONFLICT;
}

/* Is it worth trying? What the exploration leaves out as equal is left out here, told by other means. */
static bool is_offered(const struct wait *q, const struct wait *any, const char *what)
{
	bool statement = any && any->kind == WAIT_SUGGEST;
	bool looked = statement &&
	              !strcmp(any->phrase, "source_own"); /* the flows here look at no other */
	bool served = q && q->served_at_ms;
	if (!strcmp(what, "send"))
		return true;
	if (!strcmp(what, "skip"))
		return !statement || looked;
	if (!strcmp(what, "edit") || !strcmp(what, "own_words"))
		return statement && looked;
	if (!strcmp(what, "yes") || !strcmp(what, "no"))
		return served && q->kind != WAIT_ASK;
	if (!strcmp(what, "words"))
		return served;
	if (!strcmp(what, "attest+") || !strcmp(what, "attest-"))
		return q && !served && q->kind != WAIT_ASK;
	if (!strcmp(what, "attest?"))
		return q && q->kind != WAIT_ASK && (!served || q->kind == WAIT_CONFIRM);
	if (!strcmp(what, "field") || !strcmp(what, "none"))
		return q && q->kind == WAIT_ASK;
	if (!strcmp(what,
	            "withdraw")) /* no flow here handles it: it matters where there is a consent */
		return w.c->consents_count && (!strcmp(w.c->consents[0].state, "requested") ||
		                               !strcmp(w.c->consents[0].state, "granted"));
	return true;
}

static enum err_code give(const struct wait *q, bool declined)
{
	return declined ? EVENT("field", "{s:s, s:b}", "field", q->field, "declined", 1)
	                : EVENT("field", "{s:s, s:s}", "field", q->field, "value", "010-2345-6789");
}

static bool try_one(const char *what)
{
	const struct wait *q = case_question(w.c, ROLE_CALLER), *any = case_wait_of_lane(w.c, 0);
	if (w.c->status != CASE_OPEN || !is_offered(q, any, what))
		return false;
	if (!strcmp(what, "yes") || !strcmp(what, "no"))
		return press(ROLE_CALLER, what) == E_NONE;
	if (!strcmp(what, "words"))
		return writes(ROLE_CALLER, "글쎄요, 잘 모르겠습니다.") == E_NONE;
	if (!strncmp(what, "attest", 6))
		return attest(ROLE_CALLER,
		              what[6] == '+'   ? "yes"
		              : what[6] == '-' ? "no"
		                               : "unclear",
		              "phone") == E_NONE;
	if (!strcmp(what, "field") || !strcmp(what, "none"))
		return give(q, !strcmp(what, "none")) == E_NONE;
	if (!strcmp(what, "mode"))
		return EVENT("mode", "{s:s, s:s}", "party", "caller", "mode",
		             w.c->parties[ROLE_CALLER].mode == MODE_BOT ? "assist" : "bot") ==
		       E_NONE;
	if (!strcmp(what, "withdraw"))
		return marks(ROLE_CALLER, "withdrawal") == E_NONE;
	if (!strcmp(what, "time")) {
		pass(case_wake_at(w.c) - w.now_ms);
		return true;
	}
	return use_newest(what) == E_NONE;
}

/* What these flows keep in variables: how often they have asked, and what became of the first suggestion. */
static void add_memory(struct buf *b)
{
	size_t i, k, asked = 0;
	json_t *turn, *r;
	json_array_foreach(w.turns, i, turn)
	{
		json_array_foreach(json_object_get(turn, "records"), k, r)
		{
			const char *kind = json_string_value(json_object_get(r, "kind"));
			asked += kind && !strcmp(kind, "confirm");
		}
	}
	buf_addf(b, " %zu", asked);
	if (w.c->suggestions_count && !strcmp(w.c->suggestions[0].phrase, "source_own"))
		buf_addf(b, " %s", w.c->suggestions[0].state);
}

static void note_state(void)
{
	struct buf b = { 0 };
	buf_addf(&b, "%d %s %d", w.c->status, w.c->step, w.c->parties[ROLE_CALLER].mode);
	if (w.c->status != CASE_OPEN) {
		buf_free(&b);
		buf_addf(&b, "%s", case_text(w.c, w.c->outcome));
	}
	for (size_t i = 0; w.c->status == CASE_OPEN && i < w.c->waits_count; i++) {
		const struct wait *q = &w.c->waits[i];
		buf_addf(&b, " %d:%d %d %d %d", q->line, q->served_at_ms > 0, q->unclear,
		         q->reasked, q->kind);
	}
	for (size_t i = 0; w.c->status == CASE_OPEN && i < w.c->suggestions_count; i++)
		if (!strcmp(w.c->suggestions[i].state, "offered"))
			buf_addf(&b, " %s", w.c->suggestions[i].purpose);
	for (size_t i = 0; w.c->status == CASE_OPEN && i < w.c->consents_count; i++)
		buf_addf(&b, " %s", w.c->consents[i].state);
	if (w.c->status == CASE_OPEN)
		add_memory(&b);
	char *text = buf_take(&b);
	for (size_t i = 0; i < walk.states_count; i++) {
		if (strcmp(walk.states[i], text))
			continue;
		free(text);
		return;
	}
	assert_true(walk.states_count < STATES_MAX);
	walk.states[walk.states_count++] = text;
}

static bool act_out(const size_t *way, size_t len)
{
	world_open(walk.body, walk.opening);
	for (size_t i = 0; i < len; i++)
		if (!try_one(tried[way[i]]))
			return false;
	return true;
}

static void walk_from(size_t *way, size_t len)
{
	bool accepted = act_out(way, len);
	if (accepted) {
		walk.ways[len]++;
		note_state();
	}
	world_free();
	for (size_t i = 0; accepted && len < DEPTH && i < COUNT_OF(tried); i++) {
		way[len] = i;
		walk_from(way, len + 1);
	}
}

/* ---- what the exploration counts ---- */

static bool is_root(const struct exploration *x, const struct node *n, enum party_mode mode)
{
	const char *inbound = json_string_value(json_object_get(n->facts, "inbound"));
	struct support_case *c = node_case(x, n, NULL);
	bool same = c->parties[ROLE_CALLER].mode == mode;
	case_free(c);
	return n->depth == 0 && same && strcmp(inbound, "passenger");
}

/* Sequences of each length from the roots of that mode, and the states on them. */
static void count_ways(const struct exploration *x, enum party_mode mode, size_t ways[DEPTH + 1],
                       size_t *states)
{
	size_t *now = xcalloc(x->nodes_count, sizeof *now),
	       *then = xcalloc(x->nodes_count, sizeof *then);
	bool *met = xcalloc(x->nodes_count, sizeof *met);
	*states = 0;
	for (size_t i = 0; i < x->nodes_count; i++)
		now[i] = is_root(x, x->nodes[i], mode);
	for (size_t k = 0; k <= DEPTH; k++) {
		ways[k] = 0;
		for (size_t i = 0; i < x->nodes_count; i++) {
			ways[k] += now[i];
			*states += now[i] && !met[i];
			met[i] = met[i] || now[i];
			then[i] = 0;
		}
		for (size_t i = 0; i < x->ways_count; i++)
			then[x->ways[i].to] += now[x->ways[i].from];
		memcpy(now, then, x->nodes_count * sizeof *now);
	}
	free(now);
	free(then);
	free(met);
}

static void must_count_the_same(const char *body, enum party_mode mode)
{
	size_t way[DEPTH], ways[DEPTH + 1], states;
	const struct explore_opts o = { 0 };
	memset(&walk, 0, sizeof walk);
	walk.body = body;
	walk.opening = mode == MODE_BOT ? "{'parties': {'caller': {'mode': 'bot'}}}" : "{}";
	walk_from(way, 0);
	struct bundle *b = world_bundle(body);
	struct exploration *x = explore(b, &o);
	count_ways(x, mode, ways, &states);
	for (size_t k = 0; k <= DEPTH; k++)
		if (ways[k] != walk.ways[k])
			fail_msg("%zu steps: the walker found %zu ways, the exploration %zu", k,
			         walk.ways[k], ways[k]);
	if (states != walk.states_count)
		fail_msg("the walker met %zu states, the exploration %zu", walk.states_count,
		         states);
	assert_true(walk.ways[DEPTH] > 20);
	for (size_t i = 0; i < walk.states_count; i++)
		free(walk.states[i]);
	explore_free(x);
	bundle_free(b);
}

static void walker_counts_the_same(void **state)
{
	static const char *const bodies[] = { questions, statements, loop };
	(void)state;
	for (size_t i = 0; i < COUNT_OF(bodies); i++) {
		must_count_the_same(bodies[i], MODE_ASSIST);
		must_count_the_same(bodies[i], MODE_BOT);
	}
}

/* ---- the shape of it ---- */

static struct exploration *explored_with(const char *body, const struct explore_opts *o)
{
	struct bundle *b = world_bundle(body);
	struct exploration *x = explore(b, o);
	bundle_free(b);
	return x;
}

static struct exploration *explored(const char *body)
{
	return explored_with(body, &(struct explore_opts){ 0 });
}

static const char handlers[] =
	"case:whenever('source_complaint', function(party)\n"
	"party:suggest(say.source_rights)\n"
	"end)\n"
	"case:whenever('withdrawal', function(party)\n"
	"case:close 'withdrawn'\n"
	"end)\n"
	"local k = caller:consent(say.delegation, { delegate = passenger })\n"
	"if not k.granted then return case:close 'no' end\n"
	"local heard = caller:listen { 'callback_request' }\n"
	"case:close(heard.kind and 'back' or 'silent')\n";

/* A state is met behind handlers that have ended, and again sooner without them: when the law changed. */
static const char goes_on[] = "case:whenever('source_complaint', function(party)\n"
			      "party:suggest(say.source_rights)\n"
			      "end)\n"
			      "case:whenever('withdrawal', function(party)\n"
			      "party:suggest(say.withdrawal_done)\n"
			      "end)\n"
			      "passenger:consent(say.collection_notice)\n"
			      "caller:confirm(say.caller_identity)\n"
			      "case:close 'done'\n";

/* Behind one answer it looks who is a member, behind the other it does not. */
static const char members[] = "local a = caller:confirm(say.caller_identity)\n"
			      "if not a.yes then return case:close 'no' end\n"
			      "if passenger.member then caller:suggest(say.source_own) end\n"
			      "caller:suggest(say.source_rights)\n"
			      "case:close(passenger.member and 'member' or 'guest')\n";

static void must_be_the_same_from_memory(const char *body, bool law_changes, size_t states)
{
	const struct explore_opts o = { .law_changes = law_changes },
				  without = { .law_changes = law_changes, .without_memory = true };
	struct exploration *a = explored_with(body, &o), *b = explored_with(body, &without);
	json_t *one = explore_graph(a), *other = explore_graph(b);
	assert_true(a->nodes_count > states);
	assert_true(json_equal(one, other));
	json_decref(one);
	json_decref(other);
	explore_free(a);
	explore_free(b);
}

static void what_is_remembered_is_what_would_run(void **state)
{
	(void)state;
	must_be_the_same_from_memory(handlers, false, 50);
	must_be_the_same_from_memory(members, false, 10);
	must_be_the_same_from_memory(goes_on, true, 50);
}

/* A loop that never ends is explored all the same, and found. */
static void endless_loops_end_here(void **state)
{
	(void)state;
	struct exploration *x =
		explored("local a\n"
	                 "repeat a = caller:confirm(say.caller_reason) until a.yes\n"
	                 "case:close 'yes'\n");
	const struct fault *faults;
	assert_true(explore_figures(x).whole);
	assert_int_equal(explore_faults(x, &faults), 1);
	assert_int_equal(faults[0].kind, FAULT_FOR_EVER);
	explore_free(x);
}

/* A counter makes every state another: it is named as soon as it has grown a little, and no more is followed. */
static void endless_loops_that_count_are_found_with_what_they_count(void **state)
{
	(void)state;
	struct exploration *x = explored("local n, a = 0\n"
	                                 "repeat n = n + 1\n"
	                                 "a = caller:confirm(say.caller_reason)\n"
	                                 "until a.yes\n"
	                                 "case:close 'yes'\n");
	const struct fault *faults;
	assert_false(explore_figures(x).whole);
	assert_true(explore_figures(x).states < 500);
	assert_int_equal(explore_faults(x, &faults), 1);
	assert_int_equal(faults[0].kind, FAULT_GROWS);
	assert_non_null(strstr(faults[0].text, "variable 'n' is another each time (2, then "));
	explore_free(x);
}

/* Also where much may come in between, each time that it counts. */
static void endless_loops_that_count_are_found_behind_many_interrupts(void **state)
{
	(void)state;
	const struct explore_opts few = { .states_max = 10000 };
	struct exploration *x = explored_with(
		"case:whenever('source_complaint', function(party)\n"
		"party:suggest(say.source_own)\n"
		"party:suggest(say.source_rights)\n"
		"end)\n"
		"case:whenever('withdrawal', function(party)\n"
		"party:suggest(say.withdrawal_done)\n"
		"if party.role == 'caller' then passenger:suggest(say.cannot_consult) end\n"
		"end)\n"
		"local k = caller:consent(say.delegation, { delegate = passenger })\n"
		"local n, a = 0\n"
		"repeat n = n + 1\n"
		"a = caller:confirm(say.caller_identity)\n"
		"until not a.unanswered\n"
		"if n > 2 then caller:suggest(say.source_rights) end\n"
		"case:close(k.granted and a.yes and 'yes' or 'no')\n",
		&few);
	const struct fault *faults;
	assert_int_equal(explore_faults(x, &faults), 1);
	assert_int_equal(faults[0].kind, FAULT_GROWS);
	explore_free(x);
}

/* What is never read makes no branch: an answer that nobody looks at leads on by one way. */
static void unread_answers_make_no_branch(void **state)
{
	(void)state;
	struct exploration *x = explored("caller:suggest(say.source_own)\ncase:close 'done'\n");
	struct exploration *y = explored("local a = caller:suggest(say.source_own)\n"
	                                 "case:close(a.state == 'sent' and 'done' or 'not')\n");
	assert_int_equal(explore_figures(x).ends, 1);
	assert_int_equal(explore_figures(y).ends, 2);
	explore_free(x);
	explore_free(y);
}

/* Where a table with holes ends depends on the seed of the state, which no sandbox can hide: the step that rests on it is found
 * as it is replayed, since that is done under another seed. */
static void what_depends_on_the_seed_of_a_state_is_found(void **state)
{
	(void)state;
	static const char ends[] =
		"local x, sum = 12345, 0\n"
		"local function draw(n) x = (x * 1103515245 + 12345) %% 2147483648 return x // "
		"65536 %% n + 1 end\n"
		"for n = 1, 500 do\n"
		"local t = {}\n"
		"for s = 1, 30 do\n"
		"local k = draw(3) == 1 and draw(9) or 'k' .. draw(12)\n"
		"t[k] = draw(3) > 1 or nil\n"
		"end\n"
		"%s\n"
		"end\n"
		"local a = caller:confirm(say.caller_reason, { within = minutes(1 + sum) })\n"
		"if a.yes then return case:close 'yes' end\n"
		"caller:confirm(say.caller_inquiry, { third_party = passenger })\n"
		"case:close 'no'\n";
	static const char *const sums[] = { "sum = (sum * 7 + #t) % 997",
		                            "for i in ipairs(t) do sum = (sum * 7 + i) % 997 end" };
	for (size_t i = 0; i < COUNT_OF(sums); i++) {
		const struct fault *faults;
		char *body = xasprintf(ends, sums[i]);
		struct exploration *x = explored(body);
		size_t count = explore_faults(x, &faults), diverges = 0;
		for (size_t k = 0; k < count; k++)
			diverges += faults[k].kind == FAULT_DIVERGES;
		assert_int_equal(diverges > 0, i == 0);
		explore_free(x);
		free(body);
	}
}

static void roles_that_nobody_names_are_alike(void **state)
{
	(void)state;
	struct exploration *x = explored("-- spouse\nlocal y = \"x\" --[[ other ]]\n"
	                                 "if passenger.member then y = 'vehicle_owner' end\n"
	                                 "case:close(y)\n");
	assert_true(is_alike(x, "spouse", "other"));
	assert_false(is_alike(x, "spouse", "vehicle_owner"));
	assert_false(is_alike(x, "spouse", "passenger"));
	assert_false(is_alike(x, "spouse", "fare"));
	assert_true(is_alike(x, "fare", "accident"));
	explore_free(x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(walker_counts_the_same),
		cmocka_unit_test(what_is_remembered_is_what_would_run),
		cmocka_unit_test(endless_loops_end_here),
		cmocka_unit_test(endless_loops_that_count_are_found_with_what_they_count),
		cmocka_unit_test(endless_loops_that_count_are_found_behind_many_interrupts),
		cmocka_unit_test(unread_answers_make_no_branch),
		cmocka_unit_test(what_depends_on_the_seed_of_a_state_is_found),
		cmocka_unit_test(roles_that_nobody_names_are_alike),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
