/* Consents by ISO/IEC TS 27560:2023, in the W3C's Data Privacy Vocabulary and its guide "Consent Records
 * and Receipts as per ISO/IEC TS 27560:2023 using DPV". Where guide and field table name different
 * terms for one field, both stand: a reader of either finds it. */
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "consent_formats.h"

/* A field that must be there, of which the notice says nothing. */
static const char not_told[] = "not told in the notice";

struct record {
	const json_t *consent;
	const struct controller *who;
	const char *case_id;
	char *id, *subject, *delegate, *controller; /* @id; delegate NULL: none */
};

static const char *text_of(const json_t *o, const char *key)
{
	return json_string_value(json_object_get(o, key));
}

static const char *legal(const struct record *r, const char *item)
{
	return text_of(json_object_get(json_object_get(r->consent, "notice"), "legal"), item);
}

/* NULL: left out. */
static void put(json_t *o, const char *key, const char *text)
{
	if (text)
		json_object_set_new(o, key, json_string(text));
}

static json_t *link_to(const char *id)
{
	return json_pack("{s:s}", "@id", id);
}

static json_t *typed(const char *type, const char *description)
{
	return json_pack("{s:s, s:s}", "@type", type, "dct:description", description);
}

static json_t *country(const char *code)
{
	char *id = xasprintf("loc:%s", code);
	json_t *out = link_to(id);
	free(id);
	return out;
}

json_t *consent_27560_context(void)
{
	static const char *const prefixes[][2] = {
		{ "dpv", "https://w3id.org/dpv#" },
		{ "loc", "https://w3id.org/dpv/loc#" },
		{ "dct", "http://purl.org/dc/terms/" },
		{ "schema", "https://schema.org/" },
		{ "rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#" },
		{ "xsd", "http://www.w3.org/2001/XMLSchema#" },
	};
	static const char *const times[] = { "dct:date", "dct:created", "dct:modified",
		                             "dpv:isIndicatedAtTime" };
	json_t *context = json_object();
	for (size_t i = 0; i < COUNT_OF(prefixes); i++)
		put(context, prefixes[i][0], prefixes[i][1]);
	for (size_t i = 0; i < COUNT_OF(times); i++)
		json_object_set_new(context, times[i], json_pack("{s:s}", "@type", "xsd:dateTime"));
	return context;
}

/* ---- notices ---- */

static json_t *notice(const struct record *r, const json_t *change, size_t n)
{
	const json_t *phrase = json_object_get(r->consent, "notice"),
		     *shown = json_object_get(change, "shown");
	char *id = xasprintf("%s#notice%zu", r->id, n);
	char *name = xasprintf("%s, version %lld", text_of(phrase, "phrase"),
	                       (long long)json_integer_value(json_object_get(phrase, "version")));
	json_t *out = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "@id", id, "@type",
	                        "dpv:ConsentNotice", "dct:identifier", name, "dct:language",
	                        text_of(phrase, "language"), "dct:date", text_of(change, "at"),
	                        "schema:sha256", text_of(shown, "sha256"));
	put(out, "dct:description", text_of(shown, "text"));
	free(id);
	free(name);
	return out;
}

/* Each that was shown. One that was never shown stands by its phrase. */
static json_t *notices(const struct record *r)
{
	json_t *list = json_array(), *change;
	size_t i;
	json_array_foreach(json_object_get(r->consent, "history"), i, change)
	{
		if (json_object_get(change, "shown"))
			json_array_append_new(list, notice(r, change, json_array_size(list) + 1));
	}
	if (!json_array_size(list))
		json_array_append_new(
			list,
			json_pack("{s:s, s:s, s:s}", "@type", "dpv:ConsentNotice", "dct:identifier",
		                  text_of(json_object_get(r->consent, "notice"), "phrase"),
		                  "dct:language",
		                  text_of(json_object_get(r->consent, "notice"), "language")));
	return list;
}

/* ---- processing ---- */

static json_t *personal_data(const struct record *r)
{
	json_t *list = json_array(), *one;
	size_t i;
	json_array_foreach(json_object_get(r->consent, "items"), i, one)
	{
		json_array_append_new(list, typed("dpv:PersonalData", json_string_value(one)));
	}
	if (!json_array_size(list))
		json_array_append_new(list, typed("dpv:PersonalData", not_told));
	return list;
}

static json_t *storage(const struct record *r)
{
	const char *retention = text_of(r->consent, "retention");
	return json_pack("[{s:s, s:o}, {s:s, s:o}]", "@type", "dpv:StorageDuration",
	                 "dpv:hasDuration", typed("dpv:Duration", retention ? retention : not_told),
	                 "@type", "dpv:StorageLocation", "dpv:hasLocation",
	                 country(r->who->storage_country));
}

