/* The fold of a case: one row per record kind, one function per row. Nothing is decided here. */
#include "case_apply_impl.h"
#include "json_make.h"

static void set_mode(struct party *p, const char *mode)
{
	p->mode = strcmp(mode, "bot") ? MODE_ASSIST : MODE_BOT;
	p->by_bot |= p->mode == MODE_BOT;
}

/* Who was asked before there was another language was asked in Korean. */
static enum language language_of(const json_t *r)
{
	int l = language_from(str(r, "language"));
	return l < 0 ? LANGUAGE_KO : (enum language)l;
}

static void run_with(struct support_case *c, int64_t at_ms, const char *bundle)
{
	put(&c->bundle, bundle);
	json_array_append_new(c->bundles,
	                      json_make("{s:s, s:I}", "bundle", bundle, "at", (json_int_t)at_ms));
}

/* {"r":"open","flow","bundle","facts","parties":{role:{"member","mode","platform","address"?,"phone"?,
 * "language"?}},
 * "desk"?:{"platform","address"}} */
static int apply_open(struct support_case *c, int64_t at_ms, const json_t *r, struct err *e)
{
	const char *role;
	json_t *p;
	if (NEED(r, e, "flow", "bundle"))
		return -1;
	put(&c->flow, str(r, "flow"));
	run_with(c, at_ms, str(r, "bundle"));
	json_decref(c->facts);
	c->facts = keep(r, "facts");
	c->inbound = role_from(str(c->facts, "inbound"));
	c->opened_at_ms = at_ms;
	json_object_foreach(json_object_get(r, "parties"), role, p)
	{
		enum role at = role_from(role);
		if (at == ROLE_NONE)
			continue;
		if (NEED(p, e, "mode", "platform"))
			return -1;
		struct party *party = &c->parties[at];
		party->known = json_is_true(json_object_get(p, "known"));
		party->member = json_is_true(json_object_get(p, "member"));
		set_mode(party, str(p, "mode"));
		party->language = language_of(p);
		put(&party->platform, str(p, "platform"));
		party->address = keep(p, "address");
		party->phone = keep(p, "phone");
		party->session = party->address != NULL; /* where it is, it was written from */
	}
	put(&c->desk, str(json_object_get(r, "desk"), "platform"));
	c->desk_address = keep(json_object_get(r, "desk"), "address");
	return 0;
}

/* {"r":"bundle","bundle", "labels"?: [{"lane","n","yes","no"}] of open questions, as people see them}: from here on
 * the case runs with another one, on which all that is recorded before replays, too */
static int apply_bundle(struct support_case *c, int64_t at_ms, const json_t *r, struct err *e)
{
	size_t i;
	json_t *one;
	if (NEED(r, e, "bundle"))
		return -1;
	run_with(c, at_ms, str(r, "bundle"));
	json_array_foreach(json_object_get(r, "labels"), i, one)
	{
		struct wait *w = case_wait_at(c, (int)num(one, "lane"), num(one, "n"));
		if (!w || NEED(one, e, "yes", "no"))
			return err_set(e, E_PARSE, "record \"bundle\": lane %d asks no question %d",
			               (int)num(one, "lane"), (int)num(one, "n"));
		put(&w->yes, str(one, "yes"));
		put(&w->no, str(one, "no"));
	}
	c->consents_turn = c->turn;
	return 0;
}

/* {"r":"event","kind",...}: what came in; its meaning follows in records of its own */
static int apply_event(struct support_case *c, int64_t at_ms, const json_t *r, struct err *e)
{
	(void)c, (void)at_ms, (void)r, (void)e;
	return 0;
}

/* {"r":"said","party","mark","to"?,"message","words","reader"}: what the engine understood of a message,
 * and by which words; its meaning follows in records of its own */
static int apply_said(struct support_case *c, int64_t at_ms, const json_t *r, struct err *e)
{
	(void)c, (void)at_ms, (void)r, (void)e;
	return 0;
}

static const char *const wait_kinds[] = {
	[WAIT_SUGGEST] = "suggest", [WAIT_CONFIRM] = "confirm", [WAIT_CONSENT] = "consent",
	[WAIT_ASK] = "ask",         [WAIT_LISTEN] = "listen",   [WAIT_TIME] = "wait",
	[WAIT_SAY] = "say",
};

