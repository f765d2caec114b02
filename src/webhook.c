/* webhook.c: the table of verifications, each with its functions, and Standard Webhooks 1.0 both ways. */
#include "webhook.h"

#include "base.h"
#include "crypto.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

enum { SECRET_LEAST_BYTES = 24, SECRET_MOST_BYTES = 64, TEXT_LEAST_CHARS = 8, ID_MOST_BYTES = 255 };

static int add_key(struct webhook_secrets *s, const void *bytes, size_t len_bytes, bool standard)
{
	memcpy(s->key[s->count].bytes, bytes, len_bytes);
	s->key[s->count].standard = standard;
	s->key[s->count++].len_bytes = len_bytes;
	return 0;
}

static int parse_standard(const char *text, struct webhook_secrets *s, struct err *e)
{
	struct buf raw = { 0 };
	int rc = crypto_base64_decode(text, strlen(text), &raw);
	if (rc != 0)
		err_set(e, E_CONFIG,
		        "a webhook secret must be base64 behind \"whsec_\", padded with \"=\"");
	else if (raw.len_bytes < SECRET_LEAST_BYTES || raw.len_bytes > SECRET_MOST_BYTES)
		rc = err_set(e, E_CONFIG,
		             "a webhook secret must hold 24 to 64 bytes; this one holds %zu",
		             raw.len_bytes);
	else
		rc = add_key(s, raw.data, raw.len_bytes, true);
	crypto_wipe(raw.data, raw.cap_bytes);
	buf_free(&raw);
	return rc;
}

/* What another system made up: taken as it is. */
static int parse_text(const char *text, struct webhook_secrets *s, struct err *e)
{
	size_t n = strlen(text);
	for (size_t i = 0; i < n; i++)
		if (text[i] <= ' ' || text[i] > '~')
			return err_set(e, E_CONFIG,
			               "a secret must be one word of printable ASCII characters");
	if (n < TEXT_LEAST_CHARS || n > sizeof s->key[0].bytes)
		return err_set(e, E_CONFIG,
		               "a secret must have %d to %zu characters; this one has %zu",
		               TEXT_LEAST_CHARS, sizeof s->key[0].bytes, n);
	return add_key(s, text, n, false);
}

int webhook_secret_parse(const char *text, struct webhook_secrets *s, struct err *e)
{
	static const char prefix[] = "whsec_";
	const size_t skip = sizeof prefix - 1;
	if (s->count == COUNT_OF(s->key))
		return err_set(e, E_CONFIG,
		               "a source takes at most two webhook secrets: take the old one out");
	if (!strncmp(text, prefix, skip))
		return parse_standard(text + skip, s, e);
	return parse_text(text, s, e);
}

static bool is_key(const struct webhook_secrets *s, size_t key, const char *text)
{
	return crypto_equal(text, strlen(text), s->key[key].bytes, s->key[key].len_bytes);
}

/* Zendesk signs with it what is sent before a webhook exists, and prints it in its manual. */
static const char zendesk_test_secret[] = "dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==";

int webhook_secrets_check(const char *scheme, const struct webhook_secrets *s, struct err *e)
{
	bool standard = !strcmp(scheme, "standard"), zendesk = !strcmp(scheme, "zendesk");
	for (size_t i = 0; i < s->count; i++) {
		if (standard && !s->key[i].standard)
			return err_set(e, E_CONFIG, "a webhook secret must begin with \"whsec_\"");
		if (!standard && s->key[i].standard)
			return err_set(e, E_CONFIG,
			               "a secret that begins with \"whsec_\" is of the platform "
			               "webhook: put in what this platform gave out");
		if (zendesk && is_key(s, i, zendesk_test_secret))
			return err_set(
				e, E_CONFIG,
				"this is the test secret of Zendesk's manual, by which anybody can "
				"sign: take the webhook's own, \"Reveal secret\" in Admin Center");
	}
	return 0;
}

void webhook_secrets_wipe(struct webhook_secrets *s)
{
	crypto_wipe(s, sizeof *s);
}

/* "v1,<base64>" of one key over the text to be signed. */
static void add_signature(const struct webhook_secrets *s, size_t key,
                          const struct buf *signed_text, struct buf *out)
{
	uint8_t mac[SHA256_BYTES];
	crypto_hmac_sha256(s->key[key].bytes, s->key[key].len_bytes, signed_text->data,
	                   signed_text->len_bytes, mac);
	buf_adds(out, "v1,");
	crypto_base64(mac, sizeof mac, out);
}

