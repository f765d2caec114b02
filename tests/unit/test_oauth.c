/* test_oauth.c: an access token from its first grant on, against an endpoint that answers when told to; the disk is the real
 * one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define log_fact world_log
#include "oauth.c"
#include "scratch.h"
#define START_MS INT64_C(1800000000000)

static struct {
	struct loop *loop;
	struct oauth *oauth;
	struct oauth_opts opts;
	struct auth auth;
	struct webhook_secrets secret, refresh;
	char *root, *dir, file[200];
	int64_t now_ms;
	int asked;
	char body[2000], url[200]; /* of the last request */
	void (*done)(void *arg, const struct http_result *r);
	void *arg; /* NULL: it was answered */
	bool ready;
	char logged[40], reason[400];
	char all_logged[8000];
} w;

void world_log(enum log_level level, const char *event, ...)
{
	va_list ap;
	(void)level;
	snprintf(w.logged, sizeof w.logged, "%s", event);
	va_start(ap, event);
	for (int field; (field = va_arg(ap, int)) != LF_END;) {
		bool is_text = strcmp(va_arg(ap, const char *), "s") == 0;
		const char *text = is_text ? va_arg(ap, const char *) : "";
		if (!is_text)
			(void)va_arg(ap, int64_t);
		if (field == LF_REASON)
			snprintf(w.reason, sizeof w.reason, "%s", text);
		size_t n = strlen(w.all_logged);
		snprintf(w.all_logged + n, sizeof w.all_logged - n, "%s %s\n", event, text);
	}
	va_end(ap);
}

void http_out_send(struct http_out *h, const struct http_call *call,
                   void (*done)(void *arg, const struct http_result *r), void *arg)
{
	(void)h;
	assert_null(w.arg); /* one at a time */
	assert_string_equal(call->method, "POST");
	assert_null(call->may_send);
	w.asked++;
	snprintf(w.body, sizeof w.body, "%.*s", (int)call->body_bytes, (const char *)call->body);
	snprintf(w.url, sizeof w.url, "%s", call->url);
	w.done = done;
	w.arg = arg;
}

static void on_ready(void *arg, bool is)
{
	(void)arg;
	assert_int_not_equal(w.ready, is);
	w.ready = is;
}

static void open_oauth(void)
{
	struct err e = { 0 };
	w.ready = false;
	w.oauth = oauth_new(&w.opts, &e);
	if (!w.oauth)
		fail_msg("%s", e.text);
}

static void secret(struct webhook_secrets *s, const char *text)
{
	*s = (struct webhook_secrets){ 0 };
	assert_int_equal(webhook_secret_parse(text, s, NULL), 0);
}

static int set_up(void **state)
{
	(void)state;
	memset(&w, 0, sizeof w);
	clock_hold(w.now_ms = START_MS);
	w.root = scratch_new("oauth", NULL);
	assert_non_null(w.root);
	w.dir = xasprintf("%s/tokens", w.root);
	snprintf(w.file, sizeof w.file, "%s/desk.json", w.dir);
	secret(&w.secret, "the-clients-\"own\\secret");
	secret(&w.refresh, "first-refresh-token");
	w.auth = (struct auth){ .scheme = AUTH_OAUTH,
		                .client_id = "assent",
		                .path = "/oauth/tokens" };
	w.loop = loop_new();
	w.opts = (struct oauth_opts){ .loop = w.loop,
		                      .target = "desk",
		                      .url = "https://desk.example.test:8443/api/v2?x=/y",
		                      .dir = w.dir,
		                      .auth = &w.auth,
		                      .secret = &w.secret,
		                      .refresh_token = &w.refresh,
		                      .ready = on_ready };
	open_oauth();
	return 0;
}

static void answer_with(struct http_result r)
{
	void *arg = w.arg;
	assert_non_null(arg);
	w.arg = NULL;
	if (!r.body)
		r.body = "";
	r.body_bytes = strlen(r.body);
	r.reason = "answered";
	r.retry_after_ms = -1;
	w.done(arg, &r);
}

static int tear_down(void **state)
{
	(void)state;
	oauth_free(w.oauth);
	if (w.arg)
		answer_with((struct http_result){ .outcome = HTTP_LOST });
	loop_free(w.loop);
	scratch_free(w.root);
	free(w.dir);
	return 0;
}

static void restart(void)
{
	oauth_free(w.oauth);
	open_oauth();
}

static void tick(void)
{
	oauth_tick(w.oauth, w.now_ms);
}

static void pass_ms(int64_t ms)
{
	clock_hold(w.now_ms += ms);
	tick();
}

/* What the pool was given to write is written. */
static void disk(void)
{
	for (int i = 0; i < 5000 && w.oauth->renewal && !w.oauth->renewal->write_at_ms; i++) {
		loop_step(w.loop, false);
		usleep(1000);
	}
	loop_step(w.loop, false);
}