static void str_into(char *out, size_t room_bytes, const json_t *r, const char *key)
{
	const char *s = str(r, key);
	text_into(out, room_bytes, s ? s : "");
}

static void open_wait(struct support_case *c, const json_t *r, const json_t *wait)
{
	const json_t *is = json_object_get(r, "is");
	struct wait *w = GROW(c->waits, c->waits_count);
	for (size_t i = 0; i < COUNT_OF(wait_kinds); i++)
		if (!strcmp(wait_kinds[i], str(r, "kind")))
			w->kind = (enum wait_kind)i;
	w->lane = (int)num(r, "lane");
	w->n = num(r, "n");
	w->party = role_from(str(is, "party"));
	put(&w->phrase, str(is, "phrase"));
	put(&w->field, str(is, "field"));
	w->marks = keep(is, "marks");
	w->text = keep(wait, "text");
	w->missing = keep(wait, "missing");
	w->values = keep(wait, "values");
	w->until_ms = num(wait, "until");
	put(&w->consent, str(wait, "consent"));
	str_into(w->file, sizeof w->file, r, "file");
	w->line = (int)num(r, "line");
}

static struct lane *lane_of(struct support_case *c, int id)
{
	for (size_t i = 0; i < c->lanes_count; i++)
		if (c->lanes[i].id == id)
			return &c->lanes[i];
	return NULL;
}

/* Where the lane is now, and which answer brought it here: that of the wait that this step ends. What was made once
 * more, with a value or words that came meanwhile, has come by the answer before it. */
static void note_came(struct support_case *c, const json_t *r)
{
	struct lane *l = lane_of(c, (int)num(r, "lane"));
	struct wait *w = case_wait_of_lane(c, (int)num(r, "lane"));
	const char *state = w ? str(w->outcome, "state") : NULL;
	if (!l)
		return;
	str_into(l->came.file, sizeof l->came.file, r, "file");
	l->came.line = (int)num(r, "line");
	l->came.step = json_array_size(c->steps);
	if (!state || !strcmp(state, "again") || w->kind == WAIT_TIME)
		return;
	free(l->came.phrase);
	json_decref(l->came.answer);
	l->came.phrase = w->phrase; /* it goes with the wait otherwise */
	w->phrase = NULL;
	l->came.party = w->party;
	l->came.answer = json_incref(w->outcome);
}

/* {"r":"step","lane","n","kind","is":{...},"file","line", "result"?,
 * "wait"?:{"until","text"?,"consent"?,"missing"?: [names],"values"?}, "title"? (step)} */
static int apply_step(struct support_case *c, int64_t at_ms, const json_t *r, struct err *e)
{
	const char *kind = str(r, "kind");
	const json_t *wait = json_object_get(r, "wait"), *is = json_object_get(r, "is");
	if (NEED(r, e, "kind") || (!strcmp(kind, "step") && NEED(r, e, "title")) ||
	    (!strcmp(kind, "whenever") && NEED(is, e, "on")))
		return -1;
	c->next_step = num(r, "n") + 1;
	note_came(c, r);
	case_wait_drop(c, (int)num(r, "lane"));
	if (wait)
		open_wait(c, r, wait);
	if (!strcmp(kind, "step")) {
		put(&c->step, str(r, "title"));
		json_array_append_new(c->steps, json_make("{s:s, s:I}", "title", c->step, "at",
		                                          (json_int_t)at_ms));
	} else if (!strcmp(kind, "whenever")) {
		char **h = GROW(c->handlers, c->handlers_count);
		*h = xstrdup(str(is, "on"));
	} else if (!strcmp(kind, "done")) {
		for (size_t i = 0; i < c->lanes_count; i++)
			if (c->lanes[i].id == num(r, "lane"))
				c->lanes[i].ended = true;
	}
	return 0;
}

