#include "cases.h"

#include <stdlib.h>
#include <string.h>

#include "bundle.h"
#include "carry.h"
#include "case.h"
#include "clock.h"
#include "crypto.h"
#include "ends.h"
#include "hash.h"
#include "journal.h"
#include "log.h"
#include "run.h"
#include "store.h"
#include "view.h"

enum { BUNDLES_MAX = 16 };

struct cases {
	struct store *store;
	struct hash slots; /* by id */
	struct slot *newest, *oldest;
	size_t open, loaded, loaded_max;
	struct bundle *bundles[BUNDLES_MAX]; /* lately used, of open cases */
	size_t bundles_next;
	void (*on_load)(void *arg, struct slot *s);
	void *on_load_arg;
};

static bool has_id(const void *slot, const void *id)
{
	return !strcmp(((const struct slot *)slot)->id, id);
}

struct cases *cases_new(struct store *s, size_t loaded_max)
{
	struct cases *cs = xcalloc(1, sizeof *cs);
	cs->store = s;
	cs->loaded_max = loaded_max;
	cs->slots.same = has_id;
	return cs;
}

void cases_on_load(struct cases *cs, void (*fn)(void *arg, struct slot *s), void *arg)
{
	cs->on_load = fn;
	cs->on_load_arg = arg;
}

void cases_each_loaded(struct cases *cs, void (*fn)(void *arg, struct slot *s), void *arg)
{
	for (struct slot *s = cs->newest; s; s = s->older)
		fn(arg, s);
}

struct slot *cases_find(struct cases *cs, const char *id)
{
	return hash_find(&cs->slots, hash_of(0, id), id);
}

static struct slot *new_slot(struct cases *cs, const char *id)
{
	struct slot *s = xcalloc(1, sizeof *s);
	s->id = xstrdup(id);
	s->queue_end = &s->queue;
	hash_put(&cs->slots, hash_of(0, id), s);
	cs->open++;
	return s;
}

/* ---- order of use ---- */

static void unlink_slot(struct cases *cs, struct slot *s)
{
	*(s->newer ? &s->newer->older : &cs->newest) = s->older;
	*(s->older ? &s->older->newer : &cs->oldest) = s->newer;
	s->newer = s->older = NULL;
	cs->loaded--;
}

static void link_newest(struct cases *cs, struct slot *s)
{
	s->older = cs->newest;
	*(cs->newest ? &cs->newest->newer : &cs->oldest) = s;
	cs->newest = s;
	cs->loaded++;
}

void cases_drop(struct cases *cs, struct slot *s)
{
	if (!s->c)
		return;
	unlink_slot(cs, s);
	run_free(s->run);
	case_free(s->c);
	bundle_free(s->b);
	json_decref(s->park);
	json_decref(s->ends);
	s->run = NULL;
	s->c = NULL;
	s->b = NULL;
	s->park = NULL;
	s->ends = NULL;
}

void cases_remove(struct cases *cs, struct slot *s)
{
	cases_drop(cs, s);
	hash_take(&cs->slots, hash_of(0, s->id), s);
	cs->open--;
	view_summary_free(s->summary);
	free(s->id);
	free(s);
}

void cases_trim(struct cases *cs)
{
	struct slot *s = cs->oldest;
	while (cs->loaded > cs->loaded_max && s) {
		struct slot *newer = s->newer;
		bool over = !s->busy && !s->queue;
		if (over && s->c->status == CASE_CLOSED && !s->wake.place)
			cases_remove(cs, s);
		else if (over)
			cases_drop(cs, s);
		s = newer;
	}
}

void cases_free(struct cases *cs)
{
	if (!cs)
		return;
	for (size_t i = 0; i < cs->slots.room;) {
		if (cs->slots.places[i].item)
			cases_remove(cs, cs->slots.places[i].item); /* another may move up */
		else
			i++;
	}
	hash_free(&cs->slots);
	for (size_t i = 0; i < BUNDLES_MAX; i++)
		bundle_free(cs->bundles[i]);
	free(cs);
}

/* ---- reading a case ---- */

struct reader {
	struct case_reading *r;
	struct err *e;
};

static int read_value(void *arg, const struct store_value *v)
{
	const struct reader *reader = arg;
	case_value_load(reader->r->c, v->id, v->party, v->text, v->salt);
	return 0;
}

static int read_turn(void *arg, int64_t turn, int64_t at_ms, const char *records)
{
	const struct reader *reader = arg;
	reader->r->turn = turn;
	return journal_add_turn(reader->r->j, turn, at_ms, records, reader->e);
}

int cases_read(struct store *st, const char *id, struct case_reading *r, struct err *e)
{
	struct reader reader = { r, e };
	*r = (struct case_reading){ .c = case_new(id), .j = journal_new() };
	if (st->ops->read_begin(st, e))
		return -1;
	int rc = st->ops->values(st, id, read_value, &reader, e);
	if (!rc)
		rc = st->ops->turns(st, id, read_turn, &reader, e);
	st->ops->read_end(st);
	if (rc)
		return -1;
	if (r->turn == 0)
		return err_set(e, E_NOT_FOUND, "case '%.60s' is not known here", id);
	return 0;
}

