/* The configuration file: what is taken, what is refused and in which words, and its schema.
 *
 * tests/cases/config/<case>/ holds config.json and expect.txt: "ok" or the sentence that refuses it. */
#include "config.h"

#include "base.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const char cases_dir[] = "tests/cases/config";
static const char schema_path[] = "docs/config.schema.json";

static void defaults_stand_without_a_file(void **state)
{
	(void)state;
	struct err e = { 0 };
	struct config *c = config_load(NULL, &e);
	assert_non_null(c);
	assert_string_equal(c->listen.host, "127.0.0.1");
	assert_int_equal(c->listen.port, 8080);
	assert_string_equal(c->data, "data");
	assert_string_equal(c->flows, "flows");
	assert_null(c->public_origin);
	assert_int_equal(c->clients_count + c->sources_count + c->targets_count, 0);
	assert_int_equal(c->cache_cases, 1000);
	assert_int_equal(c->log_level, LOG_INFO);
	assert_null(c->zendesk_sidebar.subdomain);
	config_free(c);
}

static void every_key_reaches_its_place(void **state)
{
	(void)state;
	struct err e = { 0 };
	struct config *c = config_load("tests/cases/config/full/config.json", &e);
	assert_string_equal(e.text, "");
	assert_non_null(c);
	assert_string_equal(c->listen.host, "::1");
	assert_int_equal(c->listen.port, 0);
	assert_string_equal(c->data, "/var/lib/assent");
	assert_string_equal(c->public_origin, "https://assist.example.test");
	assert_int_equal(c->clients_count, 1);
	assert_string_equal(c->clients[0].name, "crm");
	uint8_t hash[SHA256_BYTES];
	crypto_sha256("a-token-that-tests-may-know", 27, hash);
	assert_memory_equal(c->clients[0].token_sha256, hash, sizeof hash);
	assert_string_equal(c->clients[0].speaks_for[0], "desk");
	assert_string_equal(c->clients[0].speaks_for[1], "console");
	assert_null(c->clients[0].speaks_for[2]);
	assert_int_equal(c->sources_count, 1);
	assert_string_equal(c->sources[0].speaks_for[0], "desk");
	assert_string_equal(c->sources[0].platform, "webhook");
	assert_int_equal(c->sources[0].secrets.count, 2);
	assert_memory_equal(c->sources[0].secrets.key[0].bytes, "secret of the shop, for tests",
	                    29);
	assert_memory_equal(c->sources[0].secrets.key[1].bytes, "secret of the variable, tests",
	                    29);
	const struct config_target *t = &c->targets[0];
	assert_int_equal(c->targets_count, 1);
	assert_string_equal(t->url, "http://127.0.0.1:9000/in");
	assert_int_equal(t->timeout_ms, 2000);
	assert_true(t->allow_private);
	assert_int_equal(t->breaker.failures, 3);
	assert_int_equal(t->breaker.open_ms, 1000);
	assert_int_equal(c->cache_cases, 50);
	assert_int_equal(c->log_level, LOG_DEBUG);
	assert_string_equal(c->people_on, "console");
	assert_string_equal(c->controller.name, "㈜모빌리티");
	assert_string_equal(c->controller.contact, "개인정보보호팀");
	assert_string_equal(c->controller.email, "privacy@example.test");
	assert_string_equal(c->controller.phone, "02-000-0000");
	assert_string_equal(c->controller.url, "https://example.test/");
	assert_string_equal(c->controller.policy_url, "https://example.test/privacy");
	assert_string_equal(c->controller.jurisdiction, "KR");
	assert_string_equal(c->controller.storage_country, "KR");
	assert_string_equal(c->controller.service, "대리운전 고객센터");
	assert_string_equal(c->controller.withdrawal, "전화로 철회");
	assert_string_equal(c->controller.language, "en");
	assert_string_equal(c->controller.address.street, "판교역로 1");
	assert_string_equal(c->controller.address.locality, "성남시");
	assert_string_equal(c->controller.address.region, "경기도");
	assert_string_equal(c->controller.address.postal_code, "13494");
	assert_string_equal(c->controller.address.country, "KR");
	assert_string_equal(c->zendesk_sidebar.subdomain, "acme-1");
	assert_string_equal(c->zendesk_sidebar.installations[0],
	                    "https://acme-1.zendesk.com/api/v2/apps/installations/77.json");
	assert_null(c->zendesk_sidebar.installations[1]);
	assert_string_equal(c->zendesk_sidebar.desk, "desk");
	assert_non_null(c->zendesk_sidebar.public_keys[0]);
	assert_non_null(c->zendesk_sidebar.public_keys[1]);
	config_free(c);
}

