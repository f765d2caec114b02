/* assent consent export: records in the formats that others read, and as an archive. */
#include <errno.h>
#include <string.h>

#include "base.h"
#include "config.h"
#include "consent_cli.h"
#include "consent_export.h"
#include "store.h"

static int flush(void *arg, struct buf *out, struct err *e)
{
	size_t len = out->len_bytes;
	bool failed = len && fwrite(out->data, 1, len, arg) != len;
	out->len_bytes = 0;
	return failed ? err_set(e, E_IO, "cannot write: %s", strerror(errno)) : 0;
}

static int write_records(const struct consent_args *a, enum consent_format f, FILE *to,
                         struct err *e)
{
	struct store_consent_query q = { 0 };
	struct store *s = consent_cli_query(a, &q, e) ? NULL : consent_cli_store(a, e);
	if (!s)
		return -1;
	struct buf out = { 0 };
	const struct consent_export_opts o = { .store = s,
		                               .query = &q,
		                               .format = f,
		                               .who = &a->config->controller,
		                               .bom = a->bom,
		                               .flush = flush,
		                               .arg = to };
	int rc = consent_export_run(&o, &out, e);
	buf_free(&out);
	s->ops->free(s);
	return rc;
}

static int export_archive(const struct consent_args *a, struct err *e)
{
	if (a->kind || a->state || a->subject || a->party || a->since || a->until || a->bom)
		return err_set(e, E_INPUT,
		               "--format archive takes --case alone: what proves itself is whole");
	return consent_export_archive(a, e);
}

int consent_export(const struct consent_args *a, struct err *e)
{
	if (!strcmp(a->format, "archive"))
		return export_archive(a, e);
	enum consent_format f = consent_format_from(a->format);
	if (f == CONSENT_FORMATS)
		return err_set(e, E_INPUT,
		               "--format: expected json, jsonl, csv, 27560, kantara or archive, "
		               "not '%.20s'",
		               a->format);
	if (a->bom && f != CONSENT_CSV)
		return err_set(e, E_INPUT, "--bom goes with --format csv alone");
	if (consent_format_ready(f, &a->config->controller, e))
		return -1;
	FILE *out = consent_cli_out(a, e);
	return out ? consent_cli_out_end(a, out, write_records(a, f, out, e), e) : -1;
}
