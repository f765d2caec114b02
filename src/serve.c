#include "serve.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "acts.h"
#include "api.h"
#include "clock.h"
#include "config.h"
#include "crypto.h"
#include "engine.h"
#include "head.h"
#include "heads.h"
#include "http_in.h"
#include "http_out.h"
#include "log.h"
#include "loop.h"
#include "mask.h"
#include "options.h"
#include "session_file.h"
#include "store.h"
#include "understand.h"

enum { EXIT_DISK = 74, STOP_GRACE_MS = 5000, DAY_MS = 24 * 60 * 60 * 1000 };

/* All that runs, made in this order and freed in the other. */
struct server {
	struct config *config;
	struct loop *loop;
	struct store *store;
	struct http_out *http_out;
	struct crypto_key *head_key;
	struct heads *heads;
	struct engine *engine;
	struct understand *understand;
	struct sessions *sessions;
	struct acts *acts;
	struct api *api;
	struct http_in *http_in;
	struct loop_timer *grace;
	char *consents_dir, *tokens_dir, *origin;
	char token[33], operator_token[33], instance[17];
	struct engine_target *targets;
};

struct flags {
	const char *config, *data, *flows, *listen;
};

#define AT(member) offsetof(struct flags, member)
static const struct option options[] = {
	{ "-c", "FILE", "the configuration: docs/config.schema.json", AT(config) },
	{ "--data", "DIR", "where all is kept; else of the configuration, else data", AT(data) },
	{ "--flows", "DIR", "the flows; else of the configuration, else flows", AT(flows) },
	{ "--listen", "HOST:PORT", "else of the configuration, else 127.0.0.1:8080", AT(listen) },
	{ 0 },
};

static void replace(char **text, const char *by)
{
	if (!by)
		return;
	free(*text);
	*text = xstrdup(by);
}

static int configure(struct server *s, const struct flags *f, struct err *e)
{
	s->config = config_load(f->config, e);
	if (!s->config)
		return -1;
	replace(&s->config->data, f->data);
	replace(&s->config->flows, f->flows);
	log_set_level(s->config->log_level);
	s->consents_dir = xasprintf("%s/consents", s->config->data);
	s->tokens_dir = xasprintf("%s/tokens", s->config->data);
	return f->listen ? config_listen_parse(f->listen, &s->config->listen, e) : 0;
}

/* An error may quote what it was given. */
static void complain(const struct err *e)
{
	char *text = mask_text(e->text, strlen(e->text));
	fprintf(stderr, "assent: %s\n", text);
	free(text);
}

static _Noreturn void fatal(void *arg, const struct err *e)
{
	(void)arg;
	complain(e);
	fprintf(stderr, "assent: stopped, since nothing that is acknowledged may be lost. Mend the "
	                "disk, then start again.\n");
	_exit(EXIT_DISK);
}

static void changed(void *arg, const char *case_id)
{
	struct server *s = arg;
	if (s->api)
		api_case_changed(s->api, case_id);
}

static void targets_of(struct server *s)
{
	const struct config *c = s->config;
	s->targets = xcalloc(c->targets_count + 1, sizeof *s->targets);
	for (size_t i = 0; i < c->targets_count; i++)
		s->targets[i] =
			(struct engine_target){ .name = c->targets[i].name,
			                        .platform = c->targets[i].platform,
			                        .url = c->targets[i].url,
			                        .invite = c->targets[i].invite,
			                        .settings = c->targets[i].settings,
			                        .secrets = &c->targets[i].secrets,
			                        .refresh_token = &c->targets[i].refresh_token,
			                        .allow_private = c->targets[i].allow_private,
			                        .timeout_ms = c->targets[i].timeout_ms,
			                        .breaker_failures =
			                                (int)c->targets[i].breaker.failures,
			                        .breaker_pause_ms = c->targets[i].breaker.open_ms };
}

static bool any_private(const struct config *c)
{
	for (size_t i = 0; i < c->targets_count; i++)
		if (c->targets[i].allow_private)
			return true;
	return false;
}

