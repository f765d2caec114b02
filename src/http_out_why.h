/* http_out_why.h: why a call got no answer, and what times an answer names. For http_out.c alone. */
#ifndef ASSENT_HTTP_OUT_WHY_H
#define ASSENT_HTTP_OUT_WHY_H

#include <curl/curl.h>
#include <stdbool.h>

#include "http_out.h"

/* refused: the guard let no address pass. A fixed text, without values of the call. */
const char *http_why(CURL *easy, CURLcode code, bool refused);
/* begun: its request went to a connection. */
enum http_fault http_fault_of(CURL *easy, CURLcode code, bool refused, bool begun);
/* Retry-After and Date of the answer, into r. */
void http_answer_times(CURL *easy, struct http_result *r);

#endif
