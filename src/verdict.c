#include "verdict.h"

#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "bundle.h"
#include "case.h"
#include "cases.h"
#include "clock.h"
#include "renewal.h"
#include "store.h"

const char *verdict_name(enum verdict_kind k)
{
	static const char *const names[] = { "continues", "stays", "person" };
	return names[k];
}

const char *verdict_place(enum verdict_on on)
{
	static const char *const names[] = { "new", "own", "none" };
	return names[on];
}

/* ---- bundles that cases have ---- */

struct own {
	char hash[65];
	struct bundle *b; /* NULL: gone or damaged */
	struct err why;
	json_t *changes; /* renewal_changes against the new flows; empty where the policy keeps old terms */
	struct own *next;
};

struct judge {
	struct store *st;
	struct flow_set *now;
	const struct policy *policy;
	struct own *owns;
	int (*fn)(void *arg, const struct verdict *v);
	void *arg;
	struct err *e;
};

static const struct own *own_of(struct judge *j, const char *hash)
{
	for (struct own *o = j->owns; o; o = o->next)
		if (!strcmp(o->hash, hash))
			return o;
	struct own *o = xcalloc(1, sizeof *o);
	snprintf(o->hash, sizeof o->hash, "%s", hash);
	o->b = cases_read_bundle(j->st, hash, &o->why);
	o->changes =
		o->b && !j->policy->keeps_old_terms ? renewal_changes(o->b, j->now) : json_object();
	o->next = j->owns;
	j->owns = o;
	return o;
}

static void free_owns(struct own *o)
{
	while (o) {
		struct own *next = o->next;
		bundle_free(o->b);
		json_decref(o->changes);
		free(o);
		o = next;
	}
}

/* ---- one case ---- */

/* What is tried with one case: it on its own bundle, it on the new one. */
struct trying {
	struct judge *j;
	const struct own *own;
	struct bundle *to; /* NULL: its flow is gone */
	struct trial there, here;
	struct err why_there, why_here;
	bool fits_there, fits_here;
};

static bool is_trouble(const struct err *e)
{
	return e->code == E_BUSY || e->code == E_IO;
}

static int try_both(struct trying *t, const char *id, struct err *e)
{
	struct store *st = t->j->st;
	t->fits_there = t->to && !cases_try(st, id, t->own->b, t->to, &t->there, &t->why_there);
	if (!t->to)
		err_set(&t->why_there, E_FLOW, "its flow is not among those deployed");
	if (is_trouble(&t->why_there))
		return err_set(e, t->why_there.code, "%s", t->why_there.text);
	/* where no notice has changed either, nothing else need be known */
	if (!t->own->b || (t->fits_there && !json_object_size(t->own->changes)))
		return 0;
	t->fits_here = !cases_try(st, id, t->own->b, t->own->b, &t->here, &t->why_here);
	return is_trouble(&t->why_here) ? err_set(e, t->why_here.code, "%s", t->why_here.text) : 0;
}

struct concern {
	bool any, asked;
	struct buf words; /* "collection_notice (retention)" */
};

static void find_concern(const struct trying *t, struct concern *out)
{
	const struct support_case *c = t->here.c ? t->here.c : t->there.c;
	for (size_t i = 0; c && i < c->consents_count; i++) {
		const struct consent *k = &c->consents[i];
		if (!renewal_concerns(c, k, t->own->changes, t->j->policy, clock_now_ms()))
			continue;
		char *items = renewal_items(json_object_get(t->own->changes, k->phrase));
		buf_addf(&out->words, "%s%s (%s)", out->any ? ", " : "", k->phrase, items);
		free(items);
		out->any = true;
		out->asked = out->asked || !strcmp(k->state, "requested");
	}
}