static void add_signed_text(struct buf *b, const char *id, int64_t at_s, const void *body,
                            size_t body_bytes)
{
	buf_addf(b, "%s.%" PRId64 ".", id, at_s);
	buf_add(b, body, body_bytes);
}

/* Seconds since 1970: digits only, and the text that is signed must be the one we would write, so
 * no leading zeros. 12 digits reach the year 33658 and overflow nothing. -1: not such a number. */
static int64_t seconds_parse(const char *text)
{
	size_t n = strspn(text, "0123456789");
	if (n == 0 || n > 12 || text[n] || (text[0] == '0' && n > 1))
		return -1;
	int64_t s = 0;
	for (; *text; text++)
		s = s * 10 + (*text - '0');
	return s;
}

/* Printable ASCII without space: the id becomes a key in the journal. */
static bool id_is_good(const char *id)
{
	size_t n = 0;
	for (; id[n]; n++)
		if (id[n] <= ' ' || id[n] > '~')
			return false;
	return n > 0 && n <= ID_MOST_BYTES;
}

/* Whether `expected` is one of the signatures in the space-separated list. Each is compared, found
 * or not. */
static bool list_has(const char *list, const struct buf *expected)
{
	bool found = false;
	while (*list) {
		size_t n = strcspn(list, " ");
		found |= crypto_equal(list, n, expected->data, expected->len_bytes);
		list += n;
		list += strspn(list, " ");
	}
	return found;
}

static int check_signatures(const struct webhook_secrets *s, const char *list,
                            const struct buf *signed_text, struct err *e)
{
	bool good = false;
	for (size_t i = 0; i < s->count; i++) {
		struct buf expected = { 0 };
		add_signature(s, i, signed_text, &expected);
		good |= list_has(list, &expected);
		buf_free(&expected);
	}
	if (good)
		return 0;
	if (strncmp(list, "v1,", 3) != 0 && !strstr(list, " v1,"))
		return err_set(e, E_AUTH,
		               "webhook-signature has no \"v1,<base64>\": sign with HMAC-SHA256 "
		               "as Standard Webhooks 1.0 says");
	return err_set(e, E_AUTH,
	               "webhook-signature does not match: use this source's secret (its bytes, "
	               "decoded from base64) and sign the body exactly as it is sent");
}

static int check_time(const char *text, int64_t now_ms, int64_t *at_s, struct err *e)
{
	*at_s = seconds_parse(text);
	if (*at_s < 0)
		return err_set(e, E_AUTH,
		               "webhook-timestamp must be whole seconds since 1970, digits only");
	int64_t late_ms = now_ms - *at_s * 1000;
	if (late_ms <= WEBHOOK_TOLERANCE_MS && late_ms >= -WEBHOOK_TOLERANCE_MS)
		return 0;
	return err_set(e, E_AUTH,
	               "webhook-timestamp is more than 5 minutes from our clock: it is %" PRId64
	               " s %s. Sign each attempt anew, and let both machines keep time by NTP",
	               (late_ms < 0 ? -late_ms : late_ms) / 1000, late_ms < 0 ? "ahead" : "behind");
}

static int verify_standard(const struct webhook_secrets *s, const struct webhook_request *r,
                           struct err *e)
{
	static const char *const names[] = { "webhook-id", "webhook-timestamp",
		                             "webhook-signature" };
	const char *value[COUNT_OF(names)];
	int64_t at_s;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		value[i] = r->header(r->arg, names[i]);
		if (!value[i])
			return err_set(
				e, E_AUTH,
				"the header %s is missing: sign as Standard Webhooks 1.0 says",
				names[i]);
	}
	if (!id_is_good(value[0]))
		return err_set(
			e, E_AUTH,
			"webhook-id must be 1 to %d printable ASCII characters without space",
			ID_MOST_BYTES);
	if (check_time(value[1], r->now_ms, &at_s, e) != 0)
		return -1;
	struct buf signed_text = { 0 };
	add_signed_text(&signed_text, value[0], at_s, r->body, r->body_bytes);
	int rc = check_signatures(s, value[2], &signed_text, e);
	buf_free(&signed_text);
	return rc;
}

/* ---- the secret itself in a header ---- */

static int check_header(const struct webhook_secrets *s, const struct webhook_request *r,
                        const char *name, struct err *e)
{
	const char *given = r->header(r->arg, name);
	bool good = false;
	if (!given)
		return err_set(e, E_AUTH,
		               "the header %s is missing: it must carry this source's secret",
		               name);
	for (size_t i = 0; i < s->count; i++)
		good |= is_key(s, i, given);
	return good ? 0 : err_set(e, E_AUTH, "the header %s is not this source's secret", name);
}

