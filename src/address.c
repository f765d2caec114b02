/* address.c: the special-purpose registries of RFC 6890 as a table, judged by bits and never by
 * text. */
#include "address.h"

#include "base.h"

#include <netinet/in.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>

static bool v4_is_inner(const uint8_t a[4])
{
	static const struct {
		uint32_t net;
		int bits;
	} inner[] = {
		{ 0x00000000, 8 },  /* this host */
		{ 0x0a000000, 8 },  /* private */
		{ 0x64400000, 10 }, /* shared by a carrier's customers */
		{ 0x7f000000, 8 },  /* loopback */
		{ 0xa9fe0000, 16 }, /* link local; clouds keep their secrets there */
		{ 0xac100000, 12 }, /* private */
		{ 0xc0000000, 24 }, /* protocol assignments */
		{ 0xc0a80000, 16 }, /* private */
		{ 0xc6120000, 15 }, /* benchmarks */
		{ 0xe0000000, 3 },  /* multicast, reserved, broadcast */
	};
	uint32_t v = (uint32_t)a[0] << 24 | (uint32_t)a[1] << 16 | (uint32_t)a[2] << 8 | a[3];
	for (size_t i = 0; i < COUNT_OF(inner); i++)
		if ((v ^ inner[i].net) >> (32 - inner[i].bits) == 0)
			return true;
	return false;
}

static bool v6_is_inner(const uint8_t a[16])
{
	static const uint8_t zeros[12], mapped[12] = { [10] = 0xff, [11] = 0xff };
	static const uint8_t nat64[12] = { 0x00, 0x64, 0xff, 0x9b };
	static const uint8_t teredo[4] = { 0x20, 0x01 };

	if (memcmp(a, mapped, 12) == 0 || memcmp(a, nat64, 12) == 0)
		return v4_is_inner(a + 12);
	if (a[0] == 0x20 && a[1] == 0x02) /* 6to4 */
		return v4_is_inner(a + 2);
	return memcmp(a, zeros, 12) == 0 ||      /* ::, ::1, IPv4-compatible */
	       memcmp(a, nat64, 4) == 0 ||       /* a network's own NAT64 */
	       memcmp(a, teredo, 4) == 0 ||      /* hides an IPv4 address by inversion */
	       (a[0] & 0xfe) == 0xfc ||          /* unique local */
	       (a[0] == 0xfe && a[1] >= 0x80) || /* link local, site local */
	       a[0] == 0xff;                     /* multicast */
}

bool address_is_inner(const struct sockaddr *a)
{
	if (a->sa_family == AF_INET)
		return v4_is_inner((const uint8_t *)&((const struct sockaddr_in *)a)->sin_addr);
	if (a->sa_family == AF_INET6)
		return v6_is_inner(((const struct sockaddr_in6 *)a)->sin6_addr.s6_addr);
	return true;
}
