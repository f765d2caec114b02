/* test_deliver_address.c: which addresses an adapter may name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "deliver_address.c"

static bool may_call(bool allow_private, const char *url)
{
	const struct engine_target conf = { .name = "bot", .allow_private = allow_private };
	struct err e = { 0 };
	struct target t = { .conf = &conf, .platform = platform_new("kakao_skill", NULL, &e) };
	struct engine g = { .targets = &t, .targets_count = 1 };
	if (!t.platform)
		fail_msg("%s", e.text);
	bool may = deliver_may_call(&g, "bot", url);
	assert_false(deliver_may_call(&g, "nobody", url));
	platform_free(t.platform);
	return may;
}

static void a_lent_address_must_be_one_of_the_platforms_own(void **state)
{
	static const char *const good[] = {
		"https://kakao.com",
		"https://kakao.com/",
		"https://bot-api.kakao.com/callback/x?y=z",
		"https://BOT-API.Kakao.Com:8443/",
		"https://kakao.com?x",
		"https://kakao.com#x",
	};
	static const char *const bad[] = {
		"",
		"x",
		"https://",
		"https:///",
		"http://kakao.com/",
		"https:/kakao.com",
		"HTTPS://kakao.com/",
		"ftp://kakao.com/",
		"https://evil-kakao.com/",
		"https://kakao.com.evil.test/",
		"https://evil.test/kakao.com",
		"https://evil.test?kakao.com",
		"https://evil.test#.kakao.com",
		"https://kakao.com@evil.test/",
		"https://x@kakao.com/",
		"https://kakao.com:x@evil.test",
		"https://evil.test\\.kakao.com/",
		"https://kakao.com /",
		"https://kakao.com\t",
		"https://127.0.0.1/",
		"https://[::1]/",
		"https://kakao.com./",
		"https://카카오.kakao.com/",
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(good); i++)
		if (!may_call(false, good[i]))
			fail_msg("%s", good[i]);
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		if (may_call(false, bad[i]))
			fail_msg("%s", bad[i]);
}

static void in_the_same_house_any_address_will_do_that_is_one(void **state)
{
	static const char *const good[] = { "http://127.0.0.1:9000/x", "https://127.0.0.1",
		                            "http://[::1]/" };
	static const char *const bad[] = { "http://a@127.0.0.1/", "http://", "file:///etc/passwd",
		                           "http://a b" };
	(void)state;
	for (size_t i = 0; i < COUNT_OF(good); i++)
		assert_true(may_call(true, good[i]));
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_false(may_call(true, bad[i]));
}

static void a_path_that_climbs_is_seen_through_its_escapes(void **state)
{
	static const char *const climbing[] = { "/..",     "/../x",     "/a/../b", "/a/./b",
		                                "/.",      "/%2e%2E/x", "/a/%2e",  "/.%2e/",
		                                "/a/..?x", "..",        "/a/..#x" };
	static const char *const level[] = { "",        "/",     "/a/b",       "/...",
		                             "/a..b/c", "/..a",  "/%2e%2e%2e", "/a?x=/../y",
		                             "?x=..",   "/a//b", "/%2f..%2f" };
	(void)state;
	for (size_t i = 0; i < COUNT_OF(climbing); i++)
		if (!climbs(climbing[i]))
			fail_msg("%s", climbing[i]);
	for (size_t i = 0; i < COUNT_OF(level); i++)
		if (climbs(level[i]))
			fail_msg("%s", level[i]);
}

/* The target's address, and what is put behind it. */
static void a_path_is_put_behind_the_targets_address(void **state)
{
	static const struct {
		const char *url, *path, *whole; /* NULL: refused */
	} rows[] = {
		{ "https://a.test", "", "https://a.test" },
		{ "https://a.test/in?x=1", "", "https://a.test/in?x=1" },
		{ "https://a.test", "/b", "https://a.test/b" },
		{ "https://a.test/", "/b", "https://a.test/b" },
		{ "https://a.test/v2/", "/b?c=d", "https://a.test/v2/b?c=d" },
		{ "https://a.test/v2", "?c=d", "https://a.test/v2?c=d" },
		{ "https://a.test/in?x=1", "/b", NULL },
		{ "https://a.test", "b", NULL },
		{ "https://a.test", "@evil.test/", NULL },
		{ "https://a.test", ".evil.test/", NULL },
		{ "https://a.test", "/b c", NULL },
		{ "https://a.test", "/b\r\nx: y", NULL },
		{ "https://a.test", "/가", NULL },
		{ "https://a.test", "/b/../c", NULL },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct engine_target conf = { .name = "bot", .url = rows[i].url };
		const struct target t = { .conf = &conf };
		struct err e = { 0 };
		char *whole = below(&t, rows[i].path, &e);
		assert_string_equal(whole ? whole : "refused",
		                    rows[i].whole ? rows[i].whole : "refused");
		free(whole);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_lent_address_must_be_one_of_the_platforms_own),
		cmocka_unit_test(in_the_same_house_any_address_will_do_that_is_one),
		cmocka_unit_test(a_path_that_climbs_is_seen_through_its_escapes),
		cmocka_unit_test(a_path_is_put_behind_the_targets_address),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
