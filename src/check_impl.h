/* check_impl.h: what the passes of check*.c share; nobody else includes it. */
#ifndef ASSENT_CHECK_IMPL_H
#define ASSENT_CHECK_IMPL_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

#include "base.h"
#include "findings.h"
#include "language.h"
#include "legal.h"

struct bundle;
struct cover;
struct flow_set;

struct check {
	const char *dir;      /* of the flows */
	const char *since;    /* a directory of flows as they were, or a bundle's hash; NULL */
	const char *data;     /* data directory, to count consents; NULL: none was named */
	FILE *out;            /* where findings go */
	const char *on;       /* a day; NULL: today */
	const char *save;     /* a directory for dialogues that lead to errors; NULL: nowhere */
	const char *only[33]; /* flows whose paths are followed; none: all */
	size_t only_count;
	bool cut;                           /* not every path was followed */
	const char *interrupts, *seconds;   /* as given; NULL: they were not */
	size_t interrupts_max, seconds_max; /* 0: as explore.h and check_paths.c have it */
	enum severity reach;                /* of what no path comes to */
	bool quick;                         /* --quick: no path is followed */
	bool watch, staged; /* --watch; --staged: as a child of that, see check_watch.c */
	const char *kept;   /* --kept: the file of it, a number; NULL: nothing is kept */
	bool json;          /* --json: what is found as JSON, behind lines of progress */
	bool brief;         /* of warnings only how many there are, and of exceptions nothing */
	bool errors_only;   /* --errors: of warnings only how many there are */
	bool has_exceptions_told;
	bool is_kept; /* brief: dir is still there later, to look at them */
	const char *language_asked;
	enum language language; /* of all that is told */
	FILE *progress;         /* where {"progress": …} goes, a line each; NULL: nowhere */
	char today[11];         /* "2026-11-25": decides which exceptions are open */
	struct flow_set *flows;
	struct findings found;
	struct legal_report legal;
	struct buf explored; /* a line for each flow, in that language */
	json_t *figures;     /* the same for programs; NULL: not wanted */
	json_t *to_follow;   /* [flow] whose paths come behind this answer; NULL: none do */
};

/* A line to out; values: taken. */
void check_say(const struct check *c, const char *code, json_t *values);

/* check_language.c: what nobody has put into a language in which a party may be spoken to. */
void check_language(struct check *c);
/* check_paths.c: every path of every flow that is wanted; and their names, a new list. */
void check_paths(struct check *c);
json_t *check_paths_wanted(const struct check *c);
/* check_reach.c: lines and branches on no path; severity is what that is. Two waits on one line: true if there are any. */
void check_reach(struct check *c, const struct cover *cover, const struct bundle *b,
                 enum severity severity);
bool check_twins(struct check *c, const struct cover *cover, const struct bundle *b);
/* check_kept.c: what was found on all paths of this bundle (check_paths.c knows its form). New; NULL: it was not kept. */
json_t *check_kept(const struct check *c, const struct bundle *b);
void check_keep(const struct check *c, const struct bundle *b, const json_t *paths);
/* For the checks of one watch. -1: there is none. Trim: while none runs. */
int check_kept_new(void);
void check_kept_trim(int fd);

/* check_since.c: what changed in law since, what it must raise, whom it concerns. */
void check_since(struct check *c);

/* check_watch.c: checks at every save, until Ctrl-C. args: the flags without --watch. Exit status. */
int check_watch(const char *dir, char **args, int count);

/* "[14:03:05] ", at the beginning of a line of a check that is one of many. */
void check_print_time(void);

#endif
