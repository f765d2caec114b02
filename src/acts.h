/* acts.h: who signed in, and what managers, designers and commands did: a line of JSON each in
 * acts/<month>.jsonl of the data directory, by name and time (UTC). What agents do stands in the journals of
 * their cases. The files hold names of personnel, and are kept as the law asks: nothing here deletes them
 * (docs/running.md). */
#ifndef ASSENT_ACTS_H
#define ASSENT_ACTS_H

#include <jansson.h>
#include <stdbool.h>

struct acts;
struct loop;

struct acts *acts_new(struct loop *l, const char *data_dir);
void acts_free(struct acts *a); /* what is not on disk yet is lost: wait for acts_is_idle */

/* act: an object with what is known of it, taken; "at" is added. It is on disk soon: nobody waits for it, and
 * one that cannot be written stays in memory until it can. */
void acts_add(struct acts *a, json_t *act);
void acts_tick(struct acts *a); /* now and then: writes what could not be written */
bool acts_is_idle(const struct acts *a);

#endif
