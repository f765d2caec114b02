/* base.c: errors, memory and growing text. */
#include "base.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Bytes of the well-formed UTF-8 sequence at p (RFC 3629); 0: none stands there. */
static size_t sequence_at(const unsigned char *p)
{
	size_t len = p[0] < 0x80   ? 1
	             : p[0] < 0xc2 ? 0
	             : p[0] < 0xe0 ? 2
	             : p[0] < 0xf0 ? 3
	             : p[0] < 0xf5 ? 4
	                           : 0;
	for (size_t i = 1; i < len; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	bool overlong = (p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xf0 && p[1] < 0x90);
	bool beyond = (p[0] == 0xed && p[1] > 0x9f) || (p[0] == 0xf4 && p[1] > 0x8f);
	return overlong || beyond ? 0 : len;
}

/* An error may quote what somebody sent, cut anywhere; it goes out as JSON, so bytes that are no
 * text become '?'. */
static void make_text(char *s)
{
	for (unsigned char *p = (unsigned char *)s; *p;) {
		size_t len = sequence_at(p);
		if (!len) /* cut at the very end: left out */
			*p = p[0] >= 0xc2 && strlen((char *)p) < 4 ? '\0' : '?';
		if (!*p)
			return;
		p += len ? len : 1;
	}
}

int err_set(struct err *e, enum err_code code, const char *fmt, ...)
{
	if (!e || e->code != E_NONE)
		return -1;
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(e->text, sizeof e->text, fmt, ap);
	va_end(ap);
	make_text(e->text);
	e->code = code;
	return -1;
}

/* Says so without allocating, and aborts: a half-made state is worse than a restart from the
 * journal. */
static void *checked(void *p)
{
	if (!p) {
		static const char text[] = "assent: out of memory\n";
		ssize_t n = write(STDERR_FILENO, text, sizeof text - 1);
		(void)n;
		abort();
	}
	return p;
}

void *xmalloc(size_t size_bytes)
{
	return checked(malloc(size_bytes ? size_bytes : 1));
}

void *xcalloc(size_t count, size_t size_bytes)
{
	return checked(count && size_bytes ? calloc(count, size_bytes) : calloc(1, 1));
}

void *xrealloc(void *p, size_t size_bytes)
{
	return checked(realloc(p, size_bytes ? size_bytes : 1));
}

char *xstrdup(const char *s)
{
	return s ? checked(strdup(s)) : NULL;
}

void xstrdup_all(const char **const *texts, size_t count)
{
	size_t len_bytes = 0;
	assert(*texts[0]);
	for (size_t i = 0; i < count; i++)
		len_bytes += *texts[i] ? strlen(*texts[i]) + 1 : 0;
	char *at = xmalloc(len_bytes);
	for (size_t i = 0; i < count; i++) {
		if (!*texts[i])
			continue;
		char *copy = at;
		at = stpcpy(copy, *texts[i]) + 1;
		*texts[i] = copy;
	}
}

char *xstrndup(const char *s, size_t len_bytes)
{
	return s ? checked(strndup(s, len_bytes)) : NULL;
}

char *xasprintf(const char *fmt, ...)
{
	char *text = NULL;
	va_list ap;
	va_start(ap, fmt);
	int n = vasprintf(&text, fmt, ap);
	va_end(ap);
	return checked(n < 0 ? NULL : text);
}

/* 128 to begin with: most texts never grow again. */
void buf_reserve(struct buf *b, size_t len_bytes)
{
	if (len_bytes >= SIZE_MAX / 2 - b->len_bytes)
		checked(NULL);
	size_t need = b->len_bytes + len_bytes + 1;
	if (need <= b->cap_bytes)
		return;
	size_t cap = b->cap_bytes ? b->cap_bytes : 128;
	while (cap < need)
		cap *= 2;
	b->data = xrealloc(b->data, cap);
	b->cap_bytes = cap;
}

void buf_addf(struct buf *b, const char *fmt, ...)
{
	va_list ap, again;
	va_start(ap, fmt);
	va_copy(again, ap);
	buf_reserve(b, 64); /* most pieces fit at once */
	size_t room = b->cap_bytes - b->len_bytes;
	int n = vsnprintf(b->data + b->len_bytes, room, fmt, ap);
	va_end(ap);
	if (n < 0)
		checked(NULL);
	if ((size_t)n >= room) {
		buf_reserve(b, (size_t)n);
		vsnprintf(b->data + b->len_bytes, (size_t)n + 1, fmt, again);
	}
	va_end(again);
	b->len_bytes += (size_t)n;
}

void buf_addi(struct buf *b, int64_t n)
{
	enum { DIGITS_MAX = 19 };
	char text[1 + DIGITS_MAX], *at = text + sizeof text;
	uint64_t left = n < 0 ? -(uint64_t)n : (uint64_t)n;
	do
		*--at = (char)('0' + left % 10);
	while (left /= 10);
	if (n < 0)
		*--at = '-';
	buf_add(b, at, (size_t)(text + sizeof text - at));
}

char *buf_take(struct buf *b)
{
	char *text = b->data ? b->data : xcalloc(1, 1);
	*b = (struct buf){ 0 };
	return text;
}

void buf_free(struct buf *b)
{
	free(b->data);
	*b = (struct buf){ 0 };
}

/* 0, or -1 with errno where reading failed; stops behind max_bytes + 1, so that too large is seen.
 */
static int read_up_to(int fd, size_t max_bytes, struct buf *b)
{
	char chunk[16 * 1024];
	while (b->len_bytes <= max_bytes) {
		ssize_t n = read(fd, chunk, sizeof chunk);
		if (n == 0)
			return 0;
		if (n < 0 && errno != EINTR)
			return -1;
		if (n > 0)
			buf_add(b, chunk, (size_t)n);
	}
	return 0;
}

char *file_read(const char *path, size_t max_bytes, size_t *len_bytes, struct err *e)
{
	struct buf b = { 0 };
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 && (errno == ENOENT || errno == ENOTDIR)) {
		err_set(e, E_NOT_FOUND, "%s: no such file", path);
		return NULL;
	}
	if (fd < 0 || read_up_to(fd, max_bytes, &b) != 0) {
		err_set(e, E_IO, "%s: cannot be read: %s", path, strerror(errno));
		goto out;
	}
	if (b.len_bytes > max_bytes) {
		err_set(e, E_TOO_LARGE, "%s: larger than %zu bytes", path, max_bytes);
		goto out;
	}
	close(fd);
	if (len_bytes)
		*len_bytes = b.len_bytes;
	return buf_take(&b);
out:
	if (fd >= 0)
		close(fd);
	buf_free(&b);
	return NULL;
}

