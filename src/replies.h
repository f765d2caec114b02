/* replies.h: platforms on which we are asked and may only answer (platform_facts.replies): what is said
 * to a person goes out as the answer of his own request, which waits for it; later, once, to the address
 * that the request lent for that. Nothing of it survives the process: a text that waits here when it
 * ends was not sent, one that was being written may have been. */
#ifndef ASSENT_REPLIES_H
#define ASSENT_REPLIES_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct engine;
struct reply;
struct store_out;

/* ANSWER_BY: a chatbot's skill call is given up by Kakao after 5 s, and one that was answered after
 * 4.5 s through a tunnel came too late. The callback is good for one use within a minute, and fails if
 * it overtakes the first answer. */
enum {
	REPLY_ANSWER_BY_MS = 3500,
	REPLY_CALLBACK_FROM_MS = 1000, /* behind the first answer */
	REPLY_CALLBACK_TO_MS = 55000,  /* behind the request */
};

/* A person's request that can be answered. */
struct reply_request {
	const char *target, *address;
	json_t *delivery;                        /* as the adapter saw it; borrowed */
	const char *callback;                    /* a lent address; NULL: none */
	void (*answer)(void *arg, json_t *body); /* called once; body is taken */
	void *arg;
};

/* NULL: the target is none of this kind. */
struct reply *replies_open(struct engine *g, const struct reply_request *r);
/* All that the request told is done (failed: or could not be taken, which answers NULL): it is answered
 * now, if it was not already. r is gone behind it. */
void replies_close(struct engine *g, struct reply *r, bool failed);

/* Can something be said to this person now? arg: the engine. */
bool replies_can_say(void *arg, const char *target, const char *address);
/* Is this row one that goes out here? */
bool replies_is_for(const struct engine *g, const struct store_out *row);
/* A row that is durable as "sending"; address: where it goes. */
void replies_add(struct engine *g, const struct store_out *row, const char *address);

void replies_tick(struct engine *g, int64_t now_ms);
int64_t replies_wake_at(const struct engine *g); /* 0: nothing waits */
void replies_free(struct engine *g);

#endif
