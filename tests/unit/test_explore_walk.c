/* An exploration against the walker: of each length as many ways, to each of the ends as many; and of each fault no shorter
 * way than the one that is told.
 * time limit: 600 s */
#include "explore_impl.h"
#include "walker.h"

enum { DEPTH_MAX = 6, ENDS_MAX = 16 };

static const struct walker_act acts[] = {
	{ "send", ROLE_NONE, 0 },
	{ "send", ROLE_NONE, 1 },
	{ "yes", ROLE_CALLER, 0 },
	{ "no", ROLE_CALLER, 0 },
	{ "says yes", ROLE_CALLER, 0 },
	{ "says no", ROLE_CALLER, 0 },
	{ "field", ROLE_CALLER, 0 },
	{ "yes", ROLE_PASSENGER, 0 },
	{ "no", ROLE_PASSENGER, 0 },
	{ "says yes", ROLE_PASSENGER, 0 },
	{ "says no", ROLE_PASSENGER, 0 },
	{ "time", ROLE_NONE, 0 },
	{ "withdrawal", ROLE_CALLER, 0 },
	{ "withdrawal", ROLE_PASSENGER, 0 },
	{ "source_complaint", ROLE_CALLER, 0 },
	{ "callback_request", ROLE_CALLER, 0 },
};

/* ---- ways to ends ---- */

/* "" is a case that is open yet. */
struct ends {
	size_t count;
	struct end {
		char outcome[40];
		size_t ways[DEPTH_MAX + 1];
	} list[ENDS_MAX];
};

static void count_end(struct ends *all, const struct support_case *c, size_t len, size_t ways)
{
	const char *outcome = c->status == CASE_OPEN     ? ""
	                      : c->status == CASE_PARKED ? "parked"
	                                                 : case_text(c, c->outcome);
	size_t i = 0;
	while (i < all->count && strcmp(all->list[i].outcome, outcome))
		i++;
	assert_true(i < ENDS_MAX);
	if (i == all->count)
		snprintf(all->list[all->count++].outcome, sizeof all->list->outcome, "%s", outcome);
	all->list[i].ways[len] += ways;
}

static void walk_from(struct ends *all, const char *body, const char *opening, size_t *way,
                      size_t len, size_t depth)
{
	bool accepted = walker_act_out(body, opening, acts, way, len);
	if (accepted)
		count_end(all, w.c, len, 1);
	world_free();
	for (size_t i = 0; accepted && len < depth && i < COUNT_OF(acts); i++) {
		way[len] = i;
		walk_from(all, body, opening, way, len + 1, depth);
	}
}

/* ---- the same by the exploration ---- */

static bool is_text(const json_t *act, const char *key, const char *value)
{
	const char *text = json_string_value(json_object_get(act, key));
	return text && !strcmp(text, value);
}

/* Is the act of a play one of the alphabet? */
static bool is_tried(const json_t *act)
{
	if (is_text(act, "kind", "agent"))
		return is_text(act, "verb", "sent");
	if (is_text(act, "kind", "attest"))
		return !is_text(act, "answer", "unclear");
	if (is_text(act, "kind", "field"))
		return json_object_get(act, "value") != NULL;
	if (is_text(act, "kind", "later"))
		return is_text(act, "until", "limit");
	if (is_text(act, "kind", "mark"))
		return is_text(act, "mark", "withdrawal") ||
		       (is_text(act, "party", "caller") &&
		        (is_text(act, "mark", "source_complaint") ||
		         is_text(act, "mark", "callback_request")));
	return is_text(act, "kind", "button");
}

/* Nobody is answered by a bot, the caller is a member and has a number, the passenger neither. */
static bool is_usual(const json_t *open, unsigned decided, unsigned bots)
{
	for (int r = 0; r < ROLE_COUNT; r++) {
		const json_t *p =
			json_object_get(json_object_get(json_array_get(open, 0), "parties"),
		                        role_name((enum role)r));
		bool member = json_is_true(json_object_get(p, "member"));
		if ((decided & OPEN_BIT(r, OPEN_MODE) && bots & 1u << r) ||
		    (decided & OPEN_BIT(r, OPEN_MEMBER) && member != (r == ROLE_CALLER)) ||
		    (decided & OPEN_BIT(r, OPEN_PHONE) && r != ROLE_CALLER &&
		     json_object_get(p, "phone")))
			return false;
	}
	return true;
}

