/* explore_impl.h: what the files of explore.c share. */
#ifndef ASSENT_EXPLORE_IMPL_H
#define ASSENT_EXPLORE_IMPL_H

#include "case.h"
#include "explore.h"
#include "hash.h"
#include "run.h"
#include "turn.h"

struct buf;
struct err;
struct journal;
struct shape;
struct turn;
struct understand;

/* Where a flow stands: of all its variables; of those that are no point in time; of all but numbers. */
enum flow_print { FLOW_WHOLE, FLOW_BUT_TIMES, FLOW_BUT_NUMBERS, FLOW_PRINTS };
enum { FLOW_PRINT_BYTES = FLOW_PRINTS * 32 };

struct known_value {
	char *party, *text;
};

/* One thing that may happen in a state. */
struct choice {
	const char *kind; /* of the event; NULL: only time passes */
	json_t *body;
	json_t *act; /* as a line of a play */
	int64_t at_ms;
	bool reads; /* its text is read as a person's; else it is held to be unclear */
};
struct choice_list {
	struct choice *list;
	size_t count;
};

/* The records of steps that matter behind their turn: whose wait is open, and what somebody confirmed last. They stand in the
 * records of a state before. */
struct waiting_step {
	int64_t n;
	const json_t *step;
};
struct confirmed {
	const json_t *step; /* NULL: he has answered nothing yet */
	bool yes;
	bool open; /* a later one was taken back unanswered, and is asked again once the notice is renewed */
};

/* A state, by the way on which it was met first. */
struct node {
	size_t id, parent;
	size_t lanes;        /* that have begun */
	unsigned acts_count; /* of all the way to it */
	bool followed;
	bool left;               /* it is not followed: it differs from others by times alone */
	unsigned depth, decided; /* decided: bits of enum open_fact by role */
	int64_t at_ms;
	json_t *open;    /* records of the first turn, with all that is decided by now */
	json_t *records; /* of this turn; NULL at a root */
	struct known_value *values;
	size_t values_count;
	json_t *acts, *facts; /* as a play has them */
	enum case_status status;
	uint8_t print[32],
		flow_print
			[FLOW_PRINT_BYTES]; /* of all that decides, and of where the flow stands */
	struct shape *shape;                /* whom it is like but for numbers */
	int64_t time_ms;                    /* by the clock that the flow is told */
	struct waiting_step *waits;
	size_t waits_count;
	struct confirmed confirmed[ROLE_COUNT]; /* by whom the last confirm was asked of */
	unsigned silent; /* limits that passed one behind the other on a way to it */
	struct support_case
		*kept; /* the case behind it, until it is followed; NULL: from its records */
};

struct way {
	size_t from, to;
	json_t *act;
	json_t *does; /* what the flow did then, as texts; NULL: nobody compares */
	unsigned decided,
		bots; /* with what is decided behind it; bots: bits by role, whom the engine answers */
	json_t *open;
	bool by_time;      /* nobody did anything */
	bool timed, drawn; /* with a time, or a draw, that the flow asked for */
};

/* What a case is opened with, of each party: not known before something looks at it. Who answers him may change later, and
 * is forgotten where nobody waits for him: OPEN_MET stays, as from then on it takes an act to change it. */
enum open_fact { OPEN_MODE, OPEN_MEMBER, OPEN_PHONE, OPEN_MET, OPEN_FACTS };
#define OPEN_BIT(role, what) (1u << ((unsigned)(role)*OPEN_FACTS + (unsigned)(what)))

/* What a flow asked of time and chance in a turn. */
enum fate_kind { FATE_NONE, FATE_TIME, FATE_DRAW };
struct given_fate {
	enum fate_kind kind;
	int64_t value;
};
struct asked_fate {
	const struct following *f;
	size_t count;
	const uint8_t *at; /* where the flow stands */
	enum fate_kind
		open; /* the first that is not given; n: of a draw; flow: where it stood then */
	int64_t n;
	uint8_t flow[32];
};

/* A field of answers to this line of the flow, or of the case (OF_CASE). */
enum { OF_CASE = -1 };
struct read_field {
	int line;
	char *field;
};

enum { NAMED_TIMES_MAX = 16 };

