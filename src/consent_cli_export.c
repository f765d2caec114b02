/* assent consent export: records in the formats that others read. */
#include <string.h>

#include "base.h"
#include "consent_cli.h"

int consent_export(const struct consent_args *a, struct err *e)
{
	if (strcmp(a->format, "archive"))
		return err_set(e, E_INPUT, "--format: expected archive, not '%.20s'", a->format);
	return consent_export_archive(a, e);
}
