#include "play_line.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "base.h"
#include "text.h"

enum { HISTORY_MAX = 200, LINE_MAX_BYTES = 16 * 1024, ESCAPE_MS = 50 };

struct play_line {
	bool typed;
	int rows;
	char *unreadable;
	struct termios was;
	char *history[HISTORY_MAX];
	int history_count;
};

/* Whoever closes the terminal or ends the program ends the input, so that all is tidied up. */
static volatile sig_atomic_t ended;

static void end_input(int signo)
{
	(void)signo;
	ended = 1;
}

struct play_line *play_line_new(char *unreadable)
{
	struct play_line *l = xcalloc(1, sizeof *l);
	l->unreadable = unreadable;
	const struct sigaction sa = { .sa_handler = end_input }; /* no SA_RESTART: read() returns */
	sigaction(SIGHUP, &sa, NULL);
	sigaction(SIGTERM, &sa, NULL);
	const char *term = getenv("TERM");
	l->typed = term && strcmp(term, "dumb") && isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) &&
	           tcgetattr(STDIN_FILENO, &l->was) == 0;
	return l;
}

void play_line_free(struct play_line *l)
{
	for (int i = 0; i < l->history_count; i++)
		free(l->history[i]);
	free(l->unreadable);
	free(l);
}

bool play_line_is_typed(const struct play_line *l)
{
	return l->typed;
}

int play_line_rows(const struct play_line *l)
{
	return l->rows;
}

static void remember(struct play_line *l, const char *text)
{
	if (!*text || (l->history_count && !strcmp(l->history[l->history_count - 1], text)))
		return;
	if (l->history_count == HISTORY_MAX) {
		free(l->history[0]);
		memmove(l->history, l->history + 1, (HISTORY_MAX - 1) * sizeof *l->history);
		l->history_count--;
	}
	l->history[l->history_count++] = xstrdup(text);
}

/* As the reader of plays wants it; NULL: not UTF-8. */
static char *tidied(const char *text)
{
	const char *from = text + strspn(text, " \t");
	size_t len = strlen(from);
	while (len && strchr(" \t\r\n", from[len - 1]))
		len--;
	if (!text_valid(from, len))
		return NULL;
	char *plain = xstrndup(from, len), *nfc = text_nfc(plain);
	free(plain);
	return nfc;
}

/* ---- a line being edited ---- */

struct edit {
	struct play_line *l;
	const char *prompt;
	struct buf text;
	size_t at;    /* byte in front of which the cursor stands */
	int row;      /* of the cursor, below the first row of the prompt */
	int recalled; /* index into the history; history_count: the new line */
	bool offered; /* what stands there goes when a letter is typed first */
};

static size_t char_bytes(const char *s)
{
	unsigned char c = (unsigned char)*s;
	size_t want = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
	return strnlen(s, want);
}

static int char_width(const char *s)
{
	char one[5] = "";
	memcpy(one, s, char_bytes(s));
	return (int)text_width(one);
}

/* The end of the character at `at`, with the marks that stand on it. */
static size_t next_char(const struct edit *d, size_t at)
{
	if (at >= d->text.len_bytes)
		return d->text.len_bytes;
	do
		at += char_bytes(d->text.data + at);
	while (at < d->text.len_bytes && char_width(d->text.data + at) == 0);
	return at;
}

static size_t previous_char(const struct edit *d, size_t at)
{
	size_t from = 0, next;
	while ((next = next_char(d, from)) < at)
		from = next;
	return from;
}

/* The last column stays free, so that no terminal breaks a row by itself. */
static int columns(void)
{
	struct winsize ws;
	bool known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) == 0 && ws.ws_col > 20;
	return (known ? ws.ws_col : 80) - 1;
}

struct place {
	int row, column;
};

static void lay(struct buf *out, const char *s, size_t len_bytes, int width, struct place *p)
{
	for (size_t i = 0; i < len_bytes; i += char_bytes(s + i)) {
		int w = char_width(s + i);
		if (p->column + w > width) {
			buf_adds(out, "\r\n");
			*p = (struct place){ p->row + 1, 0 };
		}
		buf_add(out, s + i, char_bytes(s + i));
		p->column += w;
	}
}

static void emit(struct buf *out)
{
	size_t done = 0;
	fflush(stdout);
	while (done < out->len_bytes) {
		ssize_t n = write(STDOUT_FILENO, out->data + done, out->len_bytes - done);
		if (n < 0 && errno != EINTR)
			break;
		done += n > 0 ? (size_t)n : 0;
	}
	buf_free(out);
}

