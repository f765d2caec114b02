#include "findings.h"

#include "base.h"
#include "sentence.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_known(const struct findings *f, const struct finding *one)
{
	for (size_t i = 0; i < f->count; i++) {
		const struct finding *at = &f->list[i];
		if (at->severity == one->severity && at->line == one->line &&
		    !strcmp(at->file, one->file) && !strcmp(at->text, one->text))
			return true;
	}
	return false;
}

static void finding_free(struct finding *one)
{
	free(one->file);
	free(one->text);
	json_decref(one->told);
	json_decref(one->way);
}

void findings_explain(struct findings *f, json_t *way)
{
	if (f->added && !f->list[f->count - 1].way)
		f->list[f->count - 1].way = way;
	else
		json_decref(way);
}

/* Takes what it holds. */
static void add(struct findings *f, struct finding one)
{
	f->added = !is_known(f, &one);
	if (!f->added) {
		finding_free(&one);
		return;
	}
	if (!one.told)
		one.told = sentence_read(one.text);
	f->list = xrealloc(f->list, (f->count + 1) * sizeof *f->list);
	f->list[f->count++] = one;
}

void findings_tell(struct findings *f, enum severity severity, const char *file, int line,
                   json_t *told)
{
	add(f, (struct finding){ .severity = severity,
	                         .file = xstrdup(file),
	                         .line = line,
	                         .text = sentence_tell(LANGUAGE_EN, told),
	                         .told = told });
}

void findings_add(struct findings *f, enum severity severity, const char *file, int line,
                  const char *fmt, ...)
{
	char *text = NULL;
	va_list ap;
	va_start(ap, fmt);
	if (vasprintf(&text, fmt, ap) < 0)
		abort(); /* out of memory */
	va_end(ap);
	add(f, (struct finding){
		       .severity = severity, .file = xstrdup(file), .line = line, .text = text });
}

size_t findings_count(const struct findings *f, enum severity severity)
{
	size_t count = 0;
	for (size_t i = 0; i < f->count; i++)
		count += f->list[i].severity == severity;
	return count;
}

static bool is_behind(const struct finding *a, const struct finding *b)
{
	int order = strcmp(a->file, b->file);
	return order ? order > 0 : a->line > b->line;
}

/* By insertion: it keeps the order of equals, and lists are short. */
void findings_sort(struct findings *f)
{
	for (size_t i = 1; i < f->count; i++) {
		struct finding one = f->list[i];
		size_t at = i;
		for (; at > 0 && is_behind(&f->list[at - 1], &one); at--)
			f->list[at] = f->list[at - 1];
		f->list[at] = one;
	}
}

void findings_free(struct findings *f)
{
	for (size_t i = 0; i < f->count; i++)
		finding_free(&f->list[i]);
	free(f->list);
	*f = (struct findings){ 0 };
}
