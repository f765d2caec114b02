/* log.c: builds one JSON line and hands it to stderr in one write, so that threads do not mix
 * theirs. */
#include "log.h"

#include "base.h"
#include "clock.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const field_names[] = {
	[LF_CASE] = "case",     [LF_TURN] = "turn",     [LF_FLOW] = "flow",
	[LF_BUNDLE] = "bundle", [LF_SOURCE] = "source", [LF_EVENT] = "event_id",
	[LF_KIND] = "kind",     [LF_PARTY] = "party",   [LF_KEY] = "key",
	[LF_TARGET] = "target", [LF_STATE] = "state",   [LF_STATUS] = "status",
	[LF_METHOD] = "method", [LF_ROUTE] = "route",   [LF_CODE] = "code",
	[LF_REASON] = "reason", [LF_FILE] = "file",     [LF_LINE] = "line",
	[LF_COUNT] = "count",   [LF_MS] = "ms",         [LF_ADDRESS] = "address",
};

static const char *const level_names[] = { "debug", "info", "warn", "error" };
static atomic_int least_level = LOG_INFO;
static char *(*mask_of)(const char *text, size_t len_bytes);

void log_set_level(enum log_level least)
{
	atomic_store(&least_level, (int)least);
}

void log_set_mask(char *(*mask)(const char *text, size_t len_bytes))
{
	mask_of = mask;
}

/* Bytes of the UTF-8 character at s (its code point in *c), 0 where there is none (RFC 3629). Here
 * and not in text.c, because a log line must be possible on the lowest level. */
static size_t character_at(const unsigned char *s, uint32_t *c)
{
	size_t len = s[0] < 0x80 ? 1 : s[0] < 0xC2 ? 0 : s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : 4;
	if (len == 0 || s[0] > 0xF4)
		return 0;
	*c = len == 1 ? s[0] : s[0] & (0xFFu >> (len + 1));
	for (size_t i = 1; i < len; i++) {
		if ((s[i] & 0xC0) != 0x80) /* the NUL at the end stops here too */
			return 0;
		*c = *c << 6 | (s[i] & 0x3Fu);
	}
	if ((len == 3 && *c < 0x800) || (len == 4 && *c < 0x10000))
		return 0;
	return *c > 0x10FFFF || (*c >= 0xD800 && *c <= 0xDFFF) ? 0 : len;
}

/* C1 controls are escaped as well: some terminals obey them. */
static bool is_control(uint32_t c)
{
	return c < 0x20 || (c >= 0x7F && c < 0xA0);
}

static void add_json_text(struct buf *b, const char *text)
{
	const unsigned char *s = (const unsigned char *)text;
	buf_adds(b, "\"");
	while (*s) {
		uint32_t c = 0;
		size_t len = character_at(s, &c);
		if (len == 0)
			buf_adds(b, "\xEF\xBF\xBD"); /* U+FFFD for each byte that is no text */
		else if (c == '"' || c == '\\')
			buf_addf(b, "\\%c", (char)c);
		else if (is_control(c))
			buf_addf(b, "\\u%04" PRIx32, c);
		else
			buf_add(b, s, len);
		s += len ? len : 1;
	}
	buf_adds(b, "\"");
}

static void add_fields(struct buf *b, va_list ap)
{
	for (;;) {
		unsigned field = (unsigned)va_arg(ap, int);
		if (field == LF_END)
			return;
		assert(field < COUNT_OF(field_names) && field_names[field]);
		const char *type = va_arg(ap, const char *);
		if (*type == 'd') {
			buf_addf(b, ",\"%s\":%" PRId64, field_names[field], va_arg(ap, int64_t));
			continue;
		}
		assert(*type == 's');
		const char *value = va_arg(ap, const char *);
		if (!value)
			continue;
		bool quotes = field == LF_REASON || field == LF_FILE;
		char *masked = mask_of && quotes ? mask_of(value, strlen(value)) : NULL;
		buf_addf(b, ",\"%s\":", field_names[field]);
		add_json_text(b, masked ? masked : value);
		free(masked);
	}
}

/* A log that cannot be written is dropped: the service matters more than its log. */
static void write_line(const char *line, size_t len_bytes)
{
	while (len_bytes > 0) {
		ssize_t n = write(STDERR_FILENO, line, len_bytes);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return;
		line += n;
		len_bytes -= (size_t)n;
	}
}

void log_fact(enum log_level level, const char *event, ...)
{
	assert((unsigned)level < COUNT_OF(level_names));
	if ((int)level < atomic_load(&least_level))
		return;
	int saved = errno; /* the caller may still want to say more about it */
	char at[25];
	struct buf b = { 0 };
	time_text(clock_now_ms(), at);
	buf_addf(&b, "{\"at\":\"%s\",\"level\":\"%s\",\"event\":", at, level_names[level]);
	add_json_text(&b, event);
	va_list ap;
	va_start(ap, event);
	add_fields(&b, ap);
	va_end(ap);
	buf_adds(&b, "}\n");
	write_line(b.data, b.len_bytes);
	buf_free(&b);
	errno = saved;
}