static int verify_api_key(const struct webhook_secrets *s, const struct webhook_request *r,
                          struct err *e)
{
	return check_header(s, r, "x-api-key", e);
}

static int verify_header(const struct webhook_secrets *s, const struct webhook_request *r,
                         struct err *e)
{
	if (!r->header_name)
		return err_set(e, E_CONFIG,
		               "the platform does not say which header carries the secret");
	return check_header(s, r, r->header_name, e);
}

/* ---- Zendesk Support ---- */

static bool zendesk_signed(const struct webhook_secrets *s, const struct webhook_request *r,
                           const char *timestamp, const char *signature)
{
	struct buf text = { 0 };
	bool good = false;
	buf_adds(&text, timestamp);
	buf_add(&text, r->body, r->body_bytes);
	for (size_t i = 0; i < s->count; i++) {
		uint8_t mac[SHA256_BYTES];
		struct buf expected = { 0 };
		crypto_hmac_sha256(s->key[i].bytes, s->key[i].len_bytes, text.data, text.len_bytes,
		                   mac);
		crypto_base64(mac, sizeof mac, &expected);
		good |= crypto_equal(signature, strlen(signature), expected.data,
		                     expected.len_bytes);
		buf_free(&expected);
	}
	buf_free(&text);
	return good;
}

static int zendesk_check_time(const char *timestamp, int64_t now_ms, struct err *e)
{
	int64_t at_ms = time_parse(timestamp), late_ms = now_ms - at_ms;
	if (at_ms < 0)
		return err_set(
			e, E_AUTH,
			"x-zendesk-webhook-signature-timestamp must be a time by ISO 8601, such "
			"as 2026-11-29T05:09:27Z");
	if (late_ms <= WEBHOOK_ZENDESK_OLD_MS && late_ms >= -WEBHOOK_TOLERANCE_MS)
		return 0;
	return err_set(
		e, E_AUTH,
		"x-zendesk-webhook-signature-timestamp is %" PRId64 " s %s: more than %d "
		"minutes behind or %d ahead are not taken. Let this machine keep time by NTP",
		(late_ms < 0 ? -late_ms : late_ms) / 1000, late_ms < 0 ? "ahead" : "behind",
		WEBHOOK_ZENDESK_OLD_MS / 60000, WEBHOOK_TOLERANCE_MS / 60000);
}

static int verify_zendesk(const struct webhook_secrets *s, const struct webhook_request *r,
                          struct err *e)
{
	static const char *const names[] = { "x-zendesk-webhook-signature",
		                             "x-zendesk-webhook-signature-timestamp" };
	const char *value[COUNT_OF(names)];
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		value[i] = r->header(r->arg, names[i]);
		if (!value[i])
			return err_set(
				e, E_AUTH,
				"the header %s is missing: only a webhook of Zendesk signs so",
				names[i]);
	}
	if (!zendesk_signed(s, r, value[1], value[0]))
		return err_set(
			e, E_AUTH,
			"x-zendesk-webhook-signature does not match: this source needs the signing "
			"secret of this very webhook, as Admin Center shows it");
	return zendesk_check_time(value[1], r->now_ms, e);
}

static const struct {
	const char *name;
	int (*verify)(const struct webhook_secrets *s, const struct webhook_request *r,
	              struct err *e);
} schemes[] = {
	{ "standard", verify_standard },
	{ "api_key", verify_api_key },
	{ "header", verify_header },
	{ "zendesk", verify_zendesk },
};

int webhook_verify(const char *scheme, const struct webhook_secrets *s,
                   const struct webhook_request *r, struct err *e)
{
	if (s->count == 0)
		return err_set(e, E_CONFIG, "this source has no webhook secret: give it one");
	for (size_t i = 0; i < COUNT_OF(schemes); i++)
		if (strcmp(schemes[i].name, scheme) == 0)
			return schemes[i].verify(s, r, e);
	return err_set(e, E_CONFIG, "webhook verification \"%s\" is not known: take \"%s\"", scheme,
	               schemes[0].name);
}

void webhook_sign(const struct webhook_secrets *s, const char *id, int64_t at_ms, const void *body,
                  size_t body_bytes, struct buf *out)
{
	assert(s->count > 0);
	struct buf signed_text = { 0 };
	add_signed_text(&signed_text, id, at_ms / 1000, body, body_bytes);
	for (size_t i = 0; i < s->count; i++) {
		if (i > 0)
			buf_adds(out, " ");
		add_signature(s, i, &signed_text, out);
	}
	buf_free(&signed_text);
}
