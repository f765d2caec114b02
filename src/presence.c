#include "presence.h"

#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "hash.h"
#include "loop.h"

struct visitor {
	struct room *room;
	int64_t session;
	char *name;
	int lines;                /* 0: gone, unless it comes back before the timer rings */
	struct loop_timer *timer; /* NULL: nothing is waited for */
	struct visitor *next;     /* in the order of coming */
};

/* A case that somebody has open. */
struct room {
	struct presence *presence;
	char *case_id;
	struct visitor *visitors;
	struct visitor *writer; /* NULL: readers came back, and the writer has not yet */
};

struct presence {
	struct loop *loop;
	int64_t grace_ms;
	struct hash rooms; /* by case */
	presence_changed *changed;
	void *arg;
};

static bool is_of_case(const void *room, const void *case_id)
{
	return !strcmp(((const struct room *)room)->case_id, case_id);
}

struct presence *presence_new(struct loop *l, int64_t grace_ms)
{
	struct presence *p = xcalloc(1, sizeof *p);
	p->loop = l;
	p->grace_ms = grace_ms;
	p->rooms.same = is_of_case;
	return p;
}

void presence_watch(struct presence *p, presence_changed *fn, void *arg)
{
	p->changed = fn;
	p->arg = arg;
}

static void tell(const struct room *r)
{
	if (r->presence->changed)
		r->presence->changed(r->presence->arg, r->case_id);
}

/* ---- who is here ---- */

static struct room *find_room(const struct presence *p, const char *case_id)
{
	return hash_find(&p->rooms, hash_of(0, case_id), case_id);
}

static struct visitor *find_visitor(const struct room *r, int64_t session)
{
	struct visitor *v = r ? r->visitors : NULL;
	while (v && v->session != session)
		v = v->next;
	return v;
}

static struct room *open_room(struct presence *p, const char *case_id)
{
	struct room *r = find_room(p, case_id);
	if (r)
		return r;
	r = xcalloc(1, sizeof *r);
	r->presence = p;
	r->case_id = xstrdup(case_id);
	hash_put(&p->rooms, hash_of(0, case_id), r);
	return r;
}

static void close_room(struct room *r)
{
	hash_take(&r->presence->rooms, hash_of(0, r->case_id), r);
	free(r->case_id);
	free(r);
}

static void stop_waiting(struct visitor *v)
{
	if (v->timer)
		loop_timer_free(v->timer);
	v->timer = NULL;
}

static void remove_visitor(struct visitor *v)
{
	struct room *r = v->room;
	struct visitor **at = &r->visitors;
	while (*at != v)
		at = &(*at)->next;
	*at = v->next;
	if (r->writer == v)
		r->writer = r->visitors;
	stop_waiting(v);
	free(v->name);
	free(v);
}

/* Who left is gone; or who came back as a reader writes, since nobody else has. */
static void waited(void *arg)
{
	struct visitor *v = arg;
	struct room *r = v->room;
	stop_waiting(v);
	if (!v->lines)
		remove_visitor(v);
	else if (!r->writer)
		r->writer = v;
	tell(r);
	if (!r->visitors)
		close_room(r);
}

static void wait_for(struct visitor *v)
{
	stop_waiting(v);
	v->timer = loop_timer_new(v->room->presence->loop, waited, v);
	loop_timer_set(v->timer, v->room->presence->grace_ms);
}

static struct visitor *add_visitor(struct room *r, int64_t session)
{
	struct visitor *v = xcalloc(1, sizeof *v), **end = &r->visitors;
	while (*end)
		end = &(*end)->next;
	v->room = r;
	v->session = session;
	*end = v;
	return v;
}

void presence_enter(struct presence *p, const char *case_id, int64_t session, const char *name,
                    bool reader)
{
	struct room *r = open_room(p, case_id);
	struct visitor *v = find_visitor(r, session);
	if (!v)
		v = add_visitor(r, session);
	free(v->name);
	v->name = xstrdup(name);
	v->lines++;
	stop_waiting(v);
	if (!r->writer && reader)
		wait_for(v);
	else if (!r->writer)
		r->writer = v;
	tell(r);
}

void presence_leave(struct presence *p, const char *case_id, int64_t session)
{
	struct visitor *v = find_visitor(find_room(p, case_id), session);
	if (v && --v->lines == 0)
		wait_for(v);
}

void presence_free(struct presence *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < p->rooms.room;) {
		struct room *r = p->rooms.places[i].item;
		while (r && r->visitors)
			remove_visitor(r->visitors);
		if (r)
			close_room(r); /* another may move up */
		else
			i++;
	}
	hash_free(&p->rooms);
	free(p);
}

/* ---- who writes ---- */

int presence_take(struct presence *p, const char *case_id, int64_t session, struct err *e)
{
	struct room *r = find_room(p, case_id);
	struct visitor *v = find_visitor(r, session);
	if (!v)
		return err_set(e, E_CONFLICT,
		               "open the case first: its stream tells who writes in it");
	r->writer = v;
	tell(r);
	return 0;
}

int presence_check(const struct presence *p, const char *case_id, int64_t session, struct err *e)
{
	const struct room *r = find_room(p, case_id);
	if (!r || !r->writer || r->writer->session == session)
		return 0;
	return err_set(e, E_TAKEN, "%s writes in this case: take it over first", r->writer->name);
}

static json_t *visitor_json(const struct visitor *v, int64_t session)
{
	return json_pack("{s:s, s:b}", "name", v->name, "you", v->session == session);
}

json_t *presence_json(const struct presence *p, const char *case_id, int64_t session)
{
	const struct room *r = find_room(p, case_id);
	json_t *people = json_array();
	for (const struct visitor *v = r ? r->visitors : NULL; v; v = v->next)
		json_array_append_new(people, visitor_json(v, session));
	return json_pack("{s:o, s:o}", "people", people, "writer",
	                 r && r->writer ? visitor_json(r->writer, session) : json_null());
}
