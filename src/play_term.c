#include "play_term.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bundle.h"
#include "clock.h"
#include "engine.h"
#include "log.h"
#include "play_term_impl.h"
#include "play_text.h"
#include "trusted.h"
#include "understand.h"

const char *term_get(const json_t *object, const char *key)
{
	const char *v = json_string_value(json_object_get(object, key));
	return v ? v : "";
}

json_t *term_ask(struct term *t, const char *name, json_t *args)
{
	struct err e = { 0 };
	json_t *answer = trusted_call(t->lua, name, args, &e);
	if (!answer)
		play_out_say(&t->out, "bad", "%s", e.text);
	json_decref(args);
	return answer;
}

char *term_read(struct term *t, const char *prompt, const char *given)
{
	char *text;
	if (t->at_end)
		return NULL;
	t->at_end = play_line_read(t->line, prompt, given, &text) == LINE_END;
	return text;
}

static bool is_open(const struct term *t)
{
	return !strcmp(term_get(t->view, "status"), "open");
}

static char *span_text(struct term *t, int64_t ms)
{
	json_t *span = term_ask(t, "span", json_pack("[I]", (json_int_t)ms));
	char *out = xstrdup(json_string_value(span));
	json_decref(span);
	return out ? out : xstrdup("");
}

/* ---- the menu ---- */

/* [{"name", "items"}], see lua/assent/play_menu.lua; new */
static json_t *menu_of(struct term *t)
{
	struct err e = { 0 };
	const struct support_case *c = engine_case(t->stage.g, t->stage.case_id, &e);
	int64_t wake_ms = c ? case_wake_at(c) : 0;
	json_t *left = wake_ms ? json_integer(wake_ms - clock_now_ms()) : json_null();
	return term_ask(t, "menu", json_pack("[O, O, o]", t->view, t->head, left));
}

static const json_t *menu_item(const json_t *menu, size_t n)
{
	size_t i;
	json_t *group;
	json_array_foreach(menu, i, group)
	{
		const json_t *items = json_object_get(group, "items");
		if (n <= json_array_size(items))
			return json_array_get(items, n - 1);
		n -= json_array_size(items);
	}
	return NULL;
}

static void show_menu(struct term *t, const json_t *menu)
{
	int number = 1;
	size_t i, k;
	json_t *group, *item;
	json_array_foreach(menu, i, group)
	{
		json_t *labels = json_array();
		json_array_foreach(json_object_get(group, "items"), k, item)
		{
			const char *more = *term_get(item, "ask") ? "…" : "";
			json_array_append_new(labels,
			                      json_sprintf("%s%s", term_get(item, "label"), more));
		}
		if (json_array_size(labels))
			play_out_items(&t->out, term_get(group, "name"), labels, number);
		number += (int)json_array_size(labels);
		json_decref(labels);
	}
}

/* "11월 22일 09:30 (30분 지남) · 호출자: 답을 기다림" */
static void show_status(struct term *t)
{
	enum { KST_MS = 9 * 60 * 60 * 1000 };
	char now[25];
	int64_t passed_ms = clock_now_ms() - time_parse(term_get(t->view, "opened_at"));
	char *span = passed_ms > 0 ? span_text(t, passed_ms) : xstrdup("");
	json_t *status = term_ask(t, "status", json_pack("[O]", t->view));
	time_text(clock_now_ms() + KST_MS, now);
	play_out_say(&t->out, "faint", "%d월 %d일 %.5s%s%s%s · %s", atoi(now + 5), atoi(now + 8),
	             now + 11, *span ? " (" : "", span, *span ? " 지남)" : "",
	             json_string_value(status) ? json_string_value(status) : "");
	json_decref(status);
	free(span);
}

static void show_point(struct term *t, const json_t *menu)
{
	const json_t *next = term_next(t);
	play_out_rule(&t->out);
	show_status(t);
	show_menu(t, menu);
	if (next) {
		char *line = term_line_of(t, next);
		play_out_say(&t->out, "party", "Enter: 다음 줄 ‘%s’", line);
		free(line);
	}
	play_out_say(&t->out, "faint",
	             "%s번호나 .play 줄 · b 뒤로 · v 상태 · ? 도움말 · s 저장 · q 끝",
	             next                ? ""
	             : is_open(t)        ? "Enter: 1번 · "
	             : t->saved == t->at ? "Enter: 끝 · "
	                                 : "Enter: 저장 · ");
}

/* ---- what is typed ---- */

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
	play_out_say(&t->out, "faint",
	             "메뉴의 번호나 .play의 한 줄을 적어 주세요. 적는 법은 ?에 있습니다.");
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
	else
		play_out_say(&t->out, "faint", "그만두었습니다.");
	free(said);
	free(prompt);
	return line;
}

