/* test_sentence.c: what the engine tells people: whole in each language, and read back out of the journal. */
#include "sentence.h"

#include "base.h"
#include "sentence_impl.h"
#include "text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define EACH_ROW(s)                                                      \
	size_t tables_count;                                             \
	const struct sentences *tables = sentence_tables(&tables_count); \
	for (size_t at = 0; at < tables_count; at++)                     \
		for (const struct sentence *s = tables[at].rows; s->code; s++)

static bool has_hangul(const char *text)
{
	for (const unsigned char *p = (const unsigned char *)text; *p; p++)
		if (*p >= 0xea && *p <= 0xed)
			return true;
	return false;
}

/* The names of its placeholders, sorted: {"name": how often}; NULL: it is not well formed. */
static json_t *names_of(const char *text)
{
	json_t *out = json_object();
	struct part p;
	int more;
	while ((more = sentence_part(&text, &p)) > 0) {
		if (p.literal)
			continue;
		char *name = xstrndup(p.name, p.name_len);
		json_object_set_new(out, name, json_true());
		free(name);
	}
	if (more == 0)
		return out;
	json_decref(out);
	return NULL;
}

/* The code of the i-th word of a vocabulary; NULL: it has fewer. */
static const char *word_at(const char *kind, size_t i)
{
	size_t len = strlen(kind);
	EACH_ROW(s)
	if (!strncmp(s->code, kind, len) && s->code[len] == '.' && !i--)
		return s->code + len + 1;
	return NULL;
}

static bool is_plain_kind(const char *kind)
{
	return !*kind || !strcmp(kind, "said") || !strcmp(kind, "sentence") ||
	       !strcmp(kind, "span") || !strcmp(kind, "limit") || !strcmp(kind, "plural");
}

static void every_row_has_words_in_both_languages_with_the_same_values(void **state)
{
	(void)state;
	EACH_ROW(s)
	{
		json_t *ko = names_of(s->text[LANGUAGE_KO]), *en = names_of(s->text[LANGUAGE_EN]);
		/* An integrator is told ids and settings that a person has no use for. */
		if (ko && en && tables[at].kept_in == LANGUAGE_EN)
			json_object_update(ko, en);
		if (!ko || !en || !json_equal(ko, en))
			fail_msg("%s: its placeholders differ, or are not well formed", s->code);
		json_decref(ko);
		json_decref(en);
		/* Lines of a dialogue, in which people are told and say what they do: in Korean. */
		bool is_line = !strncmp(s->code, "term.line.", strlen("term.line."));
		if (!*s->text[LANGUAGE_KO] || !*s->text[LANGUAGE_EN] ||
		    (!is_line && has_hangul(s->text[LANGUAGE_EN])))
			fail_msg("%s: a text is empty, or its English is not", s->code);
	}
}

static void every_code_is_there_once(void **state)
{
	(void)state;
	json_t *met = json_object();
	EACH_ROW(s)
	{
		if (json_object_get(met, s->code))
			fail_msg("%s is there twice", s->code);
		json_object_set_new(met, s->code, json_true());
	}
	json_decref(met);
}

static void every_vocabulary_has_words(void **state)
{
	(void)state;
	EACH_ROW(s)
	for (int l = 0; l < LANGUAGES; l++) {
		struct part p;
		const char *text = s->text[l];
		while (sentence_part(&text, &p) > 0)
			if (!is_plain_kind(p.kind) && !word_at(p.kind, 0))
				fail_msg("%s: no vocabulary is called %s", s->code, p.kind);
	}
}

/* A particle that depends on the word before it is never written out behind a placeholder. */
static void particles_follow_the_word(void **state)
{
	static const char *const bare[] = { "이 ", "가 ", "을 ", "를 ",   "은 ",
		                            "는 ", "과 ", "와 ", "으로 ", "로 " };
	(void)state;
	EACH_ROW(s)
	{
		struct part p, before = { 0 };
		const char *ko = s->text[LANGUAGE_KO], *en = s->text[LANGUAGE_EN];
		for (; sentence_part(&ko, &p) > 0; before = p) {
			if (*p.particle && !text_particle("가", p.particle))
				fail_msg("%s: '%s' are no particles", s->code, p.particle);
			for (size_t i = 0; before.name && p.literal && i < COUNT_OF(bare); i++)
				if (!strncmp(p.literal, bare[i], strlen(bare[i])))
					fail_msg("%s: '%s' fits some words only", s->code, bare[i]);
		}
		while (sentence_part(&en, &p) > 0)
			if (*p.particle)
				fail_msg("%s: English has no particles", s->code);
	}
}

/* A value for each placeholder; turn: which of several. */
static json_t *some_values(const char *text, enum language l, int turn)
{
	static const char *const free_words[] = { "가람", "상자", "서울", "c1-4" };
	const char *ours = l == LANGUAGE_KO ? sentence_word("sent.unknown") : "expected a text";
	json_t *out = json_object();
	struct part p;
	while (sentence_part(&text, &p) > 0) {
		if (p.literal)
			continue;
		char *name = xstrndup(p.name, p.name_len);
		const char *word = free_words[turn];
		if (!strcmp(p.kind, "said") || !strcmp(p.kind, "sentence"))
			word = ours;
		else if (*p.kind)
			word = word_at(p.kind, (size_t)turn) ? word_at(p.kind, (size_t)turn)
			                                     : word_at(p.kind, 0);
		json_object_set_new(out, name, json_string(word));
		free(name);
	}
	return out;
}

