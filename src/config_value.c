/* Reads one value of the configuration file: its type, its form and, for a secret, what it names.
 */
#include "access.h"
#include "base.h"
#include "config.h"
#include "config_table.h"
#include "platform.h"

#include <arpa/inet.h>
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	SECRET_MAX_BYTES = 4096,
	TOKEN_LEAST_CHARS = 24,
	HOST_LABEL_MAX = 63, /* RFC 1035 */
	HEADER_MAX = 64,
	PUBLIC_KEY_MAX_BYTES = 8192,
};

int config_refuse(struct config_reader *r, const char *fmt, ...)
{
	char text[384];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	return err_set(r->e, E_CONFIG, "%s: %s%s%s", r->file ? r->file : "defaults", r->where,
	               *r->where ? ": " : "", text);
}

/* Each read_* fills *out from v, or refuses. */

const char *config_type_name(const json_t *v)
{
	static const char *const names[] = {
		[JSON_OBJECT] = "an object", [JSON_ARRAY] = "a list",    [JSON_STRING] = "a text",
		[JSON_INTEGER] = "a number", [JSON_REAL] = "a fraction", [JSON_TRUE] = "true",
		[JSON_FALSE] = "false",      [JSON_NULL] = "null",
	};
	return names[json_typeof(v)];
}

/* Borrowed from v; NULL: refused. */
static const char *text_of(struct config_reader *r, const json_t *v)
{
	if (!json_is_string(v)) {
		config_refuse(r, "must be a text, not %s", config_type_name(v));
		return NULL;
	}
	if (json_string_length(v) == 0) {
		config_refuse(r, "must not be empty");
		return NULL;
	}
	return json_string_value(v);
}

int config_listen_parse(const char *text, struct config_listen *l, struct err *e)
{
	static const char usage[] = "expected address:port, such as 127.0.0.1:8080 or [::1]:8080";
	const char *colon = strrchr(text, ':');
	if (!colon)
		return err_set(e, E_CONFIG, "\"%.80s\": %s", text, usage);
	bool is_v6 = text[0] == '[';
	if (is_v6 && (colon == text || colon[-1] != ']'))
		return err_set(e, E_CONFIG, "\"%.80s\": %s", text, usage);
	int len = (int)(colon - text) - (is_v6 ? 2 : 0);
	char host[sizeof l->host];
	unsigned char address[sizeof(struct in6_addr)];
	if (len < 1 || len >= (int)sizeof host)
		return err_set(e, E_CONFIG, "\"%.80s\": %s", text, usage);
	snprintf(host, sizeof host, "%.*s", len, text + (is_v6 ? 1 : 0));
	if (inet_pton(is_v6 ? AF_INET6 : AF_INET, host, address) != 1)
		return err_set(e, E_CONFIG, "\"%.80s\" has no numeric address: %s", text, usage);
	size_t digits = strspn(colon + 1, "0123456789");
	unsigned long port = strtoul(colon + 1, NULL, 10);
	if (digits == 0 || digits > 5 || colon[1 + digits] || port > UINT16_MAX)
		return err_set(e, E_CONFIG, "\"%.80s\": the port must be 0 to 65535", text);
	memcpy(l->host, host, sizeof host);
	l->port = (uint16_t)port;
	return 0;
}

static int read_listen(struct config_reader *r, const json_t *v, struct config_listen *out)
{
	struct err why = { 0 };
	const char *text = text_of(r, v);
	if (!text)
		return -1;
	return config_listen_parse(text, out, &why) ? config_refuse(r, "%s", why.text) : 0;
}

char *config_path(const struct config_reader *r, const char *text)
{
	const char *slash = r->file ? strrchr(r->file, '/') : NULL;
	if (text[0] == '/' || r->is_default || !slash)
		return xstrdup(text);
	return xasprintf("%.*s/%s", (int)(slash - r->file), r->file, text);
}

static int read_path(struct config_reader *r, const json_t *v, char **out)
{
	const char *text = text_of(r, v);
	if (!text)
		return -1;
	*out = config_path(r, text);
	return 0;
}

