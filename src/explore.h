/* explore.h: every path of a running flow. Not a model of it: each step is made by the engine's own turn, from a
 * journal that is replayed for it, so that each is also a crash and a replay.
 *
 * A state is the case as far as it decides anything, and where the flow stands (run_state). Equal states are one. What
 * a case is opened with (member or not, telephone number, bot or agent) is left open until something looks at it.
 *
 * Time passes from one limit to the next, to just before it, or at once to where a consent has expired. A law that
 * changes meanwhile, and a case that is erased, are not followed. */
#ifndef ASSENT_EXPLORE_H
#define ASSENT_EXPLORE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bundle;
struct exploration;
struct node;

struct explore_opts {
	size_t interrupts_max; /* 0: EXPLORE_INTERRUPTS_MAX */
	size_t states_max;     /* 0: EXPLORE_STATES_MAX; beyond it the exploration is not whole */
	int64_t ms_max;        /* the same for time of the processor; 0: none */
	/* For a comparison with another flow: what that one's text names counts as named here too, and answers are told
	 * apart that this flow does not look at. NULL: none. */
	struct bundle *beside;
	bool draws;          /* keeps explore_moves */
	bool law_changes;    /* a notice may be worded otherwise in law at any time (renewal.h) */
	bool without_memory; /* runs the flow anew for every turn: slow, and the same comes of it */
	/* Called now and then; waiting: states that are not followed yet. NULL: nobody looks. */
	void (*progress)(void *arg, size_t states, size_t waiting);
	void *arg;
};
enum { EXPLORE_STATES_MAX = 200 * 1000 };
/* A handler at work and one that waits for it: more at a time are not followed. Nor is each time of case:now
 * (explore_fate.c), or another case:uuid than the first. */
enum { EXPLORE_INTERRUPTS_MAX = 2 };

/* Caller frees. b is kept. */
struct exploration *explore(struct bundle *b, const struct explore_opts *o);
void explore_free(struct exploration *x);

struct explored {
	size_t states, transitions, ends; /* ends: closed states */
	bool whole;                       /* false: a limit ended it */
	size_t interrupts_max;            /* so many at once; 0: it has no handlers */
	bool times,
		times_cut; /* it asks for the time; and not each of those that matter was given */
	bool draws, draws_cut; /* the same of chance */
};
struct explored explore_figures(const struct exploration *x);

/* What is wrong, one of a kind in a line, with the shortest way to it. */
enum fault_kind {
	FAULT_STOPS,       /* the flow fails or does not close its case: what parks a case */
	FAULT_TELLS,       /* tells, contacts or keeps without a consent that was ever given */
	FAULT_SLIPS,       /* the engine itself let something pass */
	FAULT_ASKS_AGAIN,  /* asks for a consent that is in force, or that is not needed */
	FAULT_WRONG_PARTY, /* asks the wrong person for it */
	FAULT_NO_END,      /* no way leads to the end of the case */
	FAULT_FOR_EVER,    /* asks for ever while nobody answers */
	FAULT_GROWS,       /* counts, and so never comes back to an equal state */
	FAULT_DIVERGES,    /* a replay does something else */
	FAULT_AFTER_NO,    /* tells or asks somebody who did not say yes when he was last asked */
	FAULT_UNREAD,      /* a question whose answer is not looked at */
	FAULT_UNHANDLED,   /* consents, and no handler for what people may come up with */
	FAULT_UNUSED,      /* a number that is asked for, and nobody is called by it */
	FAULT_UNHEARD, /* the gate blocks it on every path: a hint, as nobody is told anything */
};
struct fault {
	enum fault_kind kind;
	char file[64]; /* of the flow */
	int line;
	unsigned acts_count;   /* on the way to it */
	char *text;            /* what, and what to do */
	const struct node *at; /* for explore_way; NULL: it is about all ways */
	bool untried; /* at a time or a draw that was not tried it may be otherwise: no proof */
};
size_t explore_faults(const struct exploration *x, const struct fault **list);
/* Is there none but hints? */
bool explore_is_right(const struct exploration *x);

/* The shortest way to a fault as a play (lua/assent/play.lua): facts, parties, acts with what was to be seen between
 * them. New. */
json_t *explore_way(const struct exploration *x, const struct fault *f);

/* {phrase id: true} of all phrases that were offered or said; {"file:line": {"kind", "party"?, "phrase"?, "outcomes":
 * {state: true}, "heard"?: true, as the gate let it pass once}} of all steps that wait; {field: true} of all that is asked
 * for. Borrowed. */
json_t *explore_phrases(const struct exploration *x);
json_t *explore_steps(const struct exploration *x);
json_t *explore_fields(const struct exploration *x);

/* The flow as its lanes move. {"places": {id: {"id","file","line","kind","handler","step","step_line","parties","phrases",
 * "fields","delegates","marks"?,"within_ms"?}}, "ends": {id: {"id","kind": "closed"|"done"|"parked","file","line","text"}},
 * "moves": {…: {"from","state","to","handler","why"}}}. A place is a wait on a line in a step of the case ("28@27") or in
 * a handler ("withdrawal:22"); from may be "start" or "start:withdrawal". why: {what: {value: true}} of all that was so
 * on that way ("answer:to", "fact:inbound", "member:spouse", "member:self": the one of `from` (null: nothing has looked), "knows:passenger", "who",
 * "after": line of the place before `from`).
 * Borrowed; NULL: not asked for by `draws`. */
json_t *explore_moves(const struct exploration *x);

/* {"states": [{"id","status","step","outcome"?,"waits":[{"file","line","kind","party"?,"phrase"?,"lane"}]}],
 * "ways": [{"from","to","act"}]}. New. */
json_t *explore_graph(const struct exploration *x);

/* What differs between two explorations, each beside the other's flow, to people and agents: followed from the openings
 * by the same acts, one difference for each way that leads to one. */
struct difference {
	json_t *way; /* a play that ends with the act behind which they differ; NULL: they open differently */
	json_t *was,
		*now; /* what is done there: [{"kind", "party"?, "phrase"?, …}, or {"code"} of a sentence] */
};
/* One of these, told (sentence.h), with itself as its values. New. */
json_t *explore_told(const json_t *does);
struct differences {
	struct difference *list;
	size_t count;
	bool cut; /* there are more than DIFFERENCES_MAX */
};
enum { DIFFERENCES_MAX = 100 };
/* beyond: also what is otherwise behind a difference, from where both wait for the same again. New, with all in it. */
struct differences explore_diff(const struct exploration *was, const struct exploration *now,
                                bool beyond);
void explore_differences_free(struct differences *d);
/* Can no such difference be between these two, whatever is followed? They differ in words alone which no path looks at; false:
 * nobody knows before both are explored. */
bool explore_must_equal(const struct bundle *was, const struct bundle *now);

#endif