static void show(struct edit *d)
{
	struct buf out = { 0 };
	struct place p = { 0, 0 }, cursor;
	int width = columns();
	if (d->row > 0)
		buf_addf(&out, "\x1b[%dA", d->row);
	buf_adds(&out, "\r\x1b[J");
	lay(&out, d->prompt, strlen(d->prompt), width, &p);
	lay(&out, d->text.data, d->at, width, &p);
	cursor = p;
	lay(&out, d->text.data + d->at, d->text.len_bytes - d->at, width, &p);
	if (p.row > cursor.row)
		buf_addf(&out, "\x1b[%dA", p.row - cursor.row);
	buf_adds(&out, "\r");
	if (cursor.column > 0)
		buf_addf(&out, "\x1b[%dC", cursor.column);
	d->row = cursor.row;
	emit(&out);
}

static void put(struct edit *d, const char *bytes, size_t len)
{
	if (d->text.len_bytes + len > LINE_MAX_BYTES)
		return;
	buf_reserve(&d->text, len);
	memmove(d->text.data + d->at + len, d->text.data + d->at, d->text.len_bytes - d->at + 1);
	memcpy(d->text.data + d->at, bytes, len);
	d->text.len_bytes += len;
	d->at += len;
}

static void cut(struct edit *d, size_t from, size_t to)
{
	memmove(d->text.data + from, d->text.data + to, d->text.len_bytes - to + 1);
	d->text.len_bytes -= to - from;
	d->at = from;
}

static void set(struct edit *d, const char *text)
{
	cut(d, 0, d->text.len_bytes);
	put(d, text, strlen(text));
}

static void recall(struct edit *d, int step)
{
	int to = d->recalled + step;
	if (to < 0 || to > d->l->history_count)
		return;
	d->recalled = to;
	set(d, to < d->l->history_count ? d->l->history[to] : "");
}

static size_t word_start(const struct edit *d)
{
	size_t at = d->at;
	while (at > 0 && d->text.data[at - 1] == ' ')
		at--;
	while (at > 0 && d->text.data[at - 1] != ' ')
		at--;
	return at;
}

/* ---- keys ---- */

enum key {
	KEY_ABORT = 3,       /* Ctrl-C */
	KEY_END_OF_FILE = 4, /* Ctrl-D */
	KEY_ESCAPE = 27,
	KEY_BACKSPACE = 127,
	KEY_UP = 1000,
	KEY_DOWN,
	KEY_RIGHT,
	KEY_LEFT,
	KEY_HOME,
	KEY_END,
	KEY_DELETE,
	KEY_NOTHING,
	KEY_GONE /* the terminal */
};

static int read_byte(int wait_ms)
{
	unsigned char c;
	ssize_t n;
	struct pollfd p = { .fd = STDIN_FILENO, .events = POLLIN };
	if (wait_ms >= 0 && poll(&p, 1, wait_ms) <= 0)
		return KEY_NOTHING;
	do
		n = ended ? 0 : read(STDIN_FILENO, &c, 1);
	while (n < 0 && errno == EINTR);
	return n == 1 ? c : KEY_GONE;
}

/* "ESC [ A", "ESC O A", "ESC [ 3 ~" and their like; a bare Escape is itself. */
static int read_escape(void)
{
	static const struct {
		int last, number, key;
	} keys[] = { { 'A', 0, KEY_UP },     { 'B', 0, KEY_DOWN }, { 'C', 0, KEY_RIGHT },
		     { 'D', 0, KEY_LEFT },   { 'H', 0, KEY_HOME }, { 'F', 0, KEY_END },
		     { '~', 3, KEY_DELETE }, { '~', 1, KEY_HOME }, { '~', 4, KEY_END } };
	int c = read_byte(ESCAPE_MS), number = 0;
	if (c == KEY_NOTHING)
		return KEY_ESCAPE;
	if (c != '[' && c != 'O')
		return KEY_NOTHING;
	for (c = read_byte(ESCAPE_MS); c < 256 && (c < '@' || c > '~'); c = read_byte(ESCAPE_MS))
		if (c >= '0' && c <= '9' && number < 100)
			number = 10 * number + c - '0';
	for (size_t i = 0; i < COUNT_OF(keys); i++)
		if (keys[i].last == c && (c != '~' || keys[i].number == number))
			return keys[i].key;
	return KEY_NOTHING;
}

/* Whole characters only: what is no UTF-8 is left out. */
static void type(struct edit *d, int first)
{
	char bytes[5] = { (char)first };
	size_t want = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
	for (size_t i = 1; i < want; i++) {
		int c = read_byte(ESCAPE_MS);
		if (c > 255)
			return;
		bytes[i] = (char)c;
	}
	if (text_valid(bytes, want))
		put(d, bytes, want);
}

