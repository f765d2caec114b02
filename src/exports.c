#include "exports.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base.h"
#include "case.h"
#include "clock.h"
#include "crypto.h"
#include "json_read.h"

enum { TAIL_BYTES = 512 * 1024 };

static char *path_in(const char *dir)
{
	return xasprintf("%s/exports.jsonl", dir);
}

static int append(const char *path, const char *line, struct err *e)
{
	size_t len = strlen(line);
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	bool good = fd >= 0 && write(fd, line, len) == (ssize_t)len && fsync(fd) == 0;
	bool full = errno == ENOSPC || errno == EDQUOT || errno == EACCES || errno == EROFS;
	if (!good)
		err_set(e, full ? E_BUSY : E_IO,
		        "the export cannot be recorded (%s): nothing is handed over",
		        strerror(errno));
	if (fd >= 0)
		close(fd);
	return good ? 0 : -1;
}

/* The filter without a person's name. */
static json_t *kept_filter(const json_t *filter)
{
	json_t *kept = filter ? json_copy((json_t *)filter) : json_object();
	if (json_object_get(kept, "by"))
		json_object_set_new(kept, "by", json_true());
	return kept;
}

int exports_add(const char *dir, const struct export_note *n, const struct buf *content,
                struct err *e)
{
	char sum[SHA256_HEX], *path = path_in(dir);
	crypto_sha256_hex(content->data ? content->data : "", content->len_bytes, sum);
	json_t *note = json_pack("{s:o, s:s, s:s, s:s, s:o, s:I, s:I, s:s}", "at",
	                         time_json(clock_now_ms()), "who", n->who, "source", n->source,
	                         "format", n->format, "filter", kept_filter(n->filter), "consents",
	                         (json_int_t)n->consents, "bytes", (json_int_t)content->len_bytes,
	                         "sha256", sum);
	char *text = json_dumps(note, JSON_COMPACT | JSON_SORT_KEYS);
	char *line = xasprintf("%s\n", text);
	int rc = append(path, line, e);
	free(line);
	free(text);
	json_decref(note);
	free(path);
	return rc;
}

static void add_line(json_t *list, const char *text, size_t len)
{
	json_t *note = json_read(text, len, NULL);
	if (json_is_object(note)) /* one that a crash has cut is none */
		json_array_insert_new(list, 0, json_incref(note));
	json_decref(note);
}

json_t *exports_list(const char *dir, size_t limit, struct err *e)
{
	char *path = path_in(dir), *text = NULL;
	FILE *in = fopen(path, "re");
	json_t *list = json_array();
	size_t room = 0;
	ssize_t len;
	if (!in && errno != ENOENT) {
		err_set(e, E_IO, "%s: %s", path, strerror(errno));
		json_decref(list);
		list = NULL;
	}
	free(path);
	if (!in)
		return list;
	if (fseek(in, -TAIL_BYTES, SEEK_END) == 0)
		(void)!getline(&text, &room, in); /* from within a line */
	else
		rewind(in);
	while ((len = getline(&text, &room, in)) > 0) {
		add_line(list, text, (size_t)len);
		if (json_array_size(list) > limit)
			json_array_remove(list, limit);
	}
	free(text);
	fclose(in);
	return list;
}
