/* http_in_socket.h: what http_in does with sockets itself, past the library. */
#ifndef ASSENT_HTTP_IN_SOCKET_H
#define ASSENT_HTTP_IN_SOCKET_H

#include <stdbool.h>
#include <stdint.h>

struct err;
struct lingering;
struct loop;

/* A listening socket, and the port it got. -1: E_CONFIG. Caller closes. */
int socket_listen(const char *host, uint16_t *port, struct err *e);

/* Writes a whole answer {"error":{"code":…,"message":…}} that says Connection: close. code and
 * message go into JSON as they are. Never waits: what the socket's buffer cannot take is lost. */
void socket_answer_error(int fd, int status, const char *code, const char *message, bool with_body);

/* Closing a socket with unread bytes makes the kernel send a reset, which can overtake an answer just
 * written: the peer, or a proxy between, would see a broken connection where it should see 413.
 * linger() keeps the connection half open behind the caller's close(fd), and throws away what comes
 * until the peer closes too: for 2 s, 16 MiB, 64 connections at most; the others are just closed. */
struct lingering *lingering_new(struct loop *l); /* caller frees, and with it all that linger */
void lingering_free(struct lingering *all);
void linger(struct lingering *all, int fd);

#endif