typedef int fold_fn(struct journal *j, struct support_case *c, int64_t until, struct err *e);

static struct support_case *fold(struct store *st, const char *id, fold_fn *fn, int64_t until,
                                 struct err *e)
{
	struct case_reading r;
	if (cases_read(st, id, &r, e) || fn(r.j, r.c, until, e)) {
		case_free(r.c);
		r.c = NULL;
	} else {
		r.c->committed_turn = r.c->turn = r.turn;
	}
	journal_free(r.j);
	return r.c;
}

struct support_case *cases_fold_to(struct store *st, const char *id, int64_t at_ms, struct err *e)
{
	return fold(st, id, journal_fold_to, at_ms, e);
}

struct support_case *cases_fold_turn(struct store *st, const char *id, int64_t turn, struct err *e)
{
	return fold(st, id, journal_fold_turn, turn, e);
}

struct support_case *cases_fold(struct store *st, const char *id, struct err *e)
{
	return cases_fold_to(st, id, INT64_MAX, e);
}

static int is_listed(void *arg, const char *case_id, const struct store_consent *k)
{
	(void)case_id, (void)k;
	*(bool *)arg = true;
	return 0;
}

int cases_have_consent(struct store *st, const char *id, struct err *e)
{
	const struct store_consent_query q = { .case_id = id, .limit = 1 };
	struct err why = { 0 };
	bool listed = false;
	if (st->ops->consents(st, &q, is_listed, &listed, e))
		return -1;
	if (listed)
		return 1;
	struct support_case *c = cases_fold(st, id, &why);
	int has = c && c->consents_count;
	case_free(c);
	if (!c && why.code != E_NOT_FOUND)
		return err_set(e, why.code, "%s", why.text);
	return has;
}

/* Looked at before any of it is read: reading a bundle runs its files. */
static bool is_named(const char *content, const char *hash, struct err *e)
{
	char hex[SHA256_HEX];
	crypto_sha256_hex(content, strlen(content), hex);
	if (!strcmp(hex, hash))
		return true;
	err_set(e, E_FLOW,
	        "the stored bundle %.12s… is not what its hash names: somebody changed it in the "
	        "database, and it does not run; put it back from a backup, or note and close this "
	        "case",
	        hash);
	return false;
}

struct bundle *cases_read_bundle(struct store *st, const char *hash, struct err *e)
{
	char *content = st->ops->bundle(st, hash, e);
	struct bundle *b = content && is_named(content, hash, e) ? bundle_parse(content, e) : NULL;
	free(content);
	return b;
}

struct bundle *cases_bundle(struct cases *cs, const char *hash, struct err *e)
{
	for (size_t i = 0; i < BUNDLES_MAX; i++)
		if (cs->bundles[i] && !strcmp(bundle_hash(cs->bundles[i]), hash))
			return bundle_keep(cs->bundles[i]);
	struct bundle *b = cases_read_bundle(cs->store, hash, e);
	if (!b)
		return NULL;
	struct bundle **place = &cs->bundles[cs->bundles_next++ % BUNDLES_MAX];
	bundle_free(*place);
	*place = bundle_keep(b);
	return b;
}

static json_t *park_record(const struct err *e, json_t *detail)
{
	json_t *park = json_pack("{s:s, s:s}", "r", "park", "reason", e->text);
	if (detail)
		json_object_update(park, detail);
	json_decref(detail);
	return park;
}

/* Replays the flow of an open case. If that fails the case is folded as recorded, to be parked. */
static int replay(struct cases *cs, struct slot *s, struct journal *j, struct err *e)
{
	struct err flow = { 0 };
	json_t *detail = NULL;
	s->run = run_new(s->b, &flow);
	if (s->run && run_replay(s->run, s->c, j, &detail, &flow) == 0)
		return 0;
	log_fact(LOG_ERROR, "case_diverged", LF_CASE, "s", s->id, LF_END);
	s->park = park_record(&flow, detail);
	run_free(s->run);
	s->run = NULL;
	case_free(s->c);
	s->c = cases_fold(cs->store, s->id, e);
	return s->c ? 0 : -1;
}

/* The case as recorded, with a bundle in which nothing is allowed; if it has not ended it is parked. */
static int load_without_bundle(struct slot *s, struct journal *j, const char *hash,
                               const struct err *why, struct err *e)
{
	log_fact(LOG_ERROR, "bundle_refused", LF_CASE, "s", s->id, LF_BUNDLE, "s", hash, LF_REASON,
	         "s", why->text, LF_END);
	if (journal_fold(j, s->c, e))
		return -1;
	s->b = bundle_absent(s->c->flow, hash);
	if (s->c->status == CASE_OPEN)
		s->park = park_record(why, NULL);
	return 0;
}

