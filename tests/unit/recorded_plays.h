/* recorded_plays.h: every play of flows/, played through the engine once, and its journal as the store has it: to be
 * replayed with edited bundles. */
#ifndef ASSENT_TESTS_RECORDED_PLAYS_H
#define ASSENT_TESTS_RECORDED_PLAYS_H

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base.h"
#include "bundle.h"
#include "clock.h"
#include "engine.h"
#include "journal.h"
#include "loop.h"
#include "play_act.h"
#include "play_text.h"
#include "run.h"
#include "scratch.h"
#include "store.h"
#include "understand.h"

enum { PLAYS_MAX = 1000, TURNS_MAX = 100, VALUES_MAX = 200, EDITS_MAX = 1000 };

/* One played case, as the store has it. */
struct recording {
	char id[64], flow[64], *bundle;
	struct {
		int64_t turn, at_ms;
		char *records;
	} turns[TURNS_MAX];
	size_t turns_count;
	struct store_value values[VALUES_MAX];
	size_t values_count;
};

static struct recording recordings[PLAYS_MAX];
static size_t recordings_count;
static char *dir;

/* Bundles of edited flows: the recordings of a flow share its edits. */
static struct {
	char *text;
	struct bundle *b;
} kept[EDITS_MAX];
static size_t kept_count;

/* ---- recording ---- */

static _Noreturn void fatal(void *arg, const struct err *e)
{
	(void)arg;
	fprintf(stderr, "%s\n", e->text);
	abort();
}

static inline int keep_turn(void *arg, int64_t turn, int64_t at_ms, const char *records)
{
	struct recording *r = arg;
	assert_true(r->turns_count < TURNS_MAX);
	r->turns[r->turns_count].turn = turn;
	r->turns[r->turns_count].at_ms = at_ms;
	r->turns[r->turns_count++].records = xstrdup(records);
	return 0;
}

static inline int keep_value(void *arg, const struct store_value *v)
{
	struct recording *r = arg;
	assert_true(r->values_count < VALUES_MAX);
	struct store_value *own = &r->values[r->values_count++];
	*own = *v;
	own->party = xstrdup(v->party);
	own->text = v->text ? xstrdup(v->text) : NULL;
	return 0;
}

static struct {
	struct loop *loop;
	struct store *store;
	struct understand *understand;
	struct engine *g;
} world;

static inline void record_play(const char *path)
{
	struct err e = { 0 };
	struct recording *r = &recordings[recordings_count];
	json_t *play = play_parse(path, LANGUAGE_KO, &e), *act;
	assert_non_null(play);
	struct stage st = { .path = path,
		            .loop = world.loop,
		            .g = world.g,
		            .events = (int)recordings_count * 1000 };
	if (play_open(&st, play, &e))
		fail_msg("%s", e.text);
	size_t i;
	json_array_foreach(json_object_get(play, "acts"), i, act)
	{
		if (play_act(&st, act, &e))
			fail_msg("%s", e.text);
		clock_hold(clock_now_ms() + 1); /* each has its own time */
	}
	const struct support_case *c = engine_case(world.g, st.case_id, &e);
	snprintf(r->id, sizeof r->id, "%s", st.case_id);
	snprintf(r->flow, sizeof r->flow, "%s", c->flow);
	r->bundle = world.store->ops->bundle(world.store, c->bundle, &e);
	assert_int_equal(world.store->ops->turns(world.store, r->id, keep_turn, r, &e), 0);
	assert_int_equal(world.store->ops->values(world.store, r->id, keep_value, r, &e), 0);
	assert_true(++recordings_count < PLAYS_MAX);
	json_decref(play);
}

static inline int record_file(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
	(void)st, (void)ftw;
	size_t n = strlen(path);
	if (kind == FTW_F && n > 5 && !strcmp(path + n - 5, ".play"))
		record_play(path);
	return 0;
}

