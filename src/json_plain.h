/* json_plain.h: which bytes of a text stand in JSON as they are, eight at a time. */
#ifndef ASSENT_JSON_PLAIN_H
#define ASSENT_JSON_PLAIN_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* Is none of eight bytes zero? Exact, where the answer is yes. */
static inline bool json_has_no_zero(uint64_t word)
{
	return !((word - 0x0101010101010101) & ~word & 0x8080808080808080);
}

/* Are the next eight bytes no quotes, no backslashes and no control characters? */
static inline bool json_is_plain_word(const char *at)
{
	uint64_t word;
	memcpy(&word, at, sizeof word);
	bool control = (word - 0x2020202020202020) & ~word & 0x8080808080808080;
	return !control && json_has_no_zero(word ^ 0x2222222222222222) &&
	       json_has_no_zero(word ^ 0x5C5C5C5C5C5C5C5C);
}

#endif
