/* What a turn brought, as lines for the agents' own place of work, such as the internal notes of a
 * ticket: what to say next, what people said whom the agents do not see there, who agreed to what. */
#include "turn.h"

#include <stdlib.h>
#include <string.h>

#include "channel.h"
#include "json_make.h"
#include "store.h"

/* Zendesk takes 30 updates of a ticket in 10 minutes from one user; one in 21 s stays below it. */
enum { DESK_EVERY_MS = 21 * 1000 };

static const char *str(const json_t *r, const char *key)
{
	return json_string_value(json_object_get(r, key));
}

static bool is(const json_t *r, const char *key, const char *what)
{
	return str(r, key) && !strcmp(str(r, key), what);
}

/* label is taken; text: a reference or a text; NULL: none */
static void add_line(json_t *lines, char *label, json_t *text)
{
	json_t *line = json_pack("{s:s}", "label", label);
	if (text)
		json_object_set(line, "text", text);
	json_array_append_new(lines, line);
	free(label);
}

static void suggestion_line(const struct turn *t, const json_t *r, json_t *lines)
{
	const char *word = role_word(role_from(str(r, "party")));
	(void)t;
	if (is(r, "state", "offered"))
		add_line(lines, xasprintf("%s에게 제안", word), json_object_get(r, "text"));
	else if (is(r, "state", "blocked") && str(r, "party"))
		add_line(lines, xasprintf("%s에게 아직 말할 수 없음", word),
		         json_object_get(r, "reason"));
}

static const struct {
	const char *code, *word;
} words[] = {
	{ "requested", "물어봄" },     { "granted", "동의함" },   { "denied", "거부함" },
	{ "unanswered", "답이 없음" }, { "withdrawn", "철회함" }, { "expired", "기한이 지남" },
};

static const char *word_of(const char *code)
{
	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (!strcmp(words[i].code, code))
			return words[i].word;
	return code;
}

static void consent_line(const struct turn *t, const json_t *r, json_t *lines)
{
	const struct consent *k = case_consent(t->c, str(r, "id"));
	if (!k || !str(r, "state") || is(r, "state", "requested"))
		return;
	json_t *state = json_string(word_of(str(r, "state")));
	add_line(lines, xasprintf("%s · %s", role_word(k->subject), consent_kind_word(k->kind)),
	         state);
	json_decref(state);
}

/* What became of an invitation, where there is something to say of it. */
static void invite_line(const struct turn *t, const json_t *r, json_t *lines)
{
	bool dead = is(r, "state", "dead"), unsure = is(r, "state", "unknown");
	const char *why = str(r, "reason");
	for (int p = 0; p < ROLE_COUNT; p++) {
		const char *key = t->c->parties[p].invite_key;
		if (!key || strcmp(key, str(r, "key")) || !(why || dead || unsure))
			continue;
		json_t *text = json_string(why    ? why
		                           : dead ? "전달하지 못함"
		                                  : "전달되었는지 알 수 없음");
		add_line(lines, xasprintf("%s 초대", role_word((enum role)p)), text);
		json_decref(text);
	}
}

/* Will it be said all the same, once its reader comes? */
static bool is_held(const struct turn *t, const struct message *m)
{
	int64_t n = m->wait_n ? m->wait_n : m->part_of_n;
	for (size_t i = 0; i < t->c->held_count; i++) {
		const struct held *h = &t->c->held[i];
		bool is_its =
			n ? h->n == n : json_equal(json_object_get(h->record, "text"), m->text);
		if (h->party == m->party && is_its)
			return true;
	}
	return false;
}

static void held_line(const struct turn *t, const json_t *r, json_t *lines)
{
	(void)t;
	add_line(lines,
	         xasprintf("%s의 대화방이 열리면 전달함", role_word(role_from(str(r, "party")))),
	         json_object_get(r, "text"));
}

/* What did not reach a person, the agent must say himself. */
static void delivery_line(const struct turn *t, const json_t *r, json_t *lines)
{
	const struct message *m = case_message_by_key(t->c, str(r, "key"));
	bool unsure = is(r, "state", "unknown");
	invite_line(t, r, lines);
	if (m && (unsure || (is(r, "state", "dead") && !is_held(t, m))))
		add_line(lines,
		         xasprintf(unsure ? "%s에게 전달되었는지 알 수 없음"
		                          : "%s에게 전달하지 못함",
		                   role_word(m->party)),
		         m->text);
}

/* Nor what was held for him and is never said. */
static void unheld_line(const struct turn *t, const json_t *r, json_t *lines)
{
	for (size_t i = 0; str(r, "reason") && i < t->c->messages_count; i++)
		if (!strcmp(t->c->messages[i].id, str(r, "id")))
			add_line(lines,
			         xasprintf("%s에게 전달하지 못함",
			                   role_word(t->c->messages[i].party)),
			         t->c->messages[i].text);
}

enum role turn_person_of_desk(const struct turn *t)
{
	enum role r = t->c->inbound;
	return r == ROLE_NONE ? ROLE_CALLER : r;
}

/* Agents see what is said where the platform itself has them answer, but only in the conversation of this ticket. */
static void message_line(const struct turn *t, const json_t *r, json_t *lines)
{
	enum role party = role_from(str(r, "party"));
	const struct channel *ch = channel_find(t->channels, t->c->parties[party].platform);
	bool is_seen = ch && ch->controls && party == turn_person_of_desk(t);
	if (is(r, "from", "party") && !is_seen)
		add_line(lines, xasprintf("%s의 말", role_word(party)), json_object_get(r, "text"));
}

