#include "phrase.h"

#include "base.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

/* A value stands for at most so many bytes: 100 code points (facts.h) of four bytes, a particle. */
enum { VALUE_MAX_BYTES = 408 };

static const struct {
	enum data_class class;
	const char *name;
} classes[] = {
	{ CLASS_PUBLIC, "public" },
	{ CLASS_TRIP, "trip" },
	{ CLASS_CASE, "case" },
	{ CLASS_CONTACT, "contact" },
};

const char *data_class_name(enum data_class c)
{
	for (size_t i = 0; i < COUNT_OF(classes); i++)
		if (classes[i].class == c)
			return classes[i].name;
	return "";
}

int data_class_from(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(classes); i++)
		if (!strcmp(classes[i].name, name))
			return (int)classes[i].class;
	return -1;
}

/* "trip_date", "passenger.phone" */
static bool is_name(const char *s, size_t len)
{
	size_t dots = 0;
	if (!len || s[0] == '.' || s[len - 1] == '.')
		return false;
	for (size_t i = 0; i < len; i++) {
		dots += s[i] == '.';
		if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789_.", s[i]))
			return false;
	}
	return dots <= 1;
}

/* inside: what stands between the braces, "third_party:과/와" */
static int split_placeholder(const char *inside, size_t len, struct phrase_part *part,
                             struct err *e)
{
	const char *colon = memchr(inside, ':', len);
	size_t name_len = colon ? (size_t)(colon - inside) : len;
	if (!is_name(inside, name_len))
		return err_set(
			e, E_FLOW,
			"{%.*s}: expected {name} or {name:이/가}; a literal brace is {{ or }}",
			(int)(len < 80 ? len : 80), inside);
	part->name = xstrndup(inside, name_len);
	if (!colon)
		return 0;
	part->particle = xstrndup(colon + 1, len - name_len - 1);
	if (!text_particle("가", part->particle))
		return err_set(e, E_FLOW,
		               "{%s:%.40s}: unknown particles; known are 이/가 을/를 은/는 과/와 "
		               "으로/로 이라/라 and the like",
		               part->name, part->particle);
	return 0;
}

/* Takes one part off *at: a literal up to the next placeholder, or a placeholder. */
static int split_one(const char **at, struct phrase_part *part, struct err *e)
{
	struct buf literal = { 0 };
	const char *s = *at;
	while (*s && (*s != '{' || s[1] == '{')) {
		if (*s == '}' && s[1] != '}') {
			buf_free(&literal);
			return err_set(e, E_FLOW,
			               "a } without its {; a literal brace is written }}");
		}
		buf_add(&literal, s, 1);
		s += *s == '{' || *s == '}' ? 2 : 1;
	}
	*at = s;
	if (literal.len_bytes) {
		part->text = buf_take(&literal);
		return 0;
	}
	size_t len = strcspn(s + 1, "{}\n");
	if (s[1 + len] != '}')
		return err_set(e, E_FLOW, "a { without its }; a literal brace is written {{");
	*at = s + len + 2;
	return split_placeholder(s + 1, len, part, e);
}

int phrase_split(const char *text, struct phrase_part part[PHRASE_PARTS_MAX], size_t *count,
                 struct err *e)
{
	for (*count = 0; *text;) {
		if (*count == PHRASE_PARTS_MAX)
			return err_set(e, E_FLOW,
			               "more than %d pieces: cut the text into two phrases",
			               PHRASE_PARTS_MAX);
		part[*count] = (struct phrase_part){ 0 };
		if (split_one(&text, &part[(*count)++], e))
			return -1;
	}
	return 0;
}

void phrase_parts_free(struct phrase_part *part, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(part[i].text);
		free(part[i].name);
		free(part[i].particle);
	}
}

char *phrase_template(const struct phrase *p)
{
	struct buf text = { 0 };
	for (size_t i = 0; i < p->parts_count; i++) {
		const struct phrase_part *part = &p->part[i];
		if (part->text)
			buf_adds(&text, part->text);
		else
			buf_addf(&text, "{%s%s%s}", part->name, part->particle ? ":" : "",
			         part->particle ? part->particle : "");
	}
	return text.data ? buf_take(&text) : xstrdup("");
}

char *phrase_fill(const struct phrase *p, phrase_value *value, void *arg, struct err *e)
{
	struct buf out = { 0 };
	for (size_t i = 0; i < p->parts_count; i++) {
		const struct phrase_part *part = &p->part[i];
		if (part->text) {
			buf_adds(&out, part->text);
			continue;
		}
		char *word = value(arg, part->name);
		if (!word || !*word) {
			free(word);
			buf_free(&out);
			err_set(e, E_FLOW, "phrase '%s': {%s} is not filled", p->id, part->name);
			return NULL;
		}
		buf_adds(&out, word);
		if (part->particle)
			buf_adds(&out, text_particle(word, part->particle));
		free(word);
	}
	return buf_take(&out);
}

/* One step of the match: from the places in text where the parts before it may end (here) to those
 * where this one may (next). Places are byte offsets 0..len. */
static void step(const char *text, size_t len, const struct phrase_part *part, const bool *here,
                 bool *next)
{
	char *literal = part->text ? text_bare(part->text) : NULL;
	size_t size = literal ? strlen(literal) : 0, since = SIZE_MAX;
	memset(next, 0, len + 1);
	for (size_t i = 0; i <= len; i++) {
		if (literal && here[i] && len - i >= size && !memcmp(text + i, literal, size))
			next[i + size] = true;
		if (!literal && since != SIZE_MAX && i - since <= VALUE_MAX_BYTES)
			next[i] = true;
		if (here[i])
			since = i;
	}
	free(literal);
}

/* Does the item stand in the (bare) text, with some value for each of its placeholders? The cost is
 * bounded by parts × length, whatever is in the text. */
static bool stands(const char *text, const struct phrase_part *part, size_t count)
{
	size_t len = strlen(text);
	bool *here = xmalloc(len + 1), *next = xmalloc(len + 1), found = false;
	memset(here, true, len + 1);
	for (size_t i = 0; i < count; i++) {
		step(text, len, &part[i], here, next);
		bool *swap = here;
		here = next;
		next = swap;
	}
	for (size_t i = 0; i <= len; i++)
		found |= here[i];
	free(here);
	free(next);
	return found;
}

/* The item as an agent reads it: "… 관련된 상담". */
static void add_item(struct buf *out, const char *item, const struct phrase_part *part,
                     size_t count)
{
	buf_addf(out, "%s'%s': \"", out->len_bytes ? "; " : "", item);
	for (size_t i = 0; i < count; i++)
		buf_adds(out, part[i].text ? part[i].text : "…");
	buf_adds(out, "\"");
}

int phrase_keeps_legal(const struct phrase *p, const char *text, struct err *e)
{
	char *bare = text_bare(text);
	struct buf cut = { 0 };
	for (size_t i = 0; i < p->legal_count; i++) {
		struct phrase_part part[PHRASE_PARTS_MAX];
		size_t count;
		if (phrase_split(p->legal[i].text, part, &count, NULL) ||
		    !stands(bare, part, count))
			add_item(&cut, p->legal[i].item, part, count);
		phrase_parts_free(part, count);
	}
	if (cut.len_bytes)
		err_set(e, E_INPUT, "the notice must keep its legal item %s", cut.data);
	int result = cut.len_bytes ? -1 : 0;
	buf_free(&cut);
	free(bare);
	return result;
}