static int put_failed(struct err *e, const char *what, const char *path)
{
	return err_set(e, errno == EIO ? E_IO : E_BUSY, "%s: cannot %s: %s", path, what,
	               strerror(errno));
}

/* 0, or -1 with errno. */
static int write_whole(int fd, const char *data, size_t left, bool sync)
{
	while (left > 0) {
		ssize_t n = write(fd, data, left);
		if (n < 0 && errno != EINTR)
			return -1;
		if (n > 0) {
			data += n;
			left -= (size_t)n;
		}
	}
	return sync ? fsync(fd) : 0;
}

/* A new name in a directory is on disk when the directory is. */
static int sync_dir_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *dir = slash ? xstrndup(path, (size_t)(slash - path)) : xstrdup(".");
	int fd = open(*dir ? dir : "/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int rc = fd < 0 ? -1 : fsync(fd);
	if (fd >= 0)
		close(fd);
	free(dir);
	return rc;
}

int file_write(const char *path, const char *text, struct err *e)
{
	FILE *f = fopen(path, "w");
	bool bad = !f || fputs(text, f) < 0;
	if ((f && fclose(f)) || bad)
		return err_set(e, E_IO, "%s: %s", path, strerror(errno));
	return 0;
}

int file_put(const char *path, const void *data, size_t len_bytes, bool sync, struct err *e)
{
	char *tmp = xasprintf("%s.tmp", path);
	int rc = 0, fd = open(tmp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0) {
		rc = put_failed(e, "create it", tmp);
		goto out;
	}
	if (write_whole(fd, data, len_bytes, sync))
		rc = put_failed(e, "write it", tmp);
	if (close(fd) && !rc)
		rc = put_failed(e, "write it", tmp);
	if (!rc && (rename(tmp, path) || (sync && sync_dir_of(path))))
		rc = put_failed(e, "put it in place", path);
	if (rc)
		unlink(tmp); /* half of it is not left behind */
out:
	free(tmp);
	return rc;
}

