/* The JSON Schema of the configuration file, made from its table. */
#include "config.h"

#include "access.h"
#include "config_table.h"
#include "platform.h"

#include <assert.h>

static json_t *object_schema(const struct config_object *o);

static json_t *text_schema(const char *pattern)
{
	return pattern ? json_pack("{s:s, s:s}", "type", "string", "pattern", pattern)
	               : json_pack("{s:s, s:i}", "type", "string", "minLength", 1);
}

static json_t *choice_schema(const char *const *choices)
{
	json_t *list = json_array();
	for (; *choices; choices++)
		json_array_append_new(list, json_string(*choices));
	return json_pack("{s:o}", "enum", list);
}

/* The patterns are coarse on purpose: an editor's help. What the reader says holds. */
static json_t *kind_schema(const struct config_field *f)
{
	switch (f->kind) {
	case CONFIG_LISTEN:
		return text_schema("^.+:[0-9]{1,5}$");
	case CONFIG_ORIGIN:
		return text_schema("^https?://[^/]+$");
	case CONFIG_NAME:
		return text_schema("^[a-z0-9][a-z0-9_-]{0,31}$");
	case CONFIG_NAME_OR_NULL:
		return json_pack("{s:[s, s]}", "type", "string", "null");
	case CONFIG_HEADER:
		return text_schema("^[A-Za-z0-9-]{1,64}$");
	case CONFIG_HOST_LABEL:
		return text_schema("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$");
	case CONFIG_NAMES:
		return json_pack("{s:s, s:o, s:b}", "type", "array", "items",
		                 text_schema("^[a-z0-9][a-z0-9_-]{0,31}$"), "uniqueItems", 1);
	case CONFIG_URL:
		return text_schema("^https?://.+");
	case CONFIG_URLS:
		return json_pack("{s:s, s:o, s:b, s:i}", "type", "array", "items",
		                 text_schema("^https?://.+"), "uniqueItems", 1, "minItems", 1);
	case CONFIG_COUNTRY:
		return text_schema("^[A-Z]{2}$");
	case CONFIG_PLATFORM:
		return choice_schema(platform_names());
	case CONFIG_ROLES:
		return json_pack("{s:s, s:o, s:b, s:i}", "type", "array", "items",
		                 choice_schema(access_names()), "uniqueItems", 1, "minItems", 1);
	case CONFIG_RANK:
		return choice_schema(f->choices);
	case CONFIG_INT:
		return json_pack("{s:s, s:I, s:I}", "type", "integer", "minimum", f->least,
		                 "maximum", f->most);
	case CONFIG_BOOL:
		return json_pack("{s:s}", "type", "boolean");
	case CONFIG_SETTINGS:
		return json_pack("{s:s}", "type", "object");
	case CONFIG_OBJECT:
		return object_schema(f->of);
	case CONFIG_LIST:
		return json_pack("{s:s, s:o}", "type", "array", "items", object_schema(f->of));
	case CONFIG_COMMENT:
	case CONFIG_PATH:
	case CONFIG_TEXT:
	case CONFIG_SECRET_FILE:
	case CONFIG_SECRET_ENV:
	case CONFIG_TOKEN_FILE:
	case CONFIG_TOKEN_ENV:
	case CONFIG_RSA_FILE:
		break;
	}
	return text_schema(NULL);
}

/* "one of both", or "not both" */
static json_t *pair_schema(const struct config_pair *p)
{
	json_t *a = json_pack("{s:[s]}", "required", p->a),
	       *b = json_pack("{s:[s]}", "required", p->b);
	if (p->needed)
		return json_pack("{s:[o, o]}", "oneOf", a, b);
	return json_pack("{s:{s:[o, o]}}", "not", "allOf", a, b);
}

static json_t *object_schema(const struct config_object *o)
{
	json_t *properties = json_object(), *required = json_array(), *pairs = json_array();
	for (size_t i = 0; i < o->count; i++) {
		const struct config_field *f = &o->fields[i];
		json_t *schema = kind_schema(f);
		json_object_set_new(schema, "description", json_string(f->help));
		if (f->fallback)
			json_object_set_new(schema, "default",
			                    json_loads(f->fallback, JSON_DECODE_ANY, NULL));
		if (f->required)
			json_array_append_new(required, json_string(f->key));
		json_object_set_new(properties, f->key, schema);
	}
	for (size_t i = 0; i < o->pairs_count; i++)
		json_array_append_new(pairs, pair_schema(&o->pairs[i]));
	json_t *schema = json_pack("{s:s, s:b, s:o}", "type", "object", "additionalProperties", 0,
	                           "properties", properties);
	assert(schema);
	if (json_array_size(required))
		json_object_set(schema, "required", required);
	if (json_array_size(pairs))
		json_object_set(schema, "allOf", pairs);
	json_decref(required);
	json_decref(pairs);
	return schema;
}

/* Each platform knows settings of its own: { if: platform is ..., then: settings are ... }. */
static json_t *settings_schema(const char *platform)
{
	return json_pack("{s:{s:{s:{s:s}}}, s:{s:{s:o}}}", "if", "properties", "platform", "const",
	                 platform, "then", "properties", "settings",
	                 platform_settings_schema(platform));
}

static void add_settings(json_t *schema, const char *list)
{
	json_t *item = json_object_get(json_object_get(json_object_get(schema, "properties"), list),
	                               "items");
	for (const char *const *name = platform_names(); *name; name++)
		json_array_append_new(json_object_get(item, "allOf"), settings_schema(*name));
}

json_t *config_schema(void)
{
	json_t *schema = object_schema(&config_root);
	add_settings(schema, "sources");
	add_settings(schema, "targets");
	json_object_set_new(schema, "$schema",
	                    json_string("https://json-schema.org/draft/2020-12/schema"));
	json_object_set_new(schema, "title", json_string("Configuration of assent"));
	return schema;
}
