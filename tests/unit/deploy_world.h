/* deploy_world.h: many open cases of the four flows, made from a seed by random people and agents, and a corpus of edits
 * of the flows, as designers make them. */
#ifndef ASSENT_TESTS_DEPLOY_WORLD_H
#define ASSENT_TESTS_DEPLOY_WORLD_H

#include "engine_world.h"

#include "log.h"

/* ---- chance from a seed ---- */

static uint64_t dice_state;

static inline size_t dice(size_t n)
{
	dice_state = dice_state * 6364136223846793005u + 1442695040888963407u;
	return (size_t)((dice_state >> 33) % n);
}

static inline bool chance(size_t percent)
{
	return dice(100) < percent;
}

/* ---- people and agents ---- */

static inline void on_any(void *arg, const struct event_result *r)
{
	(void)arg, (void)r; /* a refusal is an answer, too */
}

/* As take(), of which nobody waits for the end; body is taken. */
static inline void act(const char *case_id, const char *kind, json_t *body)
{
	static const char *const speaks_for[] = { "console", NULL };
	char id[32];
	snprintf(id, sizeof id, "a%d", ++world.events);
	assert_non_null(body);
	const struct event ev = { .source = "test",
		                  .id = id,
		                  .case_id = case_id,
		                  .kind = kind,
		                  .who = "김하나",
		                  .speaks_for = speaks_for,
		                  .for_agents = true,
		                  .body = body };
	engine_take(world.g, &ev, on_any, NULL);
	json_decref(body);
}

static const char *const third[] = { "passenger", "spouse", "vehicle_owner", "other" };

static inline void act_on_offer(const char *id, const struct suggestion *s)
{
	static const char *const acts[] = { "send", "send", "send", "send", "read_out", "skip" };
	act(id, "suggestion",
	    json_pack("{s:s, s:s}", "suggestion", s->id, "act", acts[dice(COUNT_OF(acts))]));
}

/* Whom the caller names; who rides himself does not name the passenger. */
static inline const char *named_delegate(const struct support_case *c)
{
	bool rides = json_is_true(json_object_get(c->facts, "caller_is_passenger"));
	return third[rides ? 1 + dice(3) : chance(60) ? 0 : dice(4)];
}

static inline void answer_wait(const char *id, const struct support_case *c, const struct wait *w)
{
	const char *party = role_name(w->party);
	if (w->kind == WAIT_ASK && w->served_at_ms)
		act(id, "field",
		    json_pack("{s:s, s:s, s:s}", "party", party, "field", w->field, "value",
		              "010-9876-5432"));
	else if (w->kind == WAIT_LISTEN)
		act(id, "mark",
		    json_pack("{s:s, s:s, s:s}", "party", party, "mark", "delegate_request", "to",
		              named_delegate(c)));
	else if (w->served_at_ms && chance(85))
		act(id, "button",
		    json_pack("{s:s, s:o, s:s}", "party", party, "question",
		              json_sprintf("q%lld", (long long)w->n), "choice",
		              chance(80) ? "yes" : "no"));
	else
		act(id, "message", json_pack("{s:s, s:s}", "party", party, "text", "글쎄요"));
}

static inline bool act_at_large(const char *id, const struct support_case *c)
{
	static const char *const marks[] = { "source_complaint", "source_complaint", "withdrawal" };
	enum role r = (enum role)dice(ROLE_COUNT);
	if (!c->parties[r].known || !chance(12))
		return false;
	if (chance(50))
		act(id, "mark",
		    json_pack("{s:s, s:s}", "party", role_name(r), "mark",
		              marks[dice(COUNT_OF(marks))]));
	else
		act(id, "mode",
		    json_pack("{s:s, s:s}", "party", role_name(r), "mode",
		              chance(50) ? "bot" : "assist"));
	return true;
}