/* Behind "http://" or "https://"; NULL: neither. */
static const char *behind_scheme(const char *url)
{
	if (strncmp(url, "https://", 8) == 0)
		return url + 8;
	return strncmp(url, "http://", 7) == 0 ? url + 7 : NULL;
}

static int read_url(struct config_reader *r, const json_t *v, bool is_origin, char **out)
{
	const char *text = text_of(r, v);
	if (!text)
		return -1;
	const char *host = behind_scheme(text);
	if (!host || !*host || strchr("/?#:", *host))
		return config_refuse(r, "must begin with https:// and a host");
	for (const char *p = text; *p; p++)
		if ((unsigned char)*p <= ' ' || (unsigned char)*p >= 0x7f)
			return config_refuse(
				r,
				"must be plain ASCII without spaces (use %%-escapes or punycode)");
	size_t host_len = strcspn(host, "/?#");
	if (memchr(host, '@', host_len))
		return config_refuse(r, "must not hold a user name or password");
	if (is_origin && host[host_len])
		return config_refuse(
			r, "is an origin: scheme, host and port, with nothing behind them");
	*out = xstrdup(text);
	return 0;
}

static int read_name(struct config_reader *r, const json_t *v, char **out)
{
	const char *text = text_of(r, v);
	if (!text)
		return -1;
	size_t len = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_-");
	if (text[len] || len > 32 || text[0] == '_' || text[0] == '-')
		return config_refuse(
			r, "is a name: 1 to 32 of a-z, 0-9, _ and -, beginning with a letter "
			   "or digit");
	*out = xstrdup(text);
	return 0;
}

static int read_host_label(struct config_reader *r, const json_t *v, char **out)
{
	const char *text = text_of(r, v);
	if (!text)
		return -1;
	size_t len = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-");
	if (text[len] || len > HOST_LABEL_MAX || text[0] == '-' || text[len - 1] == '-')
		return config_refuse(r, "is one label of a host's name, such as \"acme\" of "
		                        "acme.zendesk.com: a-z, 0-9 and -");
	*out = xstrdup(text);
	return 0;
}

/* Not underscores: proxies drop such names, or take them for hyphens. */
static int read_header(struct config_reader *r, const json_t *v, char **out)
{
	const char *text = text_of(r, v);
	if (!text)
		return -1;
	size_t len =
		strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-");
	if (text[len] || len > HEADER_MAX)
		return config_refuse(r, "is the name of a header: letters, digits and hyphens");
	*out = xstrdup(text);
	return 0;
}

