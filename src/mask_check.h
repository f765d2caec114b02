/* mask_check.h: whether digits of a fitting shape are a telephone, a resident's number, a card or a
 * licence. */
#ifndef ASSENT_MASK_CHECK_H
#define ASSENT_MASK_CHECK_H

#include "mask_impl.h"

enum { MASK_NUMBER_MOST = 16 }; /* digits */

struct mask_number {
	const struct mask_text *t;
	const struct mask_digit *d;
	size_t from, to; /* of d */
	enum mask_label label;
	bool bare; /* nothing stands between its digits */
	char text[MASK_NUMBER_MOST + 1];
	enum mask_type type; /* as its shape says; a check may know better */
};

/* Each: true when it is one. */
bool mask_check_resident(struct mask_number *n);
bool mask_check_resident_end(struct mask_number *n); /* its last seven digits alone */
bool mask_check_card(struct mask_number *n);
bool mask_check_odd_card(struct mask_number *n); /* its groups are not those of its issuer */
bool mask_check_mobile(struct mask_number *n);
bool mask_check_old_mobile(struct mask_number *n); /* 011, 016 ... */
bool mask_check_landline(struct mask_number *n);
bool mask_check_korean_abroad(struct mask_number *n);
bool mask_check_called_phone(struct mask_number *n);
bool mask_check_licence(struct mask_number *n);
bool mask_check_regional_licence(struct mask_number *n);

#endif