static inline void begin_recording(void)
{
	struct err e = { 0 };
	dir = scratch_new("run", &e);
	assert_non_null(dir);
	clock_hold(1795305600000);
	char *consents = xasprintf("%s/consents", dir);
	world.loop = loop_new();
	const struct store_sqlite_opts so = { .dir = dir, .volatile_ok = true };
	world.store = store_sqlite_new(world.loop, &so, &e);
	world.understand = understand_new(&e);
	const struct engine_opts eo = { .loop = world.loop,
		                        .store = world.store,
		                        .understand = world.understand,
		                        .flows_dir = "flows",
		                        .consents_dir = consents,
		                        .fatal = fatal };
	world.g = engine_new(&eo, &e);
	if (!world.g)
		fail_msg("%s", e.text);
	nftw("flows", record_file, 8, FTW_PHYS);
	free(consents);
}

static inline void end_recording(void)
{
	engine_free(world.g);
	understand_free(world.understand);
	world.store->ops->free(world.store);
	loop_free(world.loop);
	scratch_free(dir);
}

static inline int record_all(void **state)
{
	(void)state;
	begin_recording();
	end_recording();
	return recordings_count == 0;
}

static inline int forget_all(void **state)
{
	(void)state;
	for (size_t i = 0; i < kept_count; i++) {
		free(kept[i].text);
		bundle_free(kept[i].b);
	}
	for (size_t i = 0; i < recordings_count; i++) {
		struct recording *r = &recordings[i];
		for (size_t k = 0; k < r->turns_count; k++)
			free(r->turns[k].records);
		for (size_t k = 0; k < r->values_count; k++) {
			free((char *)r->values[k].party);
			free((char *)r->values[k].text);
		}
		free(r->bundle);
	}
	return 0;
}

/* ---- replaying with another bundle ---- */

/* The bundle of a recording with one file changed; text is taken. */
static inline struct bundle *edited(const struct recording *r, const char *file, char *text)
{
	struct err e = { 0 };
	json_t *doc = json_loads(r->bundle, 0, NULL);
	json_object_set_new(json_object_get(doc, "files"), file, json_string(text));
	char *content = json_dumps(doc, JSON_COMPACT | JSON_SORT_KEYS);
	struct bundle *b = bundle_parse(content, &e);
	if (!b)
		fail_msg("%s\n%s", e.text, text);
	free(content);
	free(text);
	json_decref(doc);
	return b;
}

/* The same for a flow, kept. Borrowed. */
static inline struct bundle *edited_flow(const struct recording *r, char *text)
{
	for (size_t i = 0; i < kept_count; i++) {
		if (strcmp(kept[i].text, text))
			continue;
		free(text);
		return kept[i].b;
	}
	assert_true(kept_count < EDITS_MAX);
	kept[kept_count].text = xstrdup(text);
	kept[kept_count].b = edited(r, "flow.lua", text);
	return kept[kept_count++].b;
}

static inline char *file_of(const struct recording *r, const char *file)
{
	json_t *doc = json_loads(r->bundle, 0, NULL);
	char *text =
		xstrdup(json_string_value(json_object_get(json_object_get(doc, "files"), file)));
	json_decref(doc);
	return text;
}

/* Replays the first turns of a recording. 0, or -1 with e and *detail. */
static inline int replay(const struct recording *r, size_t turns, struct bundle *b, json_t **detail,
                         struct err *e)
{
	struct support_case *c = case_new(r->id);
	struct journal *j = journal_new();
	for (size_t i = 0; i < r->values_count; i++)
		case_value_load(c, r->values[i].id, r->values[i].party, r->values[i].text,
		                r->values[i].salt);
	for (size_t i = 0; i < turns; i++)
		assert_int_equal(journal_add_turn(j, r->turns[i].turn, r->turns[i].at_ms,
		                                  r->turns[i].records, e),
		                 0);
	struct run *run = run_new(b, e);
	if (!run)
		fail_msg("%s", e->text);
	int rc = run_replay(run, c, j, detail, e);
	run_free(run);
	journal_free(j);
	case_free(c);
	return rc;
}

#endif
