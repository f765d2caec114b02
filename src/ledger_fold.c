/* Consents and uses of phrases out of the records of one turn after the other. It keeps what case_apply.c keeps of
 * them, and the order of time that as_of.c folds by. */
#include <stdlib.h>
#include <string.h>

#include "ledger_impl.h"
#include "text.h"

static const char *str(const json_t *r, const char *key)
{
	return json_string_value(json_object_get(r, key));
}

static int64_t num(const json_t *r, const char *key)
{
	return json_integer_value(json_object_get(r, key));
}

static int64_t value_of(const json_t *r, const char *key)
{
	return num(json_object_get(r, key), "v");
}

static int8_t language_of(const json_t *r)
{
	int l = language_from(str(r, "language"));
	return (int8_t)(l < 0 ? LANGUAGE_KO : l);
}

/* What is being folded. */
struct folding {
	struct ledger *l;
	struct ledger_case *c;
	const struct store_entry *t;
	const json_t *records;
};

/* ---- consents ---- */

static struct ledger_consent *find_consent(const struct folding *f, const char *id)
{
	for (size_t i = 0; i < f->c->consents_count; i++)
		if (!strcmp(f->c->consents[i]->id, id))
			return f->c->consents[i];
	return NULL;
}

static struct ledger_consent *new_consent(const struct folding *f, const json_t *r)
{
	struct ledger *l = f->l;
	struct ledger_consent *k = xcalloc(1, sizeof *k);
	k->c = f->c;
	k->id = xstrdup(str(r, "id"));
	k->kind = ledger_name_of(l, str(r, "kind"));
	k->phrase = ledger_name_of(l, str(r, "phrase"));
	k->subject = (int8_t)role_from(str(r, "subject"));
	k->delegate = (int8_t)role_from(str(r, "delegate"));
	k->language = language_of(r);
	k->version = (int)num(r, "version");
	if (l->consents_count == l->consents_room) {
		l->consents_room = l->consents_room * 2 + 64;
		l->consents = xrealloc(l->consents, l->consents_room * sizeof *l->consents);
	}
	l->consents[l->consents_count++] = k;
	f->c->consents =
		xrealloc(f->c->consents, (f->c->consents_count + 1) * sizeof *f->c->consents);
	f->c->consents[f->c->consents_count++] = k;
	return k;
}

static struct ledger_who who_of(struct ledger *l, const json_t *by)
{
	return (struct ledger_who){ .value = num(by, "v"),
		                    .code = ledger_name_of(l, json_string_value(by)) };
}

static void fold_consent(const struct folding *f, const json_t *r)
{
	struct ledger_consent *k = find_consent(f, str(r, "id"));
	if (!k)
		k = new_consent(f, r);
	const struct ledger_change *last =
		k->changes_count ? &k->changes[k->changes_count - 1] : NULL;
	const json_t *evidence = json_object_get(r, "evidence");
	struct ledger_change h = { .n = f->t->n,
		                   .turn = f->t->turn,
		                   .at_ms = f->t->at_ms,
		                   .from_ms = f->c->from_ms,
		                   .expires_at_ms = last ? last->expires_at_ms : 0,
		                   .state = last ? last->state : 0,
		                   .how = ledger_name_of(f->l, str(evidence, "kind")),
		                   .by = who_of(f->l, json_object_get(evidence, "by")),
		                   .again = !str(r, "state") };
	if (json_object_get(r, "expires"))
		h.expires_at_ms = num(r, "expires");
	if (str(r, "state"))
		h.state = ledger_name_of(f->l, str(r, "state"));
	k->changes = xrealloc(k->changes, (k->changes_count + 1) * sizeof *k->changes);
	k->changes[k->changes_count++] = h;
	if (!f->l->first_ms || h.at_ms < f->l->first_ms)
		f->l->first_ms = h.at_ms;
}

const struct ledger_change *ledger_at(const struct ledger_consent *k, int64_t at_ms)
{
	size_t i = k->changes_count;
	while (i > 0 && k->changes[i - 1].from_ms > at_ms)
		i--;
	return i ? &k->changes[i - 1] : NULL;
}

/* ---- uses ---- */

static struct ledger_use_row *find_use(const struct folding *f, int32_t id)
{
	for (size_t i = f->c->uses_count; id && i > 0; i--) {
		struct ledger_use_row *u = &f->l->uses[f->c->uses[i - 1]];
		if (u->id == id)
			return u;
	}
	return NULL;
}

static struct ledger_use_row *new_use(const struct folding *f, int32_t id, const json_t *r)
{
	struct ledger *l = f->l;
	int8_t party = (int8_t)role_from(str(r, "party"));
	if (l->uses_count == l->uses_room) {
		l->uses_room = l->uses_room * 2 + 256;
		l->uses = xrealloc(l->uses, l->uses_room * sizeof *l->uses);
	}
	f->c->uses = xrealloc(f->c->uses, (f->c->uses_count + 1) * sizeof *f->c->uses);
	f->c->uses[f->c->uses_count++] = l->uses_count;
	struct ledger_use_row *u = &l->uses[l->uses_count++];
	*u = (struct ledger_use_row){ .c = f->c,
		                      .at_ms = f->t->at_ms,
		                      .id = id,
		                      .distance = -1,
		                      .phrase = ledger_name_of(l, str(r, "phrase")),
		                      .party = party,
		                      .language = party < 0 ? 0 : f->c->language[party] };
	return u;
}

