/* pattern.c: the only file that knows PCRE2. A search is paid from a budget of steps, so that no
 * pattern and no text can hold the loop. PCRE2's own match limit begins anew at every start
 * position, which leaves room for 65,536 times the limit: `\s+x` on 64 KiB of blanks would take
 * seconds. So automatic callouts count over the whole search. Measured: the budget of 64 KiB is
 * used up in 0.1 s, 0.3 s at the worst of 170,000 random patterns. */
#include "pattern.h"

#include "base.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

enum {
	HEAP_LIMIT_KIB = 16 * 1024, /* of one search, for remembered alternatives */
	STEPS_PER_BYTE = 32,        /* an honest search of a long text takes 2 to 8 */
	SCANNED_PER_STEP = 8,       /* characters that one item passes by in the time of a step */
	COMPARED_PER_STEP = 64,     /* bytes that a back reference compares in the time of a step */
	/* Searches after which a pattern of our own becomes machine code. All of them at once are a
	 * third of a program's start, and a command or a program that is soon stopped needs few. */
	MACHINE_CODE_AFTER = 16,
};

struct pattern {
	pcre2_code *code;
	pcre2_match_context *context;
	char *source;
	uint32_t groups; /* capturing ones */
	uint32_t back_references;
	pcre2_match_data *found; /* of our own patterns, kept from search to search; NULL */
	int searches;            /* of our own patterns, until they are machine code */
};

/* One search. */
struct budget {
	const struct pattern *pattern;
	size_t left;
	size_t last_at;
};

static void *checked(void *p)
{
	if (!p)
		abort(); /* out of memory, as xmalloc */
	return p;
}

/* Items whose own cost has no bound that a callout could see. Measured on 64 KiB: \X over flags
 * takes 90 s, a script run (*sr:...) 270 s, a recursion (?R), which looks through all its own
 * levels each time, 14 s and more. Of the other verbs (*...) no flow has need. */
static bool is_refused_item(const char *item, size_t len_bytes)
{
	static const char *const starts[] = { "\\X",  "(*",  "(?R",  "(?&",
		                              "(?P>", "(?+", "\\g<", "\\g'" };
	for (size_t i = 0; i < COUNT_OF(starts); i++) {
		size_t n = strlen(starts[i]);
		if (len_bytes >= n && memcmp(item, starts[i], n) == 0)
			return true;
	}
	if (len_bytes < 3 || memcmp(item, "(?", 2) != 0)
		return false;
	char number = len_bytes > 3 && item[2] == '-' ? item[3] : item[2]; /* (?1) (?-1) */
	return number >= '0' && number <= '9';
}

struct look {
	const char *source;
	size_t at; /* of what is refused */
};

static int refuse_callout(pcre2_callout_enumerate_block *b, void *arg)
{
	((struct look *)arg)->at = b->pattern_position;
	return 1;
}

static int refuse_item(pcre2_callout_enumerate_block *b, void *arg)
{
	struct look *look = arg;
	look->at = b->pattern_position;
	return is_refused_item(look->source + look->at, b->next_item_length);
}

static pcre2_code *compile_with(const char *source, uint32_t more_options, struct err *e)
{
	const uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C | more_options;
	int code;
	size_t at = 0;
	pcre2_code *c =
		pcre2_compile((PCRE2_SPTR)source, strlen(source), options, &code, &at, NULL);
	if (!c) {
		char reason[160];
		pcre2_get_error_message(code, (PCRE2_UCHAR *)reason, sizeof reason);
		err_set(e, E_INPUT, "pattern '%.300s': at byte %zu: %s", source, at, reason);
	}
	return c;
}

/* NULL with E_INPUT: does not compile, or asks for what could lift a bound. Compiled twice: what
 * callouts the pattern itself holds can be seen only before the automatic ones are among them, and
 * these show its items. */
static pcre2_code *compile(const char *source, struct err *e)
{
	struct look look = { source, 0 };
	pcre2_code *plain = compile_with(source, 0, e);
	if (!plain)
		return NULL;
	int refused = pcre2_callout_enumerate(plain, refuse_callout, &look);
	pcre2_code_free(plain);
	pcre2_code *c = refused ? NULL : compile_with(source, PCRE2_AUTO_CALLOUT, e);
	if (c && pcre2_callout_enumerate(c, refuse_item, &look) != 0) {
		pcre2_code_free(c);
		c = NULL;
		refused = 1;
	}
	if (refused)
		err_set(e, E_INPUT,
		        "pattern '%s': near byte %zu: callouts (?C...), verbs (*...), recursion "
		        "(?R) (?1) "
		        "(?&name) and \\X are not allowed: leave it out",
		        source, look.at);
	return c;
}

/* Characters that the next item may pass by and fail, so that no later callout tells of them: the
 * least count of a repeat, "[ab]{30000}". */
static size_t repeat_of(const char *item, size_t len_bytes)
{
	const char *brace = memrchr(item, '{', len_bytes);
	if (!brace || (brace == item + 2 && item[0] == '\\' && strchr("xogkpPN", item[1])))
		return 0; /* "\x{1100}" is no repeat */
	return (size_t)strtoul(brace + 1, NULL, 10);
}

