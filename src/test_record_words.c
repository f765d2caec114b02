#include <stdlib.h>
#include <string.h>

#include "test_record_impl.h"
#include "text.h"
#include "understand.h"

/* Tried in this order; whether a text is understood as wanted the reader says. Two may be said together. */
static const char *const texts[] = {
	"네, 동의합니다.",
	"네, 그렇게 해 주세요.",
	"네, 맞습니다.",
	"네, 그렇습니다.",
	"아니요, 동의하지 않습니다.",
	"아니요, 동의 안 할게요.",
	"아니요, 아닙니다.",
	"아니요.",
	"글쎄요, 잘 모르겠네요.",
	"음, 생각을 좀 해 볼게요.",
	"여보세요?",
	"잠시만요.",
	"동의 철회할게요.",
	"동의를 철회하겠습니다.",
	"제 번호는 어떻게 아셨어요?",
	"제 정보는 어디서 나셨나요?",
	"제 남편과 통화해 주세요.",
	"제 아내와 통화해 주세요.",
	"차주와 통화해 주세요.",
	"차주분한테 전화해 주세요.",
	"탑승자와 통화해 주세요.",
	"탑승자분한테 전화해 주세요.",
	"네, 제 남편과 통화해 주세요.",
	"네, 차주와 통화해 주세요.",
	"네, 탑승자와 통화해 주세요.",
	"네, 제 아들과 통화해 주세요.",
	"아니요, 제 남편과 통화해 주세요.",
	"아니요, 차주와 통화해 주세요.",
	"아니요, 탑승자와 통화해 주세요.",
	"아니요, 제 아들과 통화해 주세요.",
	"제 아들과 통화해 주세요.",
	"제 친구와 통화해 주세요.",
};

static bool says(struct record *r, const char *kind, const char *flag, const char *text)
{
	struct err e = { 0 };
	json_t *found = understand_text(r->u, kind, text, &e);
	bool yes = json_is_true(json_object_get(found, flag));
	json_decref(found);
	return yes;
}

/* Whom the text asks to call; ROLE_NONE: nobody. As event_said.c has it. */
static enum role delegate_of(struct record *r, const char *text)
{
	struct err e = { 0 };
	enum role to = ROLE_NONE;
	json_t *found = understand_text(r->u, "delegate", text, &e);
	if (json_is_true(json_object_get(found, "is_delegate_request"))) {
		to = role_from(json_string_value(json_object_get(found, "relation")));
		to = role_is_third_party(to) ? to : ROLE_OTHER;
	}
	json_decref(found);
	return to;
}

static bool answers(struct record *r, const struct sense *m, const char *text)
{
	struct err e = { 0 };
	if (!m->answer)
		return true;
	json_t *found = understand_text(r->u, m->question, text, &e);
	const char *label = json_string_value(json_object_get(found, "label"));
	bool same = label && !strcmp(label, m->answer);
	json_decref(found);
	return same;
}

static bool means(struct record *r, const struct sense *m, const char *text)
{
	return answers(r, m, text) && delegate_of(r, text) == (m->delegates ? m->to : ROLE_NONE) &&
	       says(r, "withdrawal", "is_withdrawal", text) == m->withdraws &&
	       says(r, "source", "is_source_complaint", text) == m->complains;
}

static bool is_same(const char *text, const char *was)
{
	char *a = text_bare(text), *b = text_bare(was ? was : "");
	bool same = !strcmp(a, b);
	free(a);
	free(b);
	return same;
}

const char *record_text(struct record *r, const struct sense *m, const char *was)
{
	static char both[256];
	const char *found = NULL;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		if (!means(r, m, texts[i]))
			continue;
		if (!is_same(texts[i], was))
			return texts[i];
		found = texts[i];
	}
	for (size_t i = 0; !found && i < COUNT_OF(texts); i++) {
		for (size_t k = 0; !found && k < COUNT_OF(texts); k++) {
			snprintf(both, sizeof both, "%s %s", texts[i], texts[k]);
			found = i != k && means(r, m, both) ? both : NULL;
		}
	}
	return found ? found : "글쎄요, 잘 모르겠네요.";
}

/* ---- facts ---- */

static const struct {
	const char *name, *values[3];
} facts[] = {
	{ "trip_date", { "2026-11-20", "2026-11-18", "2026-11-17" } },
	{ "origin", { "가람역 2번 출구", "나래시장 앞", "라온공원" } },
	{ "destination", { "다솜역", "마루초등학교", "바다빌딩" } },
	{ "agent_name", { "이가온", "박나래", "최다온" } },
};

/* Whether anything that the case keeps holds the text. */
static bool is_in_case(const struct record *r, const char *text)
{
	for (size_t i = 0; i < r->c->values_count; i++)
		if (r->c->values[i].text && strstr(r->c->values[i].text, text))
			return true;
	return false;
}

const char *record_fact(const struct record *r, const char *name)
{
	for (size_t i = 0; i < COUNT_OF(facts); i++) {
		size_t k = 0;
		if (strcmp(facts[i].name, name))
			continue;
		while (k + 1 < COUNT_OF(facts[i].values) && is_in_case(r, facts[i].values[k]))
			k++;
		return facts[i].values[k];
	}
	return NULL;
}

/* ---- numbers ---- */

/* 010-0000 is given to nobody. */
const char *record_phone(struct record *r, const char *number)
{
	char made[16];
	char *digits = text_digits(number ? number : "");
	if (!json_object_get(r->phones, digits)) {
		size_t n = json_object_size(r->phones);
		do
			snprintf(made, sizeof made, "010-0000-%04zu", ++n);
		while (is_in_case(r, made + 4));
		json_object_set_new(r->phones, digits, json_string(made));
	}
	const char *found = json_string_value(json_object_get(r->phones, digits));
	free(digits);
	return found;
}
