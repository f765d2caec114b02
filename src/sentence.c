#include "sentence.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "sentence_impl.h"
#include "text.h"

static const struct sentences tables[] = {
	{ sentences_desk, LANGUAGE_KO },  { sentences_platform, LANGUAGE_KO },
	{ sentences_error, LANGUAGE_EN }, { sentences_words, -1 },
	{ sentences_flow, -1 },           { sentences_play, -1 },
	{ sentences_play_read, -1 },      { sentences_check, LANGUAGE_EN },
	{ sentences_legal, -1 },          { sentences_tools, -1 },
	{ sentences_term, -1 },
};

const struct sentences *sentence_tables(size_t *count)
{
	*count = COUNT_OF(tables);
	return tables;
}

static const struct sentence *find(const char *code)
{
	for (size_t i = 0; i < COUNT_OF(tables); i++)
		for (const struct sentence *s = tables[i].rows; s->code; s++)
			if (!strcmp(s->code, code))
				return s;
	return NULL;
}

bool sentence_is(const char *code)
{
	return find(code) != NULL;
}

enum language sentence_of_terminal(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		const char *is = getenv(names[i]);
		if (is && *is)
			return strncmp(is, "ko", 2) ? LANGUAGE_EN : LANGUAGE_KO;
	}
	return LANGUAGE_EN;
}

int sentence_choice(const char *asked, enum language *l, struct err *e)
{
	int known = language_from(asked);
	*l = known < 0 ? sentence_of_terminal() : (enum language)known;
	return asked && known < 0 ? err_set(e, E_INPUT, "--language: expected ko or en") : 0;
}

/* ---- the parts of a text ---- */

static int take(const char **at, char out[24], const char *ends)
{
	size_t len = strcspn(*at, ends);
	if (len == 0 || len >= 24)
		return -1;
	memcpy(out, *at, len);
	out[len] = '\0';
	*at += len;
	return 0;
}

int sentence_part(const char **at, struct part *p)
{
	*p = (struct part){ 0 };
	if (!**at)
		return 0;
	if (**at != '{') {
		p->literal = *at;
		p->literal_len = strcspn(*at, "{");
		*at += p->literal_len;
		return 1;
	}
	p->name = ++*at;
	p->name_len = strcspn(*at, " :}");
	*at += p->name_len;
	if (**at == ' ' && (++*at, take(at, p->kind, ":}")))
		return -1;
	if (**at == ':' && (++*at, take(at, p->particle, "}")))
		return -1;
	return p->name_len && *(*at)++ == '}' ? 1 : -1;
}

/* ---- filling ---- */

static char *value_text(enum language l, const char *kind, const json_t *v);

static char *list_text(enum language l, const char *kind, const json_t *list)
{
	struct buf out = { 0 };
	size_t i;
	json_t *one;
	json_array_foreach((json_t *)list, i, one)
	{
		char *text = value_text(l, kind, one);
		buf_addf(&out, "%s%s", i ? ", " : "", text);
		free(text);
	}
	return buf_take(&out);
}

static const struct {
	const char *code;
	json_int_t s;
} units[] = {
	{ "unit.day", 86400 }, { "unit.hour", 3600 }, { "unit.minute", 60 }, { "unit.second", 1 }
};

static void add_units(struct buf *out, enum language l, json_int_t n, size_t unit)
{
	const char *more = l == LANGUAGE_EN && n > 1 ? "s" : "";
	buf_addf(out, "%s%lld%s%s", out->len_bytes ? " " : "", (long long)n,
	         find(units[unit].code)->text[l], more);
}

/* "1일 2시간", "1 day 2 hours"; whole seconds, upwards, so that a limit that was reached is reached again. */
static char *span_text(enum language l, json_int_t ms)
{
	struct buf out = { 0 };
	json_int_t s = ms <= 1000 ? 1 : (ms + 999) / 1000;
	for (size_t i = 0; i < COUNT_OF(units); i++) {
		if (s / units[i].s)
			add_units(&out, l, s / units[i].s, i);
		s %= units[i].s;
	}
	return buf_take(&out);
}

/* In one unit: "30분"; "24시간" is how a designer writes a day. */
static char *limit_text(enum language l, json_int_t ms)
{
	struct buf out = { 0 };
	json_int_t s = ms / 1000;
	size_t i = 0;
	while (i + 1 < COUNT_OF(units) && (s % units[i].s || s / units[i].s < (i ? 1 : 2)))
		i++;
	add_units(&out, l, s / units[i].s, i);
	return buf_take(&out);
}

