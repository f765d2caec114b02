/* What a flow says to people and asks of them. */
#include "effect_impl.h"

#include <stdlib.h>
#include <string.h>

#include "journal.h"
#include "json_make.h"
#include "keys.h"
#include "notice.h"
#include "phrase.h"
#include "sentence.h"
#include "turn.h"

static enum effect_outcome effect_blocked(const struct doing *d, const char *reason)
{
	return effect_finish(d, json_make("{s:s, s:s}", "state", "blocked", "reason", reason));
}

/* A phrase for a party, found, allowed and filled. */
struct spoken {
	enum role party;
	const struct phrase *p;
	struct act act;
	json_t *text; /* value reference; NULL while not filled */
};

static const char *const kind_words[] = { "a statement", "a question", "a notice" };

/* A text in another language than the reader's does not go out unseen. */
static void note_language(const struct doing *d, const struct spoken *o)
{
	enum language l = d->t->c->parties[o->party].language;
	if (o->p->language == l)
		return;
	char *text = sentence_ko("note.language", "{s:s, s:s, s:s}", "wanted", language_code(l),
	                         "spoken", language_code(o->p->language), "phrase", o->p->id);
	turn_record(d->t, json_make("{s:s, s:o, s:s}", "r", "note", "text",
	                            turn_case_value(d->t, text), "by", "engine"));
	free(text);
}

static bool has_placeholder(const struct phrase *p, const char *name)
{
	for (size_t i = 0; i < p->parts_count; i++)
		if (p->part[i].name && !strcmp(p->part[i].name, name))
			return true;
	return false;
}

static int no_value(const struct doing *d, const struct phrase *p, const char *name)
{
	const char *known[PHRASE_PARTS_MAX + EFFECT_OPTIONS_MAX + 1];
	size_t count = effect_options(d->s->kind, known);
	for (size_t i = 0; i < p->parts_count; i++)
		if (p->part[i].name)
			known[count++] = p->part[i].name;
	known[count] = NULL;
	char *hint = keys_hint(name, known);
	effect_usage(d, "'%s' is neither a placeholder of say.%s nor an option: %s", name, p->id,
	             hint);
	free(hint);
	return -1;
}

/* A value that stands nowhere in the phrase is a misspelt placeholder or option. The prelude adds
 * third_party by itself where a delegate is named. */
static int check_values(const struct doing *d, const struct phrase *p)
{
	const char *name;
	json_t *v;
	json_object_foreach(json_object_get(d->args, "values"), name, v)
	{
		bool added = effect_arg(d, "delegate") && !strcmp(name, "third_party");
		if (!added && !has_placeholder(p, name))
			return no_value(d, p, name);
	}
	return 0;
}

static int no_phrase(const struct doing *d, const char *id)
{
	json_t *ids = bundle_phrase_ids(d->t->b), *known = json_object(), *one;
	size_t i;
	json_array_foreach(ids, i, one)
		json_object_set_new(known, json_string_value(one), json_null());
	char *hint = keys_hint_object(id, known);
	bool near = !strncmp(hint, "did you mean", 12);
	effect_usage(d, "'%s' is not in flows/phrases/ko.lua%s%s", id, near ? ": " : "",
	             near ? hint : "");
	free(hint);
	json_decref(known);
	json_decref(ids);
	return -1;
}

/* Whom a value names where its placeholder takes a party; ROLE_NONE: nobody. */
static enum role named_by(const struct doing *d, const char *name, const json_t *given)
{
	const json_t *known = bundle_placeholder(d->t->b, name);
	const char *type = json_string_value(json_object_get(known, "type"));
	const char *party = json_string_value(json_object_get(given, "party"));
	return type && party && !strcmp(type, "party") ? role_from(party) : ROLE_NONE;
}

static unsigned third_parties(void)
{
	unsigned all = 0;
	for (int r = 0; r < ROLE_COUNT; r++)
		all |= (unsigned)role_is_third_party((enum role)r) << r;
	return all;
}

/* Whom a phrase may name follows from whom it is written for and whose number it asks for: to another one it would be
 * untrue, or tell him of somebody else. A notice is held against its delegate (names_another). */
