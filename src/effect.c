#include "effect.h"

#include <stdlib.h>
#include <string.h>

#include "bundle.h"
#include "clock.h"
#include "crypto.h"
#include "journal.h"
#include "json_make.h"
#include "notice.h"
#include "phrase.h"
#include "turn.h"

/* No wait is longer; with it a time stays a sum that fits. As in lua/assent/prelude.lua. */
static const int64_t LONGEST_MS = (int64_t)3660 * 24 * 60 * 60 * 1000;

/* A turn of the guide's flows makes at most a dozen records. The budget of instructions begins anew
 * with every step, so that a loop over steps must end here, before it has written to anybody for
 * long. */
enum { TURN_RECORDS_MAX = 300 };

/* One step being performed. */
struct doing {
	struct turn *t;
	const struct step *s;
	const json_t *args;
	int64_t n;
	json_t **result;
	struct err *e;
};

static const char *arg(const struct doing *d, const char *key)
{
	return json_string_value(json_object_get(d->args, key));
}

static enum effect_outcome usage(const struct doing *d, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
static enum effect_outcome usage(const struct doing *d, const char *fmt, ...)
{
	char text[400];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	err_set(d->e, E_FLOW, "%s", text);
	return EFFECT_FAILED;
}

/* The step's record, with what came of it: "result" or "wait", and its value (taken). */
static json_t *step_record(const struct doing *d, const char *came, json_t *value)
{
	return json_make("{s:s, s:i, s:I, s:s, s:O, s:s, s:i, s:o}", "r", "step", "lane",
	                 d->s->lane, "n", (json_int_t)d->n, "kind", d->s->kind, "is", d->s->is,
	                 "file", d->s->file, "line", d->s->line, came, value);
}

static void record_step(const struct doing *d, const char *came, json_t *value)
{
	turn_record(d->t, step_record(d, came, value));
}

static enum effect_outcome finish(const struct doing *d, json_t *result)
{
	record_step(d, "result", json_incref(result));
	*d->result = result;
	return EFFECT_RESULT;
}

static enum effect_outcome blocked(const struct doing *d, const char *reason)
{
	return finish(d, json_pack("{s:s, s:s}", "state", "blocked", "reason", reason));
}

/* Opens the wait of this step. text: the filled question, or NULL. */
static struct wait *record_wait(const struct doing *d, enum policy_limit limit, const json_t *text,
                                const char *consent)
{
	const json_t *within = json_object_get(d->args, "within");
	int64_t span_ms =
		within ? json_integer_value(within) : bundle_policy(d->t->b)->limit_ms[limit];
	json_t *wait = json_make("{s:I}", "until", (json_int_t)(d->t->now_ms + span_ms));
	if (text)
		json_object_set(wait, "text", (json_t *)text);
	if (consent)
		json_object_set_new(wait, "consent", json_string(consent));
	record_step(d, "wait", wait);
	return case_wait_at(d->t->c, d->s->lane, d->n);
}

/* ---- what is said and asked ---- */

/* A phrase for a party, found, allowed and filled. */
struct spoken {
	enum role party;
	const struct phrase *p;
	struct act act;
	json_t *text; /* value reference; NULL while not filled */
};

static const char *const kind_words[] = { "a statement", "a question", "a notice" };

static int find_phrase(const struct doing *d, enum phrase_kind want, struct spoken *o)
{
	const char *id = arg(d, "phrase");
	o->party = role_from(arg(d, "party"));
	o->p = bundle_phrase(d->t->b, id);
	if (o->party == ROLE_NONE)
		return usage(d, "%s: '%s' is not a party of a case", d->s->kind, arg(d, "party")),
		       -1;
	if (!o->p)
		return usage(d, "%s(phrase): '%s' is not in flows/phrases/ko.lua", d->s->kind, id),
		       -1;
	if (o->p->kind != want)
		return usage(d, "%s(say.%s): expected %s, and flows/phrases/ko.lua says it is %s",
		             d->s->kind, id, kind_words[want], kind_words[o->p->kind]),
		       -1;
	o->act = (struct act){ ACT_TELL, o->party, o->p->tells, role_from(o->p->contact_of) };
	return 0;
}

static bool has_placeholder(const struct phrase *p, const char *name)
{
	for (size_t i = 0; i < p->parts_count; i++)
		if (p->part[i].name && !strcmp(p->part[i].name, name))
			return true;
	return false;
}

/* A value that stands nowhere in the phrase is a misspelt placeholder or option. The prelude adds
 * third_party by itself where a delegate is named. */
static int check_values(const struct doing *d, const struct phrase *p)
{
	const char *name;
	json_t *v;
	json_object_foreach(json_object_get(d->args, "values"), name, v)
	{
		bool added = arg(d, "delegate") && !strcmp(name, "third_party");
		if (!added && !has_placeholder(p, name))
			return usage(d, "%s: '%s' is neither a placeholder of say.%s nor an option",
			             d->s->kind, name, p->id),
			       -1;
	}
	return 0;
}

static int fill(const struct doing *d, struct spoken *o)
{
	if (check_values(d, o->p))
		return -1;
	char *text = turn_fill(d->t, o->p, json_object_get(d->args, "values"), d->e);
	if (!text)
		return -1;
	/* a notice without personal data belongs to nobody: as proof it outlives the erasure of its
	 * reader */
	bool is_proof = o->p->kind == PHRASE_NOTICE && !(o->p->tells & ~(unsigned)CLASS_PUBLIC);
	o->text = turn_value(d->t, is_proof ? ROLE_NONE : o->party, text);
	free(text);
	return 0;
}

static bool is_bot(const struct doing *d, enum role r)
{
	return d->t->c->parties[r].mode == MODE_BOT;
}

static void mark_known(const struct doing *d, enum role r)
{
	if (!d->t->c->parties[r].known)
		turn_record(d->t, json_pack("{s:s, s:s, s:b}", "r", "party", "party", role_name(r),
		                            "known", 1));
}

/* asks: the question that it puts; NULL: none */
static void say_now(const struct doing *d, const struct spoken *o, const struct wait *asks)
{
	const struct saying s = { .party = o->party,
		                  .from = "engine",
		                  .text = o->text,
		                  .tells = o->p->tells,
		                  .contact_of = o->act.contact_of,
		                  .asks = asks,
		                  .phrase = o->p->id };
	turn_say(d->t, &s);
	if (asks)
		turn_served(d->t, asks, &s);
}

/* A refused phrase stays on the agent's screen, grey, with the reason. */
static enum effect_outcome refuse(const struct doing *d, const struct spoken *o,
                                  const char *purpose, const struct err *why)
{
	json_t *none = json_null();
	char *id = xasprintf("s%lld", (long long)d->t->c->next_id + 1);
	enum effect_outcome out = blocked(d, why->text);
	turn_record(d->t, json_pack("{s:s, s:s, s:s, s:s, s:i, s:I, s:s, s:s, s:s, s:o, s:i, s:s}",
	                            "r", "suggestion", "id", id, "state", "blocked", "reason",
	                            why->text, "lane", d->s->lane, "n", (json_int_t)d->n, "party",
	                            role_name(o->party), "purpose", purpose, "phrase", o->p->id,
	                            "text", none, "tells", (int)o->p->tells, "contact_of",
	                            o->p->contact_of ? o->p->contact_of : ""));
	free(id);
	return out;
}

static enum effect_outcome do_say(struct doing *d)
{
	struct spoken o = { 0 };
	struct err why = { 0 };
	if (find_phrase(d, PHRASE_STATEMENT, &o))
		return EFFECT_FAILED;
	if (!turn_allows(d->t, &o.act, &why))
		return refuse(d, &o, "say", &why);
	if (fill(d, &o))
		return EFFECT_FAILED;
	mark_known(d, o.party);
	enum effect_outcome out = finish(d, json_make("{s:s}", "state", "queued"));
	say_now(d, &o, NULL);
	json_decref(o.text);
	return out;
}

static enum effect_outcome do_suggest(struct doing *d)
{
	struct spoken o = { 0 };
	struct err why = { 0 };
	if (find_phrase(d, PHRASE_STATEMENT, &o))
		return EFFECT_FAILED;
	if (!turn_allows(d->t, &o.act, &why))
		return refuse(d, &o, "suggest", &why);
	if (fill(d, &o))
		return EFFECT_FAILED;
	mark_known(d, o.party);
	enum effect_outcome out = EFFECT_WAITS;
	if (is_bot(d, o.party)) {
		out = finish(d, json_pack("{s:s}", "state", "sent"));
		say_now(d, &o, NULL);
	} else {
		turn_offer(d->t, record_wait(d, LIMIT_SUGGEST, o.text, NULL), "suggest", o.text);
	}
	json_decref(o.text);
	return out;
}

/* Puts a question before the person (bot) or the agent (assist). */
static enum effect_outcome pose(struct doing *d, const struct spoken *o, const struct wait *w,
                                const char *purpose)
{
	mark_known(d, o->party);
	if (is_bot(d, o->party)) {
		say_now(d, o, w);
	} else {
		turn_offer(d->t, w, purpose, o->text);
	}
	return EFFECT_WAITS;
}

static int find_question(struct doing *d, enum phrase_kind kind, struct spoken *o)
{
	if (find_phrase(d, kind, o))
		return -1;
	if (case_question(d->t->c, o->party))
		return usage(d, "%s: one question is open to %s already; only one at a time can be",
		             d->s->kind, role_name(o->party)),
		       -1;
	return 0;
}

static enum effect_outcome do_confirm(struct doing *d)
{
	struct spoken o = { 0 };
	struct err why = { 0 };
	if (find_question(d, PHRASE_QUESTION, &o))
		return EFFECT_FAILED;
	if (!turn_allows(d->t, &o.act, &why))
		return refuse(d, &o, "confirm", &why);
	if (fill(d, &o))
		return EFFECT_FAILED;
	pose(d, &o, record_wait(d, LIMIT_CONFIRM, o.text, NULL), "confirm");
	json_decref(o.text);
	return EFFECT_WAITS;
}

/* Whether the flow fills in more than the delegate, which the record names anyway: kept, so that the
 * notice can be filled once more. */
static bool fills_more(const struct doing *d)
{
	const json_t *values = json_object_get(d->args, "values");
	bool only_delegate = arg(d, "delegate") && json_object_get(values, "third_party");
	return json_object_size(values) > (only_delegate ? 1 : 0);
}

/* What the notice says in law, to this person: {item: text}, new. */
static json_t *legal_items(const struct doing *d, const struct spoken *o, const char *about)
{
	json_t *legal = json_object();
	for (size_t i = 0; i < o->p->legal_count; i++) {
		char *text = notice_item(d->t->b, o->p->legal[i].text, arg(d, "delegate"), about);
		json_object_set_new(legal, o->p->legal[i].item, json_string(text));
		free(text);
	}
	return legal;
}

/* The consent's own record. about: what the flow names, else the case's topic. */
static char *record_consent(const struct doing *d, const struct spoken *o)
{
	char *id = xasprintf("k%lld", (long long)d->t->c->next_id + 1);
	const char *about = arg(d, "about");
	if (!about && arg(d, "delegate"))
		about = case_text(d->t->c, json_object_get(d->t->c->facts, "topic"));
	json_t *r =
		json_pack("{s:s, s:s, s:s, s:s, s:s, s:i, s:o, s:s, s:{s:s}}", "r", "consent", "id",
	                  id, "kind", o->p->consent, "subject", role_name(o->party), "phrase",
	                  o->p->id, "version", o->p->version, "legal", legal_items(d, o, about),
	                  "state", "requested", "evidence", "kind", "flow");
	if (arg(d, "delegate"))
		json_object_set_new(r, "delegate", json_string(arg(d, "delegate")));
	if (about)
		json_object_set_new(r, "about", json_string(about));
	if (json_object_get(d->args, "items"))
		json_object_set(r, "items", json_object_get(d->args, "items"));
	if (fills_more(d))
		json_object_set(r, "values", json_object_get(d->args, "values"));
	json_object_set_new(r, "identity", json_string(o->p->identity));
	turn_record(d->t, r);
	return id;
}

/* The person whom a notice names is the one whom its record names. */
static bool names_another(const struct doing *d)
{
	const char *name;
	json_t *given;
	json_object_foreach(json_object_get(d->args, "values"), name, given)
	{
		const char *type = json_string_value(
			json_object_get(bundle_placeholder(d->t->b, name), "type"));
		const char *party = json_string_value(json_object_get(given, "party"));
		if (arg(d, "delegate") && type && !strcmp(type, "party") &&
		    (!party || strcmp(party, arg(d, "delegate"))))
			return true;
	}
	return false;
}

static enum effect_outcome do_consent(struct doing *d)
{
	struct spoken o = { 0 };
	struct err why = { 0 };
	if (find_question(d, PHRASE_NOTICE, &o))
		return EFFECT_FAILED;
	if (!strcmp(o.p->consent, "delegation") && role_from(arg(d, "delegate")) == ROLE_NONE)
		return usage(d, "consent(say.%s): a delegation needs { delegate = <party> }",
		             o.p->id);
	if (arg(d, "about") && !bundle_word(d->t->b, "topic", arg(d, "about")))
		return usage(d, "consent { about = … }: '%s' is not in words.topic",
		             arg(d, "about"));
	if (names_another(d))
		return usage(d, "consent(say.%s): the notice names another person than delegate",
		             o.p->id);
	if (!turn_allows(d->t, &o.act, &why))
		return refuse(d, &o, "consent", &why);
	if (fill(d, &o))
		return EFFECT_FAILED;
	char *id = record_consent(d, &o);
	pose(d, &o, record_wait(d, LIMIT_CONSENT, o.text, id), "consent");
	free(id);
	json_decref(o.text);
	return EFFECT_WAITS;
}

/* "passenger.phone" -> ROLE_PASSENGER; only contact data of a party can be asked for. */
static enum role field_owner(const char *field)
{
	const char *dot = strchr(field, '.');
	char *role = dot && !strcmp(dot, ".phone") ? xstrndup(field, (size_t)(dot - field)) : NULL;
	enum role r = role_from(role);
	free(role);
	return r;
}

static enum effect_outcome do_ask(struct doing *d)
{
	struct spoken o = { 0 };
	struct err why = { 0 };
	const char *field = arg(d, "field");
	enum role owner = field_owner(field);
	if (!bundle_collect(d->t->b, field))
		return usage(d, "ask(field): '%s' is not declared in collects", field);
	if (owner == ROLE_NONE)
		return usage(d, "ask(field): '%s' is no field; expected <party>.phone", field);
	if (d->t->c->parties[owner].phone)
		return finish(d, json_pack("{s:s}", "state", "known"));
	if (find_question(d, PHRASE_QUESTION, &o))
		return EFFECT_FAILED;
	const struct act hold = { ACT_HOLD, owner, 0, ROLE_NONE };
	if (!turn_allows(d->t, &o.act, &why) || !turn_allows(d->t, &hold, &why))
		return refuse(d, &o, "ask", &why);
	if (fill(d, &o))
		return EFFECT_FAILED;
	pose(d, &o, record_wait(d, LIMIT_ASK, o.text, NULL), "ask");
	json_decref(o.text);
	return EFFECT_WAITS;
}

static enum effect_outcome do_knows(struct doing *d)
{
	enum role r = role_from(arg(d, "party"));
	if (!arg(d, "field") || strcmp(arg(d, "field"), "phone"))
		return usage(d, "party:knows(field): expected \"phone\"");
	return finish(d, json_pack("{s:b}", "known", d->t->c->parties[r].phone != NULL));
}

/* ---- listening, time, chance ---- */

static const char *const marks[] = { "delegate_request", "source_complaint", "withdrawal",
	                             "callback_request" };

static bool is_mark(const char *name)
{
	for (size_t i = 0; name && i < COUNT_OF(marks); i++)
		if (!strcmp(marks[i], name))
			return true;
	return false;
}

static enum effect_outcome do_listen(struct doing *d)
{
	size_t i;
	json_t *m;
	json_array_foreach(json_object_get(d->args, "marks"), i, m)
	{
		if (!is_mark(json_string_value(m)))
			return usage(d,
			             "listen { … }: '%s' is no mark; expected delegate_request, "
			             "source_complaint, withdrawal or callback_request",
			             json_string_value(m) ? json_string_value(m) : "?");
	}
	record_wait(d, LIMIT_LISTEN, NULL, NULL);
	return EFFECT_WAITS;
}

static enum effect_outcome do_whenever(struct doing *d)
{
	if (!is_mark(arg(d, "on")) && strcmp(arg(d, "on"), "notice_changed"))
		return usage(d,
		             "case:whenever: '%s' is no mark; expected delegate_request, "
		             "source_complaint, "
		             "withdrawal, callback_request or notice_changed",
		             arg(d, "on"));
	return finish(d, json_null());
}

static enum effect_outcome do_wait(struct doing *d)
{
	record_wait(d, LIMIT_LISTEN, NULL, NULL);
	return EFFECT_WAITS;
}

static enum effect_outcome do_now(struct doing *d)
{
	return finish(d, json_pack("{s:I}", "at", (json_int_t)d->t->now_ms));
}

/* Chance derives from (case, step), so that a run that is repeated draws the same. */
static enum effect_outcome do_random(struct doing *d)
{
	uint8_t digest[SHA256_BYTES];
	uint64_t drawn = 0;
	json_int_t n = json_integer_value(json_object_get(d->args, "n"));
	char *seed = xasprintf("%s/%lld", d->t->c->id, (long long)d->n);
	crypto_sha256(seed, strlen(seed), digest);
	free(seed);
	memcpy(&drawn, digest, sizeof drawn);
	return finish(d, json_pack("{s:I}", "value", (json_int_t)(drawn % (uint64_t)n) + 1));
}

static enum effect_outcome do_uuid(struct doing *d)
{
	char name[27];
	char *seed = xasprintf("uuid/%s/%lld", d->t->c->id, (long long)d->n);
	crypto_name(seed, strlen(seed), 26, name);
	free(seed);
	return finish(d, json_pack("{s:s}", "value", name));
}

/* ---- the course of the case ---- */

static enum effect_outcome do_step(struct doing *d)
{
	json_t *r = step_record(d, "result", json_null());
	json_object_set(r, "title", json_object_get(d->args, "title"));
	turn_record(d->t, r);
	*d->result = json_null();
	return EFFECT_RESULT;
}

static enum effect_outcome do_note(struct doing *d)
{
	enum effect_outcome out = finish(d, json_null());
	turn_record(d->t, json_pack("{s:s, s:o, s:s}", "r", "note", "text",
	                            turn_case_value(d->t, arg(d, "text")), "by", "flow"));
	return out;
}

static enum effect_outcome do_close(struct doing *d)
{
	record_step(d, "result", json_null());
	turn_close(d->t, json_string(arg(d, "outcome")));
	return EFFECT_ENDS;
}

static enum effect_outcome do_return(struct doing *d)
{
	return usage(
		d, "run returned without case:close \"<outcome>\": every path must close the case");
}

static enum effect_outcome do_done(struct doing *d)
{
	record_step(d, "result", json_null());
	return EFFECT_DONE;
}

/* The table of effects: what a step is called, what replay compares of it, who performs it. */
static const struct {
	const char *kind;
	const char *is[6];
	enum effect_outcome (*perform)(struct doing *d);
	enum effect_outcome
		recorded; /* EFFECT_WAITS here: it has a result or waits, as its record says */
} rows[] = {
	{ "suggest", { "party", "phrase", "within" }, do_suggest, EFFECT_WAITS },
	{ "say", { "party", "phrase" }, do_say, EFFECT_RESULT },
	{ "confirm", { "party", "phrase", "within" }, do_confirm, EFFECT_WAITS },
	{ "consent",
	  { "party", "phrase", "delegate", "about", "items", "within" },
	  do_consent,
	  EFFECT_WAITS },
	{ "ask", { "party", "field", "phrase", "within" }, do_ask, EFFECT_WAITS },
	{ "knows", { "party", "field" }, do_knows, EFFECT_RESULT },
	{ "listen", { "party", "marks", "within" }, do_listen, EFFECT_WAITS },
	{ "whenever", { "on" }, do_whenever, EFFECT_RESULT },
	{ "wait", { "within" }, do_wait, EFFECT_WAITS },
	{ "now", { NULL }, do_now, EFFECT_RESULT },
	{ "random", { "n" }, do_random, EFFECT_RESULT },
	{ "uuid", { NULL }, do_uuid, EFFECT_RESULT },
	{ "step", { NULL }, do_step, EFFECT_RESULT },
	{ "note", { NULL }, do_note, EFFECT_RESULT },
	{ "close", { "outcome" }, do_close, EFFECT_ENDS },
	{ "return", { NULL }, do_return, EFFECT_ENDS },
	{ "done", { NULL }, do_done, EFFECT_DONE },
};

static int find_row(const char *kind)
{
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (!strcmp(rows[i].kind, kind))
			return (int)i;
	return -1;
}

json_t *effect_is(const char *kind, const json_t *args, struct err *e)
{
	int row = find_row(kind);
	if (row < 0) {
		err_set(e, E_FLOW, "'%s' is not an effect", kind);
		return NULL;
	}
	json_t *is = json_object();
	for (size_t i = 0; i < COUNT_OF(rows[row].is) && rows[row].is[i]; i++) {
		json_t *v = json_object_get(args, rows[row].is[i]);
		if (v)
			json_object_set(is, rows[row].is[i], v);
	}
	return is;
}

enum effect_outcome effect_recorded(const char *kind)
{
	return rows[find_row(kind)].recorded;
}

enum effect_outcome effect_perform(struct turn *t, const struct step *s, const json_t *args,
                                   json_t **result, struct err *e)
{
	struct doing d = { t, s, args, t->c->next_step, result, e };
	if (d.n == 0)
		d.n = 1;
	if (json_array_size(t->records) > TURN_RECORDS_MAX)
		return usage(&d, "%s: the flow makes step after step without waiting", s->kind);
	const json_t *within = json_object_get(args, "within");
	int64_t span_ms = json_integer_value(within);
	if (within && (span_ms <= 0 || span_ms > LONGEST_MS))
		return usage(&d, "%s: within must be a time such as hours(2), at most days(3660)",
		             s->kind);
	return rows[find_row(s->kind)].perform(&d);
}
