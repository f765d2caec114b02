/* The two questions to the gate on the way out, with the real outbox and the real HTTP client: one as a call is made, one as
 * its bytes go to the socket. The desk is the other end of each connection, which stands when a test says so. */
#include "engine_world.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>

#include "http_in.h"
#include "http_out.h"
#include "webhook.h"

static int desk_end = -1; /* of the newest connection; -1: none */
static size_t in_the_way; /* bytes to be read before it stands */
static int connects;
static bool is_away;   /* nobody listens there */
static struct buf got; /* by the desk, since the connection stands */

/* curl's, since the linker looks here before libc. A socket that takes no byte is not connected yet for curl. */
int connect(int fd, const struct sockaddr *a, socklen_t n)
{
	static const char full[4096];
	int pair[2];
	(void)a, (void)n;
	connects++;
	errno = ECONNREFUSED;
	if (is_away)
		return -1;
	assert_int_equal(desk_end, -1);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair), 0);
	in_the_way = 0;
	for (ssize_t put; (put = write(pair[0], full, sizeof full)) > 0;)
		in_the_way += (size_t)put;
	assert_true(dup2(pair[0], fd) == fd);
	close(pair[0]);
	desk_end = pair[1];
	errno = EINPROGRESS;
	return -1;
}

static void connection_begins(void)
{
	while (desk_end < 0)
		loop_step(world.loop, false);
}

static void connection_stands(void)
{
	char some[4096];
	buf_free(&got);
	while (in_the_way) {
		size_t most = in_the_way < sizeof some ? in_the_way : sizeof some;
		ssize_t n = read(desk_end, some, most);
		assert_true(n > 0);
		in_the_way -= (size_t)n;
	}
}

/* true: the other side has closed it. */
static bool desk_reads(void)
{
	char some[4096];
	ssize_t n = read(desk_end, some, sizeof some);
	if (n > 0)
		buf_add(&got, some, (size_t)n);
	return n == 0;
}

static void desk_hangs_up(void)
{
	close(desk_end);
	desk_end = -1;
}

/* Until a whole message is there, which is taken. */
static void desk_takes(void)
{
	static const char ok[] =
		"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
	connection_begins();
	connection_stands();
	while (!got.len_bytes || got.data[got.len_bytes - 1] != '}') {
		loop_step(world.loop, false);
		assert_false(desk_reads());
	}
	assert_true(write(desk_end, ok, strlen(ok)) == (ssize_t)strlen(ok));
	desk_hangs_up();
}

static struct webhook_secrets secrets;
static const struct engine_target desk = { .name = "desk",
	                                   .platform = "webhook",
	                                   .url = "http://127.0.0.1:9/",
	                                   .secrets = &secrets,
	                                   .allow_private = true };

static struct http_out *make_http_out(struct loop *l)
{
	struct err e = { 0 };
	struct http_out *h = http_out_new(l, &(struct http_out_opts){ .allow_private = true }, &e);
	if (!h)
		fail_msg("%s", e.text);
	return h;
}

static int begin(void **state)
{
	struct err e = { 0 };
	int rc = world_begin(state);
	webhook_secrets_wipe(&secrets);
	if (webhook_secret_parse("whsec_BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH", &secrets, &e))
		fail_msg("%s", e.text);
	world_close();
	connects = 0;
	is_away = false;
	world.http_out_new = make_http_out;
	world.targets = &desk;
	world.targets_count = 1;
	world_open(0);
	return rc;
}

static int end(void **state)
{
	(void)state;
	settle();
	if (desk_end >= 0)
		desk_hangs_up();
	buf_free(&got);
	engine_free(world.g);
	http_out_free(world.http_out);
	world.real->free(world.store);
	loop_free(world.loop);
	scratch_free(world.dir);
	free(world.consents);
	return 0;
}

/* The last message to the owner as people see it: its member, which is a text. Good until the next call. */
static const char *last_is(const char *id, const char *member)
{
	static char text[400];
	json_t *view = shown(id), *m;
	size_t i;
	text[0] = '\0';
	json_array_foreach(json_object_get(view, "messages"), i, m)
	{
		const char *is = json_string_value(json_object_get(m, member));
		if (!strcmp(json_string_value(json_object_get(m, "party")), "vehicle_owner") &&
		    strcmp(json_string_value(json_object_get(m, "from")), "party"))
			snprintf(text, sizeof text, "%s", is ? is : "");
	}
	json_decref(view);
	return text;
}

