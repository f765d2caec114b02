/* Turns become durable in groups, one batch in flight: then consent files, timers, outbox, answers;
 * or none of it. */
#include <stdlib.h>
#include <string.h>

#include "bundle.h"
#include "clock.h"
#include "consent.h"
#include "consent_sync.h"
#include "deliver.h"
#include "ends.h"
#include "engine_impl.h"
#include "log.h"
#include "run.h"

/* A round of the loop may take in all that 256 connections sent. Without this they all went into one batch, and the loop
 * waited for the disk with nothing to do: a fifth of its time. */
enum { ENOUGH = 64 };

/* Our own timers and deliveries are made again after a crash if they were lost: nothing need
 * remember them. */
bool engine_remembers(const struct event *ev)
{
	return strcmp(ev->source, "timer") && strcmp(ev->source, "outbox") &&
	       strcmp(ev->source, "engine");
}

static void pack_consents(struct commit *k)
{
	const struct support_case *c = k->turn.c;
	if (!c->consents_count || c->consents_turn != c->turn)
		return;
	k->consents = xcalloc(c->consents_count, sizeof *k->consents);
	for (size_t i = 0; i < c->consents_count; i++) {
		const struct consent *one = &c->consents[i];
		k->consents[i] = (struct store_consent){
			.id = one->id,
			.kind = one->kind,
			.subject = role_name(one->subject),
			.delegate = role_name(one->delegate),
			.state = one->state,
			.at_ms = one->history[one->history_count - 1].at_ms
		};
	}
	k->st.consents = k->consents;
	k->st.consents_count = c->consents_count;
	k->consent_text = consent_file_text(c);
}

/* Into the batch that is being gathered. */
void engine_commit(struct engine *g, struct commit *k)
{
	struct batch *b = g->gathering;
	if (b->count == b->room) {
		b->room = b->room ? b->room * 2 : 16;
		b->commits = xrealloc(b->commits, b->room * sizeof(struct commit *));
		b->turns = xrealloc(b->turns, b->room * sizeof(struct store_turn *));
	}
	b->commits[b->count] = k;
	b->turns[b->count++] = &k->st;
	if (b->count >= ENOUGH)
		engine_hand_over(g);
}

void engine_remember(struct engine *g, struct commit *k, const struct pending *p)
{
	const struct event *ev = &p->ev;
	if (!engine_remembers(ev))
		return;
	known_add(g->known, p->hash);
	k->st.source = ev->source;
	k->st.event_id = ev->id;
	k->st.event_hash = ev->hash;
}

/* A case that has ended runs no more: its Lua state makes room for another's. */
void engine_end_run(struct engine *g, struct slot *s)
{
	run_free(s->run);
	s->run = NULL;
	if (s->c->status != CASE_PARKED)
		return;
	g->figures.parked++;
	log_fact(LOG_WARN, "case_parked", LF_CASE, "s", s->id, LF_FLOW, "s", s->c->flow, LF_FILE,
	         "s", json_string_value(json_object_get(s->c->parked, "file")), LF_LINE, "d",
	         (int64_t)json_integer_value(json_object_get(s->c->parked, "line")), LF_END);
}

/* Before the commit: after it a crash could leave them. */
static void forget_files(struct engine *g, const struct slot *s)
{
	struct err e = { 0 };
	if (consent_file_forget(g->o.consents_dir, s->id, &e))
		log_fact(LOG_ERROR, "kept_aside_file_not_removed", LF_CASE, "s", s->id, LF_REASON,
		         "s", e.text, LF_END);
}

/* Nobody looks into it any more: freed while it is in the processor's cache. */
static void drop_body(struct pending *p)
{
	json_decref(p->ev.body);
	p->ev.body = NULL;
}

