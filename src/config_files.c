/* config_files.c: which files with secrets the configuration names. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "config_table.h"
#include "json_read.h"

enum { FILE_MAX_BYTES = 1024 * 1024 };

struct walk {
	const struct config_reader *reader;
	void (*fn)(void *arg, const char *where, const char *file);
	void *arg;
};

static void look(const struct walk *w, const json_t *v, const struct config_object *o,
                 const char *where);

static void look_at_field(const struct walk *w, const json_t *v, const struct config_field *f,
                          const char *where)
{
	bool is_secret = f->kind == CONFIG_SECRET_FILE || f->kind == CONFIG_TOKEN_FILE;
	size_t i;
	json_t *one;
	if (f->kind == CONFIG_OBJECT)
		look(w, v, f->of, where);
	if (f->kind == CONFIG_LIST)
		json_array_foreach(v, i, one)
		{
			char *place = xasprintf("%s[%zu]", where, i);
			look(w, one, f->of, place);
			free(place);
		}
	if (is_secret && json_string_length(v)) {
		char *file = config_path(w->reader, json_string_value(v));
		w->fn(w->arg, where, file);
		free(file);
	}
}

static void look(const struct walk *w, const json_t *v, const struct config_object *o,
                 const char *where)
{
	for (size_t i = 0; i < o->count; i++) {
		const struct config_field *f = &o->fields[i];
		const json_t *found = json_object_get(v, f->key);
		char *place = xasprintf("%s%s%s", where, *where ? "." : "", f->key);
		if (found)
			look_at_field(w, found, f, place);
		free(place);
	}
}

void config_secret_files(const char *path,
                         void (*fn)(void *arg, const char *where, const char *file), void *arg)
{
	const struct config_reader r = { .file = path };
	const struct walk w = { &r, fn, arg };
	size_t len_bytes = 0;
	char *text = file_read(path, FILE_MAX_BYTES, &len_bytes, NULL);
	json_t *doc = text ? json_read(text, len_bytes, NULL) : NULL;
	look(&w, doc, &config_root, "");
	json_decref(doc);
	free(text);
}
