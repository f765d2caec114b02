/* What instructions mean for the way that code takes. */
#include <string.h>

#include "cover_code.h"

/* Of lopcodes.h, the same in all of 5.4. */
enum {
	OP_LOADKX = 4,
	OP_LFALSESKIP = 6,
	OP_LOADTRUE = 7,
	OP_GETFIELD = 14,
	OP_NEWTABLE = 19,
	OP_SELF = 20,
	OP_ADDI = 21, /* the first with the call of a metamethod behind it */
	OP_SHR = 45,  /* the last */
	OP_JMP = 56,
	OP_EQ = 57, /* the first of the tests */
	OP_TESTSET = 67,
	OP_CALL = 68,
	OP_TAILCALL = 69,
	OP_RETURN = 70,
	OP_RETURN0 = 71,
	OP_RETURN1 = 72,
	OP_FORLOOP = 73,
	OP_FORPREP = 74,
	OP_TFORPREP = 75,
	OP_TFORCALL = 76,
	OP_TFORLOOP = 77,
	OP_SETLIST = 78,
	OP_VARARGPREP = 81,
	JUMPS_MAX = 16,
};

static uint32_t op(const struct code_function *f, size_t at)
{
	return at < f->count ? f->instructions[at] & 0x7F : OP_RETURN0;
}

static unsigned arg_a(uint32_t i)
{
	return i >> 7 & 0xFF;
}

static bool arg_k(uint32_t i)
{
	return i >> 15 & 1;
}

static unsigned arg_c(uint32_t i)
{
	return i >> 24;
}

static unsigned arg_bx(uint32_t i)
{
	return i >> 15;
}

static size_t jump_target(const struct code_function *f, size_t at)
{
	enum { ZERO = (1 << 24) - 1 }; /* stands for a jump of 0 */
	return at + 1 + (f->instructions[at] >> 7) - ZERO;
}

static bool is_test(uint32_t o)
{
	return o >= OP_EQ && o <= OP_TESTSET;
}

static size_t two(size_t next[2], size_t a, size_t b)
{
	next[0] = a;
	next[1] = b;
	return 2;
}

static size_t one(size_t next[2], size_t a)
{
	next[0] = a;
	return 1;
}

size_t code_next(const struct code_function *f, size_t at, size_t next[2])
{
	uint32_t i = f->instructions[at], o = op(f, at);
	if (is_test(o)) /* the jump behind it is taken, or skipped */
		return two(next, at + 2, jump_target(f, at + 1));
	if (o >= OP_ADDI && o <= OP_SHR) /* nothing of a flow has operators of its own */
		return one(next, at + 2);
	switch (o) {
	case OP_LOADKX:
	case OP_LFALSESKIP:
	case OP_NEWTABLE:
		return one(next, at + 2);
	case OP_SETLIST:
		return one(next, at + (arg_k(i) ? 2 : 1));
	case OP_JMP:
		return one(next, jump_target(f, at));
	case OP_TAILCALL:
	case OP_RETURN:
	case OP_RETURN0:
	case OP_RETURN1:
		return 0;
	case OP_FORPREP:
		return two(next, at + 1, at + 2 + arg_bx(i));
	case OP_TFORPREP: /* its call and loop stand at its target */
		return code_next(f, at + 2 + arg_bx(i), next);
	case OP_TFORCALL:
		return code_next(f, at + 1, next);
	case OP_FORLOOP:
	case OP_TFORLOOP:
		return two(next, at + 1 - arg_bx(i), at + 1);
	default:
		return one(next, at + 1);
	}
}

/* A comparison whose result is wanted as true or false: both ends stand side by side. */
static bool is_value(const struct code_function *f, size_t at)
{
	return op(f, at) == OP_LFALSESKIP ||
	       (op(f, at) == OP_LOADTRUE && at > 0 && op(f, at - 1) == OP_LFALSESKIP);
}

bool code_decides(const struct code_function *f, size_t at)
{
	size_t next[2];
	uint32_t o = op(f, at);
	if (o == OP_FORLOOP || o == OP_TFORCALL || o == OP_TFORPREP)
		return true;
	if (!is_test(o))
		return false;
	code_next(f, at, next);
	return !is_value(f, next[0]) && !is_value(f, next[1]);
}

bool code_jumps(const struct code_function *f, size_t at)
{
	return op(f, at) == OP_JMP;
}

size_t code_settled(const struct code_function *f, size_t at)
{
	for (int i = 0; i < JUMPS_MAX && code_jumps(f, at); i++)
		at = jump_target(f, at);
	return at;
}

size_t code_first(const struct code_function *f)
{
	return op(f, 0) == OP_VARARGPREP;
}

static const char *text_at(const struct code_function *f, size_t k)
{
	return k < f->texts_count ? f->texts[k] : NULL;
}

const char *code_field(const struct code_function *f, size_t at)
{
	uint32_t i = f->instructions[at];
	return op(f, at) == OP_GETFIELD ? text_at(f, arg_c(i)) : NULL;
}

const char *code_method(const struct code_function *f, size_t at, size_t *call, bool *used)
{
	uint32_t i = f->instructions[at];
	if (op(f, at) != OP_SELF || !arg_k(i))
		return NULL;
	for (*call = at + 1; *call < f->count; ++*call) {
		uint32_t c = f->instructions[*call], o = op(f, *call);
		if ((o != OP_CALL && o != OP_TAILCALL) || arg_a(c) != arg_a(i))
			continue;
		*used = o == OP_TAILCALL || arg_c(c) != 1; /* C: results wanted, and one */
		return text_at(f, arg_c(i));
	}
	return NULL;
}

bool code_runs(const struct code_function *f, size_t at)
{
	uint32_t o = op(f, at);
	if (o == OP_JMP)
		return jump_target(f, at) > at;
	if (o == OP_VARARGPREP)
		return false;
	if (o != OP_RETURN && o != OP_RETURN0)
		return true;
	return at + 1 < f->count && op(f, at - 1) != OP_TAILCALL;
}
