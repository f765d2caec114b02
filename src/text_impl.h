/* text_impl.h: what the text*.c files share; nobody else includes it. */
#ifndef ASSENT_TEXT_IMPL_H
#define ASSENT_TEXT_IMPL_H

#include <stddef.h>
#include <stdint.h>

/* Bytes of the character at s, its code point in *c; 0: not well-formed. */
size_t text_character_at(const char *s, size_t len_bytes, int32_t *c);

/* s after a mapping of utf8proc (its options); bytes that are no text are left out first. Caller frees. */
char *text_mapped(const char *s, int options);

#endif