static void answer(int status, const char *body)
{
	answer_with(
		(struct http_result){ .outcome = HTTP_ANSWERED, .status = status, .body = body });
	disk();
}

/* A pair that is as good as its number, for an hour. */
static void grant(int number)
{
	char body[300];
	snprintf(body, sizeof body,
	         "{\"access_token\":\"access-%d\",\"refresh_token\":\"refresh-%d\",\"expires_in\":"
	         "3600,"
	         "\"token_type\":\"bearer\",\"scope\":\"write\"}",
	         number, number);
	answer(201, body);
}

static void assert_asked_with(int asked, const char *grant_type, const char *refresh)
{
	assert_int_equal(w.asked, asked);
	json_t *body = json_loads(w.body, JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(body);
	assert_string_equal(json_string_value(json_object_get(body, "grant_type")), grant_type);
	assert_string_equal(json_string_value(json_object_get(body, "client_id")), "assent");
	assert_string_equal(json_string_value(json_object_get(body, "client_secret")),
	                    "the-clients-\"own\\secret");
	const char *is = json_string_value(json_object_get(body, "refresh_token"));
	assert_string_equal(is ? is : "", refresh ? refresh : "");
	json_decref(body);
}

/* NULL: none */
static void assert_token(const char *should)
{
	uint64_t n;
	const char *is = oauth_token(w.oauth, &n);
	assert_int_equal(w.ready, should != NULL);
	assert_string_equal(is ? is : "none", should ? should : "none");
}

static uint64_t number(void)
{
	uint64_t n = 0;
	oauth_token(w.oauth, &n);
	return n;
}

static bool kept(const char *text)
{
	struct err e = { 0 };
	char *file = file_read(w.file, 1 << 20, NULL, &e);
	bool is = file && strstr(file, text);
	free(file);
	return is;
}

/* ---- */

static void the_first_grant_is_used_once_and_what_follows_is_kept(void **state)
{
	(void)state;
	assert_token(NULL);
	assert_int_equal(w.asked, 0);
	tick();
	assert_asked_with(1, "refresh_token", "first-refresh-token");
	assert_string_equal(w.url, "https://desk.example.test:8443/oauth/tokens");
	tick();
	assert_token(NULL);
	grant(1);
	assert_token("access-1");
	assert_true(kept("\"refresh-1\"") && kept("\"access-1\""));
	struct stat st;
	assert_int_equal(stat(w.file, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(stat(w.dir, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	restart();
	tick();
	assert_token("access-1");
	assert_int_equal(w.asked, 1);
}

static void without_a_refresh_token_the_clients_credentials_do(void **state)
{
	(void)state;
	w.refresh.count = 0;
	w.auth.scope = "read write";
	restart();
	tick();
	assert_asked_with(1, "client_credentials", NULL);
	assert_non_null(strstr(w.body, "\"scope\":\"read write\""));
	grant(1); /* whose refresh token is not needed */
	assert_token("access-1");
	assert_false(kept("refresh-1"));
	pass_ms(3600 * 1000);
	assert_asked_with(2, "client_credentials", NULL);
	answer(400, "{\"error\":\"invalid_grant\"}");
	assert_false(oauth_needs_grant(w.oauth));
	pass_ms(5 * 60 * 1000);
	assert_int_equal(w.asked, 3);
}

static void it_is_renewed_in_time_and_not_used_meanwhile(void **state)
{
	(void)state;
	tick();
	grant(1);
	assert_int_equal(oauth_wake_at(w.oauth), START_MS + 3000 * 1000); /* ten minutes early */
	pass_ms(3000 * 1000 - 1);
	assert_token("access-1");
	assert_int_equal(w.asked, 1);
	pass_ms(1);
	assert_asked_with(2, "refresh_token", "refresh-1");
	assert_token(NULL);
	assert_false(oauth_is_idle(w.oauth));
	assert_int_equal(oauth_wake_at(w.oauth), 0);
	grant(2);
	assert_token("access-2");
	assert_true(oauth_is_idle(w.oauth));
	assert_true(kept("refresh-2"));
	assert_false(kept("refresh-1"));
}

static void a_token_that_never_expires_is_left_alone(void **state)
{
	(void)state;
	tick();
	answer(200,
	       "{\"access_token\":\"for-ever\",\"token_type\":\"bearer\",\"expires_in\":null}");
	assert_token("for-ever");
	assert_true(kept("first-refresh-token")); /* no new one was given: it is still good */
	pass_ms(INT64_C(400) * 24 * 3600 * 1000);
	assert_token("for-ever");
	assert_int_equal(w.asked, 1);
	assert_int_equal(oauth_wake_at(w.oauth), 0);
}

static void a_new_pair_is_not_used_before_it_is_on_disk_and_never_given_up(void **state)
{
	(void)state;
	tick();
	assert_int_equal(mkdir(w.file, 0700), 0); /* what no file can replace */
	grant(1);
	assert_token(NULL);
	assert_string_equal(w.logged, "token_not_kept");
	assert_false(oauth_is_idle(w.oauth));
	for (int i = 0; i < 3; i++) {
		pass_ms(1000);
		disk();
		assert_token(NULL);
	}
	assert_int_equal(w.asked, 1);
	assert_int_equal(rmdir(w.file), 0);
	pass_ms(1000);
	disk();
	assert_token("access-1");
	assert_true(kept("refresh-1"));
}

static void between_failed_renewals_the_old_token_is_used_as_long_as_it_holds(void **state)
{
	(void)state;
	tick();
	grant(1);
	pass_ms(3000 * 1000);
	for (int i = 0; i < 200 && w.now_ms < START_MS + 3600 * 1000; i++) {
		assert_asked_with(i + 2, "refresh_token", "refresh-1");
		assert_token(NULL);
		if (i % 2)
			answer(429, "");
		else
			answer_with((struct http_result){ .outcome = HTTP_NOT_SENT });
		assert_string_equal(w.logged, "token_not_renewed");
		int64_t at_ms = oauth_wake_at(w.oauth);
		assert_true(at_ms > w.now_ms && at_ms <= w.now_ms + 15 * 60 * 1000);
		if (w.now_ms < START_MS + 3600 * 1000)
			assert_token("access-1");
		while (oauth_wake_at(w.oauth) && !w.arg) /* its end comes first, perhaps */
			pass_ms(oauth_wake_at(w.oauth) - w.now_ms);
	}
	assert_token(NULL);
	grant(2);
	assert_token("access-2");
}

static void it_ends_when_it_expires(void **state)
{
	(void)state;
	tick();
	grant(1);
	pass_ms(3000 * 1000);
	answer(401, "{\"error\":\"invalid_client\"}"); /* tried again in five minutes */
	assert_string_equal(w.logged, "token_refused");
	assert_non_null(strstr(w.reason, "invalid_client"));
	assert_token("access-1");
	pass_ms(5 * 60 * 1000);
	answer(401, "{\"error\":\"invalid_client\",\"error_description\":\"access-1\"}");
	pass_ms(5 * 60 * 1000 - 1);
	assert_token("access-1");
	assert_int_equal(oauth_wake_at(w.oauth), START_MS + 3600 * 1000);
	pass_ms(1);
	assert_token(NULL);
	assert_null(strstr(w.all_logged, "access-1"));
}

static void a_refused_token_is_renewed_once(void **state)
{
	(void)state;
	tick();
	grant(1);
	uint64_t n = number();
	assert_true(oauth_refused(w.oauth, n));
	assert_token(NULL);
	assert_true(oauth_refused(w.oauth, n)); /* calls that were on their way */
	tick();
	assert_asked_with(2, "refresh_token", "refresh-1");
	assert_true(oauth_refused(w.oauth, n));
	grant(2);
	assert_true(oauth_refused(w.oauth, n)); /* and one that was slow */
	assert_token("access-2");
	assert_false(oauth_refused(w.oauth, number()));
	assert_token("access-2");
	tick();
	assert_int_equal(w.asked, 2);
	oauth_accepted(w.oauth, number()); /* it was something else */
	assert_true(oauth_refused(w.oauth, number()));
	tick();
	assert_int_equal(w.asked, 3);
	grant(3);
	assert_false(oauth_refused(w.oauth, number()));
	pass_ms(5 * 60 * 1000);
	assert_true(oauth_refused(w.oauth, number())); /* not more often than that */
}

static void a_spent_grant_waits_for_a_person_who_is_told_what_to_do(void **state)
{
	(void)state;
	tick();
	grant(1);
	pass_ms(3000 * 1000);
	answer(400, "{\"error\":\"invalid_grant\",\"error_description\":\"refresh-1 is spent\"}");
	assert_true(oauth_needs_grant(w.oauth));
	assert_string_equal(w.logged, "grant_needed");
	assert_non_null(strstr(w.reason, "refresh_token_file"));
	assert_non_null(strstr(w.reason, "start again"));
	assert_token("access-1"); /* as long as it holds */
	pass_ms(600 * 1000);
	assert_token(NULL);
	pass_ms(INT64_C(24) * 3600 * 1000);
	assert_int_equal(w.asked, 2);

	restart(); /* without a new one: said again */
	tick();
	assert_asked_with(3, "refresh_token", "refresh-1");
	answer(400, "{\"error\":\"invalid_grant\"}");
	assert_true(oauth_needs_grant(w.oauth));

	secret(&w.refresh, "second-refresh-token");
	restart();
	assert_false(oauth_needs_grant(w.oauth));
	tick();
	assert_asked_with(4, "refresh_token", "second-refresh-token");
	grant(4);
	assert_token("access-4");
}

static void behind_a_lost_answer_the_old_one_is_tried_and_the_loss_is_told(void **state)
{
	static const struct http_result lost[] = {
		{ .outcome = HTTP_LOST },
		{ .outcome = HTTP_ANSWERED, .status = 502, .body = "<html>" },
		{ .outcome = HTTP_ANSWERED, .status = 200, .body = "{\"access_token\":\"cut of" },
		{ .outcome = HTTP_ANSWERED, .status = 200, .body = "{\"access_token\":\"a b\"}" },
		{ .outcome = HTTP_ANSWERED, .status = 200, .body = "[]" },
	};
	(void)state;
	tick();
	for (size_t i = 0; i < COUNT_OF(lost); i++) {
		assert_asked_with((int)i + 1, "refresh_token", "first-refresh-token");
		answer_with(lost[i]);
		assert_string_equal(w.logged, "token_not_renewed");
		assert_token(NULL);
		pass_ms(oauth_wake_at(w.oauth) - w.now_ms);
	}
	answer(400, "{\"error\":\"invalid_grant\"}");
	assert_non_null(strstr(w.reason, "was lost"));
}

static void tokens_of_another_client_endpoint_or_first_grant_are_not_used(void **state)
{
	(void)state;
	for (int i = 0; i < 3; i++) {
		tick();
		grant(i);
		if (i == 0)
			secret(&w.refresh, "another-refresh-token");
		else if (i == 1)
			w.opts.url = "https://other.example.test";
		else
			w.auth.client_id = "another";
		restart();
		tick();
		assert_token(NULL);
		assert_non_null(strstr(w.body, "\"another-refresh-token\""));
	}
}

static void a_file_that_was_not_written_by_us_is_not_started_with(void **state)
{
	static const char *const texts[] = { "", "{}", "[1]", "{\"access_token\":\"a\\nb\"}",
		                             "\x80" };
	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct err e = { 0 };
		assert_int_equal(file_put(w.file, texts[i], strlen(texts[i]), false, NULL), 0);
		assert_null(oauth_new(&w.opts, &e));
		assert_int_equal(e.code, E_CONFIG);
		assert_non_null(strstr(e.text, "put back a backup"));
	}
}

static void nothing_secret_is_logged(void **state)
{
	(void)state;
	tick();
	grant(1);
	pass_ms(3600 * 1000);
	answer(500, "{\"error\":\"access-1 refresh-1\"}");
	pass_ms(oauth_wake_at(w.oauth) - w.now_ms);
	answer(403, "{\"error\":\"refresh-1\"}");
	static const char *const secrets[] = { "access-", "refresh-1", "first-refresh",
		                               "clients-" };
	for (size_t i = 0; i < COUNT_OF(secrets); i++)
		assert_null(strstr(w.all_logged, secrets[i]));
	assert_non_null(strstr(w.all_logged, "token_refused"));
}

static void ending_in_the_middle_leaves_nothing_behind(void **state)
{
	(void)state;
	tick();
	oauth_free(w.oauth);
	answer_with((struct http_result){
		.outcome = HTTP_ANSWERED, .status = 200, .body = "{\"access_token\":\"late\"}" });
	open_oauth();
	tick();
	answer_with((struct http_result){
		.outcome = HTTP_ANSWERED, .status = 200, .body = "{\"access_token\":\"kept\"}" });
	oauth_free(w.oauth); /* while the pool writes */
	while (!kept("\"kept\""))
		loop_step(w.loop, false);
	open_oauth();
	tick();
	assert_token("kept");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_first_grant_is_used_once_and_what_follows_is_kept),
		TEST(without_a_refresh_token_the_clients_credentials_do),
		TEST(it_is_renewed_in_time_and_not_used_meanwhile),
		TEST(a_token_that_never_expires_is_left_alone),
		TEST(a_new_pair_is_not_used_before_it_is_on_disk_and_never_given_up),
		TEST(between_failed_renewals_the_old_token_is_used_as_long_as_it_holds),
		TEST(it_ends_when_it_expires),
		TEST(a_refused_token_is_renewed_once),
		TEST(a_spent_grant_waits_for_a_person_who_is_told_what_to_do),
		TEST(behind_a_lost_answer_the_old_one_is_tried_and_the_loss_is_told),
		TEST(tokens_of_another_client_endpoint_or_first_grant_are_not_used),
		TEST(a_file_that_was_not_written_by_us_is_not_started_with),
		TEST(nothing_secret_is_logged),
		TEST(ending_in_the_middle_leaves_nothing_behind),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
