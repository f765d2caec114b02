/* DIR/results/<SHA-256 of program and key>: the SHA-256 of the text, a line feed, the text. */
#include "results.h"

#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base.h"
#include "crypto.h"
#include "json_read.h"

enum {
	PROGRAM_MAX_BYTES = 256 << 20,
	TEXT_MAX_BYTES = 16 << 20,
	ALL_MAX_BYTES =
		64
		<< 20, /* a comparison of the guide's flows has 40 KB, one with much that differs 1 MB */
};

static char program[SHA256_HEX];

static void look_at_program(void)
{
	size_t len = 0;
	char *bytes = file_read("/proc/self/exe", PROGRAM_MAX_BYTES, &len, NULL);
	if (bytes)
		crypto_sha256_hex(bytes, len, program);
	free(bytes);
}

/* Caller frees. NULL: nobody can say which program this is. */
static char *path_of(const char *dir, const char *key)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	char name[SHA256_HEX];
	pthread_once(&once, look_at_program);
	if (!*program)
		return NULL;
	char *both = xasprintf("%s\n%s", program, key);
	crypto_sha256_hex(both, strlen(both), name);
	free(both);
	return xasprintf("%s/results/%s", dir, name);
}

/* The text behind its hash; NULL: it is not whole. */
static char *text_in(const char *kept, size_t len)
{
	char hex[SHA256_HEX];
	const size_t head = SHA256_HEX; /* 64 digits, and the line feed */
	if (len < head || kept[head - 1] != '\n')
		return NULL;
	crypto_sha256_hex(kept + head, len - head, hex);
	return memcmp(hex, kept, head - 1) ? NULL : xstrdup(kept + head);
}

char *results_read(const char *dir, const char *key)
{
	size_t len = 0;
	char *path = path_of(dir, key);
	char *kept = path ? file_read(path, TEXT_MAX_BYTES, &len, NULL) : NULL;
	char *text = kept ? text_in(kept, len) : NULL;
	if (text)
		(void)utimensat(AT_FDCWD, path, NULL, 0); /* what is asked for stays longest */
	free(kept);
	free(path);
	return text;
}

/* A limit of time has ended it somewhere. */
static bool is_cut(json_t *found)
{
	const char *name;
	json_t *one;
	size_t i;
	json_object_foreach(found, name, one)
	{
		if (strcmp(name, "whole") ? is_cut(one) : json_is_false(one))
			return true;
	}
	json_array_foreach(found, i, one)
	{
		if (is_cut(one))
			return true;
	}
	return false;
}

struct kept {
	char name[NAME_MAX + 1];
	struct timespec at;
	off_t bytes;
};

static int newest_first(const void *a, const void *b)
{
	const struct timespec *x = &((const struct kept *)a)->at,
			      *y = &((const struct kept *)b)->at;
	if (x->tv_sec != y->tv_sec)
		return x->tv_sec < y->tv_sec ? 1 : -1;
	return (x->tv_nsec < y->tv_nsec) - (x->tv_nsec > y->tv_nsec);
}

/* What was asked for longest ago goes. */
static void trim(const char *path)
{
	DIR *d = opendir(path);
	struct kept *all = NULL;
	size_t count = 0;
	off_t bytes = 0;
	struct stat st;
	for (struct dirent *entry; d && (entry = readdir(d));) {
		if (*entry->d_name == '.' || fstatat(dirfd(d), entry->d_name, &st, 0))
			continue;
		all = xrealloc(all, (count + 1) * sizeof *all);
		all[count] = (struct kept){ .at = st.st_mtim, .bytes = st.st_size };
		snprintf(all[count++].name, sizeof all->name, "%s", entry->d_name);
	}
	if (all)
		qsort(all, count, sizeof *all, newest_first);
	for (size_t i = 0; i < count; i++)
		if ((bytes += all[i].bytes) > ALL_MAX_BYTES)
			unlinkat(dirfd(d), all[i].name, 0);
	if (d)
		closedir(d);
	free(all);
}

void results_keep(const char *dir, const char *key, const char *text)
{
	char hex[SHA256_HEX], *path = path_of(dir, key), *folder = xasprintf("%s/results", dir);
	json_t *found = json_read(text, strlen(text), NULL);
	if (path && found && !is_cut(found)) {
		crypto_sha256_hex(text, strlen(text), hex);
		char *kept = xasprintf("%s\n%s", hex, text);
		(void)mkdir(folder, 0700);
		if (!file_put(path, kept, strlen(kept), false, NULL))
			trim(folder);
		free(kept);
	}
	json_decref(found);
	free(folder);
	free(path);
}
