/* deliver_address.c: where a call goes: behind a target's own address, or to one that the platform gave us. */
#include "deliver_impl.h"

#include <string.h>
#include <strings.h>

#include "platform.h"

static bool is_printable(const char *text)
{
	for (; *text; text++)
		if (*text <= ' ' || *text > '~')
			return false;
	return true;
}

/* A part of a path that climbs, as it is or escaped: an address that somebody else made up must not name another
 * endpoint. */
static bool climbs(const char *path)
{
	while (*path && *path != '?' && *path != '#') {
		size_t n = strcspn(path, "/?#"), dots = 0, at = 0;
		while (at < n && (path[at] == '.' || !strncasecmp(path + at, "%2e", 3))) {
			at += path[at] == '.' ? 1 : 3;
			dots++;
		}
		if (at == n && (dots == 1 || dots == 2))
			return true;
		path += n + (path[n] == '/');
	}
	return false;
}

/* The target's address with the adapter's path behind it. */
static char *below(const struct target *t, const char *path, struct err *e)
{
	const char *url = t->conf->url;
	size_t n = strlen(url);
	if (!*path)
		return xstrdup(url);
	if (strpbrk(url, "?#"))
		err_set(e, E_CONFIG,
		        "targets.%s.url: must end before any \"?\": this platform's adapter puts "
		        "paths behind it",
		        t->conf->name);
	else if ((*path != '/' && *path != '?') || !is_printable(path) || climbs(path))
		err_set(e, E_PARSE,
		        "encode: 'path' must begin with \"/\", be escaped and not climb");
	else
		return xasprintf("%.*s%s", (int)(n - (url[n - 1] == '/' && *path == '/')), url,
		                 path);
	return NULL;
}

/* Is the host one of those domains, or below one? */
static bool is_within(const char *host, size_t n, const json_t *domains)
{
	for (size_t i = 0; i < json_array_size(domains); i++) {
		const char *domain = json_string_value(json_array_get(domains, i));
		size_t d = domain ? strlen(domain) : 0;
		if (d && n >= d && !strncasecmp(host + n - d, domain, d) &&
		    (n == d || host[n - d - 1] == '.'))
			return true;
	}
	return false;
}

/* plain: by http:// too */
static bool is_of_platform(const struct engine *g, const char *target, const char *url, bool plain)
{
	const struct target *t = deliver_target(g, target);
	bool https = !strncmp(url, "https://", 8), http = !strncmp(url, "http://", 7);
	const char *host = url + (https ? 8 : 7);
	if (!t || !(https || (http && (plain || t->conf->allow_private))) || !is_printable(url))
		return false;
	size_t n = strcspn(host, "/?#\\");
	if (!n || memchr(host, '@', n))
		return false;
	return t->conf->allow_private ||
	       is_within(host, strcspn(host, ":/?#\\"), platform_facts(t->platform)->hosts);
}

bool deliver_may_call(const struct engine *g, const char *target, const char *url)
{
	return is_of_platform(g, target, url, false);
}

bool deliver_may_read(const struct engine *g, const char *target, const char *url)
{
	return is_of_platform(g, target, url, true);
}

bool deliver_allows_private(const struct engine *g, const char *target)
{
	const struct target *t = deliver_target(g, target);
	return t && t->conf->allow_private;
}

/* An address that the platform gave us for this one message. http_out still looks at where its name leads. */
static char *elsewhere(const struct target *t, const char *url, struct err *e)
{
	if (deliver_may_call(t->engine, t->conf->name, url))
		return xstrdup(url);
	err_set(e, E_PARSE,
	        "encode: 'url' must be an https:// address of one of the platform's hosts");
	return NULL;
}

char *deliver_address(const struct target *t, const json_t *made, struct err *e)
{
	const char *url = json_string_value(json_object_get(made, "url")),
		   *path = json_string_value(json_object_get(made, "path"));
	return url ? elsewhere(t, url, e) : below(t, path ? path : "", e);
}