/* One act of somebody in an open case. False: nobody can do anything but wait. */
static inline bool somebody_acts(const char *id)
{
	const struct support_case *c = seen(id);
	if (c->status != CASE_OPEN)
		return false;
	if (act_at_large(id, c))
		return true;
	size_t start = dice(c->suggestions_count + 1);
	for (size_t i = 0; i < c->suggestions_count; i++) {
		const struct suggestion *s = &c->suggestions[(start + i) % c->suggestions_count];
		if (strcmp(s->state, "offered") || chance(20))
			continue;
		act_on_offer(id, s);
		return true;
	}
	for (size_t i = 0; i < c->waits_count; i++) {
		const struct wait *w = &c->waits[i];
		if (w->outcome || w->kind == WAIT_SUGGEST || w->kind == WAIT_TIME)
			continue;
		answer_wait(id, c, w);
		return true;
	}
	return false;
}

/* ---- cases ---- */

static inline json_t *random_party(bool with_phone)
{
	json_t *p = json_pack("{s:b, s:s}", "member", (int)chance(50), "mode",
	                      chance(50) ? "bot" : "assist");
	if (with_phone)
		json_object_set_new(p, "phone", json_string("010-1234-5678"));
	return p;
}

static inline json_t *random_opening(void)
{
	static const char *const flows[] = { "vehicle_owner", "passenger", "spouse",
		                             "booked_for_other" };
	static const char *const topics[] = { "fare", "accident", "harassment" };
	size_t flow = dice(4);
	const char *inbound = flow == 0 ? third[dice(4)] : "caller";
	json_t *facts = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:b, s:b}", "topic",
	                          topics[flow == 2 ? 1 + dice(2) : dice(3)], "trip_date",
	                          "2026-11-20", "origin", "강남역", "destination", "판교역",
	                          "agent_name", "김하나", "inbound", inbound, "caller_is_passenger",
	                          flow == 2, "booked_for_other", flow == 3);
	json_t *parties = json_pack("{s:o}", "caller", random_party(true));
	if (flow == 0)
		json_object_set_new(parties, inbound, random_party(chance(50)));
	else if (flow == 3 || chance(30))
		json_object_set_new(parties, "passenger",
		                    random_party(chance(flow == 3 ? 90 : 10)));
	return json_pack("{s:o, s:o, s:s}", "facts", facts, "parties", parties, "flow",
	                 flows[flow]);
}

/* ids of the open cases, in order of opening */
struct open_cases {
	char (*id)[32];
	size_t count;
};

static inline void on_opened(void *arg, const struct event_result *r)
{
	struct open_cases *all = arg;
	assert_int_equal(r->err.code, E_NONE);
	snprintf(all->id[all->count++], sizeof all->id[0], "%s", r->case_id);
}

static inline void open_random(struct open_cases *all)
{
	char id[32];
	json_t *body = random_opening();
	snprintf(id, sizeof id, "o%d", ++world.events);
	const struct event ev = { .source = "test",
		                  .id = id,
		                  .case_id = "",
		                  .kind = "open",
		                  .who = "김하나",
		                  .for_agents = true,
		                  .body = body };
	engine_take(world.g, &ev, on_opened, all);
	json_decref(body);
}

enum { AT_ONCE = 50, ACTS_MOST = 16, SUGGEST_LIMIT_MS = 31 * 60 * 1000 };

/* Those of the list that are open still. */
static inline void keep_open(struct open_cases *all, size_t first)
{
	size_t kept = first;
	for (size_t i = first; i < all->count; i++)
		if (seen(all->id[i])->status == CASE_OPEN)
			memmove(all->id[kept++], all->id[i], sizeof all->id[0]);
	all->count = kept;
}

static inline void make_some(struct open_cases *all)
{
	size_t first = all->count, acts[AT_ONCE];
	for (size_t i = 0; i < AT_ONCE; i++)
		open_random(all);
	settle();
	for (size_t i = 0; i < AT_ONCE; i++)
		acts[i] = dice(ACTS_MOST);
	for (size_t round = 0; round < ACTS_MOST; round++) {
		for (size_t i = 0; i < AT_ONCE; i++)
			if (round < acts[i])
				somebody_acts(all->id[first + i]);
		settle();
		later(1);
	}
	keep_open(all, first);
}

