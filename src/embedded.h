/* embedded.h: the files of lua/ and console/ inside the binary (made by the Makefile). */
#ifndef ASSENT_EMBEDDED_H
#define ASSENT_EMBEDDED_H

#include <stddef.h>

struct embedded {
	const char *path; /* "lua/assent/prelude.lua", "console/index.html" */
	const char *data; /* NUL-terminated behind size_bytes */
	size_t size_bytes;
	const char *gzip; /* the same as gzip; NULL outside of console/ */
	size_t gzip_bytes;
	const char *etag; /* with its quotes; another one for other bytes */
};

extern const struct embedded embedded_files[];          /* ends with path NULL */
const struct embedded *embedded_find(const char *path); /* NULL: not there */

#endif
