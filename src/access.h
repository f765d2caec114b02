/* access.h: what people and programs may do here: roles, several of which one may have, as a set of
 * bits. */
#ifndef ASSENT_ACCESS_H
#define ASSENT_ACCESS_H

#include <jansson.h>

enum access {
	ACCESS_AGENT = 1 << 0,    /* works on cases */
	ACCESS_MANAGER = 1 << 1,  /* proves consents; sees what nobody could read, and figures */
	ACCESS_DESIGNER = 1 << 2, /* changes flows and takes them into use */
	ACCESS_ALL = ACCESS_AGENT | ACCESS_MANAGER | ACCESS_DESIGNER,
	ACCESS_OPERATOR = 1 << 3, /* commands on this machine; nobody is given it */
};

const char *const *access_names(void); /* what one is given: "agent", "manager", "designer", NULL */
unsigned access_from(const char *name);   /* 0: none of these */
unsigned access_read(const json_t *list); /* of names; what is none is passed over */
json_t *access_json(unsigned roles);      /* list of names, new */
char *access_text(unsigned roles);        /* "agent or manager"; "none". Caller frees */

#endif
