#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "play_term_impl.h"

/* The line that is done, in the colour of whoever does it. */
void term_say_line(struct term *t, const char *line)
{
	size_t len = strlen(line), end = strlen("뒤");
	bool is_agent = !strncmp(line, "상담사", strlen("상담사"));
	bool is_time = len > end && !strcmp(line + len - end, "뒤");
	char *told = xasprintf("▸ %s", line);
	play_out_text(&t->out, is_agent ? "agent" : is_time ? "wait" : "party", told, 2);
	free(told);
}

static void do_line(struct term *t, const char *text)
{
	json_t *act =
		term_ask(t, "line", json_pack("[s, O]", text, json_object_get(t->head, "parties")));
	const char *wrong = json_string_value(json_object_get(act, "error"));
	if (act && !wrong) {
		term_do(t, act);
		return;
	}
	play_out_say(&t->out, "bad", "%s", wrong ? wrong : "읽을 수 없는 줄입니다.");
	play_out_say(
		&t->out, "faint", "%s",
		wrong && strstr(wrong, "머리말")
			? "h를 누르면 시작 화면에서 더할 수 있습니다."
			: "메뉴의 번호나 .play의 한 줄을 적어 주세요. 적는 법은 ?에 있습니다.");
	json_decref(act);
}

/* The line of an item, with what it asks for; NULL: cancelled. Caller frees. */
static char *item_line(struct term *t, const json_t *item)
{
	const char *ask = term_get(item, "ask"), *example = term_get(item, "example");
	const char *given = json_string_value(json_object_get(item, "given"));
	if (!*ask)
		return xstrdup(term_get(item, "before"));
	char *prompt =
		*example ? xasprintf("%s (Enter: %s): ", ask, example) : xasprintf("%s: ", ask);
	char *said = term_read(t, prompt, given), *line = NULL;
	const char *answer = said && *said ? said : said ? example : "";
	if (*answer)
		line = xasprintf("%s%s%s", term_get(item, "before"), answer,
		                 term_get(item, "after"));
	free(said);
	free(prompt);
	return line;
}

static void do_item(struct term *t, const json_t *menu, size_t n)
{
	const json_t *item = n ? term_menu_item(menu, n) : NULL;
	if (!item) {
		term_take_back(t);
		play_out_say(&t->out, "bad",
		             "%zu번은 메뉴에 없습니다. 메뉴에 있는 번호를 적어 주세요.", n);
		return;
	}
	char *line = item_line(t, item);
	term_take_back(t);
	if (line) {
		term_say_line(t, line);
		do_line(t, line);
	}
	free(line);
}

enum { LINE_COLUMNS = 48, COMMAND_COLUMNS = 12 };

static void show_help(struct term *t, const char *rest)
{
	static const char *const lines[][2] = {
		{ "상담사: 보냄", "읽어 줌, 이미 물음, 건너뜀: 이유" },
		{ "상담사: 고쳐서 보냄: 글", "또는 자기 말: 글" },
		{ "상담사(차주): 보냄", "여러 제안 가운데 차주에게 갈 것" },
		{ "호출자: [네]", "버튼을 누른다" },
		{ "호출자: 글쎄요", "글로 말한다" },
		{ "상담사 기록(호출자): 네, 통화, \"네 괜찮습니다\"", "말로 들은 답" },
		{ "상담사 입력(탑승자 연락처): 010-5555-1234", "안 알려 주면 거절" },
		{ "상담사 표시(호출자): 통화 위임 요청 → 배우자", "동의 철회, 정보 출처 불만 …" },
		{ "상담사 전환(차주): 봇", "다시 상담사로도" },
		{ "2시간 뒤", "시간이 지난다" },
		{ "동의(위임): 동의", "그런지 확인한다. 단계, 메모도" },
	};
	static const char *const keys[][2] = {
		{ "b, b 3", "한 걸음, 세 걸음 뒤로. f, f 3은 다시 앞으로" },
		{ "h, r", "상황을(h), 흐름을(r) 고쳐서 같은 대화를 다시" },
		{ "v", "사람, 동의, 기다리는 것" },
		{ "s, s 이름", "지금까지를 .play로 저장" },
		{ "q, Ctrl-D", "끝. Esc는 묻는 것을 그만두기" },
	};
	(void)rest;
	play_out_say(&t->out, "strong", "적는 법 (.play의 줄 그대로)");
	for (size_t i = 0; i < COUNT_OF(lines); i++)
		play_out_field(&t->out, lines[i][0], LINE_COLUMNS, lines[i][1]);
	play_out_say(&t->out, "strong", "명령 (한글 자판 그대로 눌러도 됩니다)");
	for (size_t i = 0; i < COUNT_OF(keys); i++)
		play_out_field(&t->out, keys[i][0], COMMAND_COLUMNS, keys[i][1]);
}

static size_t steps_of(const char *rest)
{
	long n = strtol(rest, NULL, 10);
	return n > 0 ? (size_t)n : 1;
}

static void go_back(struct term *t, const char *rest)
{
	term_back(t, steps_of(rest));
}

