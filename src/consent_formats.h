/* consent_formats.h: one consent of a consent document (consent.h) in the forms that others read.
 * docs/consent-record.md says which field comes from where. */
#ifndef ASSENT_CONSENT_FORMATS_H
#define ASSENT_CONSENT_FORMATS_H

#include <jansson.h>

struct buf;

/* Who answers for the personal data (개인정보처리자). NULL: not told. */
struct controller {
	char *name, *contact, *email, *phone, *url, *policy_url;
	char *jurisdiction, *storage_country; /* ISO 3166-1: "KR" */
	char *service;
	char *withdrawal; /* how a consent is withdrawn, where its notice does not say so */
	char *language;   /* ISO 639: "ko" */
	struct {
		char *street, *locality, *region, *postal_code, *country;
	} address;
};
void controller_free(struct controller *c); /* what it holds */

/* A consent's id for the world, the same for ever: UUID version 8 (RFC 9562) out of SHA-256 over
 * "<case>/<consent>". */
void consent_uuid(const char *case_id, const char *consent_id, char out[37]);

/* RFC 4180: CR LF, cells in quotes where needed. A cell that a spreadsheet would take for a formula
 * (it begins with = + - @ or one of their wide forms, a tab, CR or LF) gets an apostrophe before it. */
void consent_csv_head(struct buf *out);
void consent_csv_row(struct buf *out, const json_t *doc, const json_t *consent);

/* ISO/IEC TS 27560 as the W3C's Data Privacy Vocabulary writes it, in JSON-LD. The context stands
 * once, around all records. New. */
json_t *consent_27560_context(void);
json_t *consent_27560_record(const json_t *doc, const json_t *consent,
                             const struct controller *who);

/* Kantara Consent Receipt 1.1 of a consent that is granted. New. */
json_t *consent_kantara_receipt(const json_t *doc, const json_t *consent,
                                const struct controller *who);

/* How the last change to this state was made, in words: "button: 네", "attested by an agent: phone".
 * Caller frees. */
char *consent_method(const json_t *change);
/* The last change to the state; borrowed; NULL: none. */
const json_t *consent_change_to(const json_t *consent, const char *state);

#endif