struct exploration {
	struct bundle *b;
	struct understand *understand; /* for what is to be read; NULL: nothing was yet */
	struct explore_opts o;
	struct node **nodes;
	size_t nodes_count, next; /* next: so many were followed */
	struct to_follow {
		size_t *list, count, at;
	} * to_follow; /* ids of states by the number of acts on the way to them: the fewest first */
	size_t to_follow_count;
	size_t kept; /* nodes that keep their case */
	struct way *ways;
	size_t ways_count;
	struct hash by_print, by_shape, places;
	struct fate fate_ops;
	struct asked_fate fate;
	struct hash tried; /* times: explore_fate.c */
	int64_t named_ms[NAMED_TIMES_MAX];
	size_t named_count;
	uint8_t *
		probe; /* what would come of a turn is only looked at: FLOW_PRINT_BYTES; NULL: it is followed */
	bool endless; /* a fault shows that it would never come to an end */
	struct fault *faults;
	struct node *
		*ends; /* where faults were met that led to a known state: each has its own way */
	size_t ends_count;
	size_t faults_count;
	unsigned acts_count; /* on the way whose faults are being looked for */
	json_t *phrases, *steps, *fields;
	json_t *handled;                         /* {mark: true}: what has a handler */
	unsigned spoken_to;                      /* bits by role */
	bool times, times_cut, draws, draws_cut; /* as struct explored has them */
	json_t *moves;                           /* NULL: nobody draws */
	struct read_field *read;                 /* all that was ever looked at */
	size_t read_count;
	json_t *spans_ms;   /* {"1800000": 1800000}: how long handlers wait */
	struct hash memory; /* what flows did: explore_memory.c */
	char *course;       /* the text of the flow that may tell roles and topics apart */
	bool grown; /* read or spans_ms have: what was merged may differ, so all is followed anew */
	bool scouts;     /* it is not yet all followed that is met */
	size_t grown_at; /* as far as `next` had come when they last have */
	unsigned looked; /* bits of open_fact that the flow itself has looked at in this turn */
	bool whole;
	int64_t started_ms;
};

/* What is followed: a choice in a state, or (from NULL) the opening of a case, with what is decided of that. */
struct following {
	struct exploration *x;
	const struct node *from;
	const struct support_case *at; /* the case there; NULL: from its records */
	const struct choice *ch;
	json_t *open; /* records of the first turn; of an opening the first of them */
	unsigned decided,
		handed_over; /* handed_over: bits by role: between bot and agent, before the choice */
	const struct given_fate *fates; /* what the flow is told of time and chance, in order */
	size_t fates_count;
	/* of an opening: */
	json_t *facts;
	const struct known_value *values;
	size_t values_count;
	int64_t at_ms;
};

/* ---- explore.c ---- */

/* What every case is opened with, besides what its flow is opened by. New. */
json_t *facts_said(void);
/* A state is new, or was met with fewer acts. */
void follow_later(struct exploration *x, const struct node *n);

/* ---- explore_turn.c ---- */

/* Adds every state to which it leads, and the ways there. */
void follow(const struct following *f);

/* ---- explore_arrive.c ---- */

/* The turn that follows f is made; t->c is the case behind it, which the new state may take. flow: where it stands now, with
 * so many lanes that have begun. */
void arrive(const struct following *f, struct turn *t, const uint8_t flow[FLOW_PRINT_BYTES],
            size_t lanes);
void node_free(struct node *n);
/* Where a running flow stands. */
void print_flow(const struct exploration *x, const struct run *r, const struct support_case *c,
                uint8_t out[FLOW_PRINT_BYTES]);
/* Of all that decides, with the flow's variables as `which` tells of them. */
void print_state(const struct exploration *x, struct support_case *c, unsigned decided,
                 int64_t now_ms, const uint8_t flow[FLOW_PRINT_BYTES], enum flow_print which,
                 uint8_t out[32]);
bool node_is(const void *node, const void *print); /* for the table of all */

/* ---- explore_case.c ---- */

/* The case of a node: as recorded (j NULL), or with its values only, and the records in j. */
struct support_case *node_case(const struct exploration *x, const struct node *n,
                               struct journal *j);
/* The same of what is followed: a copy of the case where it begins, with all that is decided by now. */
struct support_case *following_case(const struct following *f);
/* Was it ever in force? */
bool consent_was_granted(const struct consent *k);
/* Was this field ever looked at, of an answer that was made in that line of the flow, or of the case? */
bool is_read(const struct exploration *x, int line, const char *field);
void print_answer(const struct exploration *x, int line, const json_t *outcome, struct buf *out);
/* What a lane is told as it begins. */
void print_lane(const struct lane *l, struct buf *out);
void print_facts(const struct exploration *x, const struct support_case *c, struct buf *out);
/* What of the case decides anything, as text. */
void case_print(const struct exploration *x, struct support_case *c, unsigned decided,
                int64_t now_ms, struct buf *out);
/* What the records of this turn looked at of what a case is opened with. */
unsigned looked_at(const struct exploration *x, const json_t *records);
/* One way, of 2^bits, to decide what of `bits` is open: in a copy of the first turn's records. decided: before.
 * *handed_over gets who is handed over now, as who answered him was looked at before. */
