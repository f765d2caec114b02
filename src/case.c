#include "case.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "crypto.h"
#include "sentence.h"

static const char *const role_names[ROLE_COUNT] = {
	[ROLE_CALLER] = "caller", [ROLE_PASSENGER] = "passenger",
	[ROLE_SPOUSE] = "spouse", [ROLE_VEHICLE_OWNER] = "vehicle_owner",
	[ROLE_OTHER] = "other",   [ROLE_DRIVER] = "driver",
};

const char *role_name(enum role r)
{
	return r == ROLE_NONE ? "" : role_names[r];
}

const char *role_word(enum role r)
{
	static const char *const words[ROLE_COUNT] = {
		[ROLE_CALLER] = "role.caller", [ROLE_PASSENGER] = "role.passenger",
		[ROLE_SPOUSE] = "role.spouse", [ROLE_VEHICLE_OWNER] = "role.vehicle_owner",
		[ROLE_OTHER] = "role.other",   [ROLE_DRIVER] = "role.driver",
	};
	return r == ROLE_NONE ? "" : sentence_word(words[r]);
}

enum role role_from(const char *name)
{
	for (int r = 0; name && r < ROLE_COUNT; r++)
		if (!strcmp(role_names[r], name))
			return (enum role)r;
	return ROLE_NONE;
}

bool role_is_third_party(enum role r)
{
	return r == ROLE_PASSENGER || r == ROLE_SPOUSE || r == ROLE_VEHICLE_OWNER ||
	       r == ROLE_OTHER;
}

const char *case_outcome_code(const struct support_case *c)
{
	if (!c->outcome)
		return "";
	return json_is_string(c->outcome) ? json_string_value(c->outcome) : "closed_by_agent";
}

const char *case_status_name(enum case_status s)
{
	static const char *const names[] = { "open", "closed", "parked" };
	return names[s];
}

json_t *time_json(int64_t at_ms)
{
	char text[25];
	if (!at_ms)
		return json_null();
	time_text(at_ms, text);
	return json_string(text);
}

struct support_case *case_new(const char *id)
{
	struct support_case *c = xcalloc(1, sizeof *c);
	c->id = xstrdup(id);
	c->facts = json_object();
	c->bundles = json_array();
	c->inbound = ROLE_NONE;
	c->steps = json_array();
	c->notes = json_array();
	c->step = xstrdup("");
	c->lanes = xcalloc(1, sizeof *c->lanes);
	c->lanes_count = 1;
	c->lanes[0].party = ROLE_NONE;
	return c;
}

/* What is freed here is copied in case_clone.c. */
static void free_consent(struct consent *k)
{
	for (size_t i = 0; i < k->history_count; i++) {
		free(k->history[i].state);
		json_decref(k->history[i].evidence);
		json_decref(k->history[i].shown);
	}
	free(k->history);
	free(k->id);
	free(k->kind);
	free(k->about);
	free(k->phrase);
	free(k->bundle);
	free(k->state);
	json_decref(k->items);
	json_decref(k->notice);
	json_decref(k->legal);
	json_decref(k->values);
}

static void free_wait(struct wait *w)
{
	free(w->phrase);
	free(w->field);
	free(w->consent);
	free(w->yes);
	free(w->no);
	json_decref(w->marks);
	json_decref(w->text);
	json_decref(w->missing);
	json_decref(w->values);
	json_decref(w->outcome);
}

static void free_message(struct message *m)
{
	free(m->id);
	free(m->from);
	free(m->key);
	free(m->delivery);
	free(m->reason);
	free(m->resolved);
	json_decref(m->text);
}

static void free_held(struct held *h)
{
	free(h->id);
	json_decref(h->record);
}

static void free_came(struct came *m)
{
	free(m->phrase);
	json_decref(m->answer);
}

static void free_suggestion(struct suggestion *s)
{
	free_came(&s->came);
	free(s->id);
	free(s->purpose);
	free(s->phrase);
	free(s->state);
	json_decref(s->reason);
	json_decref(s->text);
}

static void free_lists(struct support_case *c)
{
	for (size_t i = 0; i < c->messages_count; i++)
		free_message(&c->messages[i]);
	for (size_t i = 0; i < c->held_count; i++)
		free_held(&c->held[i]);
	for (size_t i = 0; i < c->suggestions_count; i++)
		free_suggestion(&c->suggestions[i]);
	for (size_t i = 0; i < c->consents_count; i++)
		free_consent(&c->consents[i]);
	for (size_t i = 0; i < c->waits_count; i++)
		free_wait(&c->waits[i]);
	for (size_t i = 0; i < c->lanes_count; i++) {
		free(c->lanes[i].handler);
		json_decref(c->lanes[i].event);
		free_came(&c->lanes[i].came);
	}
	for (size_t i = 0; i < c->handlers_count; i++)
		free(c->handlers[i]);
	for (size_t i = 0; i < c->values_count; i++) {
		free(c->values[i].party);
		free(c->values[i].text);
	}
}