static int64_t bench_delay_ms(void)
{
	const char *given = getenv("ASSENT_BENCH_COMMIT_DELAY_MS");
	return given ? strtol(given, NULL, 10) : 0;
}

static int start_heads(struct server *s, struct err *e)
{
	const struct config *c = s->config;
	s->head_key = head_key_load(c->data, c->head_key_file, true, e);
	if (!s->head_key)
		return -1;
	if (!crypto_key_is_private(s->head_key))
		return err_set(e, E_CONFIG, "head_key_file: expected a private key, to sign with");
	const struct heads_opts ho = { .loop = s->loop,
		                       .store = s->store,
		                       .dir = c->data,
		                       .key = s->head_key,
		                       .every_ms = c->head_every_ms,
		                       .fatal = fatal,
		                       .arg = s };
	s->heads = heads_new(&ho, e);
	return s->heads ? 0 : -1;
}

static int start_engine(struct server *s, struct err *e)
{
	const struct store_sqlite_opts so = { .dir = s->config->data,
		                              .commit_delay_ms = bench_delay_ms() };
	const struct http_out_opts ho = { .allow_private = any_private(s->config) };
	s->loop = loop_new();
	s->store = store_sqlite_new(s->loop, &so, e);
	if (!s->store)
		return -1;
	s->sessions = sessions_new(s->loop, s->config->data);
	s->acts = acts_new(s->loop, s->config->data);
	s->http_out = http_out_new(s->loop, &ho, e);
	if (!s->http_out)
		return -1;
	targets_of(s);
	s->understand = understand_new(e);
	if (!s->understand)
		return -1;
	const struct engine_opts eo = { .loop = s->loop,
		                        .store = s->store,
		                        .understand = s->understand,
		                        .http_out = s->http_out,
		                        .flows_dir = s->config->flows,
		                        .consents_dir = s->consents_dir,
		                        .tokens_dir = s->tokens_dir,
		                        .cache_cases = (size_t)s->config->cache_cases,
		                        .events_known_ms = s->config->events_known_days * DAY_MS,
		                        .undecoded_kept_ms =
		                                s->config->undecoded_kept_days * DAY_MS,
		                        .people_on = s->config->people_on,
		                        .targets = s->targets,
		                        .targets_count = s->config->targets_count,
		                        .fatal = fatal,
		                        .changed = changed,
		                        .arg = s };
	s->engine = engine_new(&eo, e);
	return s->engine ? start_heads(s, e) : -1;
}

/* The HTTP handler is set before the api is there: both need the other's port or address. */
static void handle(void *arg, struct http_req *req)
{
	api_handle(((struct server *)arg)->api, req);
}

/* Where commands on this machine find the program, and what lets them in. */
static int write_operator_file(const struct server *s, struct err *e)
{
	char *path = xasprintf("%s/" SERVE_OPERATOR_FILE, s->config->data);
	json_t *known = json_pack("{s:s, s:s, s:s}", "origin", s->origin, "token",
	                          s->operator_token, "instance", s->instance);
	char *text = json_dumps(known, JSON_COMPACT);
	int rc = file_put(path, text, strlen(text), false, e);
	crypto_wipe(text, strlen(text));
	free(text);
	json_decref(known);
	free(path);
	return rc;
}

static void remove_operator_file(const struct server *s)
{
	char *path = xasprintf("%s/" SERVE_OPERATOR_FILE, s->config->data);
	unlink(path);
	free(path);
}

static int start_http(struct server *s, struct err *e)
{
	const struct config_listen *l = &s->config->listen;
	const struct http_in_opts ho = { .host = l->host, .port = l->port };
	bool six = strchr(l->host, ':') != NULL;
	uint8_t chance[16];
	s->http_in = http_in_new(s->loop, &ho, handle, s, e);
	if (!s->http_in)
		return -1;
	clock_random(chance, sizeof chance);
	crypto_hex(chance, sizeof chance, s->token);
	clock_random(chance, sizeof chance);
	crypto_hex(chance, sizeof chance, s->operator_token);
	clock_random(chance, sizeof chance);
	crypto_hex(chance, sizeof chance / 2, s->instance);
	s->origin = xasprintf("http://%s%s%s:%u", six ? "[" : "", l->host, six ? "]" : "",
	                      http_in_port(s->http_in));
	const struct api_opts ao = { .loop = s->loop,
		                     .engine = s->engine,
		                     .store = s->store,
		                     .config = s->config,
		                     .sessions = s->sessions,
		                     .acts = s->acts,
		                     .sign_in_token = s->token,
		                     .operator_token = s->operator_token,
		                     .origin = s->origin,
		                     .instance = s->instance };
	s->api = api_new(&ao, e);
	return s->api ? write_operator_file(s, e) : -1;
}

