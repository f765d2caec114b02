/* Kantara Consent Receipt 1.1: what a person who agreed may be handed. It knows neither refusal nor
 * withdrawal, so it is made of grants alone. */
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "consent_formats.h"

static const char *text_of(const json_t *o, const char *key)
{
	return json_string_value(json_object_get(o, key));
}

static void put(json_t *o, const char *key, const char *text)
{
	if (text)
		json_object_set_new(o, key, json_string(text));
}

static json_t *controllers(const struct controller *who)
{
	json_t *address = json_object();
	put(address, "streetAddress", who->address.street);
	put(address, "addressLocality", who->address.locality);
	put(address, "addressRegion", who->address.region);
	put(address, "postalCode", who->address.postal_code);
	put(address, "addressCountry", who->address.country);
	json_t *one = json_pack("{s:s, s:s, s:o, s:s, s:s}", "piiController", who->name, "contact",
	                        who->contact, "address", address, "email", who->email, "phone",
	                        who->phone);
	put(one, "piiControllerUrl", who->url);
	return json_pack("[o]", one);
}

/* When the grant ends: the data's retention, else the grant's own limit. */
static char *termination(const json_t *consent)
{
	const char *retention = text_of(consent, "retention"),
		   *expires = text_of(consent, "expires_at");
	if (retention)
		return xstrdup(retention);
	return expires ? xasprintf("consent ends %s", expires) : xstrdup("until withdrawn");
}

/* The person is not named: the role is what the notice said. */
static json_t *purpose(const json_t *consent)
{
	const char *delegate = text_of(consent, "delegate");
	char *ends = termination(consent);
	json_t *out = json_pack("{s:s, s:[s], s:O, s:b, s:s, s:b}", "consentType", "EXPLICIT",
	                        "purposeCategory", "2 - Contracted Service", "piiCategory",
	                        json_object_get(consent, "items"), "primaryPurpose", 1,
	                        "termination", ends, "thirdPartyDisclosure", delegate != NULL);
	put(out, "purpose", text_of(consent, "purpose"));
	put(out, "thirdPartyName", delegate);
	free(ends);
	return out;
}

json_t *consent_kantara_receipt(const json_t *doc, const json_t *consent,
                                const struct controller *who)
{
	char id[37];
	const char *case_id = text_of(doc, "case");
	const json_t *grant = consent_change_to(consent, "granted");
	char *subject = xasprintf("%s:%s", case_id, text_of(consent, "subject"));
	char *method = consent_method(grant);
	consent_uuid(case_id, text_of(consent, "id"), id);
	json_t *out = json_pack(
		"{s:s, s:s, s:I, s:s, s:s, s:s, s:s, s:o, s:s, s:[{s:s, s:[o]}], s:b, s:[]}",
		"version", "KI-CR-v1.1.0", "jurisdiction", who->jurisdiction, "consentTimestamp",
		(json_int_t)(time_parse(text_of(grant, "at")) / 1000), "collectionMethod", method,
		"consentReceiptID", id, "language",
		text_of(json_object_get(consent, "notice"), "language"), "piiPrincipalId", subject,
		"piiControllers", controllers(who), "policyUrl", who->policy_url, "services",
		"service", who->service, "purposes", purpose(consent), "sensitive", 0, "spiCat");
	free(subject);
	free(method);
	return out;
}