static int read_line(struct config_reader *r, const json_t *v, char **out)
{
	const char *text = text_of(r, v);
	if (!text)
		return -1;
	for (const char *p = text; *p; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			return config_refuse(r, "must be one line without control characters");
	*out = xstrdup(text);
	return 0;
}

static int read_country(struct config_reader *r, const json_t *v, char **out)
{
	const char *text = text_of(r, v);
	if (!text)
		return -1;
	if (strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 2 || text[2])
		return config_refuse(r, "is the code of a country: two capitals, such as KR");
	*out = xstrdup(text);
	return 0;
}

/* A list of names, or of URLs. */
static int read_texts(struct config_reader *r, const json_t *v, bool urls, char ***out)
{
	size_t n = json_array_size(v);
	if (!json_is_array(v))
		return config_refuse(r, "must be a list, not %s", config_type_name(v));
	if (urls && n == 0)
		return config_refuse(r, "must name at least one");
	*out = xcalloc(n + 1, sizeof **out);
	for (size_t i = 0; i < n; i++) {
		const json_t *one = json_array_get(v, i);
		if (urls ? read_url(r, one, false, &(*out)[i]) : read_name(r, one, &(*out)[i]))
			return -1;
		for (size_t j = 0; j < i; j++)
			if (strcmp((*out)[i], (*out)[j]) == 0)
				return config_refuse(r, "\"%s\" stands there twice", (*out)[i]);
	}
	return 0;
}

static int read_choice(struct config_reader *r, const json_t *v, const char *const *choices)
{
	const char *text = text_of(r, v);
	if (!text)
		return -1;
	char all[128] = "";
	for (int i = 0; choices[i]; i++) {
		if (strcmp(choices[i], text) == 0)
			return i;
		size_t used = strlen(all);
		snprintf(all + used, sizeof all - used, "%s\"%s\"", i ? ", " : "", choices[i]);
	}
	return config_refuse(r, "\"%.40s\" is not one of %s", text, all);
}

static int read_roles(struct config_reader *r, const json_t *v, unsigned *out)
{
	if (!json_is_array(v))
		return config_refuse(r, "must be a list, not %s", config_type_name(v));
	if (json_array_size(v) == 0)
		return config_refuse(r, "must name at least one");
	*out = 0;
	for (size_t i = 0; i < json_array_size(v); i++) {
		int n = read_choice(r, json_array_get(v, i), access_names());
		if (n < 0)
			return -1;
		*out |= access_from(access_names()[n]);
	}
	return 0;
}

static int read_int(struct config_reader *r, const json_t *v, const struct config_field *f,
                    int64_t *out)
{
	if (!json_is_integer(v))
		return config_refuse(r, "must be a whole number, not %s", config_type_name(v));
	*out = json_integer_value(v);
	if (*out < f->least || *out > f->most)
		return config_refuse(r, "must be from %lld to %lld", (long long)f->least,
		                     (long long)f->most);
	return 0;
}

static int read_bool(struct config_reader *r, const json_t *v, bool *out)
{
	if (!json_is_boolean(v))
		return config_refuse(r, "must be true or false, not %s", config_type_name(v));
	*out = json_is_true(v);
	return 0;
}

/* ---- Secrets */

static void secret_free(char *text)
{
	if (text)
		crypto_wipe(text, strlen(text));
	free(text);
}

/* Whether it is rather a secret than the name of where one lies: then nothing may repeat it. */
static bool looks_secret(const char *name)
{
	enum { LONGEST_WORD = 24 };
	size_t word = 0;
	if (strncmp(name, "whsec_", 6) == 0)
		return true;
	for (const char *p = name; *p && word < LONGEST_WORD; p++)
		word = *p == '/' || *p == '.' || *p == '_' || *p == '-' ? 0 : word + 1;
	return word >= LONGEST_WORD;
}

static int refuse_secret(struct config_reader *r, bool from_env)
{
	return config_refuse(r,
	                     "there is no %s of that name (not shown, since it looks like the "
	                     "secret itself): put the secret into a file of its own, or into the "
	                     "environment, and give the name of that",
	                     from_env ? "variable" : "file");
}

/* What the file or variable named by v holds, without white space at its end. NULL: refused. Free
 * with secret_free. */
static char *secret_text(struct config_reader *r, const json_t *v, bool from_env)
{
	const char *name = text_of(r, v);
	if (!name)
		return NULL;
	char *text;
	if (from_env) {
		text = xstrdup(getenv(name));
		if (!text && looks_secret(name))
			refuse_secret(r, true);
		else if (!text)
			config_refuse(r, "the environment has no variable \"%.80s\"", name);
	} else {
		struct err why = { 0 };
		char *path = config_path(r, name);
		text = file_read(path, SECRET_MAX_BYTES, NULL, &why);
		free(path);
		if (!text && looks_secret(name))
			refuse_secret(r, false);
		else if (!text)
			config_refuse(r, "%s", why.text);
	}
	if (!text)
		return NULL;
	size_t len = strlen(text);
	while (len > 0 && strchr(" \t\r\n", text[len - 1]))
		text[--len] = '\0';
	return text;
}

static int read_secret(struct config_reader *r, const json_t *v, bool from_env,
                       struct webhook_secrets *out)
{
	struct err why = { 0 };
	char *text = secret_text(r, v, from_env);
	if (!text)
		return -1;
	int rc = webhook_secret_parse(text, out, &why) ? config_refuse(r, "%s", why.text) : 0;
	secret_free(text);
	return rc;
}

static int read_token(struct config_reader *r, const json_t *v, bool from_env,
                      uint8_t out[SHA256_BYTES])
{
	char *text = secret_text(r, v, from_env);
	if (!text)
		return -1;
	int rc = 0;
	for (const char *p = text; *p && rc == 0; p++)
		if (*p <= ' ' || *p > '~')
			rc = config_refuse(r, "a token is one word of printable ASCII");
	if (rc == 0 && strlen(text) < TOKEN_LEAST_CHARS)
		rc = config_refuse(
			r, "a token has at least %d characters: openssl rand -hex 32 makes one",
			TOKEN_LEAST_CHARS);
	crypto_sha256(text, strlen(text), out);
	secret_free(text);
	return rc;
}

/* A public key is no secret, and is not shown either where it cannot be read. */
static int read_rsa(struct config_reader *r, const json_t *v, struct crypto_key **out)
{
	struct err why = { 0 };
	const char *name = text_of(r, v);
	if (!name)
		return -1;
	char *path = config_path(r, name);
	char *pem = file_read(path, PUBLIC_KEY_MAX_BYTES, NULL, &why);
	*out = pem ? crypto_rsa_read(pem, &why) : NULL;
	free(pem);
	free(path);
	return *out ? 0 : config_refuse(r, "%s", why.text);
}

/* What a file or variable holds that the configuration names. */
static int read_named(struct config_reader *r, const json_t *v, enum config_kind kind, void *out)
{
	if (r->is_public)
		return text_of(r, v) ? 0 : -1;
	if (kind == CONFIG_RSA_FILE)
		return read_rsa(r, v, out);
	if (kind == CONFIG_TOKEN_FILE || kind == CONFIG_TOKEN_ENV)
		return read_token(r, v, kind == CONFIG_TOKEN_ENV, out);
	return read_secret(r, v, kind == CONFIG_SECRET_ENV, out);
}

int config_value_read(struct config_reader *r, const json_t *v, const struct config_field *f,
                      void *out)
{
	int i;
	switch (f->kind) {
	case CONFIG_COMMENT:
		return text_of(r, v) ? 0 : -1;
	case CONFIG_LISTEN:
		return read_listen(r, v, out);
	case CONFIG_PATH:
		return read_path(r, v, out);
	case CONFIG_ORIGIN:
	case CONFIG_URL:
		return read_url(r, v, f->kind == CONFIG_ORIGIN, out);
	case CONFIG_TEXT:
		return read_line(r, v, out);
	case CONFIG_COUNTRY:
		return read_country(r, v, out);
	case CONFIG_NAME_OR_NULL:
		return json_is_null(v) ? 0 : read_name(r, v, out);
	case CONFIG_NAME:
		return read_name(r, v, out);
	case CONFIG_HEADER:
		return read_header(r, v, out);
	case CONFIG_HOST_LABEL:
		return read_host_label(r, v, out);
	case CONFIG_NAMES:
	case CONFIG_URLS:
		return read_texts(r, v, f->kind == CONFIG_URLS, out);
	case CONFIG_PLATFORM:
		if ((i = read_choice(r, v, platform_names())) < 0)
			return -1;
		*(const char **)out = platform_names()[i];
		return 0;
	case CONFIG_ROLES:
		return read_roles(r, v, out);
	case CONFIG_RANK:
		if ((i = read_choice(r, v, f->choices)) < 0)
			return -1;
		*(int *)out = i;
		return 0;
	case CONFIG_INT:
		return read_int(r, v, f, out);
	case CONFIG_BOOL:
		return read_bool(r, v, out);
	case CONFIG_SETTINGS:
		if (!json_is_object(v))
			return config_refuse(r, "must be an object, not %s", config_type_name(v));
		*(json_t **)out = json_incref((json_t *)(uintptr_t)v);
		return 0;
	case CONFIG_OBJECT:
	case CONFIG_LIST:
		break;
	case CONFIG_SECRET_FILE:
	case CONFIG_SECRET_ENV:
	case CONFIG_TOKEN_FILE:
	case CONFIG_TOKEN_ENV:
	case CONFIG_RSA_FILE:
		return read_named(r, v, f->kind, out);
	}
	assert(0 && "objects and lists are not single values");
	return -1;
}
