#include "archive.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "json_read.h"
#include "json_write.h"

#define TYPE "assent-archive-1"

/* ---- values out of the store ---- */

struct from_store {
	const struct archive_opts *o;
	struct audit *audit;
	FILE *out;      /* NULL: only looked at */
	json_t *values; /* of the turn that is being written */
	bool found;     /* the case that is to be shown */
	struct err *e;
};

static json_t *stored_value(void *arg, const char *case_id, int64_t id)
{
	struct from_store *f = arg;
	const uint8_t *salt;
	const char *text;
	char hex[2 * STORE_SALT_BYTES + 1], name[24];
	if (f->o->store->ops->value(f->o->store, case_id, id, &salt, &text, f->e) <= 0 || !text)
		return NULL;
	crypto_hex(salt, STORE_SALT_BYTES, hex);
	json_t *value = json_pack("{s:s, s:s}", "salt", hex, "text", text);
	snprintf(name, sizeof name, "%lld", (long long)id);
	json_object_set(f->values, name, value);
	return value;
}

/* ---- writing ---- */

static int put_line(FILE *out, json_t *line, struct err *e)
{
	struct buf b = { 0 };
	json_write(&b, line);
	buf_adds(&b, "\n");
	json_decref(line);
	bool good = fwrite(b.data, 1, b.len_bytes, out) == b.len_bytes;
	buf_free(&b);
	return good ? 0 : err_set(e, E_IO, "the archive cannot be written: %s", strerror(errno));
}

static bool is_shown(const struct from_store *f, const struct store_entry *t)
{
	return !f->o->case_id || !strcmp(f->o->case_id, t->case_id);
}

static json_t *turn_line(const struct from_store *f, const struct store_entry *t)
{
	char link[SHA256_HEX];
	crypto_hex(t->link, SHA256_BYTES, link);
	json_t *line = json_pack("{s:s, s:I}", "link", link, "n", (json_int_t)t->n);
	if (!is_shown(f, t))
		return line;
	json_object_set_new(line, "at", json_integer(t->at_ms));
	json_object_set_new(line, "case", json_string(t->case_id));
	json_object_set_new(line, "records", json_read(t->records, strlen(t->records), NULL));
	json_object_set_new(line, "turn", json_integer(t->turn));
	json_object_set(line, "values", f->values);
	return line;
}

static int one_entry(void *arg, const struct store_entry *t)
{
	struct from_store *f = arg;
	const struct audit_values values = { stored_value, f };
	json_object_clear(f->values);
	if (audit_turn(f->audit, t, &values, f->e) || f->e->code != E_NONE)
		return -1;
	if (f->o->seen && f->o->seen(f->o->arg, audit_turns(f->audit)))
		return err_set(f->e, E_BUSY, "it was ended before all was read");
	f->found = f->found || is_shown(f, t);
	return f->out ? put_line(f->out, turn_line(f, t), f->e) : 0;
}

static int read_store(struct from_store *f)
{
	f->values = json_object();
	int rc = f->o->store->ops->journal(f->o->store, 1, one_entry, f, f->e);
	json_decref(f->values);
	return rc ? -1 : audit_end(f->audit, f->e);
}

static char *heads_path(const char *dir)
{
	return xasprintf("%s/heads.jsonl", dir);
}

int archive_check_store(const struct archive_opts *o, struct audit *a, struct err *e)
{
	struct from_store f = { .o = o, .audit = a, .e = e };
	char *heads = heads_path(o->dir);
	int rc = archive_expect_file(a, heads, o->key, true, e);
	free(heads);
	return rc ? -1 : read_store(&f);
}

static int put_head(const struct archive_opts *o, struct audit *a, FILE *out, struct err *e)
{
	struct head h = { .at_ms = o->now_ms, .turns = audit_turns(a) };
	audit_log(a, h.log);
	char *line = head_sign(&h, o->key);
	bool good = fprintf(out, "%s\n", line) > 0 && fflush(out) == 0;
	free(line);
	return good ? 0 : err_set(e, E_IO, "the archive cannot be written: %s", strerror(errno));
}

