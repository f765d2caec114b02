/* guide_cli_fetch.h: a page from a web address, for commands: the caller waits until it is there. */
#ifndef ASSENT_GUIDE_CLI_FETCH_H
#define ASSENT_GUIDE_CLI_FETCH_H

#include <stdbool.h>
#include <stddef.h>

struct err;

bool guide_is_address(const char *path); /* http:// or https:// */
/* Its text, the caller frees; nobody signs in. NULL: E_NOT_FOUND, E_INPUT or E_IO, with what to do. */
char *guide_fetch(const char *url, size_t max_bytes, size_t *len_bytes, struct err *e);

#endif
