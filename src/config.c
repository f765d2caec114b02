/* The reader of the configuration file: it walks the table of config_table.c and refuses what is
 * not in it. */
#include "config.h"

#include "auth.h"
#include "base.h"
#include "config_table.h"
#include "http_fields.h"
#include "json_read.h"
#include "keys.h"
#include "platform.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { FILE_MAX_BYTES = 1024 * 1024, KEYS_MAX = 32 };

/* Goes down to key (or, key NULL, to item i); returns what `leave` needs. */
static size_t enter(struct config_reader *r, const char *key, size_t i)
{
	size_t before = strlen(r->where), room = sizeof r->where - before;
	if (key)
		snprintf(r->where + before, room, "%s%.64s", before ? "." : "", key);
	else
		snprintf(r->where + before, room, "[%zu]", i);
	return before;
}

static void leave(struct config_reader *r, size_t before)
{
	r->where[before] = '\0';
}

/* ---- Keys that nobody knows */

static bool sounds_secret(const char *key)
{
	static const char *const words[] = { "secret",  "secrets",  "secret_old",
		                             "token",   "password", "key",
		                             "api_key", "apikey",   "api_token" };
	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (strcasecmp(key, words[i]) == 0)
			return true;
	return false;
}

static int refuse_unknown(struct config_reader *r, const struct config_object *o, const char *key,
                          const char *const *known)
{
	if (o->pairs_count && sounds_secret(key))
		return config_refuse(
			r,
			"a secret does not belong in this file: put it into a file of its "
			"own and name that in \"%s\", or name an environment variable in \"%s\"",
			o->pairs[0].a, o->pairs[0].b);
	char *hint = keys_hint(key, known);
	config_refuse(r, "unknown key: %s", hint);
	free(hint);
	return -1;
}

/* ---- Objects and lists */

static int read_object(struct config_reader *r, const json_t *v, const struct config_object *o,
                       void *out);
static int read_list(struct config_reader *r, const json_t *v, const struct config_object *o,
                     void *out);

static int read_value(struct config_reader *r, const json_t *v, const struct config_field *f,
                      void *out)
{
	switch (f->kind) {
	case CONFIG_OBJECT:
		return read_object(r, v, f->of, out);
	case CONFIG_LIST:
		return read_list(r, v, f->of, out);
	default:
		return config_value_read(r, v, f, out);
	}
}

static int read_field(struct config_reader *r, const json_t *object, const struct config_field *f,
                      void *out)
{
	size_t before = enter(r, f->key, 0);
	json_t *v = json_object_get(object, f->key), *fallback = NULL;
	bool was_default = r->is_default;
	int rc = 0;
	if (!v && f->fallback) {
		v = fallback = json_loads(f->fallback, JSON_DECODE_ANY, NULL);
		assert(v);
		r->is_default = true;
	}
	if (v)
		rc = read_value(r, v, f, (char *)out + f->offset);
	else if (f->required)
		rc = config_refuse(r, "is missing");
	r->is_default = was_default;
	json_decref(fallback);
	leave(r, before);
	return rc;
}

static int check_pairs(struct config_reader *r, const json_t *object, const struct config_object *o)
{
	for (size_t i = 0; i < o->pairs_count; i++) {
		const struct config_pair *p = &o->pairs[i];
		bool a = json_object_get(object, p->a) != NULL,
		     b = json_object_get(object, p->b) != NULL;
		if (a && b)
			return config_refuse(r, "give \"%s\" or \"%s\", not both", p->a, p->b);
		if (p->needed && !a && !b)
			return config_refuse(r, "needs \"%s\" or \"%s\"", p->a, p->b);
	}
	return 0;
}

static int read_object(struct config_reader *r, const json_t *v, const struct config_object *o,
                       void *out)
{
	if (!json_is_object(v))
		return config_refuse(r, "must be an object, not %s", config_type_name(v));
	const char *known[KEYS_MAX + 1] = { NULL };
	assert(o->count <= KEYS_MAX);
	for (size_t i = 0; i < o->count; i++)
		known[i] = o->fields[i].key;
	const char *unknown = keys_unknown(v, known);
	if (unknown) {
		enter(r, unknown, 0);
		return refuse_unknown(r, o, unknown, known);
	}
	if (check_pairs(r, v, o))
		return -1;
	for (size_t i = 0; i < o->count; i++)
		if (read_field(r, v, &o->fields[i], out))
			return -1;
	return 0;
}

