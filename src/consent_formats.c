/* What the formats share. */
#include "consent_formats.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "crypto.h"

void controller_free(struct controller *c)
{
	char *const texts[] = { c->name,
		                c->contact,
		                c->email,
		                c->phone,
		                c->url,
		                c->policy_url,
		                c->jurisdiction,
		                c->storage_country,
		                c->service,
		                c->withdrawal,
		                c->language,
		                c->address.street,
		                c->address.locality,
		                c->address.region,
		                c->address.postal_code,
		                c->address.country };
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		free(texts[i]);
	*c = (struct controller){ 0 };
}

void consent_uuid(const char *case_id, const char *consent_id, char out[37])
{
	/* drawn once, by chance: these names are nobody else's */
	static const char space[] = "5f0c8a4e-2b1d-4c57-9a63-7e0d1f86b2c9/";
	uint8_t sum[SHA256_BYTES];
	char hex[33], *name = xasprintf("%s%s/%s", space, case_id, consent_id);
	crypto_sha256(name, strlen(name), sum);
	free(name);
	sum[6] = (uint8_t)((sum[6] & 0x0F) | 0x80);
	sum[8] = (uint8_t)((sum[8] & 0x3F) | 0x80);
	crypto_hex(sum, 16, hex);
	snprintf(out, 37, "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12, hex + 16, hex + 20);
}

const json_t *consent_change_to(const json_t *consent, const char *state)
{
	const json_t *history = json_object_get(consent, "history");
	for (size_t i = json_array_size(history); i > 0; i--) {
		const json_t *h = json_array_get(history, i - 1);
		const char *at = json_string_value(json_object_get(h, "state"));
		if (at && !strcmp(at, state))
			return h;
	}
	return NULL;
}

/* What of the evidence says more than its kind. */
static const struct {
	const char *kind, *words, *member;
} methods[] = {
	{ "button", "button", "label" },
	{ "typed", "typed number", "label" },
	{ "message", "written", "words" },
	{ "attested", "attested by an agent", "method" },
	{ "mark", "written down by an agent", NULL },
	{ "sent", "sent", "channel" },
	{ "read_out", "read out by an agent", NULL },
};

char *consent_method(const json_t *change)
{
	const json_t *evidence = json_object_get(change, "evidence");
	const char *kind = json_string_value(json_object_get(evidence, "kind"));
	for (size_t i = 0; kind && i < COUNT_OF(methods); i++) {
		if (strcmp(methods[i].kind, kind))
			continue;
		const char *more =
			methods[i].member
				? json_string_value(json_object_get(evidence, methods[i].member))
				: NULL;
		return more ? xasprintf("%s: %s", methods[i].words, more)
		            : xstrdup(methods[i].words);
	}
	return xstrdup(kind ? kind : "");
}
