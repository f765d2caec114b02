/* Every key of the configuration file with its type, limits and default: the one place where they
 * stand. */
#include "config_table.h"

#include "base.h"
#include "config.h"

#include <assert.h>

#define OBJECT(f, type, p)                                                                 \
	{                                                                                  \
		.fields = f, .count = COUNT_OF(f), .size_bytes = sizeof(type), .pairs = p, \
		.pairs_count = COUNT_OF(p)                                                 \
	}

static const char *const log_levels[] = { "debug", "info", "warn", "error", NULL };

#define SPEAKS_FOR_HELP                                                                           \
	"Platforms of parties (\"console\", or the name of a target) whose people speak through " \
	"it: only their messages and buttons are taken from it."

#define ROLES_HELP                                                                            \
	"What it may do: agent works on cases, manager reads consents and figures, designer " \
	"changes flows."

#define SETTINGS_HELP "What the platform's adapter must know; its members depend on the platform."

#define SECRET_HELP                                                                        \
	"for the platform webhook \"whsec_\" and the base64 of 24 to 64 random bytes, as " \
	"Standard "                                                                        \
	"Webhooks has it, for others what the platform gave out"

static const struct config_pair token_pair[] = { { "token_file", "token_env", true } };
static const struct config_pair secret_pairs[] = {
	{ "secret_file", "secret_env", true },
	{ "secret_file_old", "secret_env_old", false },
};

/* A target whose scheme is "none" has no secret; config.c asks the others for theirs. */
static const struct config_pair target_pairs[] = {
	{ "secret_file", "secret_env", false },
	{ "secret_file_old", "secret_env_old", false },
	{ "refresh_token_file", "refresh_token_env", false },
};

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
	  .help = SPEAKS_FOR_HELP },
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
static const struct config_object client = OBJECT(client_fields, struct config_client, token_pair);

static const struct config_field source_fields[] = {
	{ .key = "name",
	  .kind = CONFIG_NAME,
	  .offset = offsetof(struct config_source, name),
	  .required = true,
	  .help = "It sends to /hooks/{name}." },
	{ .key = "platform",
	  .kind = CONFIG_PLATFORM,
	  .offset = offsetof(struct config_source, platform),
	  .required = true,
	  .help = "Which adapter reads what it sends." },
	{ .key = "speaks_for",
	  .kind = CONFIG_NAMES,
	  .offset = offsetof(struct config_source, speaks_for),
	  .fallback = "[]",
	  .help = SPEAKS_FOR_HELP },
	{ .key = "acts_for_agents",
	  .kind = CONFIG_BOOL,
	  .offset = offsetof(struct config_source, acts_for_agents),
	  .fallback = "false",
	  .help = "It is the agents' own system: it may use suggestions, attest spoken answers, "
	          "note, "
	          "close. A platform where people chat is not." },
	{ .key = "settings",
	  .kind = CONFIG_SETTINGS,
	  .offset = offsetof(struct config_source, settings),
	  .fallback = "{}",
	  .help = SETTINGS_HELP },
	{ .key = "secret_file",
	  .kind = CONFIG_SECRET_FILE,
	  .offset = offsetof(struct config_source, secrets),
	  .help = "File with the secret; " SECRET_HELP "." },
	{ .key = "secret_env",
	  .kind = CONFIG_SECRET_ENV,
	  .offset = offsetof(struct config_source, secrets),
	  .help = "Environment variable with the secret; " SECRET_HELP "." },
	{ .key = "secret_file_old",
	  .kind = CONFIG_SECRET_FILE,
	  .offset = offsetof(struct config_source, secrets),
	  .help = "File with the secret that is being rotated out; both are taken." },
	{ .key = "secret_env_old",
	  .kind = CONFIG_SECRET_ENV,
	  .offset = offsetof(struct config_source, secrets),
	  .help = "Environment variable with the secret that is being rotated out." },
};
static const struct config_object source =
	OBJECT(source_fields, struct config_source, secret_pairs);

static const struct config_field breaker_fields[] = {
	{ .key = "failures",
	  .kind = CONFIG_INT,
	  .offset = offsetof(struct config_target, breaker.failures),
	  .fallback = "5",
	  .least = 1,
	  .most = 1000,
	  .help = "So many failures in a row stop all sending to the target." },
	{ .key = "open_ms",
	  .kind = CONFIG_INT,
	  .offset = offsetof(struct config_target, breaker.open_ms),
	  .fallback = "30000",
	  .least = 100,
	  .most = 3600000,
	  .help = "After so long one message is tried again." },
};
static const struct config_object breaker = { .fields = breaker_fields,
	                                      .count = COUNT_OF(breaker_fields) };

