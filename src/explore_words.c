/* Two versions of a flow that differ in words alone, which no path looks at: then there is nothing to explore.
 *
 * A flow does something else for another text of itself, of the policy and of the words of the language, and for phrases
 * that it names. Of a phrase it sees the id. What people do with its words in an exploration: an agent mends a statement,
 * which may pass the gate or not, by what stands in it. Nobody there speaks another language than Korean. */
#include "explore_impl.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "bundle.h"
#include "consent.h"
#include "phrase.h"
#include "text.h"

static bool has_same_file(const struct bundle *a, const struct bundle *b, const char *path)
{
	return !strcmp(bundle_file(a, path, NULL), bundle_file(b, path, NULL));
}

static bool is_same_text(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

/* ---- which phrases a flow may say ---- */

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* The next `word` that is a whole one; NULL: there is none. */
static const char *next_word(const char *text, const char *from, const char *word)
{
	size_t len = strlen(word);
	for (const char *p = from; (p = strstr(p, word)); p += len)
		if ((p == text || !is_word(p[-1])) && !is_word(p[len]))
			return p;
	return NULL;
}

/* By its name, or in a way that no name tells: say[x], local all = say. */
static bool may_say(const char *course, const char *id)
{
	static const char space[] = " \t\r\n", say[] = "say";
	size_t len = strlen(id);
	for (const char *p = course; (p = next_word(course, p, say));) {
		bool is_act = p > course && p[-1] == ':'; /* party:say */
		p += strlen(say);
		if (is_act)
			continue;
		p += strspn(p, space);
		if (*p != '.')
			return true;
		p += 1 + strspn(p + 1, space);
		if (!strncmp(p, id, len) && !is_word(p[len]))
			return true;
	}
	return next_word(course, course, "_ENV") != NULL;
}

/* ---- which words of a phrase are looked at ---- */

/* Do both texts tell the same of this case, whoever hears them? */
static bool tell_alike(const struct support_case *c, const char *a, const char *b,
                       const char *topic)
{
	enum role of;
	return consent_text_tells(c, ROLE_NONE, a, topic, &of) ==
	       consent_text_tells(c, ROLE_NONE, b, topic, &of);
}

static bool tell_of_topics_alike(const struct bundle *in, const struct support_case *c,
                                 const char *a, const char *b)
{
	const char *code;
	json_t *word;
	bool same = true;
	json_object_foreach(bundle_words(in, "topic"), code, word)
	{
		for (int l = 0; same && l < LANGUAGES; l++)
			same = tell_alike(c, a, b,
			                  bundle_word_in(in, "topic", code, (enum language)l));
	}
	return same;
}

/* Of any case that is explored; with the same digits they hold the same telephone numbers. */
static bool tell_the_same(const struct bundle *in, const struct phrase *p, const struct phrase *q)
{
	struct support_case *c = case_new("check");
	char *a = phrase_template(p), *b = phrase_template(q);
	char *digits = text_digits(a), *other = text_digits(b);
	json_decref(c->facts);
	c->facts = facts_said();
	bool same = !strcmp(digits, other) && tell_alike(c, a, b, NULL) &&
	            tell_of_topics_alike(in, c, a, b);
	free(digits);
	free(other);
	free(a);
	free(b);
	case_free(c);
	return same;
}

static const char *next_name(const struct phrase *p, size_t *i)
{
	while (*i < p->parts_count && !p->part[*i].name)
		(*i)++;
	return *i < p->parts_count ? p->part[(*i)++].name : NULL;
}

static bool have_same_placeholders(const struct phrase *p, const struct phrase *q)
{
	size_t i = 0, k = 0;
	const char *name;
	do {
		name = next_name(p, &i);
		if (!is_same_text(name, next_name(q, &k)))
			return false;
	} while (name);
	return true;
}

static bool is_as_before(const struct bundle *b, const struct phrase *p, const struct phrase *q)
{
	return p && q && p->kind == q->kind && is_same_text(p->consent, q->consent) &&
	       p->tells == q->tells && is_same_text(p->contact_of, q->contact_of) &&
	       p->to == q->to && have_same_placeholders(p, q) &&
	       (p->kind != PHRASE_STATEMENT || tell_the_same(b, p, q));
}

static bool say_the_same(const struct bundle *was, const struct bundle *now)
{
	char *course = course_of_flow(now);
	json_t *ids = bundle_phrase_ids(was), *more = bundle_phrase_ids(now), *id;
	bool same = true;
	size_t i;
	json_array_extend(ids, more);
	json_array_foreach(ids, i, id)
	{
		const char *name = json_string_value(id);
		same = same &&
		       (is_as_before(now, bundle_phrase(was, name), bundle_phrase(now, name)) ||
		        !may_say(course, name));
	}
	json_decref(ids);
	json_decref(more);
	free(course);
	return same;
}

/* What values are filled in from, and what typed texts are searched for. */
static bool have_same_words(const struct bundle *a, const struct bundle *b)
{
	static const char *const lists[] = { "topic", "party" };
	for (size_t i = 0; i < COUNT_OF(lists); i++) {
		const char *code;
		json_t *word, *list = bundle_words(a, lists[i]);
		if (!json_equal(list, bundle_words(b, lists[i])))
			return false;
		json_object_foreach(list, code, word)
		{
			if (strcmp(bundle_word_in(a, lists[i], code, LANGUAGE_EN),
			           bundle_word_in(b, lists[i], code, LANGUAGE_EN)))
				return false;
		}
	}
	return json_equal(bundle_placeholders(a), bundle_placeholders(b));
}

bool explore_must_equal(const struct bundle *was, const struct bundle *now)
{
	return has_same_file(was, now, "prelude.lua") && has_same_file(was, now, "policy.lua") &&
	       has_same_file(was, now, "flow.lua") && have_same_words(was, now) &&
	       say_the_same(was, now);
}
