/* `assent consent withdraw` and `erase`: an event like any other. Where a program runs on the data
 * directory it goes to that one, else through an engine of our own, without network. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "case.h"
#include "clock.h"
#include "config.h"
#include "consent_cli.h"
#include "crypto.h"
#include "engine.h"
#include "loop.h"
#include "operator.h"
#include "store.h"

/* 1: nobody answers there. */
static int ask_running(const struct consent_args *a, const char *body, struct err *e)
{
	char *path = xasprintf("/v1/cases/%s/events", a->case_id);
	const struct operator_call c = { .data = a->data,
		                         .method = "POST",
		                         .path = path,
		                         .body = body,
		                         .unsure = "look with `assent consent verify` and send it "
		                                   "again" };
	int rc = operator_ask(&c, NULL, e);
	free(path);
	return rc;
}

/* ---- by ourselves ---- */

static _Noreturn void fatal(void *arg, const struct err *e)
{
	(void)arg;
	fprintf(stderr, "assent: %s\n", e->text);
	_Exit(74);
}

struct taken {
	bool done;
	struct err err;
};

static void taken(void *arg, const struct event_result *r)
{
	struct taken *t = arg;
	t->done = true;
	t->err = r->err;
}

static void run_event(struct loop *l, struct engine *g, const struct consent_args *a, json_t *body,
                      struct err *e)
{
	struct taken t = { 0 };
	uint8_t chance[16];
	char id[2 * sizeof chance + 1];
	clock_random(chance, sizeof chance);
	crypto_hex(chance, sizeof chance, id);
	const struct event ev = { .source = "command",
		                  .id = id,
		                  .case_id = a->case_id,
		                  .kind = json_string_value(json_object_get(body, "kind")),
		                  .who = a->by,
		                  .for_agents = true,
		                  .body = body };
	engine_take(g, &ev, taken, &t);
	while (!t.done || !engine_is_idle(g))
		loop_step(l, !t.done);
	if (t.err.code != E_NONE)
		err_set(e, t.err.code, "%s", t.err.text);
}

static int do_it_ourselves(const struct consent_args *a, json_t *body, struct err *e)
{
	const struct store_sqlite_opts so = { .dir = a->data };
	struct stat st;
	if (stat(a->data, &st))
		return err_set(e, E_CONFIG, "%s is not there: name the data directory with --data",
		               a->data);
	umask(0077);
	struct loop *l = loop_new();
	struct store *s = store_sqlite_new(l, &so, e);
	char *consents = xasprintf("%s/consents", a->data);
	const struct engine_opts eo = { .loop = l,
		                        .store = s,
		                        .flows_dir = a->flows,
		                        .consents_dir = consents,
		                        .fatal = fatal };
	struct engine *g = s ? engine_new(&eo, e) : NULL;
	if (g)
		run_event(l, g, a, body, e);
	engine_free(g);
	if (s)
		s->ops->free(s);
	loop_free(l);
	free(consents);
	return e->code == E_NONE ? 0 : -1;
}

/* ---- commands ---- */

static int check_args(const struct consent_args *a, struct err *e)
{
	if (role_from(a->party) == ROLE_NONE)
		return err_set(e, E_CONFIG,
		               "--party: expected caller, passenger, spouse, vehicle_owner, other "
		               "or driver");
	if (strspn(a->case_id, "abcdefghijklmnopqrstuvwxyz0123456789") != strlen(a->case_id))
		return err_set(e, E_INPUT, "--case: expected the id of a case");
	return 0;
}

static int change(const struct consent_args *a, json_t *body, struct err *e)
{
	char *text = json_dumps(body, JSON_COMPACT);
	int rc = check_args(a, e) ? -1 : ask_running(a, text, e);
	if (rc > 0)
		rc = do_it_ourselves(a, body, e);
	free(text);
	json_decref(body);
	return rc;
}

int consent_withdraw(const struct consent_args *a, struct err *e)
{
	if (change(a,
	           json_pack("{s:s, s:s*, s:s*, s:s}", "kind", "mark", "party", a->party, "by",
	                     a->by, "mark", "withdrawal"),
	           e))
		return -1;
	printf("withdrawn: all that %s had granted in case %s\n", a->party, a->case_id);
	return 0;
}

int consent_erase(const struct consent_args *a, struct err *e)
{
	if (change(a,
	           json_pack("{s:s, s:s*, s:s*}", "kind", "erase", "party", a->party, "by", a->by),
	           e))
		return -1;
	printf("erased: texts, numbers and names of %s in case %s. That, when and to which notice "
	       "%s answered is kept. Copies and backups of the data directory are yours to "
	       "erase.\n",
	       a->party, a->case_id, a->party);
	return 0;
}