static json_t *withdrawal(const struct record *r)
{
	const char *said = legal(r, "withdrawal");
	return typed("dpv:WithdrawConsent", said ? said : r->who->withdrawal);
}

/* Of a yes that was given in so many words; of anything else no more than what is asked for. */
static const char *consent_type(const json_t *change)
{
	const char *state = text_of(change, "state");
	return state && !strcmp(state, "granted") ? "dpv:ExplicitlyExpressedConsent"
	                                          : "dpv:Consent";
}

static json_t *process(const struct record *r)
{
	const char *purpose = text_of(r->consent, "purpose");
	json_t *out = json_pack(
		"{s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:{s:s}}", "@type", "dpv:Process",
		"dpv:hasPurpose", typed("dpv:Purpose", purpose ? purpose : not_told),
		"dpv:hasLegalBasis", link_to("dpv:Consent"), "dpv:hasPersonalData",
		personal_data(r), "dpv:hasDataController", link_to(r->controller),
		"dpv:hasStorageCondition", storage(r), "dpv:hasJurisdiction",
		country(r->who->jurisdiction), "dpv:hasConsentControl", withdrawal(r),
		"dpv:hasRecipient", link_to(r->delegate ? r->delegate : r->controller),
		"dpv:hasDataSource", "@type", "dpv:DataSubjectDataSource");
	if (r->delegate)
		json_object_set_new(out, "dpv:hasThirdParty", link_to(r->delegate));
	if (r->who->service)
		json_object_set_new(out, "dpv:hasService",
		                    json_pack("{s:s, s:s}", "@type", "dpv:Service", "dct:title",
		                              r->who->service));
	return out;
}

/* ---- parties ---- */

static json_t *postal_address(const struct controller *who)
{
	json_t *out = json_pack("{s:s}", "@type", "schema:PostalAddress");
	put(out, "schema:streetAddress", who->address.street);
	put(out, "schema:addressLocality", who->address.locality);
	put(out, "schema:addressRegion", who->address.region);
	put(out, "schema:postalCode", who->address.postal_code);
	put(out, "schema:addressCountry", who->address.country);
	return out;
}

static json_t *controller_entity(const struct record *r)
{
	const struct controller *who = r->who;
	json_t *contact = json_pack("{s:s, s:s}", "@type", "schema:ContactPoint", "schema:name",
	                            who->contact);
	put(contact, "schema:email", who->email);
	put(contact, "schema:telephone", who->phone);
	json_t *out =
		json_pack("{s:s, s:[s, s], s:s, s:s, s:s, s:o, s:o}", "@id", r->controller, "@type",
	                  "dpv:LegalEntity", "dpv:DataController", "dct:identifier", r->controller,
	                  "dpv:hasIdentifier", r->controller, "dpv:hasName", who->name,
	                  "dpv:hasAddress", postal_address(who), "dpv:hasContact", contact);
	put(out, "schema:url", who->url);
	if (who->policy_url)
		json_object_set_new(out, "dpv:hasNotice",
		                    json_pack("{s:s, s:s}", "@type", "dpv:PrivacyNotice",
		                              "schema:url", who->policy_url));
	return out;
}

/* A person, of whom no name, address or contact is told: the role within the case is all. */
static json_t *person(const char *id, const char *role, const char *type, const char *more)
{
	json_t *types = more ? json_pack("[s, s]", type, more) : json_pack("[s]", type);
	return json_pack("{s:s, s:o, s:s, s:s, s:s}", "@id", id, "@type", types, "dct:identifier",
	                 id, "dpv:hasIdentifier", id, "dpv:hasName", role);
}

static json_t *entities(const struct record *r)
{
	json_t *list = json_array();
	json_array_append_new(list, controller_entity(r));
	json_array_append_new(
		list, person(r->subject, text_of(r->consent, "subject"), "dpv:DataSubject", NULL));
	if (r->delegate) {
		json_t *who = person(r->delegate, text_of(r->consent, "delegate"), "dpv:ThirdParty",
		                     "dpv:Recipient");
		put(who, "dct:description", legal(r, "recipient"));
		json_array_append_new(list, who);
	}
	return list;
}

/* ---- events ---- */

static const struct {
	const char *state, *status;
} statuses[] = {
	{ "requested", "dpv:ConsentRequested" }, { "granted", "dpv:ConsentGiven" },
	{ "denied", "dpv:ConsentRefused" },      { "unanswered", "dpv:ConsentRequestDeferred" },
	{ "withdrawn", "dpv:ConsentWithdrawn" }, { "expired", "dpv:ConsentExpired" },
};

