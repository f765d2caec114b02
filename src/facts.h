/* facts.h: what a case may be opened with. docs/case.schema.json says the same to integrators; a
 * test holds the two together. facts_check is declared in bundle.h. */
#ifndef ASSENT_FACTS_H
#define ASSENT_FACTS_H

#include "phrase.h"

enum fact_type {
	FACT_TOPIC, /* a code of words.topic */
	FACT_DATE,  /* "2026-11-20", a day that exists */
	FACT_TEXT,
	FACT_NAME, /* of an agent: said to everybody */
	FACT_BOOL,
	FACT_INBOUND, /* the role that contacted us, or "none" */
};

struct fact {
	const char *name;
	enum fact_type type;
	enum data_class tells; /* the class that a placeholder of this name must declare */
	size_t max_code_points;
	bool required, opens; /* opens: flows may be chosen by it */
};

/* A name of an agent: it is said to everybody. 1 to AGENT_NAME_MAX code points on one line, in which no
 * number hides that could be a telephone's. E_INPUT. */
int facts_check_name(const char *name, struct err *e);

/* Can a case have this value of a text, a name or a date? -1 E_INPUT: why not. */
int facts_check_value(const char *name, const json_t *v, struct err *e);

extern const struct fact fact_table[]; /* ends with name NULL */
const struct fact *fact_find(const char *name);

/* Keys of a party and of a case as it is opened; end with NULL. */
extern const char *const party_keys[];

enum { AGENT_NAME_MAX = 40, AGENT_NAME_DIGITS_MAX = 6 };
enum { PHONE_MIN = 7, PHONE_MAX = 20, ADDRESS_MAX = 200, PLATFORM_MAX = 40 };

#endif
