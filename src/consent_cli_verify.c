/* `assent consent verify`, `head` and `export --format archive`: what an auditor needs. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "archive.h"
#include "case.h"
#include "cases.h"
#include "clock.h"
#include "consent.h"
#include "consent_cli.h"
#include "store.h"

static struct crypto_key *read_key(const struct consent_args *a, bool private, struct err *e)
{
	struct crypto_key *k = head_key_load(a->data, a->key, false, e);
	if (!k || !private || crypto_key_is_private(k))
		return k;
	err_set(e, E_CONFIG, "a private key is needed to sign: give it as --key");
	crypto_key_free(k);
	return NULL;
}

/* ---- consent files and the list of consents, against the journal ---- */

struct derived {
	struct store *store;
	const char *data;
	int64_t files;
	struct err *e;
};

static int check_file(struct derived *d, const struct support_case *c)
{
	struct err why = { 0 };
	char *path = xasprintf("%s/consents/%s.json", d->data, c->id);
	char *text = consent_file_text(c);
	char *found = file_read(path, 64 << 20, NULL, &why);
	int rc = 0;
	if (text && !found)
		rc = err_set(d->e, E_CONFLICT, "%s: %s: the next start makes it again", path,
		             why.text);
	else if (text && strcmp(text, found))
		rc = err_set(d->e, E_CONFLICT,
		             "%s is not what the journal says: it was changed by hand; the next "
		             "start keeps it aside and makes it again",
		             path);
	d->files += text && !rc;
	free(text);
	free(found);
	free(path);
	return rc;
}

static int check_state(void *arg, const char *case_id, const struct store_consent *listed)
{
	struct support_case *c = arg;
	const struct consent *k = case_consent(c, listed->id);
	(void)case_id;
	return k && !strcmp(k->state, listed->state) && !strcmp(k->kind, listed->kind) ? 0 : -1;
}

static int check_now(struct derived *d, const char *case_id, const struct store_head *head)
{
	struct support_case *c = cases_fold(d->store, case_id, d->e);
	int rc = c ? 0 : -1;
	if (c && strcmp(head->status, case_status_name(c->status)))
		rc = err_set(d->e, E_CONFLICT,
		             "case %.60s: the list says it is %s, the journal says %s", case_id,
		             head->status, case_status_name(c->status));
	const struct store_consent_query q = { .case_id = case_id };
	if (!rc && d->store->ops->consents(d->store, &q, check_state, c, d->e))
		rc = err_set(d->e, E_CONFLICT,
		             "case %.60s: the list of consents is not what the journal says",
		             case_id);
	if (!rc)
		rc = check_file(d, c);
	case_free(c);
	return rc;
}

/* Beside a running program the list and the file may be a moment behind the journal. */
static int check_case(void *arg, const char *case_id, const struct store_head *head)
{
	static const struct timespec moment = { .tv_nsec = 100 * 1000 * 1000 };
	enum { LOOKS = 3 };
	struct derived *d = arg;
	struct err *e = d->e;
	for (int look = 1;; look++) {
		struct err why = { 0 };
		d->e = &why;
		int rc = check_now(d, case_id, head);
		d->e = e;
		if (!rc || why.code != E_CONFLICT || look == LOOKS)
			return rc ? err_set(e, why.code, "%s", why.text) : 0;
		nanosleep(&moment, NULL);
	}
}

/* ---- verify ---- */

static int verify_store(const struct consent_args *a, const struct crypto_key *key, struct audit *u,
                        struct err *e)
{
	struct store *s = consent_cli_store(a, e);
	if (!s)
		return -1;
	const struct archive_opts o = { .store = s, .dir = a->data, .key = key };
	struct derived d = { s, a->data, 0, e };
	int rc = archive_check_store(&o, u, e);
	if (!rc)
		rc = s->ops->heads(s, NULL, 0, check_case, &d, e);
	if (!rc)
		printf("%lld consent files are what the journal says\n", (long long)d.files);
	s->ops->free(s);
	return rc;
}

static int verify_file(const struct consent_args *a, const struct crypto_key *key, struct audit *u,
                       struct err *e)
{
	FILE *in = fopen(a->archive, "re");
	if (!in)
		return err_set(e, E_CONFIG, "%s: %s", a->archive, strerror(errno));
	if (!key)
		fprintf(stderr, "note: no --key is given, so the file's own is taken: that proves "
		                "that it is whole, not whose it is\n");
	int rc = archive_check(in, key, u, e);
	fclose(in);
	return rc;
}

static int verify(const struct consent_args *a, const struct crypto_key *key, struct audit *u,
                  struct err *e)
{
	if (a->heads_count && !key)
		return err_set(e, E_CONFIG, "--head needs the key that signed it: --key FILE");
	for (size_t i = 0; i < a->heads_count; i++)
		if (archive_expect_file(u, a->heads[i], key, false, e))
			return -1;
	return a->archive ? verify_file(a, key, u, e) : verify_store(a, key, u, e);
}

int consent_verify(const struct consent_args *a, struct err *e)
{
	bool need_key = a->key || !a->archive;
	struct crypto_key *key = need_key ? read_key(a, false, e) : NULL;
	if (need_key && !key)
		return -1;
	struct audit *u = audit_new();
	int rc = verify(a, key, u, e);
	if (!rc)
		printf("%lld turns of %lld cases are as they were written\n",
		       (long long)audit_turns(u), (long long)audit_cases(u));
	audit_free(u);
	crypto_key_free(key);
	return rc;
}

/* ---- head ---- */

int consent_head(const struct consent_args *a, struct err *e)
{
	struct head h = { .at_ms = clock_now_ms() };
	struct crypto_key *key = read_key(a, true, e);
	struct store *s = key ? consent_cli_store(a, e) : NULL;
	int rc = s ? s->ops->tip(s, &h.turns, h.log, e) : -1;
	if (!rc) {
		char *line = head_sign(&h, key);
		puts(line);
		free(line);
	}
	if (s)
		s->ops->free(s);
	crypto_key_free(key);
	return rc;
}

/* ---- export --format archive ---- */

static int write_archive(const struct consent_args *a, const struct crypto_key *key, FILE *out,
                         struct err *e)
{
	struct store *s = consent_cli_store(a, e);
	if (!s)
		return -1;
	const struct archive_opts o = { .store = s,
		                        .dir = a->data,
		                        .case_id = a->case_id,
		                        .key = key,
		                        .now_ms = clock_now_ms() };
	int rc = archive_write(&o, out, e);
	s->ops->free(s);
	return rc;
}

int consent_export_archive(const struct consent_args *a, struct err *e)
{
	struct crypto_key *key = read_key(a, true, e);
	FILE *out = key ? consent_cli_out(a, e) : NULL;
	int rc = out ? consent_cli_out_end(a, out, write_archive(a, key, out, e), e) : -1;
	crypto_key_free(key);
	return rc;
}
