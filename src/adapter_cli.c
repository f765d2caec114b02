#include "adapter_cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "json_doc.h"
#include "json_read.h"
#include "json_write.h"
#include "options.h"
#include "platform.h"

/* {"do": "facts"|"decode"|"encode"|"answer"|"reply"|"probe"|"probed"|"entry", "settings"?, and what that function takes:
 * "delivery", "body", "effect", "effects", "response", "step"} */
static json_t *decoded(struct platform *p, json_t *job, struct err *e)
{
	struct buf text = { 0 };
	json_t *body = json_object_get(job, "body"), *delivery = json_object_get(job, "delivery");
	if (json_is_string(body)) /* as it came, for what is no JSON */
		buf_adds(&text, json_string_value(body));
	else
		json_write(&text, body ? body : json_null());
	struct json_doc *doc = json_doc_read(text.data, text.len_bytes, e);
	json_t *found = NULL;
	if (doc)
		found = platform_decode(p, delivery ? json_incref(delivery) : json_object(), doc,
		                        e);
	json_doc_free(doc);
	buf_free(&text);
	return found;
}

static json_t *facts_json(const struct platform_facts *f)
{
	return json_pack("{s:s?, s:s?, s:O?, s:s?, s:b, s:b, s:b, s:b, s:b, s:b, s:I}", "verify",
	                 f->verify, "verify_header", f->verify_header, "authorize", f->authorize,
	                 "id_header", f->id_header, "keyed", f->keyed, "looks", f->looks, "replies",
	                 f->replies, "sessions", f->sessions, "controls", f->controls, "typed",
	                 f->typed, "text_max", (json_int_t)f->text_max);
}

static json_t *done(struct platform *p, json_t *job, struct err *e)
{
	const char *what = json_string_value(json_object_get(job, "do"));
	const char *step = json_string_value(json_object_get(job, "step"));
	json_t *effect = json_object_get(job, "effect"),
	       *response = json_object_get(job, "response");
	step = step ? step : "send";
	what = what ? what : "";
	if (!strcmp(what, "facts"))
		return facts_json(platform_facts(p));
	if (!strcmp(what, "decode"))
		return decoded(p, job, e);
	if (!strcmp(what, "encode") && effect)
		return platform_encode(p, effect, step, e);
	if (!strcmp(what, "answer") && effect && response)
		return platform_answer(p, effect, json_incref(response), step, e);
	if (!strcmp(what, "reply") && json_object_get(job, "effects"))
		return platform_reply(p, json_object_get(job, "delivery"),
		                      json_object_get(job, "effects"), e);
	if (!strcmp(what, "probe") && platform_facts(p)->probes)
		return platform_probe(p, e);
	if (!strcmp(what, "probed") && response)
		return platform_probed(p, json_incref(response), e);
	if (!strcmp(what, "entry") && platform_facts(p)->entry)
		return json_deep_copy(platform_facts(p)->entry);
	err_set(e, E_INPUT,
	        "expected {\"do\": \"facts\"} or \"decode\", \"encode\", \"answer\", \"reply\", "
	        "\"probe\", \"probed\", \"entry\" with what that takes (docs/adapters.md)");
	return NULL;
}

/* One job on a line gives one line: what the adapter answers, or {"error"}. */
static json_t *result(const char *name, const char *line, size_t len)
{
	struct err e = { 0 };
	json_t *job = json_read(line, len, &e), *found = NULL;
	struct platform *p = job ? platform_new(name, json_object_get(job, "settings"), &e) : NULL;
	if (p)
		found = done(p, job, &e);
	platform_free(p);
	json_decref(job);
	return found ? found : json_pack("{s:s}", "error", e.text);
}

static int adapter(int argc, char **argv)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t len;
	struct err e = { 0 };
	if (command_read(&adapter_command, argc, argv, NULL, &e) < 0)
		return command_failed(&adapter_command, &e);
	while ((len = getline(&line, &room, stdin)) >= 0) {
		struct buf out = { 0 };
		json_t *found = result(argv[0], line, (size_t)len);
		json_write(&out, found);
		puts(out.data);
		buf_free(&out);
		json_decref(found);
	}
	free(line);
	return 0;
}

const struct command adapter_command = {
	.name = "adapter",
	.words = "NAME < JOBS",
	.what = "show what a platform's adapter makes of its input: see docs/adapters.md",
	.words_least = 1,
	.words_most = 1,
	.run = adapter,
};