void engine_commit_turn(struct engine *g, struct slot *s, struct pending *p, struct commit *k)
{
	struct turn *t = &k->turn;
	k->slot = s;
	k->pending = p;
	k->was_open = s->wake.place > 0;
	deliver_mark_first(g, t);
	turn_to_store(t, &k->st, &k->records_text);
	drop_body(p);
	engine_remember(g, k, p);
	pack_consents(k);
	if (t->erase_count)
		forget_files(g, s);
	if (p->ev.row)
		deliver_final_row(&p->row, k);
	if (t->c->turn == 1 || !strcmp(p->ev.kind, "notice_changed")) {
		k->st.bundle_hash = bundle_hash(s->b);
		k->st.bundle_content = bundle_content(s->b);
	}
	s->busy = true;
	agenda_set(&g->agenda, &s->wake, 0); /* set again when the turn is durable */
	engine_commit(g, k);
	g->figures.turns++;
	if (t->c->status != CASE_OPEN && s->run)
		engine_end_run(g, s);
}

/* The case waits as for a turn, so that what is shown of it is durable and in order. Its timers need
 * not: what they do waits in its line. */
void engine_commit_end(struct engine *g, struct slot *s, struct pending *p)
{
	struct commit *k = xcalloc(1, sizeof *k);
	k->slot = s;
	k->pending = p;
	k->was_open = s->wake.place > 0;
	k->st.case_id = s->id;
	drop_body(p);
	deliver_final_row(&p->row, k);
	s->busy = true;
	engine_commit(g, k);
}

void engine_commit_free(struct commit *k)
{
	turn_end(&k->turn);
	deploy_forget(k->deploying);
	free(k->records_text);
	free(k->consents);
	free(k->consent_text);
	deliver_row_free(&k->row);
	free(k->outs);
	free(k);
}

_Noreturn void engine_die(struct engine *g, const struct err *e)
{
	log_fact(LOG_ERROR, "stopping_disk_cannot_be_trusted", LF_REASON, "s", e->text, LF_END);
	g->o.fatal(g->o.arg, e);
	abort();
}

static void wake_when(struct engine *g, struct slot *s)
{
	agenda_set(&g->agenda, &s->wake, case_wake_at(s->c));
}

static void undo_deploy(struct engine *g, struct commit *k, const struct err *e)
{
	struct err later = { 0 };
	err_set(&later, E_BUSY, "%s", e->text);
	deploy_settle(g, k->deploying, &later);
	k->deploying = NULL;
}

/* A turn that did not become durable: its coroutines and its view of consent are dropped and read
 * again. What the disk said is for the log: who sent the event may be far away. */
static void undo(struct engine *g, struct commit *k, const struct err *e)
{
	struct slot *s = k->slot;
	struct pending *p = k->pending;
	struct err later = { 0 };
	err_set(&later, E_BUSY,
	        "the store takes nothing just now, its disk is full or busy; nothing is lost: "
	        "send it again");
	if (k->deploying) {
		undo_deploy(g, k, e);
		return;
	}
	if (!s) {
		if (p)
			engine_finish(g, p, &later, "", 0);
		else
			deliver_again_later(g, &k->row, NULL);
		return;
	}
	bool never_there = k->st.turn == 1;
	struct viewer *viewers = s->viewers;
	char *id = xstrdup(s->id);
	s->viewers = NULL;
	s->busy = false;
	cases_drop(g->cases, s);
	if (k->was_open && !s->wake.place)
		agenda_set(&g->agenda, &s->wake, clock_now_ms() + RETRY_AFTER_BUSY_MS);
	engine_finish(g, p, &later, never_there ? "" : s->id, 0);
	while (s->queue) {
		struct pending *q = s->queue;
		s->queue = q->next;
		engine_finish(g, q, &later, s->id, 0);
	}
	s->queue_end = &s->queue;
	if (never_there)
		cases_remove(g->cases, s);
	engine_show_again(g, id, viewers);
	free(id);
}

int engine_put_consents(struct engine *g, struct commit *k, struct err *e)
{
	if (!k->consent_text)
		return 0;
	if (consent_file_put(g->o.consents_dir, k->slot->id, k->consent_text, e)) {
		if (e->code == E_IO)
			engine_die(g, e);
		return -1;
	}
	consent_sync_add(g->sync, k->slot->id);
	return 0;
}

