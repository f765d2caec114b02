/* phrase_placeholder.c: what a placeholder is declared as; its mistakes are found here, at load. */
#include "phrase_impl.h"

#include "case.h"
#include "facts.h"
#include "keys.h"

#include <stdlib.h>
#include <string.h>

static const char *const placeholder_keys[] = { "class", "type", "party", NULL };
static const char *const placeholder_types[] = { "date", "topic", "party", NULL };

/* Facts have their class from facts.h: a place declared public would slip through the gate. */
static int check_fact_class(const struct fact *f, int class, struct err *e)
{
	if (f->type == FACT_BOOL || f->type == FACT_INBOUND)
		return err_set(e, E_FLOW, "facts.%s has no words that could stand in a phrase",
		               f->name);
	if ((int)f->tells != class)
		return err_set(e, E_FLOW, "facts.%s is of class \"%s\": write class = \"%s\"",
		               f->name, data_class_name(f->tells), data_class_name(f->tells));
	return 0;
}

char *phrase_placeholder_party(const char *name)
{
	const char *dot = strchr(name, '.');
	return dot ? xstrndup(name, (size_t)(dot - name)) : NULL;
}

static int check_contact(const char *name, int class, const json_t *party, struct err *e)
{
	char *role = phrase_placeholder_party(name);
	int result = 0;
	if (!role && (class == CLASS_CONTACT || party))
		result = err_set(e, E_FLOW,
		                 "contact data is named after its party, as \"passenger.phone\"");
	else if (role && (role_from(role) == ROLE_NONE || strcmp(strchr(name, '.'), ".phone")))
		result = err_set(e, E_FLOW, "is no data of a party; expected <role>.phone");
	else if (role && class != CLASS_CONTACT)
		result = err_set(e, E_FLOW, "is contact data: write class = \"contact\"");
	else if (party && (!json_is_string(party) || strcmp(json_string_value(party), role)))
		result = err_set(e, E_FLOW, "party: expected \"%s\", as in its name", role);
	free(role);
	return result;
}

static int check_placeholder(const char *name, const json_t *spec, struct err *e)
{
	struct phrase_part part[PHRASE_PARTS_MAX];
	size_t count;
	char *as_used = xasprintf("{%s}", name);
	int bad = phrase_split(as_used, part, &count, NULL) || part[0].particle;
	phrase_parts_free(part, count);
	free(as_used);
	if (bad)
		return err_set(e, E_FLOW, "a name is of a-z, 0-9, _ and at most one dot");
	if (!json_is_object(spec))
		return err_set(e, E_FLOW, "expected { class = \"…\" }");
	if (keys_check(spec, placeholder_keys, e))
		return -1;
	const char *class = phrase_need_text(spec, "class", e);
	if (!class)
		return -1;
	if (data_class_from(class) < 0)
		return phrase_unknown("class", class, phrase_class_names, e);
	const json_t *type = json_object_get(spec, "type");
	const char *type_name = type && json_is_string(type) ? json_string_value(type) : "";
	if (type && phrase_word_index(type_name, placeholder_types) < 0)
		return phrase_unknown("type", type_name, placeholder_types, e);
	const struct fact *fact = fact_find(name);
	if (fact && check_fact_class(fact, data_class_from(class), e))
		return -1;
	return check_contact(name, data_class_from(class), json_object_get(spec, "party"), e);
}

int placeholder_check(const char *name, const json_t *spec, struct err *e)
{
	struct err why = { 0 };
	if (check_placeholder(name, spec, &why))
		return err_set(e, E_FLOW, "placeholder '%.60s': %s", name, why.text);
	return 0;
}
