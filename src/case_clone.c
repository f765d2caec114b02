/* A copy of a case that goes on by itself. What nothing ever changes (JSON values once they stand in a record) is shared;
 * lists that grow are not. */
#include <stdlib.h>
#include <string.h>

#include "case.h"

static void *copy_list(const void *list, size_t count, size_t size_bytes)
{
	void *copy = xmalloc((case_room(count) + 1) * size_bytes);
	if (count)
		memcpy(copy, list, count * size_bytes);
	return copy;
}
#define COPY_LIST(list, count) ((list) = copy_list(list, count, sizeof *(list)))

/* A text or a JSON value that was copied as a pointer becomes the copy's own. */
static void own(char **text)
{
	*text = xstrdup(*text);
}

static void share(json_t *const *value)
{
	json_incref(*value);
}

static void clone_consent(struct consent *k)
{
	COPY_LIST(k->history, k->history_count);
	for (size_t i = 0; i < k->history_count; i++) {
		own(&k->history[i].state);
		share(&k->history[i].evidence);
		share(&k->history[i].shown);
	}
	own(&k->id);
	own(&k->kind);
	own(&k->about);
	own(&k->phrase);
	own(&k->bundle);
	own(&k->state);
	share(&k->items);
	share(&k->notice);
	share(&k->legal);
	share(&k->values);
}

static void clone_wait(struct wait *w)
{
	own(&w->phrase);
	own(&w->field);
	own(&w->consent);
	own(&w->yes);
	own(&w->no);
	share(&w->marks);
	share(&w->text);
	share(&w->missing);
	share(&w->values);
	share(&w->outcome);
}

static void clone_message(struct message *m)
{
	own(&m->id);
	own(&m->from);
	own(&m->key);
	own(&m->delivery);
	own(&m->reason);
	own(&m->resolved);
	share(&m->text);
}

static void clone_came(struct came *m)
{
	own(&m->phrase);
	share(&m->answer);
}

static void clone_suggestion(struct suggestion *s)
{
	own(&s->id);
	own(&s->purpose);
	own(&s->phrase);
	own(&s->state);
	share(&s->reason);
	share(&s->text);
	clone_came(&s->came);
}

static void clone_party(struct party *p)
{
	own(&p->platform);
	own(&p->control_key);
	own(&p->invite_key);
	own(&p->invite_state);
	own(&p->invite_reason);
	share(&p->address);
	share(&p->phone);
	share(&p->session_id);
}

static void clone_talk(struct support_case *c)
{
	COPY_LIST(c->messages, c->messages_count);
	for (size_t i = 0; i < c->messages_count; i++)
		clone_message(&c->messages[i]);
	COPY_LIST(c->held, c->held_count);
	for (size_t i = 0; i < c->held_count; i++) {
		own(&c->held[i].id);
		share(&c->held[i].record);
	}
	COPY_LIST(c->suggestions, c->suggestions_count);
	for (size_t i = 0; i < c->suggestions_count; i++)
		clone_suggestion(&c->suggestions[i]);
	COPY_LIST(c->values, c->values_count);
	for (size_t i = 0; i < c->values_count; i++) {
		own(&c->values[i].party);
		own(&c->values[i].text);
	}
}

static void clone_course(struct support_case *c)
{
	COPY_LIST(c->consents, c->consents_count);
	for (size_t i = 0; i < c->consents_count; i++)
		clone_consent(&c->consents[i]);
	COPY_LIST(c->waits, c->waits_count);
	for (size_t i = 0; i < c->waits_count; i++)
		clone_wait(&c->waits[i]);
	COPY_LIST(c->lanes, c->lanes_count);
	for (size_t i = 0; i < c->lanes_count; i++) {
		own(&c->lanes[i].handler);
		share(&c->lanes[i].event);
		clone_came(&c->lanes[i].came);
	}
	COPY_LIST(c->handlers, c->handlers_count);
	for (size_t i = 0; i < c->handlers_count; i++)
		own(&c->handlers[i]);
}

struct support_case *case_clone(const struct support_case *from)
{
	struct support_case *c = xmalloc(sizeof *c);
	*c = *from;
	own(&c->id);
	own(&c->flow);
	own(&c->bundle);
	own(&c->desk);
	own(&c->step);
	share(&c->outcome);
	share(&c->parked);
	share(&c->facts);
	share(&c->desk_address);
	c->bundles = json_copy(c->bundles);
	c->steps = json_copy(c->steps);
	c->notes = json_copy(c->notes);
	c->reports = c->reports ? json_copy(c->reports) : NULL;
	for (int r = 0; r < ROLE_COUNT; r++)
		clone_party(&c->parties[r]);
	clone_talk(c);
	clone_course(c);
	return c;
}