static int load_from(struct cases *cs, struct slot *s, const struct case_reading *r, struct err *e)
{
	struct err why = { 0 };
	bool ended;
	const char *hash = journal_bundle(r->j, &ended);
	if (!hash)
		return err_set(e, E_PARSE, "case %s: its journal does not begin with \"open\"",
		               s->id);
	s->b = cases_bundle(cs, hash, &why);
	if (!s->b && (why.code == E_BUSY || why.code == E_IO))
		return err_set(e, why.code, "%s", why.text);
	if (!s->b)
		return load_without_bundle(s, r->j, hash, &why, e);
	return ended ? journal_fold(r->j, s->c, e) : replay(cs, s, r->j, e);
}

static int load(struct cases *cs, struct slot *s, struct err *e)
{
	struct case_reading r;
	int rc = cases_read(cs->store, s->id, &r, e);
	s->c = r.c;
	if (!rc)
		rc = load_from(cs, s, &r, e);
	journal_free(r.j);
	if (!rc)
		rc = ends_read(cs->store, s, e);
	if (rc) {
		run_free(s->run);
		case_free(s->c);
		bundle_free(s->b);
		json_decref(s->park);
		s->run = NULL;
		s->c = NULL;
		s->b = NULL;
		s->park = NULL;
		return -1;
	}
	s->c->committed_turn = s->c->turn = r.turn;
	link_newest(cs, s);
	if (cs->on_load)
		cs->on_load(cs->on_load_arg, s);
	return 0;
}

int cases_try(struct store *st, const char *id, const struct bundle *own, struct bundle *b,
              struct trial *t, struct err *e)
{
	struct case_reading r = { 0 };
	*t = (struct trial){ .run = run_new(b, e) };
	int rc = t->run ? cases_read(st, id, &r, e) : -1;
	if (!rc)
		rc = run_replay(t->run, r.c, r.j, &t->detail, e);
	if (!rc && b != own)
		rc = carry_check(r.c, own, b, clock_now_ms(), e);
	journal_free(r.j);
	if (rc) {
		run_free(t->run);
		case_free(r.c);
		t->run = NULL;
		return -1;
	}
	t->c = r.c;
	t->c->committed_turn = t->c->turn = r.turn;
	return 0;
}

void cases_try_end(struct trial *t)
{
	run_free(t->run);
	case_free(t->c);
	json_decref(t->detail);
	*t = (struct trial){ 0 };
}

const struct bundle *cases_own(const struct slot *s)
{
	return bundle_content(s->b) ? s->b : NULL;
}

int cases_move(struct cases *cs, struct slot *s, struct bundle *b, struct err *e)
{
	struct trial t;
	int rc = cases_try(cs->store, s->id, cases_own(s), b, &t, e);
	if (!rc) {
		run_free(s->run);
		case_free(s->c);
		bundle_free(s->b);
		json_decref(s->park);
		s->park = NULL;
		s->run = t.run;
		s->c = t.c;
		s->b = bundle_keep(b);
		t.run = NULL;
		t.c = NULL;
		ends_apply(s);
	}
	cases_try_end(&t);
	return rc;
}

struct slot *cases_get(struct cases *cs, const char *id, struct err *e)
{
	struct slot *s = cases_find(cs, id);
	bool fresh = !s;
	if (fresh)
		s = new_slot(cs, id);
	if (s->c) {
		unlink_slot(cs, s);
		link_newest(cs, s);
		return s;
	}
	if (load(cs, s, e) == 0)
		return s;
	if (fresh)
		cases_remove(cs, s);
	return NULL;
}

struct slot *cases_add(struct cases *cs, const char *id, struct bundle *b)
{
	struct slot *s = new_slot(cs, id);
	s->c = case_new(id);
	s->b = bundle_keep(b);
	link_newest(cs, s);
	return s;
}

struct listing {
	struct cases *cs;
	struct agenda *a;
};

static int list_one(void *arg, const char *id, const struct store_head *h)
{
	struct listing *l = arg;
	struct slot *s = new_slot(l->cs, id);
	agenda_set(l->a, &s->wake, h->wake_at_ms);
	return 0;
}

int cases_list_open(struct cases *cs, struct agenda *a, struct err *e)
{
	struct listing l = { cs, a };
	return cs->store->ops->heads(cs->store, "open", 0, list_one, &l, e);
}

void cases_figures(const struct cases *cs, int64_t *open, int64_t *loaded, int64_t *bytes)
{
	*open = (int64_t)cs->open;
	*loaded = (int64_t)cs->loaded;
	*bytes = 0;
	for (const struct slot *s = cs->newest; s; s = s->older) {
		*open -= s->c->status == CASE_CLOSED; /* shown lately */
		if (s->run)
			*bytes += (int64_t)run_bytes(s->run);
	}
}