static const struct config_field target_fields[] = {
	{ .key = "name",
	  .kind = CONFIG_NAME,
	  .offset = offsetof(struct config_target, name),
	  .required = true,
	  .help = "How parties and desks of cases refer to it." },
	{ .key = "platform",
	  .kind = CONFIG_PLATFORM,
	  .offset = offsetof(struct config_target, platform),
	  .required = true,
	  .help = "Which adapter writes what is sent." },
	{ .key = "url",
	  .kind = CONFIG_URL,
	  .offset = offsetof(struct config_target, url),
	  .help = "https:// (http:// only with allow_private), without user name or password. Not "
	          "of a "
	          "platform that can only be answered (kakao_skill)." },
	{ .key = "invite",
	  .kind = CONFIG_NAME_OR_NULL,
	  .offset = offsetof(struct config_target, invite),
	  .fallback = "null",
	  .help = "Target that reaches by telephone number a person who is in no session here yet, "
	          "such as one of the platform kakao_alimtalk." },
	{ .key = "settings",
	  .kind = CONFIG_SETTINGS,
	  .offset = offsetof(struct config_target, settings),
	  .fallback = "{}",
	  .help = SETTINGS_HELP },
	{ .key = "secret_file",
	  .kind = CONFIG_SECRET_FILE,
	  .offset = offsetof(struct config_target, secrets),
	  .help = "File with the secret by which calls prove themselves; " SECRET_HELP
	          ". Needed unless the platform's calls prove nothing." },
	{ .key = "secret_env",
	  .kind = CONFIG_SECRET_ENV,
	  .offset = offsetof(struct config_target, secrets),
	  .help = "Environment variable with that secret." },
	{ .key = "secret_file_old",
	  .kind = CONFIG_SECRET_FILE,
	  .offset = offsetof(struct config_target, secrets),
	  .help = "File with the secret that is being rotated out, where calls are signed: both "
	          "sign." },
	{ .key = "secret_env_old",
	  .kind = CONFIG_SECRET_ENV,
	  .offset = offsetof(struct config_target, secrets),
	  .help = "Environment variable with the secret that is being rotated out." },
	{ .key = "refresh_token_file",
	  .kind = CONFIG_SECRET_FILE,
	  .offset = offsetof(struct config_target, refresh_token),
	  .help = "Where calls prove themselves by OAuth: file with the first refresh token. It is "
	          "used "
	          "once; what follows is kept in tokens/{name}.json of the data directory. Another "
	          "one "
	          "in the file begins anew, at the next start. Without it the access token is "
	          "asked for "
	          "by client id and secret alone (client_credentials)." },
	{ .key = "refresh_token_env",
	  .kind = CONFIG_SECRET_ENV,
	  .offset = offsetof(struct config_target, refresh_token),
	  .help = "Environment variable with the first refresh token." },
	{ .key = "timeout_ms",
	  .kind = CONFIG_INT,
	  .offset = offsetof(struct config_target, timeout_ms),
	  .fallback = "15000",
	  .least = 100,
	  .most = 120000,
	  .help = "For one call as a whole." },
	{ .key = "allow_private",
	  .kind = CONFIG_BOOL,
	  .offset = offsetof(struct config_target, allow_private),
	  .fallback = "false",
	  .help = "Loopback and private addresses are allowed: a target in the same house." },
	{ .key = "breaker",
	  .kind = CONFIG_OBJECT,
	  .fallback = "{}",
	  .of = &breaker,
	  .help = "When a target that fails is left alone for a while." },
};
static const struct config_object target =
	OBJECT(target_fields, struct config_target, target_pairs);

static const struct config_field address_fields[] = {
	{ .key = "street",
	  .kind = CONFIG_TEXT,
	  .offset = offsetof(struct controller, address.street),
	  .help = "Street and house." },
	{ .key = "locality",
	  .kind = CONFIG_TEXT,
	  .offset = offsetof(struct controller, address.locality),
	  .help = "City or district." },
	{ .key = "region",
	  .kind = CONFIG_TEXT,
	  .offset = offsetof(struct controller, address.region),
	  .help = "Province." },
	{ .key = "postal_code",
	  .kind = CONFIG_TEXT,
	  .offset = offsetof(struct controller, address.postal_code),
	  .help = "Postal code." },
	{ .key = "country",
	  .kind = CONFIG_COUNTRY,
	  .offset = offsetof(struct controller, address.country),
	  .help = "Country, by ISO 3166-1." },
};
static const struct config_object address = { .fields = address_fields,
	                                      .count = COUNT_OF(address_fields) };