static void what_is_public_is_read_without_the_secrets(void **state)
{
	(void)state;
	struct err e = { 0 };
	unsetenv("ASSENT_TEST_TOKEN");
	assert_null(config_load("tests/cases/config/full/config.json", &e));
	struct config *c = config_load_public("tests/cases/config/full/config.json", NULL);
	assert_non_null(c);
	assert_string_equal(c->data, "/var/lib/assent");
	assert_int_equal(c->sources[0].secrets.count, 0);
	config_free(c);
	assert_null(config_load_public("tests/cases/config/secret_inline/config.json", NULL));
	setenv("ASSENT_TEST_TOKEN", "a-token-that-tests-may-know", 1);
}

static void a_relative_path_starts_at_the_file_and_a_default_does_not(void **state)
{
	(void)state;
	struct config *c = config_load("tests/cases/config/full/config.json", NULL);
	assert_non_null(c);
	assert_string_equal(c->flows, "tests/cases/config/full/my_flows");
	config_free(c);
	c = config_load("tests/cases/config/empty_object/config.json", NULL);
	assert_non_null(c);
	assert_string_equal(c->flows, "flows");
	config_free(c);
}

static void a_target_takes_the_defaults_of_what_it_leaves_out(void **state)
{
	(void)state;
	char path[] = "/tmp/assent-config-XXXXXX";
	static const char text[] =
		"{\"targets\":[{\"name\":\"t\",\"platform\":\"webhook\","
		"\"url\":\"https://a.test\",\"secret_env\":\"ASSENT_TEST_SECRET\"}]}";
	int fd = mkstemp(path);
	assert_int_equal(write(fd, text, sizeof text - 1), sizeof text - 1);
	close(fd);
	struct err e = { 0 };
	struct config *c = config_load(path, &e);
	unlink(path);
	assert_string_equal(e.text, "");
	assert_non_null(c);
	assert_int_equal(c->targets[0].timeout_ms, 15000);
	assert_false(c->targets[0].allow_private);
	assert_int_equal(c->targets[0].breaker.failures, 5);
	assert_int_equal(c->targets[0].breaker.open_ms, 30000);
	config_free(c);
}

static void a_file_that_is_not_there_is_named(void **state)
{
	(void)state;
	struct err e = { 0 };
	assert_null(config_load("nowhere.json", &e));
	assert_int_equal(e.code, E_CONFIG);
	assert_string_equal(e.text, "nowhere.json: no such file");
}

static void an_address_to_listen_on_is_numeric_and_whole(void **state)
{
	(void)state;
	static const char *const wrong[] = {
		"",         ":8080",          "127.0.0.1:",      "127.0.0.1:80x", "127.0.0.1:-1",
		"1.2.3:80", "::1:8080",       "[::1]",           "[::1]8080",     "[]:1",
		"[::1x:80", "[127.0.0.1]:80", "127.0.0.1:000080"
	};
	struct config_listen l;
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		struct err e = { 0 };
		assert_int_equal(config_listen_parse(wrong[i], &l, &e), -1);
		assert_int_equal(e.code, E_CONFIG);
	}
	assert_int_equal(config_listen_parse("0.0.0.0:65535", &l, NULL), 0);
	assert_string_equal(l.host, "0.0.0.0");
	assert_int_equal(l.port, 65535);
	assert_int_equal(config_listen_parse("[2001:db8::1]:443", &l, NULL), 0);
	assert_string_equal(l.host, "2001:db8::1");
}

