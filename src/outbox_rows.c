#include "outbox_impl.h"

#include <stdlib.h>
#include <string.h>

static bool has_key(const void *row, const void *key)
{
	return !strcmp(((const struct row *)row)->o.key, key);
}

static bool is_same_lane(const void *one, const void *other)
{
	const struct lane *l = one, *r = other;
	return !strcmp(l->case_id, r->case_id) && !strcmp(l->target, r->target);
}

static uint64_t lane_hash(const struct lane *l)
{
	return hash_of(hash_of(0, l->case_id), l->target);
}

bool outbox_is_doubtful(const struct store_out *row)
{
	return row->reason && strncmp(row->reason, MAYBE, strlen(MAYBE)) == 0;
}

void rows_begin(struct outbox *o)
{
	o->by_key.same = has_key;
	o->by_case.same = is_same_lane;
}

struct row *row_find(const struct outbox *o, const char *key)
{
	return hash_find(&o->by_key, hash_of(0, key), key);
}

struct lane *lane_find(const struct outbox *o, const char *case_id, const char *target)
{
	const struct lane key = { .case_id = (char *)(uintptr_t)case_id,
		                  .target = (char *)(uintptr_t)target };
	return hash_find(&o->by_case, lane_hash(&key), &key);
}

struct target *target_find(const struct outbox *o, const char *name)
{
	struct target *t = o->targets;
	while (t && strcmp(t->name, name) != 0)
		t = t->next;
	return t;
}

void row_set_reason(struct row *r, char *reason)
{
	free(r->reason);
	r->reason = reason;
	r->o.reason = reason;
}

void row_line_up(struct rows *line, struct row *r)
{
	TAILQ_INSERT_TAIL(line, r, in_line);
	r->line = line;
}

void row_leave_line(struct row *r)
{
	if (r->line)
		TAILQ_REMOVE(r->line, r, in_line);
	r->line = NULL;
}

void row_wait(struct outbox *o, struct row *r, enum phase phase)
{
	int64_t at_ms = r->o.expires_at_ms;
	if (phase == RESTING && (!at_ms || r->o.next_at_ms < at_ms))
		at_ms = r->o.next_at_ms > 0 ? r->o.next_at_ms : 1;
	r->phase = phase;
	agenda_set(&o->times, &r->wake, at_ms);
}

void row_land(struct outbox *o, struct row *r)
{
	o->ops.release(o->arg, &r->flight->call);
	r->flight->row = NULL;
	r->flight = NULL;
}

static void free_row(struct outbox *o, struct row *r)
{
	if (r->flight)
		row_land(o, r);
	free((char *)r->o.key); /* with case, target and effect */
	free((char *)r->o.remote_id);
	free(r->reason);
	free(r);
}

static void free_lane(struct lane *lane)
{
	free(lane->case_id);
	free(lane->target);
	free(lane);
}

void row_drop(struct outbox *o, struct row *r)
{
	struct lane *lane = r->lane;
	TAILQ_REMOVE(&lane->rows, r, in_lane);
	hash_take(&o->by_key, hash_of(0, r->o.key), r);
	free_row(o, r);
	struct row *first = TAILQ_FIRST(&lane->rows);
	if (first && first->phase == QUEUED)
		row_wait(o, first, RESTING);
	if (!first) {
		hash_take(&o->by_case, lane_hash(lane), lane);
		free_lane(lane);
	}
}

bool row_is_expired(const struct row *r, int64_t now_ms)
{
	return r->o.expires_at_ms && r->o.expires_at_ms <= now_ms;
}

enum outbox_step row_step(const struct row *r)
{
	return r->may_have_arrived && r->target->looks ? STEP_LOOK : STEP_SEND;
}

/* It counts from when the first one came there. That was not before the first attempt, and the second one may be on its
 * way for as long as an attempt lasts. */
bool row_is_keyed(const struct row *r, int64_t now_ms)
{
	const struct target *t = r->target;
	return t->keyed ||
	       (r->o.first_at_ms && now_ms + t->timeout_ms < r->o.first_at_ms + t->keyed_ms);
}

static struct lane *lane_for(struct outbox *o, const char *case_id, const char *target)
{
	struct lane *lane = lane_find(o, case_id, target);
	if (lane)
		return lane;
	lane = xcalloc(1, sizeof *lane);
	lane->case_id = xstrdup(case_id);
	lane->target = xstrdup(target);
	TAILQ_INIT(&lane->rows);
	hash_put(&o->by_case, lane_hash(lane), lane);
	return lane;
}

struct row *row_add(struct outbox *o, const struct store_out *from)
{
	struct row *r = xcalloc(1, sizeof *r);
	const char **const texts[] = { &r->o.key, &r->o.case_id, &r->o.target, &r->o.effect };
	r->o = *from;
	xstrdup_all(texts, COUNT_OF(texts));
	r->o.remote_id = xstrdup(from->remote_id);
	r->o.state = strcmp(from->state, "sending") == 0 ? "sending" : "ready";
	row_set_reason(r, xstrdup(from->reason ? from->reason : ""));
	r->may_have_arrived = outbox_is_doubtful(&r->o);
	r->target = target_find(o, from->target);
	r->lane = lane_for(o, from->case_id, from->target);
	TAILQ_INSERT_TAIL(&r->lane->rows, r, in_lane);
	hash_put(&o->by_key, hash_of(0, r->o.key), r);
	return r;
}

void rows_free(struct outbox *o)
{
	for (size_t i = 0; i < o->by_key.room; i++)
		if (o->by_key.places[i].item)
			free_row(o, o->by_key.places[i].item);
	for (size_t i = 0; i < o->by_case.room; i++)
		if (o->by_case.places[i].item)
			free_lane(o->by_case.places[i].item);
	hash_free(&o->by_key);
	hash_free(&o->by_case);
	agenda_free(&o->times);
}

void outbox_each_behind(const struct outbox *o, const char *key,
                        void (*fn)(void *arg, const struct store_out *row), void *arg)
{
	struct row *r = row_find(o, key);
	while (r && (r = TAILQ_NEXT(r, in_lane)))
		fn(arg, &r->o);
}