static int check_named(const struct doing *d, const struct spoken *o)
{
	const char *name, *field = effect_arg(d, "field"), *id = o->p->id;
	enum role owner = field ? case_phone_owner(field) : ROLE_NONE;
	json_t *given;
	json_object_foreach(json_object_get(d->args, "values"), name, given)
	{
		enum role r = named_by(d, name, given);
		if (r == ROLE_NONE || effect_arg(d, "delegate"))
			continue;
		if (owner != ROLE_NONE && r != owner)
			return effect_usage(d, "say.%s names %s, and '%s' is asked for: name %s",
			                    id, role_name(r), field, role_name(owner)),
			       -1;
		if (o->p->to == third_parties() && r != o->party)
			return effect_usage(d,
			                    "say.%s names %s, and is said to %s: written for third "
			                    "parties (its `to`), it names its reader",
			                    id, role_name(r), role_name(o->party)),
			       -1;
		if (o->p->to == 1u << ROLE_CALLER && r == ROLE_CALLER)
			return effect_usage(d,
			                    "say.%s names the caller, for whom it is written (its "
			                    "`to`): name who else is meant",
			                    id),
			       -1;
	}
	return 0;
}

static int find_phrase(const struct doing *d, enum phrase_kind want, struct spoken *o)
{
	const char *id = effect_arg(d, "phrase");
	o->party = role_from(effect_arg(d, "party"));
	o->p = bundle_phrase(d->t->b, id);
	if (o->party == ROLE_NONE)
		return effect_usage(d, "'%s' is not a party of a case", effect_arg(d, "party")), -1;
	if (!o->p)
		return no_phrase(d, id);
	if (o->p->kind != want)
		return effect_usage(d, "expected %s, and say.%s is %s in flows/phrases/ko.lua",
		                    kind_words[want], id, kind_words[o->p->kind]),
		       -1;
	o->p = turn_phrase(d->t, id, o->party);
	o->act = (struct act){ ACT_TELL, o->party, o->p->tells, role_from(o->p->contact_of) };
	return check_values(d, o->p) || check_named(d, o) ? -1 : 0;
}

static bool is_in(const json_t *names, const char *name)
{
	size_t i;
	json_t *one;
	json_array_foreach(names, i, one) if (!strcmp(json_string_value(one), name)) return true;
	return false;
}

/* Of what the phrase lacks, all that an agent can tell (new); NULL: something of it only the flow knows. */
static json_t *tellable(const struct doing *d, const struct spoken *o)
{
	json_t *names = json_array();
	const json_t *values = json_object_get(d->args, "values");
	for (size_t i = 0; i < o->p->parts_count; i++) {
		const char *name = o->p->part[i].name;
		if (!name || json_object_get(values, name) || case_knows(d->t->c, name))
			continue;
		if (!turn_is_tellable(d->t, name)) {
			json_decref(names);
			return NULL;
		}
		if (!is_in(names, name))
			json_array_append_new(names, json_string(name));
	}
	return names;
}

/* The phrase lacks something: an agent is asked for it where he can know it; in the exploration, and where only the
 * flow could know it, it is a mistake of the flow. */
static enum effect_outcome unfilled(const struct doing *d, const struct spoken *o,
                                    enum policy_limit limit, const struct err *why)
{
	json_t *names = d->t->asks_values ? tellable(d, o) : NULL;
	if (json_array_size(names))
		return effect_lacks(d, limit, names);
	json_decref(names);
	return effect_usage(d, "%s: name it behind the phrase, or in the case's facts", why->text);
}

/* EFFECT_RESULT: it is filled; else what the step comes to without it. */
static enum effect_outcome fill(const struct doing *d, struct spoken *o, enum policy_limit limit)
{
	struct err why = { 0 };
	char *text = turn_fill(d->t, o->p, json_object_get(d->args, "values"), &why);
	if (!text)
		return unfilled(d, o, limit, &why);
	/* a notice without personal data belongs to nobody: as proof it outlives the erasure of its
	 * reader */
	bool is_proof = o->p->kind == PHRASE_NOTICE && !(o->p->tells & ~(unsigned)CLASS_PUBLIC);
	o->text = turn_value(d->t, is_proof ? ROLE_NONE : o->party, text);
	free(text);
	return EFFECT_RESULT;
}

static bool is_bot(const struct doing *d, enum role r)
{
	return d->t->c->parties[r].mode == MODE_BOT;
}

static void mark_known(const struct doing *d, const struct spoken *o)
{
	if (!d->t->c->parties[o->party].known)
		turn_record(d->t, json_make("{s:s, s:s, s:b}", "r", "party", "party",
		                            role_name(o->party), "known", 1));
	note_language(d, o);
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
}

