#include "doctor.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>

#include "base.h"
#include "bundle.h"
#include "config.h"
#include "crypto.h"
#include "doctor_impl.h"
#include "http_out.h"
#include "json_write.h"
#include "log.h"
#include "loop.h"
#include "mask.h"
#include "options.h"
#include "platform.h"

/* ---- lines ---- */

static const char *const states[DOCTOR_STATES] = { "ok", "note", "fix" };

static void write_json(const char *state, const char *check, const char *about, const char *text)
{
	struct buf line = { 0 };
	json_t *v = json_pack("{s:s, s:s, s:s, s:s}", "state", state, "check", check, "about",
	                      about, "text", text);
	if (!v) /* the configuration may name a file whose name is no UTF-8 */
		v = json_pack("{s:s, s:s, s:s, s:s}", "state", state, "check", check, "about", "",
		              "text", "not to be shown: what it names is not UTF-8");
	json_write(&line, v);
	puts(line.data);
	buf_free(&line);
	json_decref(v);
}

void doctor_say(struct doctor *d, enum doctor_state state, const char *check, const char *about,
                const char *fmt, ...)
{
	char text[2048];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	d->counts[state]++;
	if (d->json)
		write_json(states[state], check, about, text);
	else
		printf("%-4s  %s: %s\n", states[state], about, text);
	fflush(stdout);
}

/* ---- calls ---- */

struct ask {
	struct doctor *d;
	void (*done)(void *arg, const struct http_result *r);
	void *arg;
};

static void answered(void *arg, const struct http_result *r)
{
	struct ask *a = arg;
	a->done(a->arg, r);
	a->d->pending--;
	free(a);
}

void doctor_send(struct doctor *d, const struct http_call *call,
                 void (*done)(void *arg, const struct http_result *r), void *arg)
{
	struct ask *a = xmalloc(sizeof *a);
	struct http_call bounded = *call;
	*a = (struct ask){ d, done, arg };
	if (!bounded.timeout_ms || bounded.timeout_ms > DOCTOR_CALL_MS)
		bounded.timeout_ms = DOCTOR_CALL_MS;
	d->pending++;
	http_out_send(d->http, &bounded, answered, a);
}

static const char *advice(enum http_fault fault)
{
	static const char *const advices[] = {
		[HTTP_FAULT_NONE] = "it is no address that can be called",
		[HTTP_FAULT_NAME] = "the name is mistyped, or this machine's DNS does not know it",
		[HTTP_FAULT_ADDRESS] =
			"the name leads into a private network; if the target stands in "
			"this house, say \"allow_private\": true, else mend the DNS",
		[HTTP_FAULT_CONNECT] =
			"nothing listens there, the port is another, or a firewall stands "
			"between: open the way out",
		[HTTP_FAULT_TLS] =
			"compare scheme and port; a server inside this house needs its authority "
			"trusted here (update-ca-certificates), any other a new certificate by "
			"its owner; a clock that is wrong looks the same",
		[HTTP_FAULT_ANSWER] = "it was reached, and did not answer in time or not by HTTP",
	};
	return advices[fault];
}

void doctor_say_unreached(struct doctor *d, const char *about, const char *host,
                          const struct http_result *r)
{
	if (d->over)
		doctor_say(d, DOCTOR_FIX, "reach", about,
		           "%s: no answer within the time for all of this", host);
	else
		doctor_say(d, DOCTOR_FIX, "reach", about, "%s: %s; %s", host, r->reason,
		           advice(r->fault));
}

char *doctor_origin(const char *url)
{
	const char *host = strstr(url, "://");
	host = host ? host + 3 : url;
	return xasprintf("%.*s", (int)((size_t)(host - url) + strcspn(host, "/?#")), url);
}

size_t doctor_target_named(const struct doctor *d, const char *name)
{
	for (size_t i = 0; name && i < d->config->targets_count; i++)
		if (!strcmp(d->config->targets[i].name, name))
			return i;
	return SIZE_MAX;
}

/* ---- the parts in their order ---- */