/* {"r":"wait","lane","n", "served"?: ms, "unclear"?: bool, "reasked"?: count} */
static int apply_wait(struct support_case *c, int64_t at_ms, const json_t *r, struct err *e)
{
	struct wait *w = case_wait_at(c, (int)num(r, "lane"), num(r, "n"));
	(void)at_ms;
	if (!w)
		return err_set(e, E_PARSE, "record \"wait\": lane %d has no wait %d",
		               (int)num(r, "lane"), (int)num(r, "n"));
	if (json_object_get(r, "served"))
		w->served_at_ms = num(r, "served");
	if (json_object_get(r, "unclear"))
		w->unclear = json_is_true(json_object_get(r, "unclear"));
	if (json_object_get(r, "reasked"))
		w->reasked = (int)num(r, "reasked");
	return 0;
}

/* {"r":"settle","lane","n","outcome","evidence"?}: the wait has its answer; the runner takes it when the lane
 * may go on */
static int apply_settle(struct support_case *c, int64_t at_ms, const json_t *r, struct err *e)
{
	struct wait *w = case_wait_at(c, (int)num(r, "lane"), num(r, "n"));
	(void)at_ms;
	if (!w || w->outcome)
		return err_set(e, E_PARSE, "record \"settle\": lane %d has no open wait %d",
		               (int)num(r, "lane"), (int)num(r, "n"));
	w->outcome = keep(r, "outcome");
	return 0;
}

static void new_suggestion(struct support_case *c, int64_t at_ms, const json_t *r)
{
	struct suggestion *s = GROW(c->suggestions, c->suggestions_count);
	s->id = xstrdup(str(r, "id"));
	s->lane = (int)num(r, "lane");
	s->n = num(r, "n");
	s->party = role_from(str(r, "party"));
	s->purpose = xstrdup(str(r, "purpose"));
	s->phrase = xstrdup(str(r, "phrase"));
	s->tells = (unsigned)num(r, "tells");
	s->contact_of = role_from(str(r, "contact_of"));
	s->text = keep(r, "text");
	s->at_ms = at_ms;
	const struct lane *l = lane_of(c, s->lane);
	if (l) { /* a suggestion belongs to the newest step of its lane */
		s->came = l->came;
		s->came.phrase = xstrdup(l->came.phrase);
		json_incref(s->came.answer);
	}
	c->next_id++;
}

/* {"r":"suggestion","id","state", new:
 * "lane","n","party","purpose","phrase","text","tells","contact_of"? ; "reason"?} */
static int apply_suggestion(struct support_case *c, int64_t at_ms, const json_t *r, struct err *e)
{
	bool is_new = !case_suggestion(c, str(r, "id"));
	if (NEED(r, e, "id", "state") || (is_new && NEED(r, e, "party", "purpose", "phrase")))
		return -1;
	if (is_new)
		new_suggestion(c, at_ms, r);
	struct suggestion *s = case_suggestion(c, str(r, "id"));
	put(&s->state, str(r, "state"));
	if (json_object_get(r, "reason")) {
		json_decref(s->reason);
		s->reason = keep(r, "reason");
	}
	return 0;
}

static void new_consent(struct support_case *c, const json_t *r)
{
	struct consent *k = GROW(c->consents, c->consents_count);
	k->id = xstrdup(str(r, "id"));
	k->kind = xstrdup(str(r, "kind"));
	k->subject = role_from(str(r, "subject"));
	k->delegate = role_from(str(r, "delegate"));
	k->about = xstrdup(str(r, "about"));
	k->items = keep(r, "items");
	k->phrase = xstrdup(str(r, "phrase"));
	k->version = (int)num(r, "version");
	k->language = language_of(r);
	k->bundle = xstrdup(c->bundle);
	k->legal = keep(r, "legal");
	k->values = keep(r, "values");
	str_into(k->identity, sizeof k->identity, r, "identity");
	c->next_id++;
}

static void change_consent(const struct support_case *c, struct consent *k, int64_t at_ms,
                           const json_t *r)
{
	struct consent_change *h = GROW(k->history, k->history_count);
	h->state = xstrdup(str(r, "state"));
	h->at_ms = at_ms;
	h->turn = c->turn;
	h->evidence = keep(r, "evidence");
	h->shown = keep(r, "notice");
	if (h->shown)
		memcpy(h->shown_hash, k->notice_hash, sizeof h->shown_hash);
	put(&k->state, h->state);
	k->state_turn = c->turn;
	k->suspended = k->outdated = false;
}