/* A refused phrase stays on the agent's screen, grey, with the reason. */
static enum effect_outcome refuse(const struct doing *d, const struct spoken *o,
                                  const char *purpose, const struct err *why)
{
	json_t *none = json_null();
	char *id = xasprintf("s%lld", (long long)d->t->c->next_id + 1);
	enum effect_outcome out = effect_blocked(d, why->text);
	turn_record(d->t, json_make("{s:s, s:s, s:s, s:s, s:i, s:I, s:s, s:s, s:s, s:o, s:i, s:s}",
	                            "r", "suggestion", "id", id, "state", "blocked", "reason",
	                            why->text, "lane", d->s->lane, "n", (json_int_t)d->n, "party",
	                            role_name(o->party), "purpose", purpose, "phrase", o->p->id,
	                            "text", none, "tells", (int)o->p->tells, "contact_of",
	                            o->p->contact_of ? o->p->contact_of : ""));
	free(id);
	return out;
}

enum effect_outcome effect_say(struct doing *d)
{
	struct spoken o = { 0 };
	struct err why = { 0 };
	if (find_phrase(d, PHRASE_STATEMENT, &o))
		return EFFECT_FAILED;
	if (!turn_allows(d->t, &o.act, &why))
		return refuse(d, &o, "say", &why);
	enum effect_outcome out = fill(d, &o, LIMIT_SUGGEST);
	if (out != EFFECT_RESULT)
		return out;
	mark_known(d, &o);
	out = effect_finish(d, json_make("{s:s}", "state", "queued"));
	say_now(d, &o, NULL);
	json_decref(o.text);
	return out;
}

enum effect_outcome effect_suggest(struct doing *d)
{
	struct spoken o = { 0 };
	struct err why = { 0 };
	if (find_phrase(d, PHRASE_STATEMENT, &o))
		return EFFECT_FAILED;
	if (!turn_allows(d->t, &o.act, &why))
		return refuse(d, &o, "suggest", &why);
	enum effect_outcome out = fill(d, &o, LIMIT_SUGGEST);
	if (out != EFFECT_RESULT)
		return out;
	mark_known(d, &o);
	out = EFFECT_WAITS;
	if (is_bot(d, o.party)) {
		out = effect_finish(d, json_make("{s:s}", "state", "sent"));
		say_now(d, &o, NULL);
	} else {
		turn_offer(d->t, effect_wait(d, LIMIT_SUGGEST, o.text, NULL), "suggest", o.text);
	}
	json_decref(o.text);
	return out;
}

/* Puts a question before the person (bot) or the agent (assist). */
static enum effect_outcome pose(struct doing *d, const struct spoken *o, const struct wait *w,
                                const char *purpose)
{
	mark_known(d, o);
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
		return effect_usage(d,
		                    "one question is open to %s already; only one at a time can be",
		                    role_name(o->party)),
		       -1;
	return 0;
}

enum effect_outcome effect_confirm(struct doing *d)
{
	struct spoken o = { 0 };
	struct err why = { 0 };
	if (find_question(d, PHRASE_QUESTION, &o) || effect_hears(d))
		return EFFECT_FAILED;
	if (!turn_allows(d->t, &o.act, &why))
		return refuse(d, &o, "confirm", &why);
	enum effect_outcome out = fill(d, &o, LIMIT_CONFIRM);
	if (out != EFFECT_RESULT)
		return out;
	pose(d, &o, effect_wait(d, LIMIT_CONFIRM, o.text, NULL), "confirm");
	json_decref(o.text);
	return EFFECT_WAITS;
}

/* Whether the flow fills in more than the delegate, which the record names anyway: kept, so that the
 * notice can be filled once more. */
static bool fills_more(const struct doing *d)
{
	const json_t *values = json_object_get(d->args, "values");
	bool only_delegate = effect_arg(d, "delegate") && json_object_get(values, "third_party");
	return json_object_size(values) > (only_delegate ? 1 : 0);
}

/* What the notice says in law, to this person: {item: text}, new. */
static json_t *legal_items(const struct doing *d, const struct spoken *o, const char *about)
{
	json_t *legal = json_object();
	for (size_t i = 0; i < o->p->legal_count; i++) {
		char *text = notice_item(d->t->b, o->p->language, o->p->legal[i].text,
		                         effect_arg(d, "delegate"), about);
		json_object_set_new(legal, o->p->legal[i].item, json_string(text));
		free(text);
	}
	return legal;
}

