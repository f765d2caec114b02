#include "consent_sync.h"

#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "consent.h"
#include "loop.h"

struct ids {
	char **at;
	size_t count;
};

struct consent_sync {
	struct loop *loop;
	char *dir;
	void (*fatal)(void *arg, const struct err *e);
	void *arg;
	struct ids waiting, working; /* working belongs to the thread while it is not empty */
	struct err err;
};

struct consent_sync *consent_sync_new(struct loop *l, const char *dir,
                                      void (*fatal)(void *arg, const struct err *e), void *arg)
{
	struct consent_sync *s = xcalloc(1, sizeof *s);
	s->loop = l;
	s->dir = xstrdup(dir);
	s->fatal = fatal;
	s->arg = arg;
	return s;
}

static void ids_clear(struct ids *i)
{
	for (size_t n = 0; n < i->count; n++)
		free(i->at[n]);
	free(i->at);
	*i = (struct ids){ 0 };
}

void consent_sync_free(struct consent_sync *s)
{
	if (!s)
		return;
	ids_clear(&s->waiting);
	ids_clear(&s->working);
	free(s->dir);
	free(s);
}

bool consent_sync_is_idle(const struct consent_sync *s)
{
	return !s->waiting.count && !s->working.count;
}

static void work(void *arg)
{
	struct consent_sync *s = arg;
	for (size_t i = 0; i < s->working.count; i++)
		if (consent_file_sync(s->dir, s->working.at[i], &s->err))
			return;
}

static void begin(struct consent_sync *s);

static void done(void *arg)
{
	struct consent_sync *s = arg;
	if (s->err.code != E_NONE)
		s->fatal(s->arg, &s->err);
	ids_clear(&s->working);
	begin(s);
}

static void begin(struct consent_sync *s)
{
	if (s->working.count || !s->waiting.count)
		return;
	s->working = s->waiting;
	s->waiting = (struct ids){ 0 };
	loop_work(s->loop, work, done, s);
}

void consent_sync_add(struct consent_sync *s, const char *case_id)
{
	for (size_t i = 0; i < s->waiting.count; i++)
		if (!strcmp(s->waiting.at[i], case_id))
			return;
	s->waiting.at = xrealloc(s->waiting.at, (s->waiting.count + 1) * sizeof(char *));
	s->waiting.at[s->waiting.count++] = xstrdup(case_id);
	begin(s);
}