/* ---- signals ---- */

static void stop_now(void *arg)
{
	loop_stop(((struct server *)arg)->loop);
}

/* Takes nothing new, lets what was taken become durable, then stops. */
static void stop_when_idle(void *arg)
{
	struct server *s = arg;
	if (engine_is_idle(s->engine) && sessions_is_idle(s->sessions) && acts_is_idle(s->acts))
		loop_stop(s->loop);
}

static void on_stop(void *arg)
{
	struct server *s = arg;
	if (s->grace) {
		loop_stop(s->loop); /* asked twice */
		return;
	}
	log_fact(LOG_INFO, "stopping", LF_END);
	http_in_pause(s->http_in);
	api_stop(s->api);
	s->grace = loop_timer_new(s->loop, stop_now, s);
	loop_timer_set(s->grace, STOP_GRACE_MS);
	loop_before_poll(s->loop, stop_when_idle, s);
}

static void on_reload(void *arg)
{
	struct server *s = arg;
	struct err e = { 0 };
	if (engine_reload_flows(s->engine, &e))
		log_fact(LOG_ERROR, "flows_not_reloaded", LF_REASON, "s", e.text, LF_END);
	else
		log_fact(LOG_INFO, "flows_reloaded", LF_END);
}

static void say_address(const struct server *s)
{
	printf("Assent is running. Open this address to sign in (it works once):\n\n"
	       "    %s/console/sign-in?token=%s\n\n",
	       s->origin, s->token);
	fflush(stdout);
	log_fact(LOG_INFO, "listening", LF_ADDRESS, "s", s->origin, LF_END);
}

static void server_free(struct server *s)
{
	http_in_free(s->http_in);
	api_free(s->api);
	heads_free(s->heads);
	crypto_key_free(s->head_key);
	acts_free(s->acts);
	sessions_free(s->sessions);
	engine_free(s->engine);
	understand_free(s->understand);
	http_out_free(s->http_out);
	if (s->store)
		s->store->ops->free(s->store);
	loop_timer_free(s->grace);
	if (s->loop)
		loop_free(s->loop);
	free(s->targets);
	free(s->consents_dir);
	free(s->tokens_dir);
	free(s->origin);
	config_free(s->config);
}

static int serve(int argc, char **argv)
{
	struct server s = { 0 };
	struct flags f = { 0 };
	struct err e = { 0 };
	int status = 1;
	umask(0077);
	signal(SIGPIPE, SIG_IGN);
	prctl(PR_SET_DUMPABLE, 0); /* no core file holds what people said */
	log_set_mask(mask_text);
	if (command_read(&serve_command, argc, argv, &f, &e) < 0) {
		complain(&e);
		command_usage(&serve_command, stderr);
		return 2;
	}
	if (configure(&s, &f, &e) || start_engine(&s, &e) || start_http(&s, &e)) {
		complain(&e);
	} else {
		loop_on_signal(s.loop, SIGINT, on_stop, &s);
		loop_on_signal(s.loop, SIGTERM, on_stop, &s);
		loop_on_signal(s.loop, SIGHUP, on_reload, &s);
		say_address(&s);
		loop_run(s.loop);
		heads_end(s.heads);
		remove_operator_file(&s);
		status = 0;
	}
	server_free(&s);
	return status;
}

const struct command serve_command = {
	.name = "serve",
	.words = "",
	.what = "run the engine and its pages",
	.options = options,
	.run = serve,
};
