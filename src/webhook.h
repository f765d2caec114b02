/* webhook.h: is this delivery from whom it says? Verification over the raw bytes, and our own
 * signature. */
#ifndef ASSENT_WEBHOOK_H
#define ASSENT_WEBHOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct err;

/* Secrets of one source or target; two while one is rotated out. Bytes: decoded from "whsec_...", or a
 * text that another system made up, as it is. */
struct webhook_secrets {
	struct {
		uint8_t bytes[1024];
		size_t len_bytes;
		bool standard; /* was "whsec_..." */
	} key[2];
	size_t count;
};

/* Standard Webhooks 1.0: a text "whsec_" + base64 of 24..64 bytes; any other: 8..1024 printable ASCII
 * characters without space. -1: E_CONFIG, never repeating the secret. */
int webhook_secret_parse(const char *text, struct webhook_secrets *s, struct err *e);
/* May these secrets prove deliveries, or our calls, by that scheme? "standard" needs "whsec_...", every
 * other one what its platform gave out, and Zendesk's public test secret proves nothing. -1: E_CONFIG,
 * never repeating the secret. No secrets at all: 0. */
int webhook_secrets_check(const char *scheme, const struct webhook_secrets *s, struct err *e);
void webhook_secrets_wipe(struct webhook_secrets *s);

/* WEBHOOK_TOLERANCE_MS: how far from our clock a delivery may be that is signed anew for each attempt.
 *
 * WEBHOOK_ZENDESK_OLD_MS: how old one of Zendesk Support may be. That a repeat of theirs is signed anew is
 * nowhere said, so it may carry the time of the first attempt: after up to five time-outs of 12 s, and up
 * to 60 s between two attempts as our Retry-After asks, a genuine one is 6 minutes old. The rest is room
 * for their pause at many errors and for two clocks. A copy within that time has no effect, by its id. */
enum { WEBHOOK_TOLERANCE_MS = 5 * 60 * 1000, WEBHOOK_ZENDESK_OLD_MS = 20 * 60 * 1000 };

/* What is verified. header_name: of the scheme "header" alone, as its adapter names it; else NULL. */
struct webhook_request {
	const char *(*header)(void *arg, const char *name); /* NULL: not there */
	void *arg;
	const void *body;
	size_t body_bytes;
	int64_t now_ms;
	const char *header_name;
};

/* Which verification an adapter asks for, as data; a new one is a row in webhook.c. scheme:
 *   "standard"  webhook-id, webhook-timestamp, webhook-signature of Standard Webhooks 1.0
 *   "api_key"   X-API-Key is a secret (Sunshine Conversations): nothing is signed
 *   "header"    the header called header_name is a secret
 *   "zendesk"   X-Zendesk-Webhook-Signature is base64 of HMAC-SHA256 by the secret as text over
 *               X-Zendesk-Webhook-Signature-Timestamp (ISO 8601) and the body behind it
 * 0, or -1 with E_AUTH (unsigned, wrong, stale) or E_CONFIG (unknown scheme, no secret). */
int webhook_verify(const char *scheme, const struct webhook_secrets *s,
                   const struct webhook_request *r, struct err *e);

/* Value of the webhook-signature header over "id.seconds.body": "v1,<base64>" for each secret,
 * space between. The webhook-timestamp sent with it is at_ms / 1000. */
void webhook_sign(const struct webhook_secrets *s, const char *id, int64_t at_ms, const void *body,
                  size_t body_bytes, struct buf *out);

#endif
