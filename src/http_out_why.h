/* http_out_why.h: why a call got no answer. For http_out.c alone. */
#ifndef ASSENT_HTTP_OUT_WHY_H
#define ASSENT_HTTP_OUT_WHY_H

#include <curl/curl.h>
#include <stdbool.h>

#include "http_out.h"

/* refused: the guard let no address pass. A fixed text, without values of the call. */
const char *http_why(CURL *easy, CURLcode code, bool refused);
/* begun: its request went to a connection. */
enum http_fault http_fault_of(CURL *easy, CURLcode code, bool refused, bool begun);

#endif