/* At least so many cases that are open when all is done; the first tenth of them has seen suggestions time out. */
static inline struct open_cases make_open_cases(size_t wanted, uint64_t seed)
{
	struct open_cases all = { .id = xcalloc(wanted + 2 * AT_ONCE, sizeof all.id[0]) };
	dice_state = seed;
	while (all.count < wanted / 10)
		make_some(&all);
	later(SUGGEST_LIMIT_MS);
	engine_tick(world.g);
	settle();
	keep_open(&all, 0);
	while (all.count < wanted)
		make_some(&all);
	return all;
}

/* Those from first to end act until nobody can do anything but wait. */
static inline void let_act(const struct open_cases *all, size_t first, size_t end)
{
	enum { ROUNDS = 40 };
	bool acted = true;
	for (size_t round = 0; round < ROUNDS && acted; round++) {
		acted = false;
		for (size_t i = first; i < end; i++)
			acted = somebody_acts(all->id[i]) || acted;
		settle();
		later(1);
	}
}

static inline size_t count_open(const struct open_cases *all)
{
	size_t open = 0;
	for (size_t i = 0; i < all->count; i++)
		open += seen(all->id[i])->status == CASE_OPEN;
	return open;
}

/* Everybody goes on, and where nobody does time passes, until no case is open. So many at once as are kept in memory. */
static inline void drive_to_the_end(const struct open_cases *all)
{
	enum { SILENCES = 10, SILENCE_MS = 25 * 60 * 60 * 1000, TOGETHER = 400 };
	for (size_t i = 0; i < SILENCES; i++) {
		for (size_t first = 0; first < all->count; first += TOGETHER)
			let_act(all, first,
			        first + TOGETHER < all->count ? first + TOGETHER : all->count);
		later(SILENCE_MS);
		engine_tick(world.g);
		settle();
		if (!count_open(all))
			return;
	}
}

/* ---- deploying ---- */

/* What became of a deploy. */
struct deployed {
	int times;
	int64_t n;
	struct err err;
};

static inline void on_deployed(void *arg, int64_t n, const struct err *e)
{
	struct deployed *d = arg;
	d->times++;
	d->n = n;
	d->err = *e;
}

/* ---- edits ---- */

enum { REPLACEMENTS_MAX = 8 };

struct edit {
	const char *name;
	bool always; /* every case must continue */
	struct {
		const char *file; /* "*": flow.lua of each flow */
		const char *old, *by;
	} replace[REPLACEMENTS_MAX];
	const char *without; /* a flow that is gone */
};

#define FLOWS "*"
#define PHRASES "phrases/ko.lua"
#define POLICY "policy.lua"
#define LEGAL_CHANGE                                                                   \
	{ PHRASES, "문의 처리가 끝날 때까지이며", "문의 처리가 끝난 뒤 1년까지이며" }, \
	{                                                                              \
		PHRASES, "    consent = \"collection\",\n",                            \
			"    consent = \"collection\",\n    version = 2,\n"            \
	}
#define BEFORE_DELEGATION "    case:step \"호출자 동의 확인\"\n"