/* Every head is over a part of what stands before it: the audit has seen to that. */
static int copy_heads(const char *dir, FILE *out, struct err *e)
{
	char *path = heads_path(dir), *line = NULL;
	size_t room = 0;
	FILE *in = fopen(path, "re");
	int rc = 0;
	free(path);
	if (!in)
		return 0;
	while (!rc && getline(&line, &room, in) > 0)
		if (fputs(line, out) < 0)
			rc = err_set(e, E_IO, "the archive cannot be written: %s", strerror(errno));
	free(line);
	fclose(in);
	return rc;
}

int archive_write(const struct archive_opts *o, FILE *out, struct err *e)
{
	struct from_store f = { .o = o, .audit = audit_new(), .out = out, .e = e };
	char *pem = crypto_key_public_pem(o->key), *heads = heads_path(o->dir);
	int rc = archive_expect_file(f.audit, heads, o->key, true, e);
	if (!rc)
		rc = put_line(out, json_pack("{s:s, s:s}", "key", pem, "type", TYPE), e);
	if (!rc)
		rc = read_store(&f);
	if (!rc && !f.found && o->case_id)
		rc = err_set(e, E_NOT_FOUND, "case '%.60s' is not known here", o->case_id);
	if (!rc && !copy_heads(o->dir, out, e))
		rc = put_head(o, f.audit, out, e);
	audit_free(f.audit);
	free(pem);
	free(heads);
	return rc || e->code != E_NONE ? -1 : 0;
}

/* ---- reading ---- */

struct from_file {
	const struct crypto_key *given;
	struct crypto_key *own;
	struct audit *audit;
	const json_t *values; /* of the line */
	size_t used;
	int64_t line_no;
	struct head last;
	struct err *e;
};

static const struct crypto_key *key_of(const struct from_file *f)
{
	return f->given ? f->given : f->own;
}

static json_t *line_value(void *arg, const char *case_id, int64_t id)
{
	struct from_file *f = arg;
	char name[24];
	(void)case_id;
	snprintf(name, sizeof name, "%lld", (long long)id);
	json_t *value = json_object_get(f->values, name);
	f->used += value != NULL;
	return json_incref(value);
}

/* A line is what canonical JSON makes of it, to the byte. NULL: E_PARSE. */
static json_t *read_line(const char *text, size_t len, struct err *e)
{
	struct err why = { 0 };
	struct buf again = { 0 };
	bool ended = len > 0 && text[len - 1] == '\n';
	json_t *line = ended ? json_read(text, len - 1, &why) : NULL;
	if (line)
		json_write(&again, line);
	if (line && again.len_bytes == len - 1 && !memcmp(again.data, text, len - 1)) {
		buf_free(&again);
		return line;
	}
	err_set(e, E_PARSE, "%s",
	        !ended ? "it does not end in a new line: the file is cut"
	        : line ? "it is not canonical JSON: it was changed"
	               : why.text);
	json_decref(line);
	buf_free(&again);
	return NULL;
}

static int read_first(struct from_file *f, json_t *line)
{
	const char *type, *pem;
	if (json_unpack(line, "{s:s, s:s !}", "type", &type, "key", &pem) || strcmp(type, TYPE))
		return err_set(f->e, E_PARSE,
		               "expected an archive as `assent consent export --format archive` "
		               "writes it");
	f->own = crypto_key_read(pem, f->e);
	if (!f->own)
		return -1;
	char *expected = crypto_key_public_pem(key_of(f));
	bool same = !strcmp(expected, pem);
	free(expected);
	return same ? 0 : err_set(f->e, E_CONFLICT, "the archive is signed by another key");
}

static int read_shown(struct from_file *f, json_t *line, struct store_entry *t)
{
	const char *case_id;
	json_t *records, *values;
	json_int_t at_ms, turn, n;
	const char *link;
	struct buf text = { 0 };
	const struct audit_values source = { line_value, f };
	if (json_unpack(line, "{s:I, s:s, s:s, s:I, s:o, s:I, s:o !}", "at", &at_ms, "case",
	                &case_id, "link", &link, "n", &n, "records", &records, "turn", &turn,
	                "values", &values))
		return err_set(f->e, E_PARSE, "it is neither a turn nor a head");
	t->case_id = case_id;
	t->at_ms = at_ms;
	t->turn = turn;
	json_write(&text, records);
	t->records = text.data;
	f->values = values;
	f->used = 0;
	int rc = audit_turn(f->audit, t, &source, f->e);
	if (!rc && f->used != json_object_size(values))
		rc = err_set(f->e, E_CONFLICT, "a value stands there that nothing refers to");
	buf_free(&text);
	return rc;
}

