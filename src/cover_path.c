/* Follows which way code goes. Lua tells of each instruction its line, not its place: from the place before,
 * the places that can come next and the line, the place follows, at once or a few instructions later. Until
 * then each place that it may be is followed, with the ways that led there. */
#include <lua.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "cover_impl.h"

enum { FRAMES_MAX = 16, GUESSES_MAX = 8, WAYS_MAX = 6 };

static const size_t NOT_BEGUN = SIZE_MAX;

struct way {
	size_t at;
	int which;
};

struct guess {
	size_t at;
	struct way ways[WAYS_MAX]; /* since it was last certain */
	size_t count;
};

struct frame {
	struct cover_file *file;
	size_t function;
	struct guess guesses[GUESSES_MAX];
	size_t count; /* 0: lost; what it does until it returns is not counted */
};

/* The flow's functions that a coroutine is in. One that is given up leaves its frames behind; another at the
 * same address begins above them. */
struct path_lane {
	const lua_State *co;
	struct frame frames[FRAMES_MAX];
	size_t depth;
};

void path_free(struct cover *c)
{
	free(c->lanes);
	c->lanes = NULL;
	c->lanes_count = 0;
}

static struct path_lane *lane_of(struct cover *c, const lua_State *co)
{
	for (size_t i = c->lanes_count; i-- > 0;)
		if (c->lanes[i].co == co)
			return &c->lanes[i];
	c->lanes = xrealloc(c->lanes, (c->lanes_count + 1) * sizeof *c->lanes);
	struct path_lane *l = &c->lanes[c->lanes_count++];
	l->co = co;
	l->depth = 0;
	return l;
}

static const struct code_function *function_of(const struct frame *f)
{
	return &f->file->code->functions[f->function];
}

static bool is_at(const struct code_function *f, const lua_Debug *at)
{
	return f->line == (at->linedefined > 0 ? at->linedefined : 0) &&
	       (f->line == 0 || f->last_line == at->lastlinedefined);
}

static void begin(struct path_lane *l, struct cover_file *file, const lua_Debug *at)
{
	for (size_t i = 0; i < file->code->count; i++) {
		if (!is_at(&file->code->functions[i], at))
			continue;
		if (l->depth == FRAMES_MAX)
			memmove(l->frames, l->frames + 1, --l->depth * sizeof *l->frames);
		struct frame *f = &l->frames[l->depth++];
		f->file = file;
		f->function = i;
		f->count = 1;
		f->guesses[0].at = NOT_BEGUN;
		f->guesses[0].count = 0;
		return;
	}
}

/* Only ways that both took are known to have been taken. */
static void keep_common(struct guess *g, const struct guess *other)
{
	size_t kept = 0;
	while (kept < g->count && kept < other->count && g->ways[kept].at == other->ways[kept].at &&
	       g->ways[kept].which == other->ways[kept].which)
		kept++;
	g->count = kept;
}

static void add_guess(struct frame *to, const struct guess *from, size_t at, int which)
{
	struct guess g = *from;
	g.at = at;
	if (which >= 0 && g.count < WAYS_MAX)
		g.ways[g.count++] = (struct way){ from->at, which };
	for (size_t i = 0; i < to->count; i++) {
		if (to->guesses[i].at == at) {
			keep_common(&to->guesses[i], &g);
			return;
		}
	}
	if (to->count < GUESSES_MAX)
		to->guesses[to->count++] = g;
}

/* What is certain is counted. */
static void settle(struct frame *f)
{
	if (f->count != 1)
		return;
	struct guess *g = &f->guesses[0];
	for (size_t i = 0; i < g->count; i++)
		f->file->went[f->function][g->ways[i].at][g->ways[i].which]++;
	g->count = 0;
}

static void step(struct frame *f, int line)
{
	const struct code_function *code = function_of(f);
	struct frame next = { .file = f->file, .function = f->function };
	for (size_t i = 0; i < f->count; i++) {
		const struct guess *g = &f->guesses[i];
		size_t places[2] = { code_first(code) }, n = 1;
		if (g->at != NOT_BEGUN)
			n = code_next(code, g->at, places);
		bool decides = g->at != NOT_BEGUN && code_decides(code, g->at);
		for (size_t k = 0; k < n; k++)
			if (places[k] < code->count && code->lines[places[k]] == line)
				add_guess(&next, g, places[k], decides ? (int)k : -1);
	}
	*f = next;
	settle(f);
}

/* It was left: only where a function can end it was. */
static void end(struct path_lane *l)
{
	struct frame *f = &l->frames[--l->depth];
	size_t kept = 0, next[2];
	for (size_t i = 0; i < f->count; i++)
		if (f->guesses[i].at != NOT_BEGUN &&
		    code_next(function_of(f), f->guesses[i].at, next) == 0)
			f->guesses[kept++] = f->guesses[i];
	f->count = kept;
	settle(f);
}

/* Whether the frame is that of the function which at tells of. */
static bool is_of(const struct frame *f, const lua_Debug *at)
{
	return !strcmp(at->source + 1, f->file->chunk) && is_at(function_of(f), at);
}

void path_replace(struct cover *c, lua_State *co)
{
	lua_Debug at;
	struct path_lane *l = lane_of(c, co);
	if (l->depth == 0)
		return;
	for (int level = 1; lua_getstack(co, level, &at); level++) {
		lua_getinfo(co, "S", &at);
		if (at.source[0] == '@' && is_of(&l->frames[l->depth - 1], &at))
			return; /* it is there: the prelude made the call */
	}
	end(l);
}

void path_see(struct cover *c, struct cover_file *file, const lua_State *co, const lua_Debug *at)
{
	struct path_lane *l = lane_of(c, co);
	if (at->event == LUA_HOOKCALL || at->event == LUA_HOOKTAILCALL) {
		begin(l, file, at);
		return;
	}
	while (l->depth > 0 && !is_of(&l->frames[l->depth - 1], at))
		end(l); /* an error left it, or its coroutine was given up */
	if (l->depth > 0 && at->event == LUA_HOOKRET)
		end(l);
	else if (l->depth > 0)
		step(&l->frames[l->depth - 1], at->currentline);
}