static const struct edit corpus[] = {
	{ .name = "text fix",
	  .always = true,
	  .replace = { { PHRASES, "너른 양해", "넓은 양해" },
	               { PHRASES, "안녕하세요.", "안녕하십니까." } } },
	{ .name = "text fix in a notice",
	  .always = true,
	  .replace = { { PHRASES, "자세한 상담은", "자세하게 상담은" } } },
	{ .name = "moved lines",
	  .always = true,
	  .replace = { { FLOWS, "return flow {", "\n\n\nreturn flow {\n" },
	               { FLOWS, "    case:step", "\n\n    case:step" } } },
	{ .name = "comment",
	  .always = true,
	  .replace = { { FLOWS, "    case:step", "    -- 여기서부터\n    case:step" },
	               { PHRASES, "return phrases", "-- 글\nreturn phrases" },
	               { POLICY, "return policy", "-- 정책\nreturn policy" } } },
	{ .name = "renamed variable",
	  .always = true,
	  .replace = { { FLOWS, "identity", "who_it_is" },
	               { PHRASES, "who_it_is", "who_it_is" },
	               { FLOWS, "say.caller_who_it_is", "say.caller_identity" },
	               { FLOWS, "say.delegate_who_it_is", "say.delegate_identity" } } },
	{ .name = "renamed step",
	  .always = true,
	  .replace = { { FLOWS, "case:step \"호출자", "case:step \"호출하신 분" } } },
	{ .name = "changed policy limit",
	  .always = true,
	  .replace = { { POLICY, "confirm = hours(2)", "confirm = hours(3)" },
	               { POLICY, "reask = 1", "reask = 2" } } },
	{ .name = "other buttons",
	  .always = true,
	  .replace = { { POLICY, "yes = \"네\"", "yes = \"예\"" } } },
	{ .name = "new phrase",
	  .always = true,
	  .replace = { { PHRASES, "  cannot_consult = {",
	                 "  spare = { kind = \"statement\", source = \"-\", draft = true, text = "
	                 "\"감사합니다.\" },\n  cannot_consult = {" } } },
	{ .name = "flow that opens otherwise",
	  .always = true,
	  .replace = { { FLOWS, "    inbound = { false, \"caller\" }",
	                 "    inbound = { \"caller\" }" } } },
	{ .name = "step before everything",
	  .replace = { { FLOWS, "    case:whenever(\"source_complaint\"",
	                 "    case:note \"시작\"\n    case:whenever(\"source_complaint\"" } } },
	{ .name = "step before in the middle",
	  .replace = { { FLOWS, BEFORE_DELEGATION,
	                 "    case:note \"이제 동의를 묻는다\"\n" BEFORE_DELEGATION } } },
	{ .name = "step after",
	  .always = true,
	  .replace = { { FLOWS, "    case:close \"consulted\"",
	                 "    case:note \"상담을 마쳤다\"\n    case:close \"consulted\"" } } },
	{ .name = "new question",
	  .replace = { { FLOWS, BEFORE_DELEGATION,
	                 "    local more = caller:confirm(say.caller_identity)\n    if not "
	                 "more.yes then return case:close \"unsure\" end\n" BEFORE_DELEGATION } } },
	{ .name = "deleted branch",
	  .replace = { { FLOWS, "    if identity.no then caller:suggest(say.wrong_person) end\n",
	                 "" } } },
	{ .name = "deleted question",
	  .replace = { { FLOWS,
	                 "      if not talk.yes and not talk.kind then return case:close "
	                 "\"caller_busy\" end\n",
	                 "" },
	               { FLOWS,
	                 "      if not talk.yes and talk.to ~= \"passenger\" then return "
	                 "case:close \"caller_busy\" end\n",
	                 "" },
	               { FLOWS, "    if not talk.yes then return stop \"caller_busy\" end\n", "" },
	               { FLOWS, "local talk = ", "local talk = {} -- " } } },
	{ .name = "reordered effects",
	  .replace = { { FLOWS, "      party:suggest(say.withdrawal_done)\n",
	                 "      case:note \"철회\"\n      party:suggest(say.withdrawal_done)\n" },
	               { FLOWS, "say.source_rights", "say.OTHER" },
	               { FLOWS, "say.source_own", "say.source_rights" },
	               { FLOWS, "say.OTHER", "say.source_own" } } },
	{ .name = "swapped questions",
	  .replace = { { FLOWS, "caller:confirm(say.caller_identity", "caller:confirm(say.X" },
	               { FLOWS, "caller:confirm(say.caller_reason",
	                 "caller:confirm(say.caller_identity" },
	               { FLOWS, "caller:confirm(say.X", "caller:confirm(say.caller_reason" } } },
	{ .name = "changed option",
	  .replace = { { FLOWS, "within = hours(24)", "within = hours(12)" } } },
	{ .name = "changed outcome",
	  .replace = { { FLOWS, "\"caller_busy\"", "\"busy\"" } },
	  .always = true },
	{ .name = "turned condition",
	  .replace = { { FLOWS, ".member then", ".member == false then" },
	               { FLOWS, "if not ", "if not not not " } },
	  .always = false },
	{ .name = "renamed phrase",
	  .replace = { { PHRASES, "  consult_closing = {", "  consult_end = {" },
	               { FLOWS, "say.consult_closing", "say.consult_end" } } },
	{ .name = "renamed notice",
	  .replace = { { PHRASES, "  delegation = {", "  delegation_plain = {" },
	               { FLOWS, "say.delegation,", "say.delegation_plain," },
	               { POLICY, "notice = { \"delegation\",",
	                 "notice = { \"delegation_plain\"," } } },
	{ .name = "new handler",
	  .replace = { { FLOWS, "    case:step \"호출자 확인\"",
	                 "    case:whenever(\"callback_request\", function(party) "
	                 "party:suggest(say.withdrawal_done) end)\n    case:step \"호출자 "
	                 "확인\"" } } },
	{ .name = "changed in law", .replace = { LEGAL_CHANGE } },
	{ .name = "changed in law, and the flow too",
	  .replace = { LEGAL_CHANGE,
	               { FLOWS, BEFORE_DELEGATION,
	                 "    case:note \"이제 동의를 묻는다\"\n" BEFORE_DELEGATION },
	               { FLOWS, "local reached", "case:now()\n    local reached" } } },
	{ .name = "changed in law, kept by the policy",
	  .always = true,
	  .replace = { LEGAL_CHANGE,
	               { POLICY, "on_legal_change = \"ask_again\"",
	                 "on_legal_change = \"keep\"" } } },
	{ .name = "stricter gate",
	  .replace = { { POLICY, "trip = { \"delegation\", \"collection\" }",
	                 "trip = \"never\"" } } },
	{ .name = "flow that is gone", .without = "spouse" },
};

