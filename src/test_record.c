#include "test_record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bundle.h"
#include "cases.h"
#include "clock.h"
#include "journal.h"
#include "log.h"
#include "play_act.h"
#include "play_text.h"
#include "store.h"
#include "test_record_impl.h"
#include "understand.h"

static bool is(const json_t *o, const char *key, const char *what)
{
	const char *v = json_string_value(json_object_get(o, key));
	return v && !strcmp(v, what);
}

/* ---- the journal ---- */

struct gathering {
	struct record *r;
	struct journal *j; /* what is taken of it */
	bool erased, moved;
	struct err *e;
};

static const json_t *event_of(const json_t *records)
{
	size_t i;
	json_t *one;
	json_array_foreach(records, i, one)
	{
		if (is(one, "r", "event"))
			return one;
	}
	return NULL;
}

/* The turns up to the one in which an agent ended the case: no play can do that. */
static int take_turn(void *arg, int64_t turn, int64_t at_ms, const char *records)
{
	struct gathering *g = arg;
	json_t *list = json_loads(records, 0, NULL);
	const json_t *event = event_of(list);
	g->erased |= is(event, "kind", "erase");
	g->moved |= is(event, "kind", "notice_changed");
	g->r->ended_by_hand |= is(event, "kind", "close");
	if (g->r->ended_by_hand) {
		json_decref(list);
		return 0;
	}
	json_array_append_new(g->r->turns,
	                      json_pack("{s:I, s:o}", "at", (json_int_t)at_ms, "records", list));
	return journal_add_turn(g->j, turn, at_ms, records, g->e);
}

/* Whether the case can be told at all; each error says what to do instead. */
static int check(const struct gathering *g, struct err *e)
{
	struct record *r = g->r;
	bool ended;
	const char *ran = journal_bundle(g->j, &ended);
	if (g->erased)
		return err_set(e, E_INPUT,
		               "case %s: what was said in it has been erased, so that no play can "
		               "be made of it; "
		               "record another case",
		               r->c->id);
	const json_t *open =
		json_array_get(json_object_get(json_array_get(r->turns, 0), "records"), 0);
	const char *flow = json_string_value(json_object_get(open, "flow"));
	r->b = flow ? flow_set_get(r->flows, flow) : NULL;
	if (r->b && ran && !g->moved && !strcmp(ran, bundle_hash(r->b)))
		return 0;
	return err_set(e, E_INPUT,
	               "case %s ran with another bundle (%.12s…) of flow '%s' than %s has "
	               "(%.12s…): name the "
	               "flows of that time with --flows DIR, with the assent of that time, or "
	               "record a newer "
	               "case",
	               r->c->id, ran ? ran : "none", flow ? flow : "", r->flows_dir,
	               r->b ? bundle_hash(r->b) : "none");
}

static int gather(struct record *r, struct store *st, const char *id, struct err *e)
{
	struct case_reading whole;
	struct gathering g = { .r = r, .j = journal_new(), .e = e };
	int rc = cases_read(st, id, &whole, e);
	r->c = whole.c; /* its values, before any record is applied */
	rc = rc ? rc : st->ops->turns(st, id, take_turn, &g, e);
	rc = rc ? rc : check(&g, e);
	rc = rc ? rc : journal_fold(g.j, r->c, e);
	journal_free(whole.j);
	journal_free(g.j);
	return rc;
}

/* ---- the play ---- */

static int print(json_t *play, struct err *e)
{
	char *text = play_write(play, LANGUAGE_KO, e);
	if (!text)
		return -1;
	fputs(text, stdout);
	free(text);
	return 0;
}

static int record(struct record *r, struct store *st, const char *id, struct err *e)
{
	if (gather(r, st, id, e))
		return -1;
	json_t *play = record_read(r, e);
	int rc = play ? record_shorten(r, play, e) : -1;
	rc = rc ? rc : record_expect(r, play, e);
	rc = rc ? rc : print(play, e);
	json_decref(play);
	if (!rc && r->ended_by_hand)
		fprintf(stderr, "assent: case %s was closed by hand: the play ends before that\n",
		        id);
	return rc;
}

static int run(struct record *r, const char *data, const char *id, struct err *e)
{
	const struct store_sqlite_opts o = { .dir = data, .read_only = true };
	struct store *st = store_sqlite_new(NULL, &o, e);
	int rc = -1;
	r->turns = json_array();
	r->phones = json_object();
	r->missed = json_object();
	r->flows = st ? flow_set_load(r->flows_dir, e) : NULL;
	r->u = r->flows ? understand_new(e) : NULL;
	if (r->u)
		rc = record(r, st, id, e);
	understand_free(r->u);
	flow_set_free(r->flows);
	case_free(r->c);
	json_decref(r->turns);
	json_decref(r->phones);
	json_decref(r->missed);
	if (st)
		st->ops->free(st);
	return rc;
}

int record_case(const char *case_id, const char *data, const char *flows_dir, struct err *e)
{
	struct record r = { .flows_dir = flows_dir };
	log_set_level(LOG_NOTHING);
	return run(&r, data, case_id, e);
}
