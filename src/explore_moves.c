/* What a turn does to where the lanes of a flow wait: from which place, with which answer, to which place. From these
 * a flow is drawn; states tell more than its reader wants to see. */
#include "explore_impl.h"

#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "json_make.h"
#include "turn.h"

/* A record of a turn that began in `from`. */
struct spot {
	const struct following *f;
	const struct turn *t;
	size_t i;
	int lane;
};

static const char *text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));
	return text ? text : "";
}

static json_int_t number_of(const json_t *object, const char *key)
{
	return json_integer_value(json_object_get(object, key));
}

static bool is_record(const json_t *r, const char *kind)
{
	return !strcmp(text_of(r, "r"), kind);
}

static bool is_step(const json_t *r, const char *kind)
{
	return is_record(r, "step") && !strcmp(text_of(r, "kind"), kind);
}

/* Does something of people here, or waits: what a drawing has a node for. */
static bool is_place(const json_t *r)
{
	return is_record(r, "step") &&
	       (json_object_get(r, "wait") || *text_of(json_object_get(r, "result"), "state"));
}

/* The last record before the spot that fits; visit returns it, or NULL to look on. */
static const json_t *look_back(const struct spot *s,
                               bool (*fits)(const struct spot *s, const json_t *r, const void *arg),
                               const void *arg)
{
	const struct exploration *x = s->f->x;
	const struct node *n = s->f->from;
	const json_t *records = s->t->records;
	for (size_t i = s->i;;) {
		while (i-- > 0) {
			const json_t *r = json_array_get(records, i);
			if (fits(s, r, arg))
				return r;
		}
		if (!n)
			return NULL;
		records = n->records ? n->records : s->f->open;
		i = json_array_size(records);
		n = n->parent < x->nodes_count ? x->nodes[n->parent] : NULL;
	}
}

static bool on_lane(const struct spot *s, const json_t *r)
{
	return number_of(r, "lane") == s->lane;
}

static bool fits_place(const struct spot *s, const json_t *r, const void *arg)
{
	(void)arg;
	return is_place(r) && on_lane(s, r);
}

static bool fits_title(const struct spot *s, const json_t *r, const void *arg)
{
	(void)arg;
	return is_step(r, "step") && on_lane(s, r);
}

static bool fits_settle(const struct spot *s, const json_t *r, const void *place)
{
	return is_record(r, "settle") && on_lane(s, r) &&
	       number_of(r, "n") == number_of(place, "n");
}

static bool fits_interrupt(const struct spot *s, const json_t *r, const void *arg)
{
	(void)arg;
	return is_record(r, "interrupt") && on_lane(s, r);
}

static bool fits_other_place(const struct spot *s, const json_t *r, const void *place)
{
	return is_place(r) && on_lane(s, r) && number_of(r, "n") != number_of(place, "n");
}

/* ---- places ---- */

static const char *handler_of(const struct spot *s)
{
	return s->lane ? text_of(look_back(s, fits_interrupt, NULL), "handler") : "";
}

/* A helper of the flow may wait on one line in several steps of the case: each is a place. Caller frees. */
static char *id_of(const struct spot *s, const json_t *place)
{
	const json_t *title = s->lane ? NULL : look_back(s, fits_title, NULL);
	return s->lane ? xasprintf("%s:%lld", handler_of(s), (long long)number_of(place, "line"))
	               : xasprintf("%lld@%lld", (long long)number_of(place, "line"),
	                           (long long)number_of(title, "line"));
}

static void add_word(json_t *object, const char *key, const char *word)
{
	json_t *set = json_object_get(object, key);
	if (!set) {
		set = json_object();
		json_object_set_new(object, key, set);
	}
	if (*word)
		json_object_set_new(set, word, json_true());
}

