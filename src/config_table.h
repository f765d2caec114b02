/* config_table.h: the keys of the configuration file as data, and what its reader and its JSON
 * Schema share. */
#ifndef ASSENT_CONFIG_TABLE_H
#define ASSENT_CONFIG_TABLE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;

enum config_kind {
	CONFIG_COMMENT,      /* any text, not kept */
	CONFIG_LISTEN,       /* struct config_listen */
	CONFIG_PATH,         /* char *, made absolute or relative to the file */
	CONFIG_ORIGIN,       /* char * */
	CONFIG_NAME,         /* char *, also part of a URL */
	CONFIG_NAME_OR_NULL, /* the same, or null */
	CONFIG_HEADER,       /* char *, name of a header */
	CONFIG_HOST_LABEL,   /* char *, one label of a host's name: "acme" */
	CONFIG_NAMES,        /* char **, a list of names without doubles, ends with NULL */
	CONFIG_URL,          /* char * */
	CONFIG_URLS,         /* char **, a list without doubles of at least one, ends with NULL */
	CONFIG_TEXT,         /* char *, one line */
	CONFIG_COUNTRY,      /* char *, ISO 3166-1: "KR" */
	CONFIG_PLATFORM,     /* const char *, one of platform_names() */
	CONFIG_ROLES,        /* unsigned, a set of access.h from a list of at least one name */
	CONFIG_RANK,         /* int, the place in choices */
	CONFIG_INT,          /* int64_t within least..most */
	CONFIG_BOOL,         /* bool */
	CONFIG_SETTINGS,     /* json_t *, an object whose members the platform knows */
	CONFIG_OBJECT,       /* of, in place */
	CONFIG_LIST,         /* pointer to items of `of`, their number in the size_t behind it */
	CONFIG_SECRET_FILE,  /* struct webhook_secrets: one more, from the file so named */
	CONFIG_SECRET_ENV,   /* the same, from the environment variable so named */
	CONFIG_TOKEN_FILE,   /* uint8_t[SHA256_BYTES]: hash of the token in the file so named */
	CONFIG_TOKEN_ENV,    /* the same, from the environment */
	CONFIG_RSA_FILE,     /* struct crypto_key *, a public RSA key from the file so named */
};

struct config_object;

struct config_field {
	const char *key;
	enum config_kind kind;
	size_t offset;        /* in the struct that is filled */
	const char *help;     /* for the schema */
	const char *fallback; /* JSON text of the default; NULL: none */
	bool required;
	int64_t least, most;        /* of CONFIG_INT */
	const char *const *choices; /* of CONFIG_RANK, ends with NULL */
	const struct config_object *of;
};

/* In every pair exactly one key is given (or at most one, where it is not needed). */
struct config_pair {
	const char *a, *b;
	bool needed;
};

struct config_object {
	const struct config_field *fields;
	size_t count;
	size_t size_bytes; /* of one item of a list */
	const struct config_pair *pairs;
	size_t pairs_count;
};

extern const struct config_object config_root;

/* Where the reader stands, for its sentences. */
struct config_reader {
	const char *file; /* as the operator named it; NULL: defaults only */
	char where[256];  /* "targets[0].url" */
	bool is_public;   /* what files and variables hold that it names is not read */
	bool is_default;  /* what is read now comes from the table, not from the file */
	struct err *e;
};

/* Always -1: E_CONFIG "file: where: sentence". */
int config_refuse(struct config_reader *r, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
const char *config_type_name(const json_t *v); /* "a text", "null" */

/* A path as the file gives it: it starts at the file's own directory. Caller frees. */
char *config_path(const struct config_reader *r, const char *text);

/* Reads v into *out as f->kind says; not for CONFIG_OBJECT and CONFIG_LIST. 0, or -1 refused. */
int config_value_read(struct config_reader *r, const json_t *v, const struct config_field *f,
                      void *out);

#endif