static char *word_text(enum language l, const char *kind, const char *text)
{
	char *code = xasprintf("%s.%s", kind, text);
	const struct sentence *row = *kind ? find(code) : NULL;
	free(code);
	return xstrdup(row ? row->text[l] : text);
}

static char *value_text(enum language l, const char *kind, const json_t *v)
{
	const json_t *own = json_object_get(v, language_code(l));
	if (json_is_array(v))
		return list_text(l, kind, v);
	if (own && !json_object_get(v, "code"))
		return xstrdup(json_string_value(own));
	if (json_is_object(v))
		return sentence_tell(l, v);
	if (json_is_integer(v) && !strcmp(kind, "span"))
		return span_text(l, json_integer_value(v));
	if (json_is_integer(v) && !strcmp(kind, "limit"))
		return limit_text(l, json_integer_value(v));
	if (json_is_integer(v) && !strcmp(kind, "plural"))
		return xstrdup(l == LANGUAGE_KO || json_integer_value(v) == 1 ? "" : "s");
	if (json_is_integer(v))
		return xasprintf("%lld", (long long)json_integer_value(v));
	if (json_is_boolean(v))
		return word_text(l, kind, json_is_true(v) ? "yes" : "no");
	assert(json_is_string(v)); /* what a placeholder stands for must be given */
	if (strcmp(kind, "said") && strcmp(kind, "sentence"))
		return word_text(l, kind, json_string_value(v));
	json_t *told = sentence_read(json_string_value(v));
	char *text = json_is_null(told) ? xstrdup(json_string_value(v)) : sentence_tell(l, told);
	json_decref(told);
	return text;
}

static const json_t *value_of(const json_t *values, const struct part *p)
{
	char name[64] = "";
	assert(p->name_len < sizeof name);
	memcpy(name, p->name, p->name_len);
	return json_object_get(values, name);
}

static char *fill(enum language l, const struct sentence *row, const json_t *values)
{
	struct buf out = { 0 };
	struct part p;
	const char *at = row->text[l];
	int more;
	while ((more = sentence_part(&at, &p)) > 0) {
		if (p.literal) {
			buf_add(&out, p.literal, p.literal_len);
			continue;
		}
		char *text = value_text(l, p.kind, value_of(values, &p));
		buf_addf(&out, "%s%s", text, *p.particle ? text_particle(text, p.particle) : "");
		free(text);
	}
	assert(!more);
	return buf_take(&out);
}

char *sentence_in(enum language l, const char *code, json_t *values)
{
	const struct sentence *row = find(code);
	assert(row);
	char *text = fill(l, row, values);
	json_decref(values);
	return text;
}

void sentence_print(FILE *out, enum language l, const char *code, json_t *values)
{
	char *text = sentence_in(l, code, values);
	fprintf(out, "%s\n", text);
	free(text);
}

char *sentence_ko(const char *code, const char *values, ...)
{
	va_list ap;
	va_start(ap, values);
	json_t *is = values ? json_vpack_ex(NULL, 0, values, ap) : NULL;
	va_end(ap);
	assert(!values || is);
	return sentence_in(LANGUAGE_KO, code, is);
}

const char *sentence_word(const char *code)
{
	const struct sentence *row = find(code);
	return row ? row->text[LANGUAGE_KO] : code;
}

/* ---- told ---- */

json_t *sentence_told(const char *code, json_t *values)
{
	const struct sentence *row = find(code);
	assert(row);
	json_t *told =
		json_pack("{s:s, s:o}", "code", code, "values", values ? values : json_object());
	for (int l = 0; l < LANGUAGES; l++) {
		char *text = fill((enum language)l, row, json_object_get(told, "values"));
		json_object_set_new(told, language_code((enum language)l), json_string(text));
		free(text);
	}
	return told;
}

char *sentence_tell(enum language l, const json_t *told)
{
	const char *text = json_string_value(json_object_get(told, language_code(l)));
	const char *code = json_string_value(json_object_get(told, "code"));
	if (json_is_string(told))
		return xstrdup(json_string_value(told));
	if (text || !code)
		return xstrdup(text ? text : "");
	return fill(l, find(code), json_object_get(told, "values"));
}