/* What a list in the struct looks like to the table. */
struct any_list {
	void *items;
	size_t count;
};

/* Each item's struct begins with its name; no two are alike. */
static int read_list(struct config_reader *r, const json_t *v, const struct config_object *o,
                     void *out)
{
	struct any_list *list = out;
	if (!json_is_array(v))
		return config_refuse(r, "must be a list, not %s", config_type_name(v));
	size_t n = json_array_size(v);
	list->items = n ? xcalloc(n, o->size_bytes) : NULL;
	list->count =
		n; /* before the items are read: what was made of them is freed even on failure */
	for (size_t i = 0; i < n; i++) {
		char *item = (char *)list->items + i * o->size_bytes;
		size_t before = enter(r, NULL, i);
		if (read_object(r, json_array_get(v, i), o, item))
			return -1;
		for (size_t j = 0; j < i; j++) {
			char **other = (char **)(void *)((char *)list->items + j * o->size_bytes);
			if (strcmp(*other, *(char **)(void *)item) == 0)
				return config_refuse(r, "the name \"%s\" is taken by item %zu",
				                     *other, j);
		}
		leave(r, before);
	}
	return 0;
}

static bool is_target(const struct config *c, const char *name)
{
	for (size_t i = 0; i < c->targets_count; i++)
		if (strcmp(c->targets[i].name, name) == 0)
			return true;
	return false;
}

/* where: "sources" or "api_clients", and which of them */
static int check_platforms(struct config_reader *r, const struct config *c, const char *where,
                           size_t i, char *const *names)
{
	for (; *names; names++)
		if (strcmp(*names, "console") && !is_target(c, *names))
			return config_refuse(
				r,
				"%s[%zu].speaks_for: \"%s\" is neither \"console\" nor "
				"the name of a target",
				where, i, *names);
	return 0;
}

/* The adapter with its settings; caller frees. NULL: refused. where: "sources" or "targets", and which of them */
static struct platform *adapter(struct config_reader *r, const char *where, size_t i,
                                const char *platform, const json_t *settings)
{
	struct err why = { 0 };
	struct platform *p = platform_new(platform, settings, &why);
	if (!p)
		config_refuse(r, "%s[%zu].%s", where, i, why.text);
	return p;
}

/* How deliveries prove themselves. */
static int check_verify(const struct platform_facts *f, const struct webhook_secrets *secrets,
                        struct err *e)
{
	if (!f->verify)
		return err_set(e, E_CONFIG,
		               "this platform sends nothing here: it can be a target only");
	if (!strcmp(f->verify, "header") && (!f->verify_header || !http_is_token(f->verify_header)))
		return err_set(e, E_CONFIG,
		               "settings: must name the header that carries the secret");
	return webhook_secrets_check(f->verify, secrets, e);
}

static int check_source(struct config_reader *r, const struct config_source *s, size_t i)
{
	struct err why = { 0 };
	struct platform *p = adapter(r, "sources", i, s->platform, s->settings);
	int rc = p ? check_verify(platform_facts(p), &s->secrets, &why) : -1;
	if (p && rc)
		config_refuse(r, "sources[%zu]: %s", i, why.text);
	platform_free(p);
	return rc;
}

/* How our calls prove themselves. Where secrets are not read, nothing can be said of them. */
static int check_auth(const struct platform_facts *f, const struct config_target *t, bool is_public,
                      struct err *e)
{
	struct auth a;
	if (!f->authorize)
		return err_set(e, E_CONFIG,
		               "settings: do not say how our calls prove themselves, so it can be "
		               "a source only");
	if (auth_read(f->authorize, &a, e) || (!is_public && auth_check(&a, &t->secrets, e)))
		return -1;
	if (t->refresh_token.count && a.scheme != AUTH_OAUTH)
		return err_set(e, E_CONFIG,
		               "has a refresh token, which is of use with OAuth alone: this "
		               "platform proves itself otherwise (%s)",
		               a.scheme_name);
	return 0;
}