/* ASSENT_UPDATE=1 writes the schema instead of comparing it. */
static void the_schema_in_docs_is_the_one_of_the_table(void **state)
{
	(void)state;
	json_t *made = config_schema();
	char *text = json_dumps(made, JSON_INDENT(2) | JSON_SORT_KEYS);
	if (getenv("ASSENT_UPDATE")) {
		FILE *f = fopen(schema_path, "w");
		assert_non_null(f);
		fprintf(f, "%s\n", text);
		fclose(f);
	}
	struct err e = { 0 };
	char *kept = file_read(schema_path, 1 << 20, NULL, &e);
	assert_string_equal(e.text, "");
	size_t len = strlen(kept);
	assert_true(len > 0 && kept[len - 1] == '\n');
	kept[len - 1] = '\0';
	if (strcmp(kept, text) != 0)
		fail_msg("%s is not what the table says: run ASSENT_UPDATE=1 with this test",
		         schema_path);
	free(kept);
	free(text);
	json_decref(made);
}

/* One folder; state holds its name. The file is named as the operator would: from its own directory. */
static void case_folder(void **state)
{
	char *here = getcwd(NULL, 0), *dir = xasprintf("%s/%s", cases_dir, (const char *)*state);
	struct err e = { 0 }, none = { 0 };
	assert_int_equal(chdir(dir), 0);
	char *expected = file_read("expect.txt", 4096, NULL, &none);
	struct config *c = config_load("config.json", &e);
	assert_int_equal(chdir(here), 0);
	assert_non_null(expected);
	expected[strcspn(expected, "\n")] = '\0';
	assert_string_equal(c ? "ok" : e.text, expected);
	assert_int_equal(e.code, c ? E_NONE : E_CONFIG);
	assert_null(strstr(e.text, "do-not-repeat-me"));
	config_free(c);
	free(expected);
	free(dir);
	free(here);
}

static int is_case(const struct dirent *d)
{
	return d->d_name[0] != '.';
}

int main(void)
{
	setenv("ASSENT_TEST_TOKEN", "a-token-that-tests-may-know", 1);
	setenv("ASSENT_TEST_SECRET", "whsec_c2VjcmV0IG9mIHRoZSB2YXJpYWJsZSwgdGVzdHM=", 1);
	unsetenv("ASSENT_TEST_UNSET");
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(defaults_stand_without_a_file),
		cmocka_unit_test(every_key_reaches_its_place),
		cmocka_unit_test(what_is_public_is_read_without_the_secrets),
		cmocka_unit_test(a_relative_path_starts_at_the_file_and_a_default_does_not),
		cmocka_unit_test(a_target_takes_the_defaults_of_what_it_leaves_out),
		cmocka_unit_test(a_file_that_is_not_there_is_named),
		cmocka_unit_test(an_address_to_listen_on_is_numeric_and_whole),
		cmocka_unit_test(the_schema_in_docs_is_the_one_of_the_table),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	struct dirent **found;
	int n = scandir(cases_dir, &found, is_case, alphasort);
	if (n <= 0)
		return 1;
	struct CMUnitTest *folders = xcalloc((size_t)n, sizeof *folders);
	for (int i = 0; i < n; i++)
		folders[i] = (struct CMUnitTest){ .name = found[i]->d_name,
			                          .test_func = case_folder,
			                          .initial_state = found[i]->d_name };
	failed += _cmocka_run_group_tests("cases", folders, (size_t)n, NULL, NULL);
	for (int i = 0; i < n; i++)
		free(found[i]);
	free(found);
	free(folders);
	return failed != 0;
}