static bool is_root(const struct exploration *x, const struct node *n)
{
	unsigned bots = 0;
	struct support_case *c = n->depth ? NULL : node_case(x, n, NULL);
	for (int r = 0; c && r < ROLE_COUNT; r++)
		bots |= (unsigned)(c->parties[r].mode == MODE_BOT) << r;
	case_free(c);
	return !n->depth && is_text(n->facts, "inbound", "none") &&
	       json_is_false(json_object_get(n->facts, "booked_for_other")) &&
	       json_is_false(json_object_get(n->facts, "caller_is_passenger")) &&
	       is_usual(n->open, n->decided, bots);
}

static void count_states(const struct exploration *x, const size_t *now, size_t len,
                         struct ends *all)
{
	for (size_t i = 0; i < x->nodes_count; i++) {
		struct support_case *c = now[i] ? node_case(x, x->nodes[i], NULL) : NULL;
		if (c)
			count_end(all, c, len, now[i]);
		case_free(c);
	}
}

static void count_ways(const struct exploration *x, size_t depth, struct ends *all)
{
	size_t *now = xcalloc(x->nodes_count, sizeof *now),
	       *then = xcalloc(x->nodes_count, sizeof *then);
	for (size_t i = 0; i < x->nodes_count; i++)
		now[i] = is_root(x, x->nodes[i]);
	for (size_t len = 0; len <= depth; len++) {
		count_states(x, now, len, all);
		memset(then, 0, x->nodes_count * sizeof *then);
		for (size_t i = 0; i < x->ways_count; i++) {
			const struct way *one = &x->ways[i];
			if (is_tried(one->act) && is_usual(one->open, one->decided, one->bots))
				then[one->to] += now[one->from];
		}
		memcpy(now, then, x->nodes_count * sizeof *now);
	}
	free(now);
	free(then);
}

static const struct end *end_named(const struct ends *all, const char *outcome)
{
	static const struct end none;
	for (size_t i = 0; i < all->count; i++)
		if (!strcmp(all->list[i].outcome, outcome))
			return &all->list[i];
	return &none;
}

static void must_count_the_same(const char *body, size_t depth, size_t ends)
{
	const struct explore_opts o = { 0 };
	struct ends walked = { 0 }, explored = { 0 };
	size_t way[DEPTH_MAX];
	walk_from(&walked, body, NULL, way, 0, depth);
	struct bundle *b = world_bundle(body);
	struct exploration *x = explore(b, &o);
	count_ways(x, depth, &explored);
	for (size_t i = 0; i < walked.count; i++) {
		const struct end *one = &walked.list[i],
				 *other = end_named(&explored, one->outcome);
		for (size_t len = 0; len <= depth; len++)
			if (one->ways[len] != other->ways[len])
				fail_msg("%.20s: %zu acts to '%s': the walker found %zu ways, the "
				         "exploration %zu",
				         body, len, one->outcome, one->ways[len], other->ways[len]);
	}
	assert_int_equal(walked.count, explored.count);
	assert_int_equal(walked.count, ends);
	explore_free(x);
	bundle_free(b);
}

static const char hears[] = "case:whenever('source_complaint', function(party)\n"
			    "party:suggest(say.source_rights)\n"
			    "end)\n"
			    "case:whenever('withdrawal', function(party)\n"
			    "case:close 'withdrawn'\n"
			    "end)\n"
			    "local k = caller:consent(say.delegation, { delegate = passenger })\n"
			    "if not k.granted then return case:close 'no' end\n"
			    "local heard = caller:listen { 'callback_request' }\n"
			    "if heard.kind then case:wait(hours(1)) end\n"
			    "case:close(heard.kind and 'back' or 'silent')\n";
static const char waits[] =
	"local a = caller:confirm(say.caller_identity)\n"
	"case:wait(minutes(5))\n"
	"if a.unanswered then return case:close 'silent' end\n"
	"local heard = caller:listen { 'callback_request', 'source_complaint' }\n"
	"case:wait(minutes(5))\n"
	"if heard.kind == 'callback_request' then return case:close 'back' end\n"
	"case:close(heard.kind and (a.yes and 'source' or 'other') or 'nothing')\n";