static void do_item(struct term *t, const json_t *menu, size_t n)
{
	const json_t *item = n ? menu_item(menu, n) : NULL;
	if (!item) {
		play_out_say(&t->out, "bad",
		             "%zu번은 메뉴에 없습니다. 메뉴에 있는 번호를 적어 주세요.", n);
		return;
	}
	char *line = item_line(t, item);
	if (line) {
		play_out_say(&t->out, "party", "▸ %s", line);
		do_line(t, line);
	}
	free(line);
}

static const char help[] =
	"적는 법 (.play의 줄 그대로)\n"
	"  상담사: 보냄 / 읽어 줌 / 고쳐서 보냄: 글 / 자기 말: 글 / 건너뜀: 이유\n"
	"  상담사(차주): 보냄                    여러 제안 가운데 차주에게 갈 것\n"
	"  호출자: [네]                          버튼을 누른다\n"
	"  호출자: 글쎄요                        글로 말한다\n"
	"  상담사 기록(호출자): 네, 통화, \"네 괜찮습니다\"\n"
	"  상담사 입력(탑승자 연락처): 010-5555-1234  안 알려 주면 거절\n"
	"  상담사 표시(호출자): 통화 위임 요청 → 배우자  정보 출처 불만, 동의 철회, 재연락 요청\n"
	"  상담사 전환(차주): 봇                 다시 상담사로도\n"
	"  2시간 뒤                              시간이 지난다\n"
	"  동의(위임): 동의, 단계: …, 메모: …    그런지 확인한다\n"
	"명령 (한글 자판 그대로 눌러도 됩니다)\n"
	"  b, b 3   한 걸음, 세 걸음 뒤로        f, f 3   다시 앞으로\n"
	"  v        사람, 동의, 기다리는 것      h        상황을 고쳐서 같은 대화를 다시\n"
	"  r        고친 흐름으로 같은 대화를 다시   s, s 이름   저장\n"
	"  q        끝 (Ctrl-D도)                Esc      묻는 것을 그만두기\n";

