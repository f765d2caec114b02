/* http_out_why.c: curl's codes as sentences' rests for whoever must mend it. */
#include "http_out_why.h"

#include <string.h>

#include "base.h"
#include "clock.h"

static bool is_refused(CURLcode code, bool refused)
{
	return refused && (code == CURLE_COULDNT_CONNECT || code == CURLE_ABORTED_BY_CALLBACK);
}

/* What curl calls "not OK" for all of them. The numbers are OpenSSL's X509_V_ERR_…; 1: curl 7.88 did not
 * come to ask for one, since the chain was good and the name was not. */
static const char *why_not_trusted(CURL *easy)
{
	static const struct {
		long code;
		const char *why;
	} whys[] = {
		{ 1, "its TLS certificate is for another name" },
		{ 62, "its TLS certificate is for another name" },
		{ 9, "its TLS certificate is not valid yet" },
		{ 10, "its TLS certificate has expired" },
		{ 18, "its TLS certificate is signed by itself" },
		{ 19,
		  "its TLS certificate comes from an authority that this machine does not trust" },
		{ 20,
		  "its TLS certificate comes from an authority that this machine does not know, "
		  "or the server leaves out the certificates between" },
		{ 21,
		  "its TLS certificate comes from an authority that this machine does not know, "
		  "or the server leaves out the certificates between" },
	};
	long found = -1;
	curl_easy_getinfo(easy, CURLINFO_SSL_VERIFYRESULT, &found);
	for (size_t i = 0; i < COUNT_OF(whys); i++)
		if (whys[i].code == found)
			return whys[i].why;
	return "its TLS certificate is not to be trusted";
}

const char *http_why(CURL *easy, CURLcode code, bool refused)
{
	if (is_refused(code, refused))
		return "the address is not a public one, and private ones are not allowed";
	if (code == CURLE_ABORTED_BY_CALLBACK || code == CURLE_SEND_FAIL_REWIND)
		return "the connection was closed by the other side";
	if (code == CURLE_SSL_CONNECT_ERROR)
		return "no TLS is spoken there, or none that both sides know";
	if (code == CURLE_PEER_FAILED_VERIFICATION)
		return why_not_trusted(easy);
	return curl_easy_strerror(code); /* fixed texts, unlike curl's error buffer */
}

/* How far it came; 0: not so far. */
static bool was_reached(CURL *easy, CURLINFO what)
{
	curl_off_t at_us = 0;
	curl_easy_getinfo(easy, what, &at_us);
	return at_us > 0;
}

static bool is_https(CURL *easy)
{
	char *url = NULL;
	curl_easy_getinfo(easy, CURLINFO_EFFECTIVE_URL, &url);
	return url && !strncmp(url, "https", 5);
}

enum http_fault http_fault_of(CURL *easy, CURLcode code, bool refused, bool begun)
{
	if (begun) /* before, curl may still tell the times of the handle's last call */
		return HTTP_FAULT_ANSWER;
	switch (code) {
	case CURLE_COULDNT_RESOLVE_HOST:
		return HTTP_FAULT_NAME;
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CACERT_BADFILE:
		return HTTP_FAULT_TLS;
	default:
		break;
	}
	if (is_refused(code, refused))
		return HTTP_FAULT_ADDRESS;
	if (code == CURLE_OPERATION_TIMEDOUT && !was_reached(easy, CURLINFO_NAMELOOKUP_TIME_T))
		return HTTP_FAULT_NAME;
	if (code == CURLE_COULDNT_CONNECT || !was_reached(easy, CURLINFO_CONNECT_TIME_T))
		return HTTP_FAULT_CONNECT;
	return is_https(easy) ? HTTP_FAULT_TLS : HTTP_FAULT_ANSWER;
}

static const char *header_of(CURL *easy, const char *name)
{
	struct curl_header *header;
	return curl_easy_header(easy, name, 0, CURLH_HEADER, -1, &header) == CURLHE_OK
	               ? header->value
	               : NULL;
}

void http_answer_times(CURL *easy, struct http_result *r)
{
	const char *after = header_of(easy, "Retry-After");
	r->retry_after_ms = after ? http_retry_after_ms(after, clock_now_ms()) : -1;
	const char *date = header_of(easy, "Date");
	int64_t at_ms = date ? http_date_ms(date) : 0;
	r->date_ms = at_ms > 0 ? at_ms : 0;
}
