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
/* -1 E_CONFIG: one of them is not a "whsec_..." */
int webhook_secrets_standard(const struct webhook_secrets *s, struct err *e);
void webhook_secrets_wipe(struct webhook_secrets *s);

enum { WEBHOOK_TOLERANCE_MS = 5 * 60 * 1000 };

/* Which verification an adapter asks for, as data. A new one is a row in webhook.c. */
struct webhook_request {
	const char *(*header)(void *arg, const char *name); /* NULL: not there */
	void *arg;
	const void *body;
	size_t body_bytes;
	int64_t now_ms;
};

/* scheme: "standard" (webhook-id, webhook-timestamp, webhook-signature). 0, or -1 with E_AUTH
 * (unsigned, wrong, stale) or E_CONFIG (unknown scheme). */
int webhook_verify(const char *scheme, const struct webhook_secrets *s,
                   const struct webhook_request *r, struct err *e);

/* Value of the webhook-signature header over "id.seconds.body": "v1,<base64>" for each secret,
 * space between. The webhook-timestamp sent with it is at_ms / 1000. */
void webhook_sign(const struct webhook_secrets *s, const char *id, int64_t at_ms, const void *body,
                  size_t body_bytes, struct buf *out);

#endif
