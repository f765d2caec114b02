/* The keys of the configuration file that say who may do what: API clients, Zendesk's sidebar, a proxy that signs
 * people in. */
#include "config_table.h"

#include "base.h"
#include "config.h"

#include <assert.h>

#define ROLES_HELP                                                                            \
	"What it may do: agent works on cases, manager reads consents and figures, designer " \
	"changes flows."

static const struct config_pair token_pair[] = { { "token_file", "token_env", true } };
static const struct config_field client_fields[] = {
	{ .key = "name",
	  .kind = CONFIG_NAME,
	  .offset = offsetof(struct config_client, name),
	  .required = true,
	  .help = "Who it is: shown in the journal and the log." },
	{ .key = "speaks_for",
	  .kind = CONFIG_NAMES,
	  .offset = offsetof(struct config_client, speaks_for),
	  .fallback = "[]",
	  .help = CONFIG_SPEAKS_FOR_HELP },
	{ .key = "roles",
	  .kind = CONFIG_ROLES,
	  .offset = offsetof(struct config_client, roles),
	  .fallback = "[\"agent\", \"manager\", \"designer\"]",
	  .help = ROLES_HELP },
	{ .key = "token_file",
	  .kind = CONFIG_TOKEN_FILE,
	  .offset = offsetof(struct config_client, token_sha256),
	  .help = "File with the token: 24 characters or more, no spaces." },
	{ .key = "token_env",
	  .kind = CONFIG_TOKEN_ENV,
	  .offset = offsetof(struct config_client, token_sha256),
	  .help = "Environment variable with the token." },
};
const struct config_object config_client =
	CONFIG_OBJECT_OF(client_fields, struct config_client, token_pair);

static const struct config_field sidebar_fields[] = {
	{ .key = "subdomain",
	  .kind = CONFIG_HOST_LABEL,
	  .offset = offsetof(struct config_sidebar, subdomain),
	  .required = true,
	  .help = "The account: \"acme\" where agents work at https://acme.zendesk.com. Only its "
	          "tokens are taken, and only its pages may show the sidebar." },
	{ .key = "installations",
	  .kind = CONFIG_URLS,
	  .offset = offsetof(struct config_sidebar, installations),
	  .required = true,
	  .help = "Addresses of the app's installations, as its tokens name them: "
	          "\"https://acme.zendesk.com/api/v2/apps/installations/123.json\"." },
	{ .key = "public_key_file",
	  .kind = CONFIG_RSA_FILE,
	  .offset = offsetof(struct config_sidebar, public_keys[0]),
	  .required = true,
	  .help = "File with the app's public key (PEM), from "
	          "https://acme.zendesk.com/api/v2/apps/{app_id}/public_key.pem." },
	{ .key = "public_key_file_old",
	  .kind = CONFIG_RSA_FILE,
	  .offset = offsetof(struct config_sidebar, public_keys[1]),
	  .help = "File with the public key that is being rotated out; both are taken." },
	{ .key = "desk",
	  .kind = CONFIG_NAME,
	  .offset = offsetof(struct config_sidebar, desk),
	  .required = true,
	  .help = "Target whose tickets these are: a case and its ticket find each other by it." },
};
const struct config_object config_sidebar = { .fields = sidebar_fields,
	                                      .count = COUNT_OF(sidebar_fields) };

static const struct config_field group_fields[] = {
	{ .key = "name",
	  .kind = CONFIG_TEXT,
	  .offset = offsetof(struct config_group, name),
	  .required = true,
	  .help = "The group, letter for letter as the proxy names it." },
	{ .key = "roles",
	  .kind = CONFIG_ROLES,
	  .offset = offsetof(struct config_group, roles),
	  .required = true,
	  .help = ROLES_HELP },
};
static const struct config_object group = { .fields = group_fields,
	                                    .count = COUNT_OF(group_fields),
	                                    .size_bytes = sizeof(struct config_group) };

static const struct config_field proxy_fields[] = {
	{ .key = "user_header",
	  .kind = CONFIG_HEADER,
	  .offset = offsetof(struct config_proxy, user_header),
	  .required = true,
	  .help = "Header with what tells people apart for ever: an address of e-mail, an id." },
	{ .key = "name_header",
	  .kind = CONFIG_HEADER,
	  .offset = offsetof(struct config_proxy, name_header),
	  .help = "Header with the name that people are called by, in UTF-8." },
	{ .key = "groups_header",
	  .kind = CONFIG_HEADER,
	  .offset = offsetof(struct config_proxy, groups_header),
	  .required = true,
	  .help = "Header with their groups, with commas between." },
	{ .key = "groups",
	  .kind = CONFIG_LIST,
	  .offset = offsetof(struct config_proxy, groups),
	  .required = true,
	  .of = &group,
	  .help = "What a group may do here. Whoever is in none of them gets no page." },
	{ .key = "secret_header",
	  .kind = CONFIG_HEADER,
	  .offset = offsetof(struct config_proxy, secret_header),
	  .fallback = "\"X-Assent-Proxy\"",
	  .help = "Header in which the proxy proves itself by the secret. The other headers are "
	          "refused without it, from any address." },
	{ .key = "secret_file",
	  .kind = CONFIG_TOKEN_FILE,
	  .offset = offsetof(struct config_proxy, secret_sha256),
	  .help = "File with that secret: 24 characters or more, no spaces." },
	{ .key = "secret_env",
	  .kind = CONFIG_TOKEN_ENV,
	  .offset = offsetof(struct config_proxy, secret_sha256),
	  .help = "Environment variable with that secret." },
	{ .key = "sign_out_url",
	  .kind = CONFIG_URL,
	  .offset = offsetof(struct config_proxy, sign_out_url),
	  .help = "Where the proxy signs people out." },
};
static const struct config_pair proxy_pairs[] = { { "secret_file", "secret_env", true } };
const struct config_object config_proxy =
	CONFIG_OBJECT_OF(proxy_fields, struct config_proxy, proxy_pairs);

static_assert(offsetof(struct config_proxy, groups_count) ==
                      offsetof(struct config_proxy, groups) + sizeof(void *),
              "count behind list");
