/* config.h: what the operator decided: one JSON file (docs/config.schema.json), read once at start.
 */
#ifndef ASSENT_CONFIG_H
#define ASSENT_CONFIG_H

#include "consent_formats.h"
#include "crypto.h"
#include "log.h"
#include "webhook.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;

struct config_listen {
	char host[46]; /* an IPv4 or IPv6 address, without brackets */
	uint16_t port; /* 0: any free one */
};

/* An integrator of the HTTP API. Only the hash of its token is held. */
struct config_client {
	char *name;
	char **speaks_for; /* platforms of parties whose people it speaks for; ends with NULL */
	unsigned roles;    /* access.h */
	uint8_t token_sha256[SHA256_BYTES];
};

/* Who may send to /hooks/{name}. */
struct config_source {
	char *name;
	const char *platform; /* static */
	char **speaks_for;    /* as of a client */
	bool acts_for_agents; /* a client always does */
	json_t *settings;     /* the adapter's */
	struct webhook_secrets secrets;
};

/* Where the outbox sends to. */
struct config_target {
	char *name;
	const char *platform; /* static */
	char *url;
	char *invite;     /* target that reaches by telephone who is in no session here; NULL */
	json_t *settings; /* the adapter's */
	struct webhook_secrets secrets;
	struct webhook_secrets refresh_token; /* the first one, of OAuth; none: count 0 */
	int64_t timeout_ms;
	bool allow_private; /* loopback and private addresses too, and http:// */
	struct {
		int64_t failures; /* so many in a row open the breaker */
		int64_t open_ms;  /* and it stays open for so long */
	} breaker;
};

/* The app in Zendesk's ticket sidebar. subdomain NULL: there is none. */
struct config_sidebar {
	char *subdomain;      /* "acme" of acme.zendesk.com, which signs */
	char **installations; /* addresses of the app's installations; ends with NULL */
	char *desk;           /* name of the target whose addresses its tickets are */
	/* What its signatures are verified with; [1] while it is rotated; NULL where secrets are not read */
	struct crypto_key *public_keys[2];
};

/* Whom a group of the proxy's people may be here. */
struct config_group {
	char *name;
	unsigned roles; /* access.h */
};

/* A proxy in front that has signed people in and says in headers who they are. user_header NULL: none */
struct config_proxy {
	char *user_header, *groups_header;
	char *name_header;   /* NULL: none */
	char *secret_header; /* by whose value the proxy proves itself */
	uint8_t secret_sha256[SHA256_BYTES];
	struct config_group *groups;
	size_t groups_count;
	char *sign_out_url; /* where who signs out is sent; NULL: nowhere */
};

struct config {
	struct config_listen listen;
	char *data, *flows;  /* directories; the caller may put others in their place */
	char *public_origin; /* "https://host[:port]"; NULL: none besides the listening address */
	struct config_client *clients;
	size_t clients_count;
	struct config_source *sources;
	size_t sources_count;
	struct config_target *targets;
	size_t targets_count;
	int64_t cache_cases;
	int64_t events_known_days, undecoded_kept_days;
	enum log_level log_level;
	char *head_key_file; /* NULL: head.key in the data directory */
	int64_t head_every_ms;
	struct controller controller;
	char *people_on; /* "console", or a target: where people are of whom nobody said it */
	struct config_sidebar zendesk_sidebar;
	struct config_proxy sign_in_proxy;
};

/* path NULL: the defaults. A relative path in the file starts at the file's own directory; a
 * default starts at the working directory. NULL: E_CONFIG with file, place and what to do; no
 * secret is ever repeated. Caller frees. */
struct config *config_load(const char *path, struct err *e);
/* The same without any secret, for commands beside the server: whoever may read the records need not
 * have its secrets. */
struct config *config_load_public(const char *path, struct err *e);
/* Every file with a secret that the file names, and where; read or not, there or not. */
void config_secret_files(const char *path,
                         void (*fn)(void *arg, const char *where, const char *file), void *arg);
void config_free(struct config *c); /* wipes the secrets; NULL is allowed */

/* "127.0.0.1:8080", "[::1]:0". 0, or -1 with E_CONFIG. */
int config_listen_parse(const char *text, struct config_listen *l, struct err *e);

/* The JSON Schema of the file: docs/config.schema.json is this and nothing else. A new reference.
 */
json_t *config_schema(void);

#endif
