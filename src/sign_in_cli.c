#include "sign_in_cli.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access.h"
#include "base.h"
#include "config.h"
#include "operator.h"

static const char usage[] =
	"assent sign-in [--role agent|manager|designer ...] [--name NAME] [-c FILE] [--data DIR]\n";

struct args {
	const char *config_file, *data, *name;
	json_t *roles; /* names as they were given */
};

static int read_args(int argc, char **argv, struct args *a, struct err *e)
{
	for (int i = 0; i < argc; i += 2) {
		const char *flag = argv[i], *value = i + 1 < argc ? argv[i + 1] : NULL;
		const char **to = !strcmp(flag, "-c")       ? &a->config_file
		                  : !strcmp(flag, "--data") ? &a->data
		                  : !strcmp(flag, "--name") ? &a->name
		                                            : NULL;
		if (!to && strcmp(flag, "--role"))
			return err_set(e, E_INPUT, "it does not know '%.60s'", flag);
		if (!value || !*value)
			return err_set(e, E_INPUT, "%s needs a value", flag);
		if (to)
			*to = value;
		else if (access_from(value))
			json_array_append_new(a->roles, json_string(value));
		else
			return err_set(e, E_INPUT,
			               "--role: '%.60s' is none of agent, manager, designer",
			               value);
	}
	return 0;
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

static int ask(struct args *a, struct err *e)
{
	struct config *config = config_load_public(a->config_file, e);
	if (!config)
		return -1;
	json_t *body = json_pack("{s:s*}", "name", a->name), *answer = NULL;
	if (json_array_size(a->roles))
		json_object_set(body, "roles", a->roles);
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

int sign_in_main(int argc, char **argv)
{
	struct args a = { .roles = json_array() };
	struct err e = { 0 };
	int rc = read_args(argc, argv, &a, &e) || ask(&a, &e) ? -1 : 0;
	json_decref(a.roles);
	if (rc == 0)
		return 0;
	fprintf(stderr, "assent sign-in: %s\n%s", e.text, e.code == E_INPUT ? usage : "");
	return e.code == E_INPUT || e.code == E_CONFIG ? 2 : 1;
}
