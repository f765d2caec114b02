/* address.h: which network addresses a call to outside may not reach. */
#ifndef ASSENT_ADDRESS_H
#define ASSENT_ADDRESS_H

#include <stdbool.h>

struct sockaddr;

/* Loopback, private, link-local, shared, multicast and reserved addresses, also where an IPv6 form
 * carries them (mapped, compatible, NAT64, 6to4, Teredo), and every family but IPv4 and IPv6. */
bool address_is_inner(const struct sockaddr *a);

#endif