static void whatever_is_kept_is_read_back(void **state)
{
	(void)state;
	EACH_ROW(s)
	for (int turn = 0; tables[at].kept_in >= 0 && turn < 4; turn++) {
		enum language l = (enum language)tables[at].kept_in;
		json_t *values = some_values(s->text[l], l, turn);
		char *text = sentence_in(l, s->code, json_incref(values));
		json_t *told = sentence_read(text);
		if (strcmp(json_string_value(json_object_get(told, "code")), s->code) ||
		    !json_equal(json_object_get(told, "values"), values))
			fail_msg("%s: '%s' is read as another: %s", s->code, text,
			         json_string_value(json_object_get(told, "code")));
		json_decref(told);
		json_decref(values);
		free(text);
	}
}

static void assert_reads(const char *text, const char *code, const char *en)
{
	json_t *told = sentence_read(text);
	assert_string_equal(json_string_value(json_object_get(told, "code")), code);
	assert_string_equal(json_string_value(json_object_get(told, "ko")), text);
	assert_string_equal(json_string_value(json_object_get(told, "en")), en);
	json_decref(told);
}

static void a_reason_of_the_gate_is_told_in_english(void **state)
{
	(void)state;
	assert_reads("호출자의 상담 위임 동의가 없습니다", "gate.missing",
	             "The caller has not given consent to the delegation");
	assert_reads("호출자의 상담 위임 동의가 없습니다: 이 글에는 아직 말할 수 없는 내용이 들어 "
	             "있습니다",
	             "gate.typed",
	             "The caller has not given consent to the delegation: the text holds what may "
	             "not be told yet");
	assert_reads("영어 문구가 없어 한국어로 말합니다: hello", "note.language",
	             "There is no phrase in English, so it is said in Korean: hello");
}

static void a_list_of_words_is_read_word_by_word(void **state)
{
	(void)state;
	json_t *told = sentence_read("동의 안내가 바뀌었습니다 (이용 목적, 철회 방법). 차주에게 "
	                             "받은 동의는 더 쓸 수 없습니다. "
	                             "바뀐 안내로 다시 묻습니다.");
	assert_string_equal(json_string_value(json_object_get(told, "en")),
	                    "The notice has changed (purpose, how to withdraw). The consent of the "
	                    "car owner holds no more. It is asked again with the changed notice.");
	json_decref(told);
}

static void what_stands_in_brackets_is_told_with_its_sentence(void **state)
{
	(void)state;
	assert_reads("Zendesk가 받는 크기를 넘었습니다. (too_large)", "with_code",
	             "It is larger than Zendesk takes. (too_large)");
}

static void a_text_of_people_is_none_of_ours(void **state)
{
	(void)state;
	static const char *const texts[] = { "고객이 다시 전화 달라고 함", "네 (맞아요)",
		                             "호출자의 차가 없습니다", "(1001)", "" };
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		json_t *told = sentence_read(texts[i]);
		if (!json_is_null(told))
			fail_msg("'%s' was read as %s", texts[i],
			         json_string_value(json_object_get(told, "code")));
	}
	assert_true(json_is_null(sentence_read(NULL)));
}

static void an_error_of_the_api_is_told_in_korean(void **state)
{
	(void)state;
	json_t *told = sentence_read("value: longer than 60 characters");
	assert_string_equal(json_string_value(json_object_get(told, "ko")),
	                    "값이 너무 깁니다. 60자까지 쓸 수 있습니다.");
	json_decref(told);
}

static void assert_span(const char *code, json_int_t ms, const char *ko, const char *en)
{
	for (int l = 0; l < LANGUAGES; l++) {
		char *text = sentence_in((enum language)l, code, json_pack("{s:I}", "span", ms));
		assert_string_equal(text, l == LANGUAGE_KO ? ko : en);
		free(text);
	}
}

static void spans_of_time_are_said_as_people_say_them(void **state)
{
	(void)state;
	assert_span("play.span", 26 * 3600 * 1000, "1일 2시간", "1 day 2 hours");
	assert_span("play.span", 1, "1초", "1 second");
	assert_span("graph.limit", 24 * 3600 * 1000, "24시간", "24 hours");
	assert_span("graph.limit", 7 * 24 * 3600 * 1000, "7일", "7 days");
	assert_span("graph.limit", 90 * 1000, "90초", "90 seconds");
}

static void the_terminal_speaks_the_language_of_its_locale(void **state)
{
	(void)state;
	unsetenv("LC_ALL");
	unsetenv("LC_MESSAGES");
	unsetenv("LANG");
	assert_int_equal(sentence_of_terminal(), LANGUAGE_EN);
	setenv("LANG", "ko_KR.UTF-8", 1);
	assert_int_equal(sentence_of_terminal(), LANGUAGE_KO);
	setenv("LC_MESSAGES", "en_US.UTF-8", 1);
	assert_int_equal(sentence_of_terminal(), LANGUAGE_EN);
	setenv("LC_ALL", "ko", 1);
	assert_int_equal(sentence_of_terminal(), LANGUAGE_KO);
	setenv("LC_ALL", "", 1);
	assert_int_equal(sentence_of_terminal(), LANGUAGE_EN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_has_words_in_both_languages_with_the_same_values),
		cmocka_unit_test(every_code_is_there_once),
		cmocka_unit_test(every_vocabulary_has_words),
		cmocka_unit_test(particles_follow_the_word),
		cmocka_unit_test(whatever_is_kept_is_read_back),
		cmocka_unit_test(a_reason_of_the_gate_is_told_in_english),
		cmocka_unit_test(a_list_of_words_is_read_word_by_word),
		cmocka_unit_test(what_stands_in_brackets_is_told_with_its_sentence),
		cmocka_unit_test(a_text_of_people_is_none_of_ours),
		cmocka_unit_test(an_error_of_the_api_is_told_in_korean),
		cmocka_unit_test(spans_of_time_are_said_as_people_say_them),
		cmocka_unit_test(the_terminal_speaks_the_language_of_its_locale),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
