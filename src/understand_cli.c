#include "understand_cli.h"

#include <stdio.h>

#include "base.h"
#include "json_lines.h"
#include "options.h"
#include "understand.h"

struct asked {
	struct understand *u;
	const char *kind;
};

static json_t *answer(void *arg, const char *text, size_t len_bytes, struct err *e)
{
	(void)len_bytes; /* no NUL is in it */
	struct asked *a = arg;
	json_t *found = understand_text(a->u, a->kind, text, e);
	json_object_del(found, "words"); /* "why" says them */
	return found;
}

static int understand(int argc, char **argv)
{
	struct err e = { 0 };
	struct asked a = { 0 };
	int words = command_read(&understand_command, argc, argv, NULL, &e), status = 1;
	if (words >= 0)
		a = (struct asked){ understand_new(&e), argv[0] };
	if (a.u && understand_knows(a.u, a.kind)) {
		status = json_lines_run(answer, &a);
	} else {
		if (a.u)
			err_set(&e, E_INPUT,
			        "expected consent, confirm, delegate, source or withdrawal, not "
			        "'%.60s'",
			        a.kind);
		status = command_failed(&understand_command, &e);
	}
	understand_free(a.u);
	return status;
}

const struct command understand_command = {
	.name = "understand",
	.words = "consent|confirm|delegate|source|withdrawal < LINES",
	.what = "show what is understood of texts, as JSON Lines",
	.words_least = 1,
	.words_most = 1,
	.run = understand,
};
