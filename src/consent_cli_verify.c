/* `assent consent verify`, `head` and `export --format archive`: what an auditor needs. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive.h"
#include "clock.h"
#include "consent_cli.h"
#include "store.h"
#include "verify.h"

static struct crypto_key *read_key(const struct consent_args *a, bool private, struct err *e)
{
	struct crypto_key *k = head_key_load(a->data, a->key, false, e);
	if (!k || !private || crypto_key_is_private(k))
		return k;
	err_set(e, E_CONFIG, "a private key is needed to sign: give it as --key");
	crypto_key_free(k);
	return NULL;
}

/* ---- verify ---- */

static int verify_data(const struct consent_args *a, const struct crypto_key *key, struct audit *u,
                       struct err *e)
{
	struct store *s = consent_cli_store(a, e);
	if (!s)
		return -1;
	const struct verify_opts o = { .store = s, .dir = a->data, .key = key };
	struct verify_found found;
	int rc = verify_store(&o, u, &found, e);
	if (!rc)
		printf("%lld consent files are what the journal says\n", (long long)found.files);
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
	if (a->heads.count && !key)
		return err_set(e, E_CONFIG, "--head needs the key that signed it: --key FILE");
	for (size_t i = 0; i < a->heads.count; i++)
		if (archive_expect_file(u, a->heads.text[i], key, false, e))
			return -1;
	return a->archive ? verify_file(a, key, u, e) : verify_data(a, key, u, e);
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