static void go_forward(struct term *t, const char *rest)
{
	size_t n = 0;
	while (n < steps_of(rest) && term_forward(t))
		n++;
	if (!n && !term_next(t))
		play_out_say(&t->out, "faint", "앞에 더 있는 줄이 없습니다.");
}

static void show_state(struct term *t, const char *rest)
{
	(void)rest;
	json_t *shown = term_ask(t, "state", json_pack("[O]", t->view));
	play_out_paragraphs(&t->out, shown);
	json_decref(shown);
}

static void save(struct term *t, const char *rest)
{
	term_save(t, *rest ? rest : NULL);
}

static void change_head(struct term *t, const char *rest)
{
	(void)rest;
	json_t *was = json_deep_copy(t->head);
	if (term_form(t)) {
		term_again(t);
	} else {
		json_decref(t->head);
		t->head = json_incref(was);
	}
	json_decref(was);
}

static void again(struct term *t, const char *rest)
{
	(void)rest;
	term_again(t);
}

/* The letter, the same key of a Korean keyboard, and the word. unstaged: goes without a case;
 * looks: shows something and does nothing. */
static const struct command {
	const char *names[3];
	void (*run)(struct term *t, const char *rest);
	bool unstaged, looks;
} commands[] = {
	{ { "b", "ㅠ", "뒤로" }, go_back, false, false },
	{ { "f", "ㄹ", "앞으로" }, go_forward, false, false },
	{ { "v", "ㅍ", "상태" }, show_state, false, true },
	{ { "s", "ㄴ", "저장" }, save, false, false },
	{ { "h", "ㅗ", "처음" }, change_head, true, false },
	{ { "r", "ㄱ", "다시" }, again, true, false },
	{ { "?", "？", "도움말" }, show_help, true, true },
};

/* *rest: what stands behind the name, a number as well without a blank ("b3"). */
static const struct command *command_of(const char *said, const char **rest)
{
	for (size_t i = 0; i < COUNT_OF(commands); i++)
		for (size_t k = 0; k < COUNT_OF(commands[i].names); k++) {
			size_t len = strlen(commands[i].names[k]);
			if (strncmp(said, commands[i].names[k], len) ||
			    !strchr(" 0123456789", said[len]))
				continue;
			*rest = said + len + strspn(said + len, " ");
			return &commands[i];
		}
	return NULL;
}

static bool is_quit(const char *said)
{
	return !strcmp(said, "q") || !strcmp(said, "ㅂ") || !strcmp(said, "끝");
}

/* What an empty line means. false: to end. */
static bool do_enter(struct term *t, const json_t *menu)
{
	if (term_is_open(t) && !term_next(t)) {
		do_item(t, menu, 1);
		return true;
	}
	term_take_back(t);
	if (term_next(t))
		go_forward(t, "");
	else if (!t->changed)
		return false;
	else
		term_save(t, NULL);
	return true;
}

/* At a terminal what was looked at goes again. */
static void do_command(struct term *t, const struct command *command, const char *rest)
{
	bool goes = command->looks && t->point;
	term_take_back(t);
	t->out.rows = 0;
	command->run(t, rest);
	if (!goes)
		return;
	free(term_read(t, "Enter: 돌아가기 ", NULL));
	t->point = true;
	term_take_back(t);
}

static void do_typed(struct term *t, const char *said)
{
	bool shown = t->point;
	term_take_back(t);
	if (shown)
		term_say_line(t, said);
	if (*said != '#')
		do_line(t, said);
}

/* false: to end. */
static bool do_said(struct term *t, const json_t *menu, const char *said)
{
	const char *rest;
	char *end;
	const struct command *command = command_of(said, &rest);
	unsigned long number = strtoul(said, &end, 10);
	if (is_quit(said))
		return false;
	if (command && (t->staged || command->unstaged)) {
		do_command(t, command, rest);
	} else if (!t->staged) {
		play_out_say(&t->out, "bad",
		             "흐름을 고친 뒤 r, 상황을 고치려면 h, 끝내려면 q를 누르세요.");
	} else if (!*said) {
		return do_enter(t, menu);
	} else if (said[0] >= '0' && said[0] <= '9' && !*end) {
		do_item(t, menu, number);
	} else {
		do_typed(t, said);
	}
	return true;
}

/* Nobody is asked any more where the input is at its end, but for a person who pressed Ctrl-D. */
static void end_dialogue(struct term *t)
{
	bool unsaved = t->changed && t->staged;
	t->at_end = t->at_end && !play_line_is_typed(t->line);
	term_take_back(t);
	if (unsaved)
		term_save(t, NULL);
	if (t->changed)
		play_out_say(&t->out, "faint", "저장하지 않고 끝냈습니다.");
}

void term_dialogue(struct term *t)
{
	bool goes = true;
	while (goes && !t->at_end) {
		json_t *menu = t->staged ? term_menu(t) : NULL;
		if (t->staged)
			term_show_point(t, menu);
		char *said = term_read(t, "> ", NULL);
		if (said)
			goes = do_said(t, menu, said);
		else
			term_take_back(t);
		free(said);
		json_decref(menu);
	}
	end_dialogue(t);
}