/* {"r":"consent","id", new:
 * "kind","subject","delegate"?,"about"?,"items"?,"values"?,"phrase","version","language"?,"legal",
 * "identity"?;
 * "state"? with "evidence"; "notice"? with "notice_hash"; "served"?; "expires"?} */
static int apply_consent(struct support_case *c, int64_t at_ms, const json_t *r, struct err *e)
{
	bool is_new = !case_consent(c, str(r, "id"));
	if (NEED(r, e, "id") || (is_new && NEED(r, e, "kind", "subject", "phrase", "state")) ||
	    (json_object_get(r, "notice") && NEED(r, e, "notice_hash")))
		return -1;
	if (is_new)
		new_consent(c, r);
	struct consent *k = case_consent(c, str(r, "id"));
	if (json_object_get(r, "notice")) {
		json_decref(k->notice);
		k->notice = keep(r, "notice");
		snprintf(k->notice_hash, sizeof k->notice_hash, "%s", str(r, "notice_hash"));
	}
	if (json_object_get(r, "served"))
		k->served_at_ms = num(r, "served");
	if (json_object_get(r, "expires"))
		k->expires_at_ms = num(r, "expires");
	if (str(r, "state"))
		change_consent(c, k, at_ms, r);
	c->consents_turn = c->turn;
	return 0;
}

/* {"r":"interrupt","lane","handler","party","event"} */
static int apply_interrupt(struct support_case *c, int64_t at_ms, const json_t *r, struct err *e)
{
	(void)at_ms;
	if (NEED(r, e, "handler", "party"))
		return -1;
	struct lane *l = GROW(c->lanes, c->lanes_count);
	l->id = (int)num(r, "lane");
	l->handler = xstrdup(str(r, "handler"));
	l->party = role_from(str(r, "party"));
	l->event = keep(r, "event");
	return 0;
}

/* {"r":"party","party", "mode"?, "known"?, "platform"?, "address"?, "phone"?, "session"?, "session_id"?, "control_at"?; "key"?
 * of the row that tells the platform who answers, or "invite"?, of the row that invites, with its "seq" and the "token" by which
 * who comes is known} */
static int apply_party(struct support_case *c, int64_t at_ms, const json_t *r, struct err *e)
{
	enum role at = role_from(str(r, "party"));
	(void)at_ms;
	if (at == ROLE_NONE)
		return err_set(e, E_PARSE, "record \"party\": unknown role");
	struct party *p = &c->parties[at];
	if (str(r, "mode"))
		set_mode(p, str(r, "mode"));
	if (str(r, "key"))
		put(&p->control_key, str(r, "key"));
	if (json_object_get(r, "control_at"))
		p->control_at_ms = num(r, "control_at");
	if (json_object_get(r, "known"))
		p->known = true;
	if (str(r, "platform"))
		put(&p->platform, str(r, "platform"));
	if (json_object_get(r, "member"))
		p->member = json_is_true(json_object_get(r, "member"));
	if (json_object_get(r, "address")) {
		json_decref(p->address);
		p->address = keep(r, "address");
	}
	if (json_object_get(r, "phone")) {
		json_decref(p->phone);
		p->phone = keep(r, "phone");
	}
	if (json_object_get(r, "session"))
		p->session = json_is_true(json_object_get(r, "session"));
	if (json_object_get(r, "session_id")) {
		json_decref(p->session_id);
		p->session_id = keep(r, "session_id");
	}
	if (str(r, "invite")) {
		put(&p->invite_key, str(r, "invite"));
		apply_invite(p, "queued", NULL);
	}
	if (json_object_get(r, "seq"))
		c->out_seq = num(r, "seq");
	return 0;
}

/* {"r":"note","text","by"}: by is a name (a reference), or a code: "flow", that of a client */
static int apply_note(struct support_case *c, int64_t at_ms, const json_t *r, struct err *e)
{
	if (need_value(r, "by", e) || need_value(r, "text", e))
		return -1;
	json_array_append_new(c->notes,
	                      json_pack("{s:O, s:I, s:O}", "text", json_object_get(r, "text"), "at",
	                                (json_int_t)at_ms, "by", json_object_get(r, "by")));
	return 0;
}