void case_free(struct support_case *c)
{
	if (!c)
		return;
	free_lists(c);
	free(c->messages);
	free(c->held);
	free(c->suggestions);
	free(c->consents);
	free(c->waits);
	free(c->lanes);
	free(c->handlers);
	free(c->values);
	for (int r = 0; r < ROLE_COUNT; r++) {
		free(c->parties[r].platform);
		json_decref(c->parties[r].address);
		json_decref(c->parties[r].phone);
		json_decref(c->parties[r].session_id);
		free(c->parties[r].control_key);
		free(c->parties[r].invite_key);
		free(c->parties[r].invite_state);
		free(c->parties[r].invite_reason);
	}
	free(c->desk);
	json_decref(c->desk_address);
	json_decref(c->parked);
	json_decref(c->facts);
	json_decref(c->steps);
	json_decref(c->reports);
	json_decref(c->notes);
	free(c->id);
	free(c->flow);
	free(c->bundle);
	json_decref(c->bundles);
	json_decref(c->outcome);
	free(c->step);
	free(c);
}

/* ---- values ---- */

int64_t case_value_add(struct support_case *c, const char *party, const char *text,
                       const uint8_t salt[16])
{
	int64_t id = (int64_t)c->values_count + 1;
	case_value_load(c, id, party, text, salt);
	return id;
}

void case_value_load(struct support_case *c, int64_t id, const char *party, const char *text,
                     const uint8_t salt[16])
{
	size_t want = (size_t)id;
	assert(id > 0);
	if (want > c->values_count) {
		size_t room = case_room(want);
		if (room != case_room(c->values_count))
			c->values = xrealloc(c->values, room * sizeof *c->values);
		memset(c->values + c->values_count, 0,
		       (want - c->values_count) * sizeof *c->values);
		c->values_count = want;
	}
	struct value *v = &c->values[want - 1];
	free(v->party);
	free(v->text);
	v->party = xstrdup(party);
	v->text = xstrdup(text);
	memcpy(v->salt, salt, sizeof v->salt);
}

void case_value_erase(struct support_case *c, int64_t id)
{
	struct value *v = id >= 1 && (size_t)id <= c->values_count ? &c->values[id - 1] : NULL;
	if (!v || !v->text)
		return;
	crypto_wipe(v->text, strlen(v->text));
	free(v->text);
	v->text = NULL;
	crypto_wipe(v->salt, sizeof v->salt);
}

void case_values_erase(struct support_case *c, const char *party)
{
	for (size_t i = 0; i < c->values_count; i++)
		if (c->values[i].party && !strcmp(c->values[i].party, party))
			case_value_erase(c, (int64_t)i + 1);
}

json_t *case_value_ref(const struct support_case *c, int64_t id)
{
	const struct value *v = &c->values[id - 1];
	uint8_t mac[SHA256_BYTES];
	char hex[SHA256_HEX];
	crypto_hmac_sha256(v->salt, sizeof v->salt, v->text, strlen(v->text), mac);
	crypto_hex(mac, sizeof mac, hex);
	json_t *ref = json_object();
	json_object_set_new_nocheck(ref, "v", json_integer(id));
	json_object_set_new_nocheck(ref, "h", json_string_nocheck(hex));
	return ref;
}

const char *case_text(const struct support_case *c, const json_t *ref)
{
	if (json_is_string(ref))
		return json_string_value(ref);
	json_int_t id = json_integer_value(json_object_get(ref, "v"));
	if (id < 1 || (size_t)id > c->values_count)
		return NULL;
	return c->values[id - 1].text;
}

json_t *case_reveal(const struct support_case *c, const json_t *v)
{
	const char *key;
	json_t *one, *out;
	size_t i;
	if (json_is_object(v) && json_object_get(v, "v") && json_object_get(v, "h")) {
		const char *text = case_text(c, v);
		return text ? json_string(text) : json_null();
	}
	if (json_is_array(v)) {
		out = json_array();
		json_array_foreach(v, i, one) json_array_append_new(out, case_reveal(c, one));
		return out;
	}
	if (!json_is_object(v))
		return json_deep_copy(v);
	out = json_object();
	json_object_foreach((json_t *)v, key, one)
		json_object_set_new(out, key, case_reveal(c, one));
	return out;
}