static void bodies_that_listen_wait_and_are_interrupted(void **state)
{
	(void)state;
	must_count_the_same(hears, 4, 5);
	must_count_the_same(waits, 5, 6);
}

static void a_flow_of_the_guide_as_it_is(void **state)
{
	/* With 6 acts a limit of the main flow may end at the very moment of the fourth silence of handlers. The walker, which
	 * keeps time, then finds 1277 ways; the exploration, which merges that state with one in which the limit outlasts the
	 * handlers (span_rank), counts one more. Neither finds an end or a fault that the other does not. */
	(void)state;
	must_count_the_same("@passenger", 5, 5);
}

/* ---- the shortest way to a fault ---- */

static const char *const starts[] = {
	"{}",
	"{'parties': {'caller': {'mode': 'bot'}}}",
	"{'parties': {'passenger': {'mode': 'bot'}}}",
	"{'parties': {'caller': {'mode': 'bot'}, 'passenger': {'mode': 'bot'}}}",
	"{'parties': {'passenger': {'member': true}}}",
	"{'parties': {'passenger': {'member': true, 'mode': 'bot'}}}",
	"{'parties': {'caller': {'mode': 'bot'}, 'passenger': {'member': true, 'mode': 'bot'}}}",
	"{'facts': {'inbound': 'passenger'}, 'parties': {'passenger': {'member': true}}}",
};

static bool is_blocked(void)
{
	for (size_t i = 0; i < w.c->suggestions_count; i++)
		if (!strcmp(w.c->suggestions[i].state, "blocked") && w.c->suggestions[i].n)
			return true;
	return false;
}

static bool is_parked(void)
{
	return w.c->status == CASE_PARKED;
}

static bool is_wrong_within(const char *body, const char *opening, bool (*is_wrong)(void),
                            size_t *way, size_t len, size_t most)
{
	bool accepted = walker_act_out(body, opening, acts, way, len);
	bool found = accepted && is_wrong();
	world_free();
	for (size_t i = 0; !found && accepted && len < most && i < COUNT_OF(acts); i++) {
		way[len] = i;
		found = is_wrong_within(body, opening, is_wrong, way, len + 1, most);
	}
	return found;
}

/* From each start one act more each time: the first that is wrong has the fewest. */
static size_t fewest_acts(const char *body, bool (*is_wrong)(void))
{
	size_t way[DEPTH_MAX];
	for (size_t most = 0; most <= DEPTH_MAX; most++)
		for (size_t i = 0; i < COUNT_OF(starts); i++)
			if (is_wrong_within(body, starts[i], is_wrong, way, 0, most))
				return most;
	fail_msg("nothing is wrong within %d acts", DEPTH_MAX);
	return 0;
}

/* What people do on it, and that time passes: not what is to be seen meanwhile. */
static size_t acts_told(const struct exploration *x, const struct fault *f)
{
	static const char *const kinds[] = { "agent", "attest", "button", "message",
		                             "field", "mark",   "mode",   "later" };
	json_t *play = explore_way(x, f), *act;
	size_t i, count = 0;
	json_array_foreach(json_object_get(play, "acts"), i, act)
	{
		for (size_t k = 0; k < COUNT_OF(kinds); k++)
			count += is_text(act, "kind", kinds[k]);
	}
	json_decref(play);
	return count;
}

static void must_tell(const char *body, enum fault_kind kind, size_t fewest)
{
	const struct explore_opts o = { 0 };
	const struct fault *faults;
	struct bundle *b = world_bundle(body);
	struct exploration *x = explore(b, &o);
	size_t count = explore_faults(x, &faults), told = SIZE_MAX;
	for (size_t i = 0; i < count; i++)
		if (faults[i].kind == kind && faults[i].at && acts_told(x, &faults[i]) < told)
			told = acts_told(x, &faults[i]);
	assert_int_equal(told, fewest);
	explore_free(x);
	bundle_free(b);
}

