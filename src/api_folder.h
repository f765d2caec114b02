/* api_folder.h: the directory in which the designer writes, as it is at this moment; for the api*.c files only. */
#ifndef ASSENT_API_FOLDER_H
#define ASSENT_API_FOLDER_H

#include "api_impl.h"

/* How a request names it; else it names a hash. */
#define FOLDER "folder"

struct folder_seen {
	struct folder_seen *next; /* of those that are being looked at */
	struct call k;            /* k.a NULL: nobody waits any more */
	const char *dir, *data;
	char hash[65];
	char *key;  /* of what is worked out from it; NULL: nothing */
	char *kept; /* what that came to earlier (results.h); NULL: nobody knows any more */
	json_t *plays, *body; /* plays of folder.h; body: of the request */
	struct err err;
	void (*then)(struct folder_seen *seen);
};

/* Looks off the loop, then calls on it; where it cannot be read the request has been answered instead. body is taken;
 * NULL: none. key, too: the word FOLDER in it becomes the hash of what is there. */
void folder_look(struct call *k, json_t *body, char *key, void (*then)(struct folder_seen *seen));

#endif