void time_text(int64_t at_ms, char out[25])
{
	/* Years 0000 to 9999 are what the form can say; what lies outside is a broken sender's
	 * time. */
	const int64_t least_s = -62167219200, most_s = 253402300799;
	int64_t s = at_ms / 1000, ms = at_ms % 1000;
	if (ms < 0) {
		ms += 1000;
		s--;
	}
	if (s < least_s) {
		s = least_s;
		ms = 0;
	} else if (s > most_s) {
		s = most_s;
		ms = 999;
	}
	time_t t = (time_t)s;
	struct tm tm;
	gmtime_r(&t, &tm);
	/* The remainders change nothing; they show the compiler that 24 characters are enough. */
	snprintf(out, 25, "%04u-%02u-%02uT%02u:%02u:%02u.%03uZ",
	         (unsigned)(tm.tm_year + 1900) % 10000, (unsigned)(tm.tm_mon + 1) % 100,
	         (unsigned)tm.tm_mday % 100, (unsigned)tm.tm_hour % 100, (unsigned)tm.tm_min % 100,
	         (unsigned)tm.tm_sec % 100, (unsigned)ms % 1000);
}

/* "Z", or how far the clock that wrote it was ahead of UTC: "+09:00". -1: neither. */
static int parse_offset(const char *text, int64_t *ahead_ms)
{
	int hours, minutes, end = 0;
	*ahead_ms = 0;
	if (!strcmp(text, "Z"))
		return 0;
	if ((*text != '+' && *text != '-') ||
	    sscanf(text + 1, "%2d:%2d%n", &hours, &minutes, &end) != 2 || end != 5 ||
	    text[1 + end] || text[1] == '-' || text[4] == '-' || hours > 23 || minutes > 59)
		return -1;
	*ahead_ms = (int64_t)(hours * 60 + minutes) * 60000 * (*text == '-' ? -1 : 1);
	return 0;
}

int64_t time_parse(const char *text)
{
	struct tm tm = { 0 };
	int year, month, millis = 0, end = 0;
	int64_t ahead_ms;
	if (!text ||
	    sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2d%n", &year, &month, &tm.tm_mday, &tm.tm_hour,
	           &tm.tm_min, &tm.tm_sec, &end) != 6 ||
	    end != 19)
		return -1;
	if (text[end] == '.') {
		int digits = (int)strspn(text + end + 1, "0123456789");
		if (digits < 1 || digits > 9)
			return -1;
		for (int i = 0; i < 3; i++)
			millis = millis * 10 + (i < digits ? text[end + 1 + i] - '0' : 0);
		end += 1 + digits;
	}
	if (parse_offset(text + end, &ahead_ms) || month < 1 || month > 12 || tm.tm_mday < 1 ||
	    tm.tm_mday > 31 || tm.tm_hour > 23 || tm.tm_min > 59 || tm.tm_sec > 60)
		return -1;
	tm.tm_year = year - 1900;
	tm.tm_mon = month - 1;
	return (int64_t)timegm(&tm) * 1000 + millis - ahead_ms;
}

bool time_is_day(const char *text)
{
	char back[25],
		*midnight = text && strlen(text) == 10 ? xasprintf("%sT00:00:00Z", text) : NULL;
	int64_t ms = time_parse(midnight);
	free(midnight);
	if (ms < 0)
		return false;
	time_text(ms, back);
	return !strncmp(back, text, 10);
}