static void must_tell_the_shortest(const char *body, enum fault_kind kind, bool (*is_wrong)(void),
                                   size_t fewest)
{
	assert_int_equal(fewest_acts(body, is_wrong), fewest);
	must_tell(body, kind, fewest);
}

static const char refused_goes_on[] =
	"local a = caller:confirm(say.caller_identity)\n"
	"if not a.yes then return case:close 'no' end\n"
	"local k = caller:consent(say.delegation, { delegate = passenger })\n"
	"if k.state == 'denied' then passenger:suggest(say.consult_opening) end\n"
	"case:close 'done'\n";
static const char bots_are_quicker[] = "caller:suggest(say.source_own)\n"
				       "caller:suggest(say.source_rights)\n"
				       "local a = caller:confirm(say.caller_reason)\n"
				       "if a.yes then return end\n"
				       "case:close 'no'\n";
static const char later_bots_are_quicker[] =
	"local k = caller:consent(say.delegation, { delegate = passenger })\n"
	"if not k.granted then return case:close 'no' end\n"
	"passenger:suggest(say.wrong_person)\n"
	"passenger:suggest(say.source_rights)\n"
	"local r = passenger:confirm(say.delegate_identity, { third_party = passenger })\n"
	"if r.yes then return end\n"
	"case:close 'not he'\n";
static const char members_are_quicker[] =
	"local k = caller:consent(say.delegation, { delegate = passenger })\n"
	"if not k.granted then return case:close 'no' end\n"
	"if not passenger.member then\n"
	"local c = passenger:consent(say.collection_notice)\n"
	"if not c.granted then return case:close 'no' end\n"
	"end\n"
	"local a = passenger:suggest(say.consult_opening)\n"
	"if a.state == 'blocked' then return case:close 'lost' end\n";

/* Behind the question nobody knows which way it went: the longer one is met first by whoever follows one way to its end. */
static const char two_ways_meet[] = "local function greet()\n"
				    "local a = caller:confirm(say.caller_identity)\n"
				    "if a.yes then\n"
				    "caller:suggest(say.source_own)\n"
				    "caller:suggest(say.source_rights)\n"
				    "end\n"
				    "caller:suggest(say.withdrawal_done)\n"
				    "end\n"
				    "greet()\n"
				    "local b = caller:confirm(say.caller_reason)\n"
				    "if b.yes then return end\n"
				    "case:close(b.unanswered and 'silent' or 'no')\n";

static void no_way_to_a_fault_is_shorter_than_the_one_that_is_told(void **state)
{
	(void)state;
	must_tell_the_shortest(refused_goes_on, FAULT_TELLS, is_blocked, 2);
	must_tell_the_shortest(bots_are_quicker, FAULT_STOPS, is_parked, 1);
	must_tell_the_shortest(later_bots_are_quicker, FAULT_STOPS, is_parked, 2);
	must_tell_the_shortest(two_ways_meet, FAULT_STOPS, is_parked, 2);
	must_tell_the_shortest(members_are_quicker, FAULT_STOPS, is_parked, 1);
}

/* By the first draw an agent takes over from a bot once the time is over: two acts to where he may skip what he is to say. By the
 * second, which is followed behind it, one act leads there. */
static const char met_first_by_more_acts[] = "do\n"
					     "local n = case:random(2)\n"
					     "case:wait(minutes(1))\n"
					     "caller:suggest(say.source_own)\n"
					     "if n == 1 then case:wait(minutes(5)) end\n"
					     "end\n"
					     "local a = caller:suggest(say.source_rights)\n"
					     "if a.state == 'skipped' then return end\n"
					     "case:close 'done'\n";

static void a_state_that_is_met_again_by_fewer_acts_is_followed_by_these(void **state)
{
	(void)state;
	must_tell(met_first_by_more_acts, FAULT_STOPS,
	          3); /* the walker draws nothing else than its case does */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bodies_that_listen_wait_and_are_interrupted),
		cmocka_unit_test(a_flow_of_the_guide_as_it_is),
		cmocka_unit_test(no_way_to_a_fault_is_shorter_than_the_one_that_is_told),
		cmocka_unit_test(a_state_that_is_met_again_by_fewer_acts_is_followed_by_these),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