/* As event_notice.c does it. */
static void judge_concern(const struct trying *t, const struct concern *c, struct verdict *v,
                          struct buf *why)
{
	static const char *const then[] = {
		[VERDICT_ON_NEW] = "who agreed is asked again, on the new bundle",
		[VERDICT_ON_OWN] = "what was agreed ends, and nobody can be asked again, since its "
				   "flow does not go on there: close it and open a new case",
		[VERDICT_ON_NONE] =
			"who is being asked cannot be asked on, since its flow does not go "
			"on there: close it and open a new case",
	};
	v->kind = VERDICT_PERSON;
	v->on = t->fits_there ? VERDICT_ON_NEW : c->asked ? VERDICT_ON_NONE : VERDICT_ON_OWN;
	buf_addf(why, "phrases/ko.lua: changed in law: %s: %s", c->words.data, then[v->on]);
	if (!t->fits_there)
		buf_addf(why, " (%s)", t->why_there.text);
}

static void judge_trial(const struct trying *t, bool concerned, struct verdict *v, struct buf *why)
{
	if (t->fits_there && !concerned) {
		v->kind = VERDICT_CONTINUES;
		v->on = VERDICT_ON_NEW;
		return;
	}
	if (!t->fits_here) {
		v->kind = VERDICT_PERSON;
		v->on = VERDICT_ON_NONE;
		buf_addf(why, "it cannot go on with its own bundle: %s; nor with the new one: %s",
		         t->own->b ? t->why_here.text : t->own->why.text,
		         concerned ? "a notice has changed in law" : t->why_there.text);
		return;
	}
	v->kind = t->why_there.code == E_GATE ? VERDICT_PERSON : VERDICT_STAYS;
	v->on = VERDICT_ON_OWN;
	buf_adds(why, t->why_there.text);
	if (!json_object_size(t->own->changes))
		return;
	v->kind = VERDICT_PERSON;
	buf_adds(why, "; and it stops when it asks for a consent whose notice has changed in law");
}

/* A divergence is told without its place, which has members of its own. */
static void add_place(const struct verdict *v, struct buf *why)
{
	const char *file = json_string_value(json_object_get(v->detail, "file"));
	char *place =
		file ? xasprintf("%s:%lld", file,
	                         (long long)json_integer_value(json_object_get(v->detail, "line")))
		     : NULL;
	if (place && !strstr(why->data, place))
		buf_addf(why, " (%s)", place);
	free(place);
}

static int judge_case(struct judge *j, const char *id, struct verdict *v)
{
	struct trying t = { .j = j, .own = own_of(j, v->own), .to = flow_set_get(j->now, v->flow) };
	struct concern concern = { 0 };
	struct buf why = { 0 };
	int rc = is_trouble(&t.own->why) ? err_set(j->e, t.own->why.code, "%s", t.own->why.text)
	                                 : try_both(&t, id, j->e);
	if (!rc) {
		find_concern(&t, &concern);
		if (concern.any && t.fits_here)
			judge_concern(&t, &concern, v, &why);
		else
			judge_trial(&t, concern.any, v, &why);
		v->detail = t.there.detail;
		if (v->detail)
			add_place(v, &why);
		v->why = why.data ? why.data : "";
		rc = j->fn(j->arg, v);
	}
	cases_try_end(&t.there);
	cases_try_end(&t.here);
	buf_free(&concern.words);
	buf_free(&why);
	return rc;
}

static int see_head(void *arg, const char *case_id, const struct store_head *h)
{
	struct judge *j = arg;
	struct bundle *to = flow_set_get(j->now, h->flow);
	struct verdict v = { .case_id = case_id,
		             .flow = h->flow,
		             .step = h->step,
		             .own = h->bundle,
		             .to = to ? bundle_hash(to) : NULL,
		             .kind = VERDICT_CONTINUES,
		             .on = VERDICT_ON_NEW,
		             .why = "" };
	if (to && !strcmp(v.own, v.to))
		return j->fn(j->arg, &v); /* it has this one */
	return judge_case(j, case_id, &v);
}

int verdict_each(struct store *st, struct flow_set *now,
                 int (*fn)(void *arg, const struct verdict *v), void *arg, struct err *e)
{
	struct judge j = { .st = st,
		           .now = now,
		           .policy = bundle_policy(flow_set_at(now, 0)),
		           .fn = fn,
		           .arg = arg,
		           .e = e };
	int rc = st->ops->heads(st, "open", 0, see_head, &j, e);
	free_owns(j.owns);
	return rc;
}