static inline void put_text(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	fclose(f);
}

/* How often `old` stood there; each is `by`. */
static inline size_t replace_in(const char *dir, const char *file, const char *old, const char *by)
{
	char *path = xasprintf("%s/%s", dir, file), *text = file_read(path, 1 << 20, NULL, NULL);
	struct buf out = { 0 };
	size_t times = 0;
	assert_non_null(text);
	const char *from = text;
	for (const char *at; (at = strstr(from, old)); from = at + strlen(old), times++) {
		buf_add(&out, from, (size_t)(at - from));
		buf_adds(&out, by);
	}
	buf_adds(&out, from);
	put_text(path, out.data);
	buf_free(&out);
	free(text);
	free(path);
	return times;
}

static const char *const flow_files[] = { "vehicle_owner/flow.lua", "passenger/flow.lua",
	                                  "spouse/flow.lua", "booked_for_other/flow.lua" };

static inline void shell(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
static inline void shell(const char *fmt, ...)
{
	char command[600];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(command, sizeof command, fmt, ap);
	va_end(ap);
	assert_int_equal(system(command), 0);
}

/* The flows of this tree with the edit; what it replaces must have been there. */
static inline struct flow_set *edited_set(const struct edit *ed)
{
	struct err e = { 0 };
	char *dir = scratch_new("edit", &e);
	assert_non_null(dir);
	shell("cp -r flows/. %s", dir);
	for (size_t i = 0; i < REPLACEMENTS_MAX && ed->replace[i].file; i++) {
		size_t times = 0;
		bool all = !strcmp(ed->replace[i].file, FLOWS);
		for (size_t f = 0; f < (all ? COUNT_OF(flow_files) : 1); f++)
			times += replace_in(dir, all ? flow_files[f] : ed->replace[i].file,
			                    ed->replace[i].old, ed->replace[i].by);
		if (!times && strcmp(ed->replace[i].old, ed->replace[i].by))
			fail_msg("%s: nothing to replace: %s", ed->name, ed->replace[i].old);
	}
	if (ed->without)
		shell("rm -r %s/%s", dir, ed->without);
	struct flow_set *set = flow_set_load(dir, &e);
	if (!set)
		fail_msg("%s: %s", ed->name, e.text);
	scratch_free(dir);
	return set;
}

#endif