static const struct config_field controller_fields[] = {
	{ .key = "name",
	  .kind = CONFIG_TEXT,
	  .offset = offsetof(struct controller, name),
	  .help = "Legal name." },
	{ .key = "contact",
	  .kind = CONFIG_TEXT,
	  .offset = offsetof(struct controller, contact),
	  .help = "Whom people turn to: a person or an office." },
	{ .key = "email",
	  .kind = CONFIG_TEXT,
	  .offset = offsetof(struct controller, email),
	  .help = "E-mail address of the contact." },
	{ .key = "phone",
	  .kind = CONFIG_TEXT,
	  .offset = offsetof(struct controller, phone),
	  .help = "Telephone number of the contact." },
	{ .key = "url",
	  .kind = CONFIG_URL,
	  .offset = offsetof(struct controller, url),
	  .help = "Its web site." },
	{ .key = "policy_url",
	  .kind = CONFIG_URL,
	  .offset = offsetof(struct controller, policy_url),
	  .help = "Where its privacy policy stands." },
	{ .key = "jurisdiction",
	  .kind = CONFIG_COUNTRY,
	  .offset = offsetof(struct controller, jurisdiction),
	  .help = "Country under whose law the consents are asked, by ISO 3166-1." },
	{ .key = "storage_country",
	  .kind = CONFIG_COUNTRY,
	  .offset = offsetof(struct controller, storage_country),
	  .help = "Country in which the data directory lies, by ISO 3166-1." },
	{ .key = "service",
	  .kind = CONFIG_TEXT,
	  .offset = offsetof(struct controller, service),
	  .help = "The service in which people are asked, as they call it." },
	{ .key = "withdrawal",
	  .kind = CONFIG_TEXT,
	  .offset = offsetof(struct controller, withdrawal),
	  .help = "How a consent is withdrawn, where its notice does not say so." },
	{ .key = "language",
	  .kind = CONFIG_TEXT,
	  .offset = offsetof(struct controller, language),
	  .fallback = "\"ko\"",
	  .help = "Language of the notices, by ISO 639." },
	{ .key = "address",
	  .kind = CONFIG_OBJECT,
	  .offset = 0, /* its fields name their place themselves */
	  .of = &address,
	  .help = "Postal address." },
};
static const struct config_object controller = { .fields = controller_fields,
	                                         .count = COUNT_OF(controller_fields) };

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
static const struct config_object sidebar = { .fields = sidebar_fields,
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
static const struct config_object proxy = OBJECT(proxy_fields, struct config_proxy, proxy_pairs);

static const struct config_field root_fields[] = {
	{ .key = "$schema",
	  .kind = CONFIG_COMMENT,
	  .help = "For editors: where this schema lies." },
	{ .key = "listen",
	  .kind = CONFIG_LISTEN,
	  .offset = offsetof(struct config, listen),
	  .fallback = "\"127.0.0.1:8080\"",
	  .help = "Address and port; port 0 takes any free one." },
	{ .key = "data",
	  .kind = CONFIG_PATH,
	  .offset = offsetof(struct config, data),
	  .fallback = "\"data\"",
	  .help = "Directory of everything that is kept." },
	{ .key = "flows",
	  .kind = CONFIG_PATH,
	  .offset = offsetof(struct config, flows),
	  .fallback = "\"flows\"",
	  .help = "Directory of the flows, their phrases and the policy." },
	{ .key = "public_origin",
	  .kind = CONFIG_ORIGIN,
	  .offset = offsetof(struct config, public_origin),
	  .help = "Origin under which people see the pages, where a proxy stands in front." },
	{ .key = "api_clients",
	  .kind = CONFIG_LIST,
	  .offset = offsetof(struct config, clients),
	  .fallback = "[]",
	  .of = &client,
	  .help = "Integrators of the HTTP API." },
	{ .key = "sources",
	  .kind = CONFIG_LIST,
	  .offset = offsetof(struct config, sources),
	  .fallback = "[]",
	  .of = &source,
	  .help = "Who may send events." },
	{ .key = "targets",
	  .kind = CONFIG_LIST,
	  .offset = offsetof(struct config, targets),
	  .fallback = "[]",
	  .of = &target,
	  .help = "Where messages are sent to." },
	{ .key = "cache_cases",
	  .kind = CONFIG_INT,
	  .offset = offsetof(struct config, cache_cases),
	  .fallback = "1000",
	  .least = 1,
	  .most = 1000000,
	  .help = "So many cases stay in memory; the others are replayed when something happens." },
	/* Standard Webhooks' schedule of repeats ends after 75 hours, that of Zendesk's webhooks after 15
	 * minutes, and no document says that Kakao repeats a call; what an API client repeats, it does as
	 * its own queue is made. A month leaves room for a sender that stood still for a while. */
	{ .key = "events_known_days",
	  .kind = CONFIG_INT,
	  .offset = offsetof(struct config, events_known_days),
	  .fallback = "30",
	  .least = 4,
	  .most = 3650,
	  .help = "So long the id of an event is known: sent again, it has no effect a second "
	          "time. What opened a case is known as long as the case." },
	{ .key = "undecoded_kept_days",
	  .kind = CONFIG_INT,
	  .offset = offsetof(struct config, undecoded_kept_days),
	  .fallback = "30",
	  .least = 1,
	  .most = 3650,
	  .help = "So long a delivery that could not be read is kept for the operator. It may hold "
	          "personal "
	          "data, which must be destroyed when it is needed no more (개인정보 보호법 "
	          "제21조)." },
	{ .key = "log_level",
	  .kind = CONFIG_RANK,
	  .offset = offsetof(struct config, log_level),
	  .fallback = "\"info\"",
	  .choices = log_levels,
	  .help = "The least that is logged." },
	{ .key = "head_key_file",
	  .kind = CONFIG_PATH,
	  .offset = offsetof(struct config, head_key_file),
	  .help = "Ed25519 key (PEM) that signs the heads of the journal; absent: head.key in the "
	          "data directory, made at the first start." },
	{ .key = "head_every_ms",
	  .kind = CONFIG_INT,
	  .offset = offsetof(struct config, head_every_ms),
	  .fallback = "3600000",
	  .least = 1000,
	  .most = 86400000,
	  .help = "A head is signed so often while the journal grows." },
	{ .key = "controller",
	  .kind = CONFIG_OBJECT,
	  .offset = offsetof(struct config, controller),
	  .fallback = "{}",
	  .of = &controller,
	  .help = "Who answers for the personal data (개인정보처리자): exports of consents by "
	          "ISO/IEC TS 27560 and Kantara name it." },
	{ .key = "people_on",
	  .kind = CONFIG_NAME,
	  .offset = offsetof(struct config, people_on),
	  .fallback = "\"console\"",
	  .help = "Where a person is written to of whom nobody said where he is: \"console\", or "
	          "the "
	          "name of a target, such as the one that can invite by telephone." },
	{ .key = "zendesk_sidebar",
	  .kind = CONFIG_OBJECT,
	  .offset = offsetof(struct config, zendesk_sidebar),
	  .of = &sidebar,
	  .help = "The app in Zendesk's ticket sidebar (integrations/zendesk): who may open it." },
	{ .key = "sign_in_proxy",
	  .kind = CONFIG_OBJECT,
	  .offset = offsetof(struct config, sign_in_proxy),
	  .of = &proxy,
	  .help = "A proxy in front that signs people in, such as oauth2-proxy behind nginx "
	          "(docs/running.md)." },
};
const struct config_object config_root = { .fields = root_fields, .count = COUNT_OF(root_fields) };

/* The reader writes the count of a list behind its pointer, and the level as an int. */
static_assert(offsetof(struct config, clients_count) ==
                      offsetof(struct config, clients) + sizeof(void *),
              "count behind list");
static_assert(offsetof(struct config, sources_count) ==
                      offsetof(struct config, sources) + sizeof(void *),
              "count behind list");
static_assert(offsetof(struct config, targets_count) ==
                      offsetof(struct config, targets) + sizeof(void *),
              "count behind list");
static_assert(offsetof(struct config_proxy, groups_count) ==
                      offsetof(struct config_proxy, groups) + sizeof(void *),
              "count behind list");
static_assert(sizeof(enum log_level) == sizeof(int), "the level is read as an int");
