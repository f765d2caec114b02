/* api_job.h: long work for the designer's pages, in a process of its own and kept; for the api*.c files only. */
#ifndef ASSENT_API_JOB_H
#define ASSENT_API_JOB_H

#include "api_impl.h"

struct job;

/* Stands in args for the name of the file that holds the input. */
#define JOB_INPUT "@input"

struct job_order {
	const char *key; /* what is done with which content: the same again is the same job */
	const char *const *args; /* `assent ARGS …`, ended by NULL */
	const char *input;       /* NULL: none */
	/* A directory that is read, and its hash (folder.h): what comes of another content is no answer. NULL: none */
	const char *folder, *folder_hash;
	const char *kept; /* its answer, where it is known from before; NULL: to be worked out */
	bool keeps;       /* its answer goes to results.h under the key */
	bool quick;       /* does not stand behind what takes long */
	bool lines;       /* the answer is {"lines": all lines of JSON}, else the last of them */
};

/* The job of that key; begun, or put behind others, if it is not there. NULL: E_BUSY. */
struct job *job_get(struct api *a, const struct job_order *o, struct err *e);
struct job *job_find(struct api *a, const char *key); /* NULL: there is none */
void job_drop(struct api *a, const char *key);        /* one that is done */
bool job_is_done(const struct job *j);
bool job_has_failed(const struct job *j);  /* of one that is done */
const char *job_text(const struct job *j); /* its answer as JSON, or why it failed; borrowed */
char *job_progress(const struct job *j);   /* {"progress": …} as JSON; caller frees */
int64_t job_ended_ms(const struct job *j); /* on the machine's monotonic clock */
int64_t job_took_ms(const struct job *j);

/* 200 with its answer, 422 with why it failed, which is then forgotten; 202 {"progress": …} while it runs. */
void job_show(struct call *k, struct job *j);
/* The same, once it is done. */
void job_await(struct call *k, struct job *j);
void jobs_abandon(struct api *a); /* ends all, and answers nobody any more */

#endif
