/* mask.h: finds personal numbers and addresses in what people write, and blots them out.
 *
 * What stays is what the reader needs to follow the talk: each personal digit or letter becomes one
 * '*', separators and the words between digits stay ("010 에 1234 에 5678" -> "*** 에 **** 에
 * ****"); of an e-mail address nothing but "***@***". Decided, because others decide otherwise:
 *   - a number of which somebody has masked a part already (010-****-5678, 901010-1******) is left
 *     as it is;
 *   - public service numbers (1588-0000, 080-...) are left: they are a company's;
 *   - safe numbers (050x) and internet phones (070) are `landline`, a number of another country is
 *     `mobile`;
 *   - a resident's or foreigner's number needs a date of birth that exists, and no valid checksum
 *     (there is none since October 2020), thirteen digits in a row must also be no bar code; a card
 *     needs a valid check digit (Luhn). Called by its name right before it, each is masked with a
 *     mistyped digit too;
 *   - an account needs a bank's name or a word such as 계좌 near it;
 *   - what is called an order, ticket, approval or company number right before it is left, but a
 *     mobile number is one whatever it is called. */
#ifndef ASSENT_MASK_H
#define ASSENT_MASK_H

#include <stddef.h>
#include <stdint.h>

enum mask_type {
	MASK_MOBILE,
	MASK_LANDLINE,
	MASK_RRN, /* 주민등록번호 */
	MASK_FRN, /* 외국인등록번호 */
	MASK_CARD,
	MASK_ACCOUNT,
	MASK_EMAIL,
	MASK_PLATE,
	MASK_DRIVER_LICENCE,
	MASK_PASSPORT,
	MASK_ADDRESS, /* best effort */
	MASK_TYPES
};

const char *mask_type_name(enum mask_type type); /* "mobile", "driver_licence", ... */

struct mask_span {
	uint32_t start, end; /* code points of the text, end is behind the last */
	enum mask_type type;
};

struct mask {
	char *masked;            /* NUL-terminated; bytes that are no UTF-8, and NUL, are U+FFFD */
	struct mask_span *spans; /* in order, none overlaps another */
	size_t count;
};

void mask_find(const char *text, size_t len_bytes, struct mask *out);
void mask_free(struct mask *m);

/* Only the masked text; caller frees. */
char *mask_text(const char *text, size_t len_bytes);

#endif
