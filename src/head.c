#include "head.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base.h"
#include "json_read.h"
#include "json_write.h"

#define TYPE "assent-head-1"

enum { PEM_MAX_BYTES = 4096 };

void head_key_name(const struct crypto_key *k, char out[HEAD_KEY_NAME])
{
	char hex[SHA256_HEX];
	char *pem = crypto_key_public_pem(k);
	crypto_sha256_hex(pem, strlen(pem), hex);
	memcpy(out, hex, HEAD_KEY_NAME - 1);
	out[HEAD_KEY_NAME - 1] = '\0';
	free(pem);
}

static char *line_of(const json_t *head)
{
	struct buf b = { 0 };
	json_write(&b, head);
	return buf_take(&b);
}

char *head_sign(const struct head *h, const struct crypto_key *k)
{
	char at[25], log[SHA256_HEX], key[HEAD_KEY_NAME];
	uint8_t signature[SIGNATURE_BYTES];
	struct buf base64 = { 0 };
	time_text(h->at_ms, at);
	crypto_hex(h->log, sizeof h->log, log);
	head_key_name(k, key);
	json_t *head = json_pack("{s:s, s:s, s:s, s:I, s:s}", "at", at, "key", key, "log", log,
	                         "turns", (json_int_t)h->turns, "type", TYPE);
	char *text = line_of(head);
	crypto_sign(k, text, strlen(text), signature);
	free(text);
	crypto_base64(signature, sizeof signature, &base64);
	json_object_set_new(head, "signature", json_string(base64.data));
	text = line_of(head);
	json_decref(head);
	buf_free(&base64);
	return text;
}

/* Is the signature the key's, over all but itself? */
static bool is_signed(const json_t *head, const struct crypto_key *k)
{
	struct buf signature = { 0 };
	json_t *rest = json_copy((json_t *)head);
	const char *given = json_string_value(json_object_get(head, "signature"));
	bool good = given && crypto_base64_decode(given, strlen(given), &signature) == 0;
	json_object_del(rest, "signature");
	char *text = line_of(rest);
	good = good && crypto_verify(k, text, strlen(text), (const uint8_t *)signature.data,
	                             signature.len_bytes);
	free(text);
	json_decref(rest);
	buf_free(&signature);
	return good;
}

int head_check(const json_t *head, const struct crypto_key *k, struct head *h, struct err *e)
{
	const char *type, *at, *key, *log, *signature;
	char own[HEAD_KEY_NAME];
	json_int_t turns;
	if (json_unpack((json_t *)head, "{s:s, s:s, s:s, s:s, s:s, s:I !}", "type", &type, "at",
	                &at, "key", &key, "log", &log, "signature", &signature, "turns", &turns) ||
	    strcmp(type, TYPE) || crypto_unhex(log, h->log, sizeof h->log) ||
	    (h->at_ms = time_parse(at)) < 0)
		return err_set(e, E_PARSE, "expected a head as `assent consent head` prints it");
	head_key_name(k, own);
	if (strcmp(own, key))
		return err_set(e, E_CONFLICT,
		               "the head of %.30s is signed by key %.20s, not by %s: give the "
		               "right one as --key",
		               at, key, own);
	if (!is_signed(head, k))
		return err_set(e, E_CONFLICT, "the head of %.30s was changed after it was signed",
		               at);
	h->turns = turns;
	return 0;
}

/* ---- files ---- */

static int write_all(const char *path, int flags, const char *text, struct err *e)
{
	size_t len = strlen(text);
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0600);
	bool good = fd >= 0 && write(fd, text, len) == (ssize_t)len && fsync(fd) == 0;
	if (!good)
		err_set(e, E_IO, "%s cannot be written: %s", path, strerror(errno));
	if (fd >= 0)
		close(fd);
	return good ? 0 : -1;
}

static struct crypto_key *make_key(const char *path, const char *public_path, struct err *e)
{
	struct crypto_key *k = crypto_key_new();
	char *private = crypto_key_private_pem(k), *public = crypto_key_public_pem(k);
	if (write_all(path, O_EXCL, private, e) || write_all(public_path, O_TRUNC, public, e)) {
		crypto_key_free(k);
		k = NULL;
	}
	crypto_wipe(private, strlen(private));
	free(private);
	free(public);
	return k;
}

struct crypto_key *head_key_load(const char *dir, const char *path, bool make, struct err *e)
{
	struct err why = { 0 };
	size_t len = 0;
	struct crypto_key *k = NULL;
	char *own = xasprintf("%s/head.key", dir), *public = xasprintf("%s/head.pub", dir);
	const char *from = path ? path : own;
	char *pem = file_read(from, PEM_MAX_BYTES, &len, &why);
	if (pem)
		k = crypto_key_read(pem, &why);
	else if (why.code == E_NOT_FOUND && make && !path)
		k = make_key(own, public, e);
	if (!k)
		err_set(e, E_CONFIG, "%s: %s", from, why.text);
	if (pem)
		crypto_wipe(pem, len);
	free(pem);
	free(own);
	free(public);
	return k;
}

int head_append(const char *dir, const char *line, struct err *e)
{
	char *path = xasprintf("%s/heads.jsonl", dir), *text = xasprintf("%s\n", line);
	int rc = write_all(path, O_APPEND, text, e);
	free(text);
	free(path);
	return rc;
}

/* The file's last line that is whole, and where it ends. */
static json_t *last_line(FILE *in, off_t *end)
{
	json_t *last = NULL;
	char *text = NULL;
	size_t room = 0;
	ssize_t len;
	*end = 0;
	while ((len = getline(&text, &room, in)) > 0) {
		json_t *line = text[len - 1] == '\n' ? json_read(text, (size_t)len, NULL) : NULL;
		if (!line)
			break;
		json_decref(last);
		last = line;
		*end += len;
	}
	free(text);
	return last;
}

int head_last(const char *dir, int64_t *turns, struct err *e)
{
	char *path = xasprintf("%s/heads.jsonl", dir);
	FILE *in = fopen(path, "r+e");
	off_t end = 0;
	int rc = 0;
	*turns = 0;
	if (in) {
		json_t *last = last_line(in, &end);
		*turns = json_integer_value(json_object_get(last, "turns"));
		json_decref(last);
		if (ftruncate(fileno(in), end))
			rc = err_set(e, E_IO, "%s: %s", path, strerror(errno));
		fclose(in);
	} else if (errno != ENOENT) {
		rc = err_set(e, E_CONFIG, "%s: %s", path, strerror(errno));
	}
	free(path);
	return rc;
}

json_t *head_over(const char *dir, int64_t turns)
{
	char *path = xasprintf("%s/heads.jsonl", dir), *text = NULL;
	FILE *in = fopen(path, "re");
	json_t *found = NULL;
	size_t room = 0;
	ssize_t len;
	free(path);
	while (in && !found && (len = getline(&text, &room, in)) > 0) {
		json_t *line = json_read(text, (size_t)len, NULL);
		if (json_integer_value(json_object_get(line, "turns")) >= turns)
			found = json_incref(line);
		json_decref(line);
	}
	free(text);
	if (in)
		fclose(in);
	return found;
}
