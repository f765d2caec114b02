#include "mask_cli.h"

#include <stdio.h>

#include "base.h"
#include "json_lines.h"
#include "mask.h"
#include "options.h"

static json_t *spans_json(const struct mask *m)
{
	json_t *out = json_array();
	for (size_t i = 0; i < m->count; i++)
		json_array_append_new(out, json_pack("{s:I, s:I, s:s}", "start",
		                                     (json_int_t)m->spans[i].start, "end",
		                                     (json_int_t)m->spans[i].end, "type",
		                                     mask_type_name(m->spans[i].type)));
	return out;
}

static json_t *answer(void *arg, const char *text, size_t len_bytes, struct err *e)
{
	(void)arg, (void)e;
	struct mask m;
	mask_find(text, len_bytes, &m);
	json_t *out = json_pack("{s:s, s:o}", "masked", m.masked, "spans", spans_json(&m));
	mask_free(&m);
	return out;
}

static int mask(int argc, char **argv)
{
	struct err e = { 0 };
	if (command_read(&mask_command, argc, argv, NULL, &e) < 0)
		return command_failed(&mask_command, &e);
	return json_lines_run(answer, NULL);
}

const struct command mask_command = {
	.name = "mask",
	.words = "< LINES",
	.what = "blot out personal data: JSON lines {\"id\",\"text\"} on stdin",
	.run = mask,
};