/* What one of those does who are alike, all of them may do. */
static void add_role(const struct spot *s, json_t *object, const char *key, const char *role)
{
	for (int r = 0; r < ROLE_COUNT; r++)
		if (!strcmp(role_name((enum role)r), role) ||
		    (role_is_third_party((enum role)r) && *role &&
		     is_alike(s->f->x, role_name((enum role)r), role)))
			add_word(object, key, role_name((enum role)r));
}

static void note_place(const struct spot *s, const char *id, const json_t *step)
{
	json_t *places = json_object_get(s->f->x->moves, "places"),
	       *one = json_object_get(places, id);
	const json_t *is = json_object_get(step, "is"), *wait = json_object_get(step, "wait");
	if (!one) {
		const json_t *title = s->lane ? NULL : look_back(s, fits_title, NULL);
		one = json_make("{s:s, s:s, s:I, s:s, s:s, s:s, s:I}", "id", id, "file",
		                text_of(step, "file"), "line", number_of(step, "line"), "kind",
		                text_of(step, "kind"), "handler", handler_of(s), "step",
		                text_of(title, "title"), "step_line", number_of(title, "line"));
		json_object_set_new(places, id, one);
	}
	add_role(s, one, "parties", text_of(is, "party"));
	add_word(one, "phrases", text_of(is, "phrase"));
	add_word(one, "fields", text_of(is, "field"));
	add_role(s, one, "delegates", text_of(is, "delegate"));
	if (json_object_get(is, "marks"))
		json_object_set(one, "marks", json_object_get(is, "marks"));
	if (wait)
		json_object_set_new(one, "within_ms",
		                    json_integer(number_of(wait, "until") - s->t->now_ms));
}

/* ---- why it went there ---- */

static void add_value(json_t *why, const char *prefix, const char *name, const json_t *v)
{
	char *key = xasprintf("%s%s", prefix, name);
	char *text =
		json_is_string(v) ? xstrdup(json_string_value(v)) : json_dumps(v, JSON_ENCODE_ANY);
	add_word(why, key, text);
	free(text);
	free(key);
}

/* A value that is open is both: nothing has looked at it yet. */
static void add_member(const struct spot *s, enum role r, const char *name, json_t *why)
{
	bool member = s->t->c->parties[r].member,
	     open = !(s->f->decided & OPEN_BIT(r, OPEN_MEMBER));
	add_value(why, "member:", name, open ? json_null() : member ? json_true() : json_false());
}

static void add_reasons(const struct spot *s, const json_t *place, json_t *why)
{
	const char *key;
	json_t *v;
	const json_t *settled = place ? look_back(s, fits_settle, place) : NULL;
	const json_t *who = s->lane ? look_back(s, fits_interrupt, NULL) : NULL;
	json_object_foreach(json_object_get(settled, "outcome"), key, v)
	{
		if (!strcmp(key, "to") && json_is_string(v))
			add_role(s, why, "answer:to", json_string_value(v));
		else if (strcmp(key, "state") && (json_is_string(v) || json_is_boolean(v)))
			add_value(why, "answer:", key, v);
	}
	if (settled && json_object_get(json_object_get(place, "is"), "marks") &&
	    !json_object_get(json_object_get(settled, "outcome"), "kind"))
		add_word(why, "answer:kind", "nothing");
	json_object_foreach(s->t->c->facts, key, v)
	{
		if (json_is_string(v) || json_is_boolean(v))
			add_value(why, "fact:", key, v);
	}
	if (who)
		add_role(s, why, "who", text_of(who, "party"));
	for (size_t i = 0; i < s->i; i++) {
		const json_t *r = json_array_get(s->t->records, i), *is = json_object_get(r, "is");
		if (is_step(r, "knows") && on_lane(s, r))
			add_value(why, "knows:", text_of(is, "party"),
			          json_object_get(json_object_get(r, "result"), "known"));
	}
	const json_t *before = place ? look_back(s, fits_other_place, place) : NULL;
	if (before)
		add_value(why, "", "after", json_object_get(before, "line"));
	enum role self = role_from(text_of(json_object_get(place, "is"), "party"));
	for (int r = 0; r < ROLE_COUNT; r++)
		add_member(s, (enum role)r, role_name((enum role)r), why);
	if (self != ROLE_NONE)
		add_member(s, self, "self", why);
}