/* A token's audience is an address of the very account that signs it. */
static int check_sidebar(struct config_reader *r, const struct config *c)
{
	const struct config_sidebar *s = &c->zendesk_sidebar;
	if (!s->subdomain)
		return 0;
	if (!c->public_origin || strncmp(c->public_origin, "https:", 6))
		return config_refuse(r, "zendesk_sidebar: needs \"public_origin\", with https: "
		                        "Zendesk opens the sidebar there");
	char *origin = xasprintf("https://%s.zendesk.com/", s->subdomain);
	size_t i = 0;
	while (s->installations[i] && !strncmp(s->installations[i], origin, strlen(origin)))
		i++;
	int rc = s->installations[i]
	                 ? config_refuse(r, "zendesk_sidebar.installations: must begin with %s",
	                                 origin)
	                 : 0;
	free(origin);
	if (rc == 0 && !is_target(c, s->desk))
		rc = config_refuse(r, "zendesk_sidebar.desk: there is no target named \"%s\"",
		                   s->desk);
	return rc;
}

/* Headers that mean something already, or one for two things, would let people in unasked. */
static int check_headers(struct config_reader *r, const struct config_proxy *p)
{
	static const char *const taken[] = { "authorization", "cookie",  "host",
		                             "origin",        "referer", "x-assent-csrf" };
	const char *const own[] = { p->user_header, p->groups_header, p->secret_header,
		                    p->name_header };
	for (size_t i = 0; i < COUNT_OF(own) && own[i]; i++) {
		for (size_t j = 0; j < COUNT_OF(taken); j++)
			if (!strcasecmp(own[i], taken[j]))
				return config_refuse(
					r, "sign_in_proxy: the header %s has another use", own[i]);
		for (size_t j = 0; j < i; j++)
			if (!strcasecmp(own[i], own[j]))
				return config_refuse(r,
				                     "sign_in_proxy: the header %s cannot be two "
				                     "things: name another one",
				                     own[i]);
	}
	return 0;
}

static int check_proxy(struct config_reader *r, const struct config *c)
{
	const struct config_proxy *p = &c->sign_in_proxy;
	if (!p->user_header)
		return 0;
	if (!c->public_origin)
		return config_refuse(r, "sign_in_proxy: needs \"public_origin\": people come in "
		                        "there, and from nowhere else");
	if (!p->groups_count)
		return config_refuse(r, "sign_in_proxy.groups: must name at least one, or nobody "
		                        "could do anything");
	for (size_t i = 0; i < p->groups_count; i++)
		if (strchr(p->groups[i].name, ','))
			return config_refuse(r,
			                     "sign_in_proxy.groups[%zu].name: a group has no comma "
			                     "in its name",
			                     i);
	return check_headers(r, p);
}

/* Whom we only answer we need not find. */
static int check_url(const struct platform_facts *f, const struct config_target *t, struct err *e)
{
	if (!t->url && !f->replies)
		return err_set(e, E_CONFIG, "url: is missing");
	if (t->url && strncmp(t->url, "http://", 7) == 0 && !t->allow_private)
		return err_set(e, E_CONFIG,
		               "url: http:// is readable on the way: use https://, or, for a "
		               "target in the same house, \"allow_private\": true");
	return 0;
}

static int check_target(struct config_reader *r, const struct config_target *t, size_t i)
{
	struct err why = { 0 };
	struct platform *p = adapter(r, "targets", i, t->platform, t->settings);
	if (p && check_url(platform_facts(p), t, &why))
		config_refuse(r, "targets[%zu].%s", i, why.text);
	else if (p && check_auth(platform_facts(p), t, r->is_public, &why))
		config_refuse(r, "targets[%zu]: %s", i, why.text);
	platform_free(p);
	return p && why.code == E_NONE ? 0 : -1;
}