json_t *decide(const json_t *open, unsigned bits, unsigned how, unsigned decided,
               unsigned *handed_over);

/* ---- explore_fate.c ---- */

void fate_begin(struct exploration *x, const struct following *f, struct turn *t);
/* After a turn that asked for more than it was given: follows each that it may be. false: it did not. */
bool follow_fates(const struct following *f);
void fate_probe(struct exploration *x, const struct turn *t, const uint8_t flow[FLOW_PRINT_BYTES]);
int64_t fate_time_ms(const struct following *f);
void add_fates(const struct following *f, json_t *acts);
void fates_forget(struct exploration *x);
/* Which points in time stand in the text of the flow, in milliseconds or in seconds. */
void fates_learn(struct exploration *x);
bool has_fate(const struct following *f, enum fate_kind kind);

/* ---- explore_grows.c ---- */

/* A new state; print: of its case. Finds what never comes back to an equal state. */
void note_shape(struct exploration *x, struct node *n, const uint8_t print[32]);
/* Nobody did anything between these states, and the flow asked for no time. */
void note_silence(struct exploration *x, const struct node *from, struct node *to);
void shapes_forget(struct exploration *x);
/* A case and its flow as they stand in a state. NULL: it does not replay. Caller frees both. */
struct run *node_run(const struct exploration *x, const struct node *n, struct support_case **c);

/* ---- explore_memory.c ---- */

/* A flow goes on equally from equal states with equal answers: so it is run once, and remembered. flow is where it
 * stands, before and behind. */
struct remembered {
	struct exploration *x;
	uint8_t flow[FLOW_PRINT_BYTES];
	struct run *run; /* it runs, and what it does is kept; NULL: from memory alone */
	bool missed;     /* that it has not met yet */
	struct support_case *c;
	struct made_step last; /* its kind and line: a value that comes at once answers it */
	struct mover mover;
};
/* lanes: that have begun, where it does not run. m must not move. */
void remembered_begin(struct remembered *m, struct exploration *x,
                      const uint8_t flow[FLOW_PRINT_BYTES], size_t lanes, struct run *run);
void memory_forget(struct exploration *x);

/* ---- explore_alike.c ---- */

char *course_of_flow(const struct bundle *b); /* caller frees */
/* Two roles, or two topics, that neither the flow nor the gate can tell apart. */
bool is_alike(const struct exploration *x, const char *a, const char *b);

/* ---- explore_acts.c ---- */

/* {"party","mode"}: this person is answered by the other from now on. New. */
json_t *mode_change(const struct support_case *c, enum role r);
void choices_of(const struct exploration *x, struct support_case *c, unsigned decided,
                int64_t now_ms, struct choice_list *out);
void choices_free(struct choice_list *all);

/* ---- explore_past.c: of a turn that began in `from` (NULL: in none) and made these records ---- */

/* A step that it made, or whose wait was open before it. NULL: none. */
const json_t *step_of(const struct node *from, const json_t *records, json_int_t n);
const json_t *find_step(const json_t *records, json_int_t n); /* that it made */
struct confirmed last_confirm(const struct node *from, const json_t *records, enum role r);
/* c: the case behind the turn, which leads to n. */
void keep_past(struct node *n, const struct node *from, const struct support_case *c,
               const json_t *records);

/* ---- explore_moves.c ---- */

/* What of the turn moved a lane of the flow from one wait to another. */
void note_moves(const struct following *f, const struct turn *t);

/* ---- explore_faults.c, explore_whole.c ---- */

/* Looks at what a turn that began in `from` (NULL: in none) did to the case, which is c now. Faults that are found have no `at` yet. */
void look_for_faults(struct exploration *x, struct support_case *c, const struct node *from,
                     const json_t *records, int64_t now_ms);
/* What was said, asked and answered in a turn that began in `from` (NULL: in none). */
void note_steps(struct exploration *x, const struct node *from, const json_t *records);
/* What a turn did that people and agents can tell: a new list of texts. */
json_t *what_it_does(const struct support_case *c, const json_t *records);
void add_divergence(struct exploration *x, const struct node *at, const json_t *detail,
                    const struct err *e);
/* Looks at the whole, once it is explored. */
void look_for_ends(struct exploration *x);
/* Where a state's flow waits: the place of what has no end. */
struct fault waiting_at(const struct exploration *x, enum fault_kind kind, size_t state);
extern const char waits_for_ever[];
/* Of those of a kind in a line the one with the fewest acts before it stays (x->acts_count). */
void add_fault(struct exploration *x, const struct fault *f, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

#endif
