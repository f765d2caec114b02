/* http_out_socket.h: curl's sockets and its one timer on the loop, and the guard that every
 * connection passes. For http_out.c alone: with it, the only files that know libcurl. */
#ifndef ASSENT_HTTP_OUT_SOCKET_H
#define ASSENT_HTTP_OUT_SOCKET_H

#include <curl/curl.h>
#include <stdbool.h>

struct http_sockets;
struct loop;

/* drive is called from the loop with what curl_multi_socket_action wants to hear: a ready socket
 * and CURL_CSELECT_* bits, or CURL_SOCKET_TIMEOUT and 0. Caller frees. */
struct http_sockets *http_sockets_new(struct loop *l, CURLM *multi, bool allow_private,
                                      void (*drive)(void *arg, curl_socket_t fd, int ready),
                                      void *arg);
/* Only after curl_multi_cleanup, which still speaks of its sockets. */
void http_sockets_free(struct http_sockets *s);

/* One for each easy handle, as its CURLOPT_OPENSOCKETDATA. */
struct http_guard {
	struct http_sockets *sockets;
	bool public_only; /* of this call, whatever the others may */
	bool refused;     /* set when an address was not public and private ones are not allowed */
};
/* CURLOPT_OPENSOCKETFUNCTION: the one place where a connection can begin, after names are resolved.
 */
curl_socket_t http_guard_open(void *guard, curlsocktype purpose, struct curl_sockaddr *a);
/* CURLOPT_CLOSESOCKETFUNCTION; its data: the http_sockets, as a connection outlives the call that opened it. Without
 * it curl closes a socket that never came to connect without a word. */
int http_socket_close(void *sockets, curl_socket_t fd);
/* The guard for a connection of the pool, which another call may have opened. */
bool http_guard_passes(struct http_guard *g, const char *address);

#endif