/* What no single value shows. */
static int check_together(struct config_reader *r, const struct config *c)
{
	for (size_t i = 0; i < c->targets_count; i++) {
		const struct config_target *t = &c->targets[i];
		if (t->invite && !is_target(c, t->invite))
			return config_refuse(r,
			                     "targets[%zu].invite: there is no target named \"%s\"",
			                     i, t->invite);
		if (check_target(r, t, i))
			return -1;
	}
	for (size_t i = 0; i < c->clients_count; i++)
		if (check_platforms(r, c, "api_clients", i, c->clients[i].speaks_for))
			return -1;
	for (size_t i = 0; i < c->sources_count; i++)
		if (check_platforms(r, c, "sources", i, c->sources[i].speaks_for) ||
		    check_source(r, &c->sources[i], i))
			return -1;
	if (strcmp(c->people_on, "console") && !is_target(c, c->people_on))
		return config_refuse(r,
		                     "people_on: \"%s\" is neither \"console\" nor the name of a "
		                     "target",
		                     c->people_on);
	if (check_sidebar(r, c) || check_proxy(r, c))
		return -1;
	return 0;
}

/* The file's JSON, or an empty object without a file. NULL: refused. */
static json_t *document(struct config_reader *r)
{
	if (!r->file)
		return json_object();
	struct err why = { 0 };
	size_t len_bytes;
	char *text = file_read(r->file, FILE_MAX_BYTES, &len_bytes, &why);
	if (!text) {
		err_set(r->e, E_CONFIG, "%s", why.text);
		return NULL;
	}
	/* Not by jansson's own reader, which quotes what it stumbles over. */
	struct err wrong = { 0 };
	json_t *doc = json_read(text, len_bytes, &wrong);
	if (!doc)
		err_set(r->e, E_CONFIG, "%s: %s", r->file, wrong.text);
	free(text);
	return doc;
}

static struct config *load(struct config_reader *r)
{
	json_t *doc = document(r);
	if (!doc)
		return NULL;
	struct config *c = xcalloc(1, sizeof *c);
	if (read_object(r, doc, &config_root, c) || check_together(r, c)) {
		config_free(c);
		c = NULL;
	}
	json_decref(doc);
	return c;
}

struct config *config_load(const char *path, struct err *e)
{
	struct err first = { 0 };
	struct config_reader r = { .file = path, .e = e ? e : &first };
	return load(&r);
}

struct config *config_load_public(const char *path, struct err *e)
{
	struct err first = { 0 };
	struct config_reader r = { .file = path, .is_public = true, .e = e ? e : &first };
	return load(&r);
}

static void names_free(char **names)
{
	for (size_t i = 0; names && names[i]; i++)
		free(names[i]);
	free(names);
}

static void proxy_free(struct config_proxy *p)
{
	for (size_t i = 0; i < p->groups_count; i++)
		free(p->groups[i].name);
	free(p->groups);
	free(p->user_header);
	free(p->groups_header);
	free(p->name_header);
	free(p->secret_header);
	free(p->sign_out_url);
}

void config_free(struct config *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < c->clients_count; i++) {
		free(c->clients[i].name);
		names_free(c->clients[i].speaks_for);
	}
	for (size_t i = 0; i < c->sources_count; i++) {
		free(c->sources[i].name);
		names_free(c->sources[i].speaks_for);
		json_decref(c->sources[i].settings);
		webhook_secrets_wipe(&c->sources[i].secrets);
	}
	for (size_t i = 0; i < c->targets_count; i++) {
		free(c->targets[i].name);
		free(c->targets[i].url);
		free(c->targets[i].invite);
		json_decref(c->targets[i].settings);
		webhook_secrets_wipe(&c->targets[i].secrets);
		webhook_secrets_wipe(&c->targets[i].refresh_token);
	}
	free(c->clients);
	free(c->sources);
	free(c->targets);
	free(c->data);
	free(c->flows);
	free(c->public_origin);
	free(c->people_on);
	free(c->head_key_file);
	free(c->zendesk_sidebar.subdomain);
	names_free(c->zendesk_sidebar.installations);
	free(c->zendesk_sidebar.desk);
	for (size_t i = 0; i < COUNT_OF(c->zendesk_sidebar.public_keys); i++)
		crypto_key_free(c->zendesk_sidebar.public_keys[i]);
	proxy_free(&c->sign_in_proxy);
	controller_free(&c->controller);
	free(c);
}