void engine_release(struct engine *g, struct commit *k)
{
	struct slot *s = k->slot;
	s->c->committed_turn = k->st.turn;
	s->busy = false;
	engine_forget_summary(s);
	engine_show_waiting(s);
	wake_when(g, s);
	deliver_after_commit(g, k);
	if (k->consent_text)
		renew_look(g, s);
	if (g->o.changed)
		g->o.changed(g->o.arg, s->id);
}

static void release_end(struct engine *g, struct commit *k)
{
	struct slot *s = k->slot;
	ends_add(s, k->row.key);
	s->busy = false;
	engine_forget_summary(s);
	engine_show_waiting(s);
	if (g->o.changed)
		g->o.changed(g->o.arg, s->id);
}

static void settle(struct engine *g, struct commit *k)
{
	struct err e = { 0 };
	if (k->st.err.code != E_NONE) {
		log_fact(LOG_ERROR, "turn_rolled_back", LF_CASE, "s", k->st.case_id, LF_TURN, "d",
		         k->st.turn, LF_REASON, "s", k->st.err.text, LF_END);
		undo(g, k, &k->st.err);
		return;
	}
	if (k->row.key)
		outbox_written(g->outbox, k->row.key);
	if (k->deploying)
		deploy_settle(g, k->deploying, NULL);
	k->deploying = NULL;
	if (!k->pending)
		return;
	if (k->slot && engine_put_consents(g, k, &e)) {
		hold_begin(g, k, &e);
		return;
	}
	if (k->slot && k->st.turn)
		engine_release(g, k);
	else if (k->slot)
		release_end(g, k);
	engine_finish(g, k->pending, NULL, k->slot ? k->slot->id : "", k->st.turn);
}

/* No room: nothing is lost, whoever was refused sends it again, but somebody has to see to it. */
static void note_refusal(struct engine *g, const struct err *e)
{
	bool before = g->figures.refused_at_ms != 0, refused = e->code != E_NONE;
	g->figures.refused_at_ms = refused ? clock_now_ms() : 0;
	if (refused && !before)
		log_fact(LOG_ERROR, "store_takes_nothing", LF_REASON, "s", e->text, LF_END);
	else if (!refused && before)
		log_fact(LOG_INFO, "store_takes_again", LF_END);
}

static void committed(void *arg, const struct err *e)
{
	struct engine *g = arg;
	struct batch *b = g->in_flight;
	g->in_flight = NULL;
	g->figures.commits++;
	if (e->code == E_IO)
		engine_die(g, e);
	note_refusal(g, e);
	engine_hand_over(g); /* the pool works on while the loop tells what came of this one */
	for (size_t i = 0; i < b->count; i++) {
		if (e->code != E_NONE)
			undo(g, b->commits[i], e);
		else
			settle(g, b->commits[i]);
	}
	for (size_t i = 0; i < b->count; i++) {
		struct slot *s = b->commits[i]->slot;
		bool stands = s && e->code == E_NONE && b->commits[i]->st.err.code == E_NONE;
		if (stands && s->held)
			continue; /* the hold has it */
		if (stands)
			engine_run_queue(g, s);
		engine_commit_free(b->commits[i]);
	}
	b->count = 0;
	engine_batch_free(b);
}

void engine_hand_over(struct engine *g)
{
	if (g->in_flight || forget_goes_first(g) || !g->gathering->count)
		return;
	g->in_flight = g->gathering;
	g->gathering = engine_batch_new();
	g->o.store->ops->commit(g->o.store, g->in_flight->turns, g->in_flight->count, committed, g);
}

void engine_write_row(struct engine *g, const struct store_out *row)
{
	struct commit *k = xcalloc(1, sizeof *k);
	deliver_change_copy(row, &k->row);
	k->st.outs = &k->row;
	k->st.outs_count = 1;
	engine_commit(g, k);
}

struct batch *engine_batch_new(void)
{
	return xcalloc(1, sizeof(struct batch));
}

void engine_batch_free(struct batch *b)
{
	if (!b)
		return;
	for (size_t i = 0; i < b->count; i++)
		engine_commit_free(b->commits[i]);
	free(b->commits);
	free(b->turns);
	free(b);
}