static void show_help(struct term *t, const char *rest)
{
	(void)t, (void)rest;
	fputs(help, stdout);
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
	for (size_t n = steps_of(rest); n > 0; n--)
		if (!term_forward(t)) {
			if (!term_next(t))
				play_out_say(&t->out, "faint", "앞에 더 있는 줄이 없습니다.");
			return;
		}
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

/* The letter, the same key of a Korean keyboard, and the word. */
static const struct command {
	const char *names[3];
	void (*run)(struct term *t, const char *rest);
	bool moves, unstaged; /* moves: the menu is another one; unstaged: goes without a case */
} commands[] = {
	{ { "b", "ㅠ", "뒤로" }, go_back, true, false },
	{ { "f", "ㄹ", "앞으로" }, go_forward, true, false },
	{ { "v", "ㅍ", "상태" }, show_state, false, false },
	{ { "s", "ㄴ", "저장" }, save, false, false },
	{ { "h", "ㅗ", "처음" }, change_head, true, true },
	{ { "r", "ㄱ", "다시" }, again, true, true },
	{ { "?", "？", "도움말" }, show_help, false, true },
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
	if (term_next(t))
		go_forward(t, "");
	else if (is_open(t))
		do_item(t, menu, 1);
	else if (t->saved == t->at)
		return false;
	else
		term_save(t, NULL);
	return true;
}

/* false: to end. *moved: the menu is to be shown anew. */
static bool do_said(struct term *t, const json_t *menu, const char *said, bool *moved)
{
	const char *rest;
	char *end;
	const struct command *command = command_of(said, &rest);
	unsigned long number = strtoul(said, &end, 10);
	*moved = true;
	if (is_quit(said))
		return false;
	if (command && (t->staged || command->unstaged)) {
		*moved = command->moves;
		command->run(t, rest);
	} else if (!t->staged) {
		play_out_say(&t->out, "bad",
		             "흐름을 고친 뒤 r, 상황을 고치려면 h, 끝내려면 q를 누르세요.");
	} else if (!*said) {
		return do_enter(t, menu);
	} else if (said[0] >= '0' && said[0] <= '9' && !*end) {
		do_item(t, menu, number);
	} else if (said[0] != '#') {
		size_t at = t->at;
		do_line(t, said);
		*moved = t->at != at;
	}
	return true;
}

static void dialogue(struct term *t)
{
	bool moved = true, goes = true;
	while (goes && !t->at_end) {
		json_t *menu = t->staged ? menu_of(t) : NULL;
		if (moved && t->staged)
			show_point(t, menu);
		char *said = term_read(t, "> ", NULL);
		if (said)
			goes = do_said(t, menu, said, &moved);
		else if (!t->at_end)
			play_out_say(&t->out, "faint", "끝내려면 q를 누르세요.");
		free(said);
		json_decref(menu);
	}
	if (t->at && t->at != t->saved && t->staged) {
		t->at_end = t->at_end && !play_line_is_typed(t->line);
		term_save(t, NULL);
	}
	if (t->at && t->at != t->saved)
		play_out_say(&t->out, "faint", "저장하지 않고 끝냈습니다.");
}

/* ---- the command ---- */

struct play_args {
	const char *flows_dir, *what; /* a flow, or a file */
	int to;                       /* line; 0: not given */
};

static int read_args(int argc, char **argv, struct play_args *a)
{
	*a = (struct play_args){ .flows_dir = "flows" };
	for (int i = 0; i < argc; i++) {
		bool more = i + 1 < argc;
		if (!strcmp(argv[i], "--flows") && more) {
			a->flows_dir = argv[++i];
		} else if (!strcmp(argv[i], "--to") && more) {
			a->to = atoi(argv[++i]);
			if (a->to <= 0) {
				fprintf(stderr, "assent: --to: expected the number of a line\n");
				return -1;
			}
		} else if (argv[i][0] == '-' || a->what) {
			fprintf(stderr, "assent: play does not know '%s'; see assent help\n",
			        argv[i]);
			return -1;
		} else {
			a->what = argv[i];
		}
	}
	return 0;
}

/* Which flows there are, where none or another was named. */
static void say_flows(struct term *t, const char *what)
{
	fprintf(stderr, "assent: play: %s%s%s; expected a .play file, or one of:", what ? "'" : "",
	        what ? what : "no flow is named", what ? "' is no flow" : "");
	for (size_t i = 0; i < flow_set_count(t->flows); i++)
		fprintf(stderr, " %s", bundle_flow(flow_set_at(t->flows, i)));
	fprintf(stderr, "\n");
}

static bool is_file(const char *what)
{
	size_t len = what ? strlen(what) : 0;
	return len > 5 && !strcmp(what + len - 5, ".play");
}

/* The acts of a file lie ahead; the line that ends it is no act. */
static int load_file(struct term *t, const char *path, struct err *e)
{
	json_t *play = play_parse(path, e);
	if (!play)
		return -1;
	json_t *acts = json_object_get(play, "acts");
	size_t last = json_array_size(acts) - 1;
	t->path = path;
	t->ending = json_incref(json_array_get(acts, last));
	json_array_remove(acts, last);
	json_decref(t->acts);
	t->acts = json_incref(acts);
	json_object_del(play, "acts");
	t->head = play;
	return 0;
}

static int play_file(struct term *t, const struct play_args *a)
{
	struct err e = { 0 };
	if (load_file(t, a->what, &e)) {
		fprintf(stderr, "assent: %s\n", e.text);
		return 1;
	}
	play_out_say(&t->out, "strong", "%s (%s)", term_get(t->head, "title"), a->what);
	if (!term_start(t))
		return 1;
	term_run_to(t, a->to ? a->to : INT32_MAX);
	t->saved = t->at;
	dialogue(t);
	return 0;
}

static int play_flow(struct term *t, const struct play_args *a)
{
	struct bundle *b = a->what ? flow_set_get(t->flows, a->what) : NULL;
	if (!b) {
		say_flows(t, a->what);
		return 2;
	}
	t->head = term_form_new(t, b);
	if (!t->head || !term_form(t))
		return t->head ? 0 : 1;
	if (term_start(t))
		dialogue(t);
	return 0;
}

static int open_term(struct term *t, struct err *e)
{
	play_out_init(&t->out);
	t->line = play_line_new();
	t->acts = json_array();
	t->path = "";
	t->lua = trusted_new("assent/play_term", e);
	t->understand = t->lua ? understand_new(e) : NULL;
	t->flows = t->understand ? flow_set_load(t->flows_dir, e) : NULL;
	return t->flows ? 0 : -1;
}

static void close_term(struct term *t)
{
	if (t->staged)
		stage_close(&t->stage);
	json_decref(t->view);
	json_decref(t->ending);
	json_decref(t->acts);
	json_decref(t->head);
	flow_set_free(t->flows);
	understand_free(t->understand);
	trusted_free(t->lua);
	play_line_free(t->line);
}

int play_term_main(int argc, char **argv)
{
	struct play_args a;
	struct err e = { 0 };
	if (read_args(argc, argv, &a))
		return 2;
	struct term t = { .flows_dir = a.flows_dir };
	log_set_level(LOG_NOTHING);
	int status = 1;
	if (open_term(&t, &e))
		fprintf(stderr, "assent: %s\n", e.text);
	else
		status = is_file(a.what) ? play_file(&t, &a) : play_flow(&t, &a);
	close_term(&t);
	return status;
}