/* ---- moves ---- */

static const char *state_of(const struct spot *s, const json_t *place)
{
	const char *at_once = text_of(json_object_get(place, "result"), "state");
	const json_t *settled = place && !*at_once ? look_back(s, fits_settle, place) : NULL;
	const char *state = text_of(json_object_get(settled, "outcome"), "state");
	if (*at_once)
		return at_once;
	return *state || !settled ? state : "elapsed";
}

static void add_move(const struct spot *s, const char *to)
{
	struct spot at = *s;
	const json_t *place = look_back(s, fits_place, NULL);
	json_t *list = json_object_get(s->f->x->moves, "moves");
	const char *handler = handler_of(s);
	char *from = NULL;
	if (place) { /* as it was when the flow came there: before a next step of the case began */
		while (at.i > 0 && json_array_get(s->t->records, at.i) != place)
			at.i--;
		if (json_array_get(s->t->records, at.i) != place)
			at.i = 0;
		from = id_of(&at, place);
	} else {
		from = xasprintf("start%s%s", *handler ? ":" : "", handler);
	}
	char *key = xasprintf("%s\n%s\n%s", from, state_of(s, place), to);
	json_t *one = json_object_get(list, key);
	if (!one) {
		one = json_make("{s:s, s:s, s:s, s:s, s:o}", "from", from, "to", to, "state",
		                state_of(s, place), "handler", handler, "why", json_object());
		json_object_set_new(list, key, one);
	}
	add_reasons(s, place, json_object_get(one, "why"));
	free(key);
	free(from);
}

static void note_end(const struct spot *s, const char *id, const char *kind, const json_t *what)
{
	json_t *ends = json_object_get(s->f->x->moves, "ends");
	if (!json_object_get(ends, id))
		json_object_set_new(
			ends, id,
			json_make("{s:s, s:s, s:s, s:I, s:s}", "id", id, "kind", kind, "file",
		                  text_of(what, "file"), "line", number_of(what, "line"), "text",
		                  *text_of(what, "reason")
		                          ? text_of(what, "reason")
		                          : text_of(json_object_get(what, "is"), "outcome")));
}

/* A step, or what stopped it. */
static void note_record(struct spot *s, const json_t *r)
{
	bool closes = is_step(r, "close"), done = is_step(r, "done"), parks = is_record(r, "park");
	char *id = NULL;
	if (!parks)
		s->lane = (int)number_of(r, "lane");
	if (is_place(r)) {
		id = id_of(s, r);
		note_place(s, id, r);
	} else if (closes) {
		id = xasprintf("end:%s", text_of(json_object_get(r, "is"), "outcome"));
		note_end(s, id, "closed", r);
	} else if (done) {
		id = xstrdup("done");
		note_end(s, id, "done", r);
	} else if (parks) {
		id = xasprintf("parked:%lld", (long long)number_of(r, "line"));
		note_end(s, id, "parked", r);
	}
	if (id)
		add_move(s, id);
	if (done)
		s->lane = 0; /* the main flow goes on */
	free(id);
}

void note_moves(const struct following *f, const struct turn *t)
{
	struct spot s = { f, t, 0, 0 };
	for (; s.i < json_array_size(t->records); s.i++) {
		const json_t *r = json_array_get(t->records, s.i);
		if (is_record(r, "settle") || is_record(r, "interrupt"))
			s.lane = (int)number_of(r, "lane"); /* of what stops right behind it */
		if (is_record(r, "step") || is_record(r, "park"))
			note_record(&s, r);
	}
}

json_t *explore_moves(const struct exploration *x)
{
	return x->moves;
}