static void until_it_is(const char *id, const char *state)
{
	while (strcmp(last_is(id, "delivery"), state) != 0)
		loop_step(world.loop, false);
}

/* The caller, who is on the console, has agreed; the agent sends the owner, on the desk, the text about the matter. */
static void owner_is_told(char id[64], bool away)
{
	open_as(id, "{'facts': {'topic': 'accident', 'trip_date': '2026-11-20', 'origin': '강남역',"
	            " 'destination': '판교역', 'agent_name': '김하나',"
	            " 'inbound': 'vehicle_owner'},"
	            " 'parties': {'caller': {'member': true, 'mode': 'bot'},"
	            " 'vehicle_owner': {'member': true, 'mode': 'bot', 'platform': 'desk'}}}");
	desk_takes();
	until_it_is(id, "sent");
	presses(id, "vehicle_owner", "yes");
	does(id, "mode", "{'party': 'vehicle_owner', 'mode': 'assist'}");
	is_away = away;
	for (int i = 0; i < 3; i++)
		presses(id, "caller", "yes");
	assert_true(may_tell_the_owner(id));
	connects = 0;
	char *body = xasprintf("{'suggestion': '%s', 'act': 'send'}",
	                       offered(id, ROLE_VEHICLE_OWNER)->id);
	does(id, "suggestion", body);
	free(body);
}

static void withdraw(const char *id)
{
	does(id, "mark", "{'party': 'caller', 'mark': 'withdrawal'}");
	assert_false(may_tell_the_owner(id));
}

static int64_t refusals(void)
{
	struct engine_figures f;
	engine_figures(world.g, &f);
	return f.refused_by_gate;
}

static void assert_held_back(const char *id, int64_t refused_before)
{
	assert_string_equal(last_is(id, "delivery"), "dead");
	assert_non_null(strstr(last_is(id, "reason"), "철회"));
	assert_int_equal(refusals(), refused_before + 1);
}

static void what_is_allowed_goes_out_when_the_connection_stands(void **state)
{
	char id[64];
	(void)state;
	owner_is_told(id, false);
	connection_begins();
	assert_string_equal(last_is(id, "delivery"), "queued");
	desk_takes();
	until_it_is(id, "sent");
	assert_non_null(memmem(got.data, got.len_bytes, "사고 관련", strlen("사고 관련")));
	assert_int_equal(refusals(), 0);
}

static void no_byte_goes_out_where_consent_is_withdrawn_before_the_connection_stands(void **state)
{
	char id[64];
	(void)state;
	owner_is_told(id, false);
	connection_begins();
	withdraw(id);
	assert_string_equal(last_is(id, "delivery"), "queued");
	int64_t refused = refusals();
	connection_stands();
	while (!desk_reads()) {
		assert_int_equal(got.len_bytes, 0);
		loop_step(world.loop, false);
	}
	until_it_is(id, "dead");
	assert_held_back(id, refused);
}

static void behind_a_withdrawal_a_target_that_is_away_is_not_even_called(void **state)
{
	char id[64];
	struct engine_figures f;
	(void)state;
	owner_is_told(id, true);
	do {
		loop_step(world.loop, false);
		engine_figures(world.g, &f);
	} while (!f.outbox.retried);
	settle();
	assert_int_equal(connects, 1);
	withdraw(id);
	int64_t refused = refusals();
	later(60 * 1000);
	do {
		loop_step(world.loop, false);
	} while (connects == 1 && strcmp(last_is(id, "delivery"), "dead") != 0);
	assert_int_equal(connects, 1);
	assert_held_back(id, refused);
}

#define T(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(what_is_allowed_goes_out_when_the_connection_stands),
		T(no_byte_goes_out_where_consent_is_withdrawn_before_the_connection_stands),
		T(behind_a_withdrawal_a_target_that_is_away_is_not_even_called),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