static int pay(pcre2_callout_block *b, void *arg)
{
	struct budget *budget = arg;
	const struct pattern *p = budget->pattern;
	size_t at = b->current_position, rest = b->subject_length - at, cost = 1;
	if (at > budget->last_at)
		cost += (at - budget->last_at) / SCANNED_PER_STEP;
	budget->last_at = at;
	size_t repeat = repeat_of(p->source + b->pattern_position, b->next_item_length);
	cost += (repeat < rest ? repeat : rest) / SCANNED_PER_STEP;
	if (p->back_references)
		cost += (at < rest ? at : rest) / COMPARED_PER_STEP;
	if (cost > budget->left)
		return PCRE2_ERROR_MATCHLIMIT;
	budget->left -= cost;
	return 0;
}

static struct pattern *from_code(pcre2_code *code, const char *source)
{
	struct pattern *p = xcalloc(1, sizeof *p);
	p->source = xstrdup(source);
	p->code = code;
	pcre2_pattern_info(code, PCRE2_INFO_CAPTURECOUNT, &p->groups);
	pcre2_pattern_info(code, PCRE2_INFO_BACKREFMAX, &p->back_references);
	p->context = checked(pcre2_match_context_create(NULL));
	pcre2_set_match_limit(p->context, PATTERN_MATCH_LIMIT);
	pcre2_set_heap_limit(p->context, HEAP_LIMIT_KIB);
	return p;
}

struct pattern *pattern_new(const char *source, struct err *e)
{
	if (strlen(source) > PATTERN_MAX_BYTES) {
		err_set(e, E_INPUT, "a pattern may have %d bytes; this one has %zu: split it",
		        PATTERN_MAX_BYTES, strlen(source));
		return NULL;
	}
	/* Settings such as (*LIMIT_MATCH=...) and (*NO_START_OPT) are read at the very beginning
	 * only. */
	if (strncmp(source, "(*", 2) == 0) {
		err_set(e, E_INPUT,
		        "pattern '%s': at byte 0: settings and verbs (*...) are not allowed: leave "
		        "it out",
		        source);
		return NULL;
	}
	pcre2_code *code = compile(source, e);
	if (!code)
		return NULL;
	return from_code(code, source);
}

struct pattern *pattern_new_own(const char *source, struct err *e)
{
	pcre2_code *code = compile_with(source, 0, e);
	if (!code)
		return NULL;
	struct pattern *p = from_code(code, source);
	p->found = checked(pcre2_match_data_create_from_pattern(code, NULL));
	return p;
}

void pattern_free(struct pattern *p)
{
	if (!p)
		return;
	pcre2_match_data_free(p->found);
	pcre2_match_context_free(p->context);
	pcre2_code_free(p->code);
	free(p->source);
	free(p);
}

/* The sentence for what PCRE2 answers; never the subject, which people have written. */
static int refused(const struct pattern *p, int code, size_t len_bytes, struct err *e)
{
	switch (code) {
	case PCRE2_ERROR_MATCHLIMIT:
	case PCRE2_ERROR_DEPTHLIMIT:
	case PCRE2_ERROR_HEAPLIMIT:
	case PCRE2_ERROR_RECURSELOOP:
		return err_set(
			e, E_FLOW,
			"pattern '%.300s' takes too many steps on a text of %zu bytes: avoid "
			"repeats of repeats such as (a*)*, or cut the text first",
			p->source, len_bytes);
	case PCRE2_ERROR_NOMEMORY:
		abort();
	case PCRE2_ERROR_BADUTFOFFSET:
		return err_set(e, E_FLOW,
		               "pattern '%.300s': the search cannot start inside a character",
		               p->source);
	default:
		return err_set(e, E_FLOW, "pattern '%.300s': the text to be searched is not UTF-8",
		               p->source);
	}
}

static int fill(const struct pattern *p, pcre2_match_data *found, struct pattern_span *spans,
                size_t n_spans)
{
	const PCRE2_SIZE *pairs = pcre2_get_ovector_pointer(found);
	size_t n = (size_t)p->groups + 1 < n_spans ? (size_t)p->groups + 1 : n_spans;
	for (size_t i = 0; i < n; i++)
		spans[i] = (struct pattern_span){ pairs[2 * i], pairs[2 * i + 1] };
	return (int)n;
}

int pattern_find(struct pattern *p, const char *subject, size_t len_bytes, size_t start,
                 struct pattern_span *spans, size_t n_spans, struct err *e)
{
	if (len_bytes > PATTERN_SUBJECT_MAX_BYTES)
		return err_set(e, E_FLOW,
		               "a pattern searches texts up to %d bytes; this one has %zu: cut it",
		               PATTERN_SUBJECT_MAX_BYTES, len_bytes);
	if (start > len_bytes)
		return 0;
	struct budget budget = { p, PATTERN_MATCH_LIMIT + STEPS_PER_BYTE * len_bytes, start };
	pcre2_match_data *found = p->found;
	if (!found) {
		pcre2_set_callout(p->context, pay, &budget);
		/* Made anew for each search: kept, it would hold on to the heap of the costliest
		 * one. */
		found = checked(pcre2_match_data_create_from_pattern(p->code, NULL));
	} else if (p->searches < MACHINE_CODE_AFTER && ++p->searches == MACHINE_CODE_AFTER) {
		/* Where no memory may be run as code, the interpreter goes on, slower. */
		pcre2_jit_compile(p->code, PCRE2_JIT_COMPLETE);
	}
	int rc = pcre2_match(p->code, (PCRE2_SPTR)subject, len_bytes, start, 0, found, p->context);
	int n = rc > 0                      ? fill(p, found, spans, n_spans)
	        : rc == PCRE2_ERROR_NOMATCH ? 0
	                                    : refused(p, rc, len_bytes, e);
	if (found != p->found)
		pcre2_match_data_free(found);
	return n;
}