/* A request that nobody has seen yet is none. */
static const char *status(const json_t *change)
{
	const char *state = text_of(change, "state");
	for (size_t i = 0; state && i < COUNT_OF(statuses); i++)
		if (!strcmp(statuses[i].state, state) && (i || json_object_get(change, "shown")))
			return statuses[i].status;
	return "dpv:ConsentUnknown";
}

/* Until when the change holds. */
static json_t *validity(const struct record *r, const json_t *change, const char **valid)
{
	const char *state = text_of(change, "state"), *expires = text_of(r->consent, "expires_at");
	bool granted = state && !strcmp(state, "granted");
	*valid = granted && expires ? expires : granted ? "until withdrawn" : "until changed";
	return json_pack("{s:s, s:s}", "@type",
	                 granted && expires ? "dpv:UntilTimeDuration" : "dpv:UntilEventDuration",
	                 "rdf:value", *valid);
}

static bool is_one_of(const char *kind, const char *const *kinds)
{
	while (kind && *kinds && strcmp(*kinds, kind))
		kinds++;
	return kind && *kinds;
}

static json_t *event(const struct record *r, const json_t *change)
{
	static const char *const own_acts[] = { "button", "typed", "message", NULL };
	static const char *const own_words[] = { "button",   "typed", "message",
		                                 "attested", "mark",  NULL };
	const char *kind = text_of(json_object_get(change, "evidence"), "kind"), *valid;
	const char *by = is_one_of(kind, own_words) ? r->subject : r->controller;
	const char *through = is_one_of(kind, own_acts) ? r->subject : r->controller;
	json_t *duration = validity(r, change, &valid);
	char *method = consent_method(change);
	json_t *out = json_pack("{s:s, s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:s}", "@type",
	                        status(change), "dct:date", text_of(change, "at"),
	                        "dpv:isIndicatedAtTime", text_of(change, "at"), "dct:valid", valid,
	                        "dpv:hasDuration", duration, "dpv:isIndicatedBy", link_to(by),
	                        "dpv:isImplementedByEntity", link_to(through), "dpv:hasLegalBasis",
	                        link_to(consent_type(change)), "dpv:hasIndicationMethod", method);
	free(method);
	return out;
}

static json_t *events(const struct record *r)
{
	json_t *list = json_array(), *change;
	size_t i;
	json_array_foreach(json_object_get(r->consent, "history"), i, change)
	{
		json_array_append_new(list, event(r, change));
	}
	return list;
}

/* ---- the record ---- */

static char *party_id(const char *case_id, const char *role)
{
	return role ? xasprintf("urn:assent:party:%s:%s", case_id, role) : NULL;
}

static char *controller_id(const struct controller *who)
{
	char id[37];
	if (who->url)
		return xstrdup(who->url);
	consent_uuid("controller", who->name, id);
	return xasprintf("urn:uuid:%s", id);
}

static json_t *record(const struct record *r)
{
	const char *uuid = r->id + strlen("urn:uuid:");
	const json_t *history = json_object_get(r->consent, "history");
	const json_t *first = json_array_get(history, 0),
		     *last = json_array_get(history, json_array_size(history) - 1);
	char *source = xasprintf("%s/%s", r->case_id, text_of(r->consent, "id"));
	json_t *out = json_pack(
		"{s:s, s:s, s:{s:s}, s:s, s:s, s:s, s:s, s:s, s:o, s:o, s:s, s:o, s:o, s:o}", "@id",
		r->id, "@type", "dpv:ConsentRecord", "dct:conformsTo", "@id",
		"https://w3id.org/dpv/schema/dpv-27560#record", "dct:identifier", uuid,
		"dpv:hasIdentifier", uuid, "dct:source", source, "dct:created",
		text_of(first, "at"), "dct:modified", text_of(last, "at"), "dpv:hasDataSubject",
		link_to(r->subject), "dpv:hasNotice", notices(r), "dct:language", r->who->language,
		"dpv:hasProcess", process(r), "dpv:hasEntity", entities(r), "dpv:hasConsentStatus",
		events(r));
	free(source);
	return out;
}

json_t *consent_27560_record(const json_t *doc, const json_t *consent, const struct controller *who)
{
	char uuid[37];
	const char *case_id = text_of(doc, "case");
	consent_uuid(case_id, text_of(consent, "id"), uuid);
	struct record r = { .consent = consent,
		            .who = who,
		            .case_id = case_id,
		            .id = xasprintf("urn:uuid:%s", uuid),
		            .subject = party_id(case_id, text_of(consent, "subject")),
		            .delegate = party_id(case_id, text_of(consent, "delegate")),
		            .controller = controller_id(who) };
	json_t *out = record(&r);
	free(r.id);
	free(r.subject);
	free(r.delegate);
	free(r.controller);
	return out;
}
