/* Any bytes as a token: nothing but our key's signature makes one, and what is refused says why. */
#include "base.h"
#include "crypto.h"
#include "jwt.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size_bytes);

static const char public_key[] =
	"-----BEGIN PUBLIC KEY-----\n"
	"MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAmVkNpB2Moj9rx+88H4tT\n"
	"Gxl7dzHWV9V5GQG4ScBL8expRMAmnFmGTMGx9Xk+PdNUjGUacDc2niIEcCY0Tqxy\n"
	"91Q2pGXzCEXfl9SmkKg6TBdZF1UqXznUlH1lLF2gSVAQQIURMb6GB9rKezTOAjuL\n"
	"422tdwIvnR0sVl2LVAy8tm22r0KmiAyB1Mq+bb6mJsXrKRFEYFQCgTWXX8/rCqLq\n"
	"mY6bSueC+t5WHCiLIg4oR1USjCGx4heXxwUn6IgcrHgRl7/+WAs0o3cxccY+r7Z3\n"
	"S+iL7IB9l/rsv0DzHRl4z+wxchYDFv2vY8vb1t/vC696sa2yZwRB3Tq2Q6cvPcIk\n"
	"IwIDAQAB\n"
	"-----END PUBLIC KEY-----\n";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size_bytes)
{
	static struct crypto_key *key;
	static const char *const audiences[] = { "a", NULL };
	struct err e = { 0 };
	struct jwt out;
	if (!key)
		key = crypto_rsa_read(public_key, &e);
	const struct crypto_key *const keys[] = { key, NULL };
	const struct jwt_rules r = { keys, "i", audiences, 1796000000000 };
	if (jwt_verify((const char *)data, size_bytes, &r, &out, &e) == 0 || e.code != E_AUTH ||
	    out.claims)
		abort();
	return 0;
}