/* The keys that shells have under Ctrl. */
static int meant(int key)
{
	static const int control[][2] = { { 1, KEY_HOME },  { 5, KEY_END },       { 2, KEY_LEFT },
		                          { 6, KEY_RIGHT }, { 8, KEY_BACKSPACE }, { 16, KEY_UP },
		                          { 14, KEY_DOWN }, { 4, KEY_DELETE } };
	for (size_t i = 0; i < COUNT_OF(control); i++)
		if (control[i][0] == key)
			return control[i][1];
	return key;
}

static void move_to(struct edit *d, int key)
{
	if (key == KEY_HOME)
		d->at = 0;
	else if (key == KEY_END)
		d->at = d->text.len_bytes;
	else if (key == KEY_LEFT)
		d->at = previous_char(d, d->at);
	else if (key == KEY_RIGHT)
		d->at = next_char(d, d->at);
	else if (key == KEY_UP || key == KEY_DOWN)
		recall(d, key == KEY_UP ? -1 : 1);
}

static void do_key(struct edit *d, int key)
{
	key = meant(key);
	if (d->offered && key >= ' ' && key < 256 && key != KEY_BACKSPACE)
		cut(d, 0, d->text.len_bytes);
	d->offered = false;
	if (key == KEY_BACKSPACE)
		cut(d, previous_char(d, d->at), d->at);
	else if (key == KEY_DELETE)
		cut(d, d->at, next_char(d, d->at));
	else if (key == 'K' - '@')
		cut(d, d->at, d->text.len_bytes);
	else if (key == 'U' - '@')
		cut(d, 0, d->at);
	else if (key == 'W' - '@')
		cut(d, word_start(d), d->at);
	else if (key >= ' ' && key < 256)
		type(d, key);
	else
		move_to(d, key);
}

static enum play_line_end edited(struct edit *d)
{
	for (;;) {
		show(d);
		int key = read_byte(-1);
		if (key == KEY_ESCAPE)
			key = read_escape();
		if (key == KEY_GONE || (key == KEY_END_OF_FILE && d->text.len_bytes == 0))
			return LINE_END;
		if (key == KEY_ABORT || key == KEY_ESCAPE)
			return LINE_CANCELLED;
		if (key == '\r' || key == '\n')
			return LINE_GIVEN;
		do_key(d, key);
	}
}

static enum play_line_end typed(struct play_line *l, const char *prompt, const char *given,
                                bool offered, char **text)
{
	struct edit d = {
		.l = l, .prompt = prompt, .recalled = l->history_count, .offered = offered
	};
	struct termios raw = l->was;
	struct buf below = { 0 };
	raw.c_iflag &= ~(tcflag_t)(BRKINT | ICRNL | INPCK | ISTRIP | IXON);
	raw.c_lflag &= ~(tcflag_t)(ECHO | ICANON | IEXTEN | ISIG);
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	buf_adds(&d.text, "");
	put(&d, given ? given : "", strlen(given ? given : ""));
	fflush(stdout);
	tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
	enum play_line_end end = edited(&d);
	d.at = d.text.len_bytes;
	show(&d);
	l->rows = d.row + 1;
	buf_adds(&below, "\r\n");
	emit(&below);
	tcsetattr(STDIN_FILENO, TCSADRAIN, &l->was);
	if (end == LINE_GIVEN) {
		*text = tidied(d.text.data);
		remember(l, *text);
	}
	buf_free(&d.text);
	return end;
}

/* The next line that can be read; NULL: there is none. Caller frees. */
static char *next_line(const struct play_line *l, const char *prompt)
{
	char *line = NULL, *text = NULL;
	size_t size = 0;
	ssize_t len = 0;
	while (!text && len >= 0) {
		printf("%s", prompt);
		len = ended ? -1 : getline(&line, &size, stdin);
		if (len >= 0)
			text = tidied(strlen(line) == (size_t)len ? line : "\xff");
		if (len >= 0 && !text)
			printf("\n%s\n", l->unreadable);
	}
	free(line);
	return text;
}

/* Echoed, so that what comes out reads as a dialogue. */
static enum play_line_end piped(const struct play_line *l, const char *prompt, const char *given,
                                char **text)
{
	*text = next_line(l, prompt);
	if (!*text) {
		putchar('\n');
		return LINE_END;
	}
	if (!**text && given) {
		free(*text);
		*text = xstrdup(given);
	}
	printf("%s\n", *text);
	return LINE_GIVEN;
}

enum play_line_end play_line_read(struct play_line *l, const char *prompt, const char *given,
                                  char **text)
{
	*text = NULL;
	return l->typed ? typed(l, prompt, given, false, text) : piped(l, prompt, given, text);
}

enum play_line_end play_line_offer(struct play_line *l, const char *prompt, const char *given,
                                   char **text)
{
	*text = NULL;
	return l->typed ? typed(l, prompt, given, true, text) : piped(l, prompt, given, text);
}