/* {"r":"fact","name","value"}: what an agent told of the case since it was opened */
static int apply_fact(struct support_case *c, int64_t at_ms, const json_t *r, struct err *e)
{
	(void)at_ms;
	if (NEED(r, e, "name") || need_value(r, "value", e))
		return -1;
	json_t *facts = json_copy(c->facts); /* the record of the opening has them, too */
	json_object_set(facts, str(r, "name"), json_object_get(r, "value"));
	json_decref(c->facts);
	c->facts = facts;
	return 0;
}

static void move_desk(struct support_case *c, const json_t *r)
{
	put(&c->desk, str(r, "platform"));
	json_decref(c->desk_address);
	c->desk_address = keep(r, "address");
	c->desk_due_ms = 0;
}

/* {"r":"desk","key","seq","due"}: a row for the agents' own place of work, and when the last note is due; or
 * {"r":"desk","platform","address"}: they work there from here on, or {"r":"desk","gone"}: nowhere */
static int apply_desk(struct support_case *c, int64_t at_ms, const json_t *r, struct err *e)
{
	(void)at_ms;
	if (json_object_get(r, "gone") || (str(r, "platform") && !need_value(r, "address", e))) {
		move_desk(c, r);
		return 0;
	}
	if (NEED(r, e, "key"))
		return -1;
	c->out_seq = num(r, "seq");
	c->desk_due_ms = num(r, "due");
	return 0;
}

/* {"r":"close","outcome"}: a flow's code, or a reference to what an agent typed */
static int apply_close(struct support_case *c, int64_t at_ms, const json_t *r, struct err *e)
{
	(void)at_ms;
	if (need_value(r, "outcome", e))
		return -1;
	c->status = CASE_CLOSED;
	json_decref(c->outcome);
	c->outcome = keep(r, "outcome");
	return 0;
}

/* {"r":"park","reason","file"?,"line"?,"recorded"?,"attempted"?} */
static int apply_park(struct support_case *c, int64_t at_ms, const json_t *r, struct err *e)
{
	(void)at_ms, (void)e;
	c->status = CASE_PARKED;
	json_decref(c->parked);
	c->parked = json_deep_copy(r);
	json_object_del(c->parked, "r");
	return 0;
}

/* {"r":"erase","party","values":[id, ...]}: their rows are emptied in the same transaction. Without
 * "values" (before version 2 of the journal): all of the party. */
static int apply_erase(struct support_case *c, int64_t at_ms, const json_t *r, struct err *e)
{
	(void)at_ms;
	if (NEED(r, e, "party"))
		return -1;
	size_t i;
	json_t *id, *values = json_object_get(r, "values");
	json_array_foreach(values, i, id) case_value_erase(c, json_integer_value(id));
	if (!values)
		case_values_erase(c, str(r, "party"));
	c->consents_turn = c->turn;
	return 0;
}

static const struct {
	const char *name;
	int (*apply)(struct support_case *c, int64_t at_ms, const json_t *r, struct err *e);
} rows[] = {
	{ "open", apply_open },         { "event", apply_event },
	{ "step", apply_step },         { "wait", apply_wait },
	{ "settle", apply_settle },     { "message", apply_message },
	{ "delivery", apply_delivery }, { "suggestion", apply_suggestion },
	{ "consent", apply_consent },   { "interrupt", apply_interrupt },
	{ "party", apply_party },       { "note", apply_note },
	{ "close", apply_close },       { "park", apply_park },
	{ "erase", apply_erase },       { "bundle", apply_bundle },
	{ "said", apply_said },         { "held", apply_held },
	{ "unheld", apply_unheld },     { "desk", apply_desk },
	{ "reported", apply_reported }, { "fact", apply_fact },
	{ "resolved", apply_resolved },
};

int case_apply(struct support_case *c, int64_t at_ms, const json_t *record, struct err *e)
{
	const char *name = str(record, "r");
	for (size_t i = 0; name && i < COUNT_OF(rows); i++)
		if (!strcmp(rows[i].name, name)) {
			c->updated_at_ms = at_ms;
			return rows[i].apply(c, at_ms, record, e);
		}
	return err_set(e, E_PARSE, "unknown record \"%s\": was it written by a newer assent?",
	               name ? name : "");
}
