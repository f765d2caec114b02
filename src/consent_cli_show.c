/* assent consent show: all that is recorded of a case's consents, with the words that were shown. */
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "case.h"
#include "cases.h"
#include "consent.h"
#include "consent_cli.h"
#include "store.h"
#include "text.h"

enum { LABEL_COLUMNS = 12 };

static const char *text_of(const json_t *o, const char *key)
{
	return json_string_value(json_object_get(o, key));
}

void consent_cli_typed(FILE *out, const char *text, const char *margin)
{
	char *plain = text_printable(text ? text : "");
	for (const char *at = plain; *at; at++) {
		fputc(*at, out);
		if (*at == '\n')
			fputs(margin, out);
	}
	free(plain);
}

static void print_label(FILE *out, const char *label)
{
	fprintf(out, "    %-*s ", LABEL_COLUMNS, label);
}

static void print_line(FILE *out, const char *label, const char *text)
{
	if (!text)
		return;
	print_label(out, label);
	consent_cli_typed(out, text, "                 ");
	fputc('\n', out);
}

static void print_role(FILE *out, const char *label, const char *name)
{
	char *role = name ? consent_cli_role(name) : NULL;
	print_line(out, label, role);
	free(role);
}

static void print_time(FILE *out, const char *label, const char *at)
{
	char *local = at ? consent_cli_time(time_parse(at)) : NULL;
	print_line(out, label, local);
	free(local);
}

static void print_items(FILE *out, const json_t *items)
{
	size_t i;
	json_t *one;
	if (!json_array_size(items))
		return;
	print_label(out, "items");
	json_array_foreach(items, i, one)
	{
		fputs(i ? ", " : "", out);
		consent_cli_typed(out, json_string_value(one), "");
	}
	fputc('\n', out);
}

static void print_notice(FILE *out, const json_t *notice)
{
	const char *text = text_of(notice, "text"), *sha256 = text_of(notice, "sha256");
	char *phrase = xasprintf("%s, version %lld", text_of(notice, "phrase"),
	                         (long long)json_integer_value(json_object_get(notice, "version")));
	print_line(out, "phrase", phrase);
	print_line(out, "language", text_of(notice, "language"));
	free(phrase);
	if (!sha256) {
		print_line(out, "notice", "was not shown");
		return;
	}
	print_line(out, "SHA-256", sha256);
	print_line(out, "notice", text ? "as shown:" : "its text was erased");
	if (!text)
		return;
	fputs("      | ", out);
	consent_cli_typed(out, text, "      | ");
	fputc('\n', out);
}

/* "attested by=김하나 method=phone": the kind, then whatever belongs to it */
static void print_evidence(FILE *out, const json_t *evidence)
{
	const char *name;
	json_t *v;
	consent_cli_typed(out, text_of(evidence, "kind"), "");
	json_object_foreach((json_t *)evidence, name, v)
	{
		if (!strcmp(name, "kind"))
			continue;
		fprintf(out, " %s=", name);
		if (json_is_string(v))
			consent_cli_typed(out, json_string_value(v), " ");
		else
			json_dumpf(v, out, JSON_ENCODE_ANY | JSON_COMPACT);
	}
}

static void print_history(FILE *out, const json_t *history)
{
	size_t i;
	json_t *h;
	json_array_foreach(history, i, h)
	{
		char *at = consent_cli_time(time_parse(text_of(h, "at")));
		print_label(out, i ? "" : "history");
		fprintf(out, "%s  %-10s  ", at, text_of(h, "state"));
		print_evidence(out, json_object_get(h, "evidence"));
		fputc('\n', out);
		free(at);
	}
}

static void print_consent(FILE *out, const json_t *k)
{
	fprintf(out, "\n%s  %s  %s\n", text_of(k, "id"), text_of(k, "kind"), text_of(k, "state"));
	print_role(out, "asked of", text_of(k, "subject"));
	print_role(out, "in favour of", text_of(k, "delegate"));
	print_line(out, "about", text_of(k, "about"));
	print_line(out, "purpose", text_of(k, "purpose"));
	print_items(out, json_object_get(k, "items"));
	print_line(out, "retention", text_of(k, "retention"));
	print_time(out, "served", text_of(k, "served_at"));
	print_time(out, "expires", text_of(k, "expires_at"));
	print_notice(out, json_object_get(k, "notice"));
	print_history(out, json_object_get(k, "history"));
}

static void print_case(FILE *out, const json_t *doc)
{
	size_t i;
	json_t *k;
	char *opened = consent_cli_time(time_parse(text_of(doc, "opened_at")));
	fprintf(out, "case %s\nflow %s, bundle %s\nopened %s\n", text_of(doc, "case"),
	        text_of(doc, "flow"), text_of(doc, "bundle"), opened);
	json_array_foreach(json_object_get(doc, "consents"), i, k)
	{
		print_consent(out, k);
	}
	free(opened);
}

/* Leaves one consent of the document's list; NULL: all. */
static int choose(json_t *doc, const char *id, struct err *e)
{
	json_t *list = json_object_get(doc, "consents");
	for (size_t i = json_array_size(list); id && i > 0; i--)
		if (strcmp(text_of(json_array_get(list, i - 1), "id"), id))
			json_array_remove(list, i - 1);
	if (json_array_size(list))
		return 0;
	return err_set(e, E_NOT_FOUND, "case %s has no consent '%.40s': look at consent show %s",
	               text_of(doc, "case"), id, text_of(doc, "case"));
}

/* The document with what was asked for. NULL: E_NOT_FOUND, or as cases_fold. */
static json_t *read_document(const struct consent_args *a, struct err *e)
{
	struct store *s = consent_cli_store(a, e);
	if (!s)
		return NULL;
	struct support_case *c = cases_fold(s, a->words[0], e);
	json_t *doc = c ? consent_document(c) : NULL;
	if (c && !doc)
		err_set(e, E_NOT_FOUND, "nobody was asked for a consent in case %s", a->words[0]);
	if (doc && choose(doc, a->words[1], e)) {
		json_decref(doc);
		doc = NULL;
	}
	case_free(c);
	s->ops->free(s);
	return doc;
}

int consent_show(const struct consent_args *a, struct err *e)
{
	json_t *doc = read_document(a, e);
	if (!doc)
		return -1;
	json_t *list = json_object_get(doc, "consents");
	if (a->json) {
		json_dumpf(a->words[1] ? json_array_get(list, 0) : doc, stdout, JSON_COMPACT);
		putchar('\n');
	} else {
		print_case(stdout, doc);
	}
	json_decref(doc);
	return consent_cli_out_end(a, stdout, 0, e);
}