/* They work here only from now on: what has been offered, too. */
static void desk_lines(const struct turn *t, const json_t *r, json_t *lines)
{
	for (size_t i = 0; str(r, "platform") && i < t->c->suggestions_count; i++) {
		const struct suggestion *s = &t->c->suggestions[i];
		if (!strcmp(s->state, "offered"))
			add_line(lines, xasprintf("%s에게 제안", role_word(s->party)), s->text);
	}
}

static const char *value_word(const char *name)
{
	static const char *const named[][2] = { { "trip_date", "이용일" },
		                                { "origin", "출발지" },
		                                { "destination", "도착지" },
		                                { "agent_name", "상담사 이름" } };
	for (size_t i = 0; i < COUNT_OF(named); i++)
		if (!strcmp(named[i][0], name))
			return named[i][1];
	return name;
}

/* A step whose words lack something waits for an agent, who may look here alone. */
static void lacking_line(const struct turn *t, const json_t *r, json_t *lines)
{
	struct buf list = { 0 };
	size_t i;
	json_t *name;
	(void)t;
	json_array_foreach(json_object_get(json_object_get(r, "wait"), "missing"), i, name)
	{
		const char *one = json_string_value(name);
		enum role owner = case_phone_owner(one);
		buf_addf(&list, "%s%s%s", i ? ", " : "",
		         owner == ROLE_NONE ? value_word(one) : role_word(owner),
		         owner == ROLE_NONE ? "" : " 연락처");
	}
	if (list.len_bytes) {
		json_t *text = json_string(list.data);
		add_line(lines, xstrdup("다음 말에 필요한 값. 콘솔이나 사이드바에서 적어 주세요"),
		         text);
		json_decref(text);
	}
	buf_free(&list);
}

static void note_line(const struct turn *t, const json_t *r, json_t *lines)
{
	(void)t;
	add_line(lines, xstrdup("메모"), json_object_get(r, "text"));
}

static void close_line(const struct turn *t, const json_t *r, json_t *lines)
{
	(void)t;
	add_line(lines, xstrdup("상담 흐름 끝"), json_object_get(r, "outcome"));
}

static void park_line(const struct turn *t, const json_t *r, json_t *lines)
{
	(void)t;
	add_line(lines, xstrdup("상담 흐름이 멈췄습니다. 콘솔에서 까닭을 보고 직접 처리해 주세요"),
	         json_object_get(r, "reason"));
}

static const struct {
	const char *record;
	void (*add)(const struct turn *t, const json_t *r, json_t *lines);
} rows[] = {
	{ "suggestion", suggestion_line }, { "consent", consent_line }, { "message", message_line },
	{ "delivery", delivery_line },     { "desk", desk_lines },      { "held", held_line },
	{ "unheld", unheld_line },         { "step", lacking_line },    { "note", note_line },
	{ "close", close_line },           { "park", park_line },
};

static json_t *lines_of(const struct turn *t)
{
	json_t *lines = json_array(), *r;
	size_t i;
	json_array_foreach(t->records, i, r)
	{
		for (size_t n = 0; n < COUNT_OF(rows); n++)
			if (is(r, "r", rows[n].record))
				rows[n].add(t, r, lines);
	}
	return lines;
}

/* Codes only: tags are seen in lists and reports. */
static json_t *tags_of(const struct turn *t)
{
	json_t *tags = json_array(), *r;
	size_t i;
	json_array_foreach(t->records, i, r)
	{
		if (is(r, "r", "open") || (is(r, "r", "desk") && str(r, "platform")))
			json_array_append_new(tags, json_string("assent"));
		if (is(r, "r", "park"))
			json_array_append_new(tags, json_string("assent_parked"));
		if (!is(r, "r", "close"))
			continue;
		json_array_append_new(tags, json_string("assent_closed"));
		if (str(r, "outcome"))
			json_array_append_new(tags, json_sprintf("assent_%s", str(r, "outcome")));
	}
	return tags;
}

/* A row for the desk, not before due_ms. effect is taken. */
static void add_row(struct turn *t, json_t *effect, int64_t due_ms)
{
	int64_t seq = t->c->out_seq + 1;
	json_object_set(effect, "address", t->c->desk_address);
	char *key = turn_out(t, t->c->desk, effect);
	t->outs[t->outs_count - 1].next_at_ms = due_ms;
	turn_record(t, json_pack("{s:s, s:s, s:I, s:I}", "r", "desk", "key", key, "seq",
	                         (json_int_t)seq, "due", (json_int_t)t->c->desk_due_ms));
	free(key);
}

/* While one waits for its time, what follows goes in that. */
static int64_t next_due_ms(const struct turn *t)
{
	int64_t last_ms = t->c->desk_due_ms;
	if (last_ms > t->now_ms)
		return last_ms;
	return t->now_ms < last_ms + DESK_EVERY_MS ? last_ms + DESK_EVERY_MS : t->now_ms;
}

void turn_tell_desk(struct turn *t)
{
	if (!t->c->desk)
		return;
	json_t *lines = lines_of(t), *tags = tags_of(t);
	if (json_array_size(tags))
		add_row(t, json_pack("{s:s, s:O}", "kind", "tags", "add", tags), t->now_ms);
	if (json_array_size(lines)) {
		t->c->desk_due_ms = next_due_ms(t);
		add_row(t, json_pack("{s:s, s:O}", "kind", "note", "lines", lines),
		        t->c->desk_due_ms);
	}
	json_decref(lines);
	json_decref(tags);
}