/* The consent's own record. about: what the flow names, else the case's topic. */
static char *record_consent(const struct doing *d, const struct spoken *o)
{
	char *id = xasprintf("k%lld", (long long)d->t->c->next_id + 1);
	const char *about = effect_arg(d, "about");
	if (!about && effect_arg(d, "delegate"))
		about = case_text(d->t->c, json_object_get(d->t->c->facts, "topic"));
	json_t *r =
		json_make("{s:s, s:s, s:s, s:s, s:s, s:i, s:o, s:s, s:{s:s}}", "r", "consent", "id",
	                  id, "kind", o->p->consent, "subject", role_name(o->party), "phrase",
	                  o->p->id, "version", o->p->version, "legal", legal_items(d, o, about),
	                  "state", "requested", "evidence", "kind", "flow");
	if (effect_arg(d, "delegate"))
		json_object_set_new(r, "delegate", json_string(effect_arg(d, "delegate")));
	if (about)
		json_object_set_new(r, "about", json_string(about));
	if (json_object_get(d->args, "items"))
		json_object_set(r, "items", json_object_get(d->args, "items"));
	if (fills_more(d))
		json_object_set(r, "values", json_object_get(d->args, "values"));
	json_object_set_new(r, "identity", json_string(o->p->identity));
	json_object_set_new(r, "language", json_string(language_code(o->p->language)));
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
		if (effect_arg(d, "delegate") && type && !strcmp(type, "party") &&
		    (!party || strcmp(party, effect_arg(d, "delegate"))))
			return true;
	}
	return false;
}

/* where: what has the keys of known, among which one was probably meant */
static enum effect_outcome not_among(const struct doing *d, const char *name, const char *where,
                                     const json_t *known)
{
	char *hint = keys_hint_object(name, known);
	effect_usage(d, "'%s' is not %s: %s", name, where, hint);
	free(hint);
	return EFFECT_FAILED;
}

enum effect_outcome effect_consent(struct doing *d)
{
	struct spoken o = { 0 };
	struct err why = { 0 };
	if (find_question(d, PHRASE_NOTICE, &o))
		return EFFECT_FAILED;
	if (!strcmp(o.p->consent, "delegation") &&
	    role_from(effect_arg(d, "delegate")) == ROLE_NONE)
		return effect_usage(
			d, "say.%s asks for a delegation, which needs { delegate = party }",
			o.p->id);
	if (effect_arg(d, "about") && !bundle_word(d->t->b, "topic", effect_arg(d, "about")))
		return not_among(d, effect_arg(d, "about"), "in words.topic",
		                 bundle_words(d->t->b, "topic"));
	if (names_another(d))
		return effect_usage(d, "say.%s names another person than delegate", o.p->id);
	if (!turn_allows(d->t, &o.act, &why))
		return refuse(d, &o, "consent", &why);
	enum effect_outcome out = fill(d, &o, LIMIT_CONSENT);
	if (out != EFFECT_RESULT)
		return out;
	char *id = record_consent(d, &o);
	pose(d, &o, effect_wait(d, LIMIT_CONSENT, o.text, id), "consent");
	free(id);
	json_decref(o.text);
	return EFFECT_WAITS;
}

static enum effect_outcome not_collected(const struct doing *d, const char *field)
{
	json_t *collects = bundle_collects(d->t->b);
	if (json_object_size(collects) > 0)
		return not_among(d, field, "declared in collects", collects);
	return effect_usage(d,
	                    "'%s' is not declared: write collects = { [\"%s\"] = { purpose = \"…\" "
	                    "} } at the head of the flow",
	                    field, field);
}

enum effect_outcome effect_ask(struct doing *d)
{
	struct spoken o = { 0 };
	struct err why = { 0 };
	const char *field = effect_arg(d, "field");
	enum role owner = case_phone_owner(field); /* nothing else of a party can be asked for */
	if (!bundle_collect(d->t->b, field))
		return not_collected(d, field);
	if (owner == ROLE_NONE)
		return effect_usage(d, "'%s' is no field; expected <party>.phone", field);
	if (d->t->c->parties[owner].phone)
		return effect_finish(d, json_make("{s:s}", "state", "known"));
	if (find_question(d, PHRASE_QUESTION, &o))
		return EFFECT_FAILED;
	const struct act hold = { ACT_HOLD, owner, 0, ROLE_NONE };
	if (!turn_allows(d->t, &o.act, &why) || !turn_allows(d->t, &hold, &why))
		return refuse(d, &o, "ask", &why);
	enum effect_outcome out = fill(d, &o, LIMIT_ASK);
	if (out != EFFECT_RESULT)
		return out;
	pose(d, &o, effect_wait(d, LIMIT_ASK, o.text, NULL), "ask");
	json_decref(o.text);
	return EFFECT_WAITS;
}

enum effect_outcome effect_knows(struct doing *d)
{
	enum role r = role_from(effect_arg(d, "party"));
	if (!effect_arg(d, "field") || strcmp(effect_arg(d, "field"), "phone"))
		return effect_usage(d, "expected \"phone\": nothing else is known of a party");
	return effect_finish(d, json_make("{s:b}", "known", d->t->c->parties[r].phone != NULL));
}