static void open_config(struct doctor *d)
{
	struct err e = { 0 };
	const char *name = d->file ? d->file : "configuration";
	d->config = config_load(d->file, &e);
	d->whole = d->config;
	if (!d->config) {
		size_t n = strlen(name); /* an error's sentence begins with it, too */
		bool is_named = !strncmp(e.text, name, n) && !strncmp(e.text + n, ": ", 2);
		const char *said = e.text + (is_named ? n + 2 : 0);
		char *text = mask_text(said, strlen(said));
		doctor_say(d, DOCTOR_FIX, "config", name, "%s", text);
		free(text);
		d->config = config_load_public(d->file, NULL);
	} else if (d->file) {
		doctor_say(d, DOCTOR_OK, "config", name, "%zu sources, %zu targets",
		           d->config->sources_count, d->config->targets_count);
	} else {
		doctor_say(d, DOCTOR_NOTE, "config", name,
		           "no file was given with -c: these are the defaults, with no platform");
	}
	if (!d->config)
		return;
	d->sources = xcalloc(d->config->sources_count + 1, sizeof(struct platform *));
	d->targets = xcalloc(d->config->targets_count + 1, sizeof(struct platform *));
	for (size_t i = 0; i < d->config->sources_count; i++)
		d->sources[i] = platform_new(d->config->sources[i].platform,
		                             d->config->sources[i].settings, NULL);
	for (size_t i = 0; i < d->config->targets_count; i++)
		d->targets[i] = platform_new(d->config->targets[i].platform,
		                             d->config->targets[i].settings, NULL);
}

static void time_is_over(void *arg)
{
	((struct doctor *)arg)->over = true;
}

/* All at once; each line is written when its answer is there. */
static void look_outside(struct doctor *d)
{
	struct err e = { 0 };
	const struct http_out_opts o = { .allow_private = true };
	d->loop = loop_new();
	d->http = http_out_new(d->loop, &o, &e);
	struct loop_timer *limit = loop_timer_new(d->loop, time_is_over, d);
	loop_timer_set(limit, DOCTOR_ALL_MS);
	if (!d->http)
		doctor_say(d, DOCTOR_FIX, "reach", "network", "%s", e.text);
	if (d->http) {
		doctor_reachability(d);
		doctor_targets(d);
	}
	while (d->http && d->pending && !d->over)
		loop_step(d->loop, true);
	http_out_free(d->http); /* what is left ends here */
	loop_timer_free(limit);
	loop_free(d->loop);
}

static void close_all(struct doctor *d)
{
	for (size_t i = 0; d->sources && i < d->config->sources_count; i++)
		platform_free(d->sources[i]);
	for (size_t i = 0; d->targets && i < d->config->targets_count; i++)
		platform_free(d->targets[i]);
	free(d->sources);
	free(d->targets);
	flow_set_free(d->flow_set);
	if (d->server.token)
		crypto_wipe(d->server.token, strlen(d->server.token));
	free(d->server.origin);
	free(d->server.token);
	free(d->server.instance);
	config_free(d->config);
}

static void look(struct doctor *d)
{
	open_config(d);
	if (d->config) {
		doctor_local(d);
		doctor_names(d);
		doctor_entries(d);
		if (d->offline)
			doctor_say(d, DOCTOR_NOTE, "reach", "network",
			           "nothing was called (--offline): targets, credentials, clocks "
			           "and the way in are not looked at");
		else
			look_outside(d);
	}
	if (!d->json)
		printf("%zu to mend, %zu to note, %zu as they should be\n", d->counts[DOCTOR_FIX],
		       d->counts[DOCTOR_NOTE], d->counts[DOCTOR_OK]);
}

/* ---- the command ---- */

#define AT(member) offsetof(struct doctor, member)
static const struct option options[] = {
	{ "-c", "FILE", "the configuration of assent serve", AT(file) },
	{ "--data", "DIR", "its data directory; else that of the configuration", AT(data) },
	{ "--flows", "DIR", "its flows; else those of the configuration", AT(flows) },
	{ "--json", NULL, "for programs", AT(json) },
	{ "--offline", NULL, "calls nobody: this machine alone", AT(offline) },
	{ 0 },
};

static int doctor(int argc, char **argv)
{
	struct doctor d = { 0 };
	struct err e = { 0 };
	if (command_read(&doctor_command, argc, argv, &d, &e) < 0)
		return command_failed(&doctor_command, &e);
	umask(0077);
	signal(SIGPIPE, SIG_IGN);
	prctl(PR_SET_DUMPABLE, 0); /* no core file holds the secrets */
	log_set_level(LOG_NOTHING);
	look(&d);
	close_all(&d);
	return d.counts[DOCTOR_FIX] > 0;
}

const struct command doctor_command = {
	.name = "doctor",
	.words = "",
	.what = "look whether a configuration works, and say what to mend",
	.options = options,
	.run = doctor,
};
