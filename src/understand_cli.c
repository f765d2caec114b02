#include "understand_cli.h"

#include <stdio.h>

#include "base.h"
#include "json_lines.h"
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

int understand_main(int argc, char **argv)
{
	struct err e = { 0 };
	struct asked a = { .u = understand_new(&e), .kind = argc == 1 ? argv[0] : "" };
	if (!a.u) {
		fprintf(stderr, "assent: %s\n", e.text);
		return 1;
	}
	int status = 2;
	if (understand_knows(a.u, a.kind))
		status = json_lines_run(answer, &a);
	else
		fprintf(stderr, "assent: understand: expected consent, confirm, delegate, "
		                "source or withdrawal; see assent help\n");
	understand_free(a.u);
	return status;
}