/* ---- questions about the case ---- */

bool case_wait_hears(const struct wait *w, const char *mark)
{
	size_t i;
	json_t *one;
	json_array_foreach(w->marks, i, one)
	{
		if (!strcmp(json_string_value(one), mark))
			return true;
	}
	return false;
}

struct wait *case_wait_of_lane(struct support_case *c, int lane)
{
	for (size_t i = 0; i < c->waits_count; i++)
		if (c->waits[i].lane == lane)
			return &c->waits[i];
	return NULL;
}

void case_wait_drop(struct support_case *c, int lane)
{
	struct wait *w = case_wait_of_lane(c, lane);
	if (!w)
		return;
	free_wait(w);
	*w = c->waits[--c->waits_count];
}

struct wait *case_wait_at(struct support_case *c, int lane, int64_t n)
{
	struct wait *w = case_wait_of_lane(c, lane);
	return w && w->n == n ? w : NULL;
}

struct wait *case_question(struct support_case *c, enum role r)
{
	for (size_t i = 0; i < c->waits_count; i++) {
		struct wait *w = &c->waits[i];
		bool asks =
			w->kind == WAIT_CONFIRM || w->kind == WAIT_CONSENT || w->kind == WAIT_ASK;
		if (asks && w->party == r && !w->outcome)
			return w;
	}
	return NULL;
}

enum { MARK_SPAN = 100000 };

int64_t case_mark(const char *case_id, int64_t n)
{
	uint8_t hash[SHA256_BYTES];
	char *text = xasprintf("%s/%" PRId64, case_id, n);
	crypto_sha256(text, strlen(text), hash);
	free(text);
	int64_t own = (hash[0] << 16 | hash[1] << 8 | hash[2]) % MARK_SPAN;
	return n * MARK_SPAN + own;
}

int64_t case_marked(const char *case_id, int64_t mark)
{
	int64_t n = mark / MARK_SPAN;
	return n > 0 && case_mark(case_id, n) == mark ? n : 0;
}

struct suggestion *case_suggestion(struct support_case *c, const char *id)
{
	for (size_t i = 0; id && i < c->suggestions_count; i++)
		if (!strcmp(c->suggestions[i].id, id))
			return &c->suggestions[i];
	return NULL;
}

struct consent *case_consent(struct support_case *c, const char *id)
{
	for (size_t i = 0; id && i < c->consents_count; i++)
		if (!strcmp(c->consents[i].id, id))
			return &c->consents[i];
	return NULL;
}

struct message *case_message_by_key(struct support_case *c, const char *key)
{
	for (size_t i = c->messages_count; key && i > 0; i--)
		if (c->messages[i - 1].key && !strcmp(c->messages[i - 1].key, key))
			return &c->messages[i - 1];
	return NULL;
}

const struct message *case_message(const struct support_case *c, const char *id)
{
	for (size_t i = c->messages_count; id && i > 0; i--)
		if (!strcmp(c->messages[i - 1].id, id))
			return &c->messages[i - 1];
	return NULL;
}

enum role case_phone_owner(const char *name)
{
	const char *dot = name ? strchr(name, '.') : NULL;
	char *role = dot && !strcmp(dot, ".phone") ? xstrndup(name, (size_t)(dot - name)) : NULL;
	enum role r = role_from(role);
	free(role);
	return r;
}

bool case_knows(const struct support_case *c, const char *name)
{
	enum role r = case_phone_owner(name);
	const json_t *v = r == ROLE_NONE ? json_object_get(c->facts, name) : c->parties[r].phone;
	return v && case_text(c, v);
}

bool case_handles(const struct support_case *c, const char *kind)
{
	for (size_t i = 0; i < c->handlers_count; i++)
		if (!strcmp(c->handlers[i], kind))
			return true;
	return false;
}

static void sooner(int64_t *at, int64_t candidate)
{
	if (candidate > 0 && (*at == 0 || candidate < *at))
		*at = candidate;
}

int64_t case_wake_at(const struct support_case *c)
{
	int64_t at = 0;
	if (c->status != CASE_OPEN)
		return 0;
	for (size_t i = 0; i < c->waits_count; i++)
		if (!c->waits[i].outcome)
			sooner(&at, c->waits[i].until_ms);
	for (size_t i = 0; i < c->consents_count; i++)
		if (!strcmp(c->consents[i].state, "granted"))
			sooner(&at, c->consents[i].expires_at_ms);
	return at;
}