static int read_turn(struct from_file *f, json_t *line)
{
	uint8_t link[SHA256_BYTES];
	const char *hex = json_string_value(json_object_get(line, "link"));
	struct store_entry t = { .n = json_integer_value(json_object_get(line, "n")),
		                 .link = link };
	if (f->last.turns)
		return err_set(f->e, E_PARSE, "a turn stands behind the heads");
	if (!hex || crypto_unhex(hex, link, sizeof link))
		return err_set(f->e, E_PARSE, "link: expected 64 hex digits");
	if (json_object_size(line) == 2)
		return audit_hidden_turn(f->audit, &t, f->e);
	return read_shown(f, line, &t);
}

/* Heads stand behind the turns, so each is held against a log that is known by now only if it was
 * expected before: the file is read twice (archive_check). Here their order counts. */
static int read_head(struct from_file *f, const json_t *line)
{
	struct head h;
	if (head_check(line, key_of(f), &h, f->e))
		return -1;
	if (h.turns < f->last.turns)
		return err_set(f->e, E_CONFLICT, "this head stands behind a later one");
	f->last = h;
	return 0;
}

static bool is_head(const json_t *line)
{
	return json_object_get(line, "signature") != NULL;
}

static int read_any(struct from_file *f, json_t *line)
{
	if (f->line_no == 1)
		return read_first(f, line);
	return is_head(line) ? read_head(f, line) : read_turn(f, line);
}

/* Calls one() for each line; -1 from it stops, and the line's number goes before its words. */
static int each_line(FILE *in, struct from_file *f, int (*one)(struct from_file *f, json_t *line))
{
	char *text = NULL;
	size_t room = 0;
	ssize_t len;
	int rc = 0;
	struct err *e = f->e, why = { 0 };
	f->e = &why;
	for (f->line_no = 1; !rc && (len = getline(&text, &room, in)) > 0; f->line_no++) {
		json_t *line = read_line(text, (size_t)len, &why);
		rc = line ? one(f, line) : -1;
		json_decref(line);
		if (rc)
			err_set(e, why.code, "line %lld: %s", (long long)f->line_no, why.text);
	}
	if (!rc && ferror(in))
		rc = err_set(e, E_IO, "the file cannot be read: %s", strerror(errno));
	f->e = e;
	free(text);
	return rc;
}

/* First reading: the key, and the heads that the turns must meet. */
static int expect_one(struct from_file *f, json_t *line)
{
	struct head h;
	if (f->line_no == 1)
		return read_first(f, line);
	if (!is_head(line))
		return 0;
	if (head_check(line, key_of(f), &h, f->e))
		return -1;
	audit_expect(f->audit, &h);
	return 0;
}

int archive_check(FILE *in, const struct crypto_key *key, struct audit *a, struct err *e)
{
	struct from_file f = { .given = key, .audit = a, .e = e };
	int rc = each_line(in, &f, expect_one);
	crypto_key_free(f.own);
	f.own = NULL;
	rewind(in);
	if (!rc)
		rc = each_line(in, &f, read_any);
	if (!rc)
		rc = audit_end(a, e);
	if (!rc && (!f.own || f.last.turns != audit_turns(a)))
		rc = err_set(e, E_CONFLICT,
		             "the file does not end with the head over its %lld turns: it is cut",
		             (long long)audit_turns(a));
	crypto_key_free(f.own);
	return rc;
}

/* ---- heads alone ---- */

static int expect_head(struct from_file *f, json_t *line)
{
	struct head h;
	if (head_check(line, key_of(f), &h, f->e))
		return -1;
	audit_expect(f->audit, &h);
	return 0;
}

int archive_expect_file(struct audit *a, const char *path, const struct crypto_key *key,
                        bool may_be_missing, struct err *e)
{
	struct err why = { 0 };
	struct from_file f = { .given = key, .audit = a, .e = &why };
	FILE *in = fopen(path, "re");
	if (!in && errno == ENOENT && may_be_missing)
		return 0;
	if (!in)
		return err_set(e, E_NOT_FOUND, "%s: %s", path, strerror(errno));
	int rc = each_line(in, &f, expect_head);
	fclose(in);
	return rc ? err_set(e, why.code, "%s, %s", path, why.text) : 0;
}
