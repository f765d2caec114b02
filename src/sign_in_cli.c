#include "sign_in_cli.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access.h"
#include "base.h"
#include "config.h"
#include "operator.h"
#include "options.h"

struct args {
	const char *config_file, *data, *name;
	struct option_many roles;
};

#define AT(member) offsetof(struct args, member)
static const struct option options[] = {
	{ "--role", "ROLE ...", "agent, manager or designer; else all", AT(roles) },
	{ "--name", "NAME", "who signs in", AT(name) },
	{ "-c", "FILE", "the configuration of assent serve", AT(config_file) },
	{ "--data", "DIR", "its data directory; else that of the configuration", AT(data) },
	{ 0 },
};

/* The names as they were given; NULL: E_INPUT. */
static json_t *roles_of(const struct args *a, struct err *e)
{
	json_t *roles = json_array();
	for (size_t i = 0; i < a->roles.count; i++) {
		if (!access_from(a->roles.text[i])) {
			err_set(e, E_INPUT, "--role: '%.60s' is none of agent, manager, designer",
			        a->roles.text[i]);
			json_decref(roles);
			return NULL;
		}
		json_array_append_new(roles, json_string(a->roles.text[i]));
	}
	return roles;
}

static void print(const json_t *answer)
{
	const json_t *addresses = json_object_get(answer, "addresses");
	printf("Open this address within ten minutes to sign in (it works once):\n");
	for (size_t i = 0; i < json_array_size(addresses); i++)
		printf("%s\n    %s\n", i ? "\nor, on this machine:\n" : "",
		       json_string_value(json_array_get(addresses, i)));
	printf("\n");
}

static int ask(const struct args *a, json_t *roles, struct err *e)
{
	struct config *config = config_load_public(a->config_file, e);
	if (!config)
		return -1;
	json_t *body = json_pack("{s:s*}", "name", a->name), *answer = NULL;
	if (json_array_size(roles))
		json_object_set(body, "roles", roles);
	char *text = json_dumps(body, JSON_COMPACT);
	const struct operator_call c = { .data = a->data ? a->data : config->data,
		                         .method = "POST",
		                         .path = "/v1/sign-ins",
		                         .body = text,
		                         .unsure = "ask for another address" };
	int rc = operator_ask(&c, &answer, e);
	if (rc > 0)
		rc = err_set(e, E_BUSY,
		             "no program runs on %s: start it by assent serve, or name its data "
		             "directory with --data or its configuration with -c",
		             c.data);
	else if (rc == 0)
		print(answer);
	json_decref(answer);
	free(text);
	json_decref(body);
	config_free(config);
	return rc;
}

static int sign_in(int argc, char **argv)
{
	struct args a = { 0 };
	struct err e = { 0 };
	json_t *roles = NULL;
	int rc = command_read(&sign_in_command, argc, argv, &a, &e) < 0 ? -1 : 0;
	if (!rc)
		roles = roles_of(&a, &e);
	rc = roles ? ask(&a, roles, &e) : -1;
	json_decref(roles);
	return rc ? command_failed(&sign_in_command, &e) : 0;
}

const struct command sign_in_command = {
	.name = "sign-in",
	.words = "",
	.what = "a new address of the running program that signs one person in",
	.options = options,
	.run = sign_in,
};