/* The text that an agent gave in place of a suggestion's, in this turn: a value; 0: none. */
static int64_t given_text(const struct folding *f, const char *suggestion)
{
	size_t i;
	json_t *r;
	json_array_foreach(f->records, i, r)
	{
		const char *of = str(r, "suggestion");
		if (of && !strcmp(of, suggestion) && !strcmp(str(r, "r"), "event"))
			return value_of(r, "text");
	}
	return 0;
}

/* -1: one of the texts is erased. */
static int32_t distance(const struct folding *f, int64_t a, int64_t b)
{
	struct err e = { 0 };
	json_t *x = ledger_value(f->l->store, f->c->id, a, &e);
	json_t *y = ledger_value(f->l->store, f->c->id, b, &e);
	int64_t d = json_is_string(x) && json_is_string(y)
	                    ? text_distance(json_string_value(x), json_string_value(y))
	                    : -1;
	json_decref(x);
	json_decref(y);
	return (int32_t)d;
}

static int8_t use_of(const char *state)
{
	static const char *const states[USES] = {
		[USE_OPEN] = "offered",        [USE_SENT] = "sent",
		[USE_READ_OUT] = "read_out",   [USE_EDITED] = "edited",
		[USE_OWN_WORDS] = "own_words", [USE_ASKED] = "asked",
		[USE_SKIPPED] = "skipped",     [USE_BLOCKED] = "blocked",
	};
	for (int i = 0; i < USES; i++)
		if (states[i] && !strcmp(states[i], state))
			return (int8_t)i;
	return USE_ENDED;
}

static void change_use(const struct folding *f, struct ledger_use_row *u, const json_t *r)
{
	const char *state = str(r, "state");
	int64_t given = given_text(f, str(r, "id"));
	bool posted = !strcmp(state, "posted");
	u->use = use_of(state);
	u->ended_ms = f->t->at_ms;
	if (posted)
		u->use = given && given != u->text ? USE_EDITED : USE_SENT;
	if (u->use == USE_EDITED && given)
		u->distance = distance(f, u->text, given);
	u->reason = value_of(r, "reason");
	u->why = ledger_name_of(f->l, str(r, "reason"));
}

static void fold_suggestion(const struct folding *f, const json_t *r)
{
	const char *name = str(r, "id"), *state = str(r, "state");
	int32_t id = name && *name ? (int32_t)strtol(name + 1, NULL, 10) : 0;
	struct ledger_use_row *u = find_use(f, id);
	if (!id || !state)
		return;
	if (u) {
		change_use(f, u, r);
		return;
	}
	u = new_use(f, id, r);
	u->lane = (int16_t)num(r, "lane");
	u->step = num(r, "n");
	u->text = value_of(r, "text");
	if (!strcmp(state, "blocked")) {
		u->use = USE_REFUSED;
		u->ended_ms = f->t->at_ms;
		u->why = ledger_name_of(f->l, str(r, "reason"));
	}
}

/* The step's time was over before anybody used what was shown for it. */
static void fold_settle(const struct folding *f, const json_t *r)
{
	const char *state = str(json_object_get(r, "outcome"), "state");
	if (!state || strcmp(state, "unanswered"))
		return;
	for (size_t i = 0; i < f->c->uses_count; i++) {
		struct ledger_use_row *u = &f->l->uses[f->c->uses[i]];
		if (u->use == USE_ENDED && u->step == num(r, "n") && u->lane == num(r, "lane") &&
		    u->ended_ms == f->t->at_ms)
			u->use = USE_UNANSWERED;
	}
}

static bool is_offered(const struct folding *f, const json_t *step)
{
	size_t i;
	json_t *r;
	json_array_foreach(f->records, i, r)
	{
		if (!strcmp(str(r, "r"), "suggestion") && str(r, "phrase") &&
		    num(r, "lane") == num(step, "lane") && num(r, "n") == num(step, "n"))
			return true;
	}
	return false;
}

/* A step of the flow that nobody was offered is said by the engine itself. */
static void fold_step(const struct folding *f, const json_t *r)
{
	const json_t *is = json_object_get(r, "is");
	const char *state = str(json_object_get(r, "result"), "state");
	bool said = state ? !strcmp(state, "sent") || !strcmp(state, "queued")
	                  : json_object_get(r, "wait") != NULL;
	if (!str(is, "phrase") || !said || is_offered(f, r))
		return;
	struct ledger_use_row *u = new_use(f, 0, is);
	u->use = USE_SAID;
	u->ended_ms = f->t->at_ms;
}

static void fold_open(const struct folding *f, const json_t *r)
{
	const char *role;
	json_t *p;
	f->c->flow = ledger_name_of(f->l, str(r, "flow"));
	json_object_foreach(json_object_get(r, "parties"), role, p)
	{
		enum role at = role_from(role);
		if (at != ROLE_NONE)
			f->c->language[at] = language_of(p);
	}
}

void ledger_fold(struct ledger *l, struct ledger_case *c, const struct store_entry *t,
                 const json_t *records)
{
	static const struct {
		const char *name;
		void (*fold)(const struct folding *f, const json_t *r);
	} rows[] = { { "open", fold_open },
		     { "consent", fold_consent },
		     { "suggestion", fold_suggestion },
		     { "step", fold_step },
		     { "settle", fold_settle } };
	const struct folding f = { l, c, t, records };
	size_t i;
	json_t *r;
	json_array_foreach(records, i, r)
	{
		for (size_t k = 0; k < COUNT_OF(rows); k++)
			if (str(r, "r") && !strcmp(rows[k].name, str(r, "r")))
				rows[k].fold(&f, r);
	}
}
