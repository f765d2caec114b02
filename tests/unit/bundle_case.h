/* bundle_case.h: a folder of tests/cases/bundles laid over its base, as a flows directory of its own under /tmp. */
#ifndef ASSENT_TESTS_BUNDLE_CASE_H
#define ASSENT_TESTS_BUNDLE_CASE_H

#include "base.h"
#include "scratch.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUNDLE_CASES "tests/cases/bundles"

static const char *const bundle_case_files[] = { "fare/flow.lua", "phrases/ko.lua", "policy.lua" };

static inline void bundle_case_put(const char *dir, const char *file, const char *text, size_t len)
{
	char *path = xasprintf("%s/%s", dir, file);
	FILE *f = fopen(path, "w");
	assert(f && fwrite(text, 1, len, f) == len);
	fclose(f);
	free(path);
}

/* Caller gives the result to bundle_case_drop. */
static inline char *bundle_case_make(const char *name)
{
	char *dir = scratch_new("bundle", NULL);
	assert(dir);
	char *flow = xasprintf("%s/fare", dir), *phrases = xasprintf("%s/phrases", dir);
	assert(!mkdir(flow, 0700) && !mkdir(phrases, 0700));
	free(flow);
	free(phrases);
	for (size_t i = 0; i < COUNT_OF(bundle_case_files); i++) {
		size_t len;
		char *own = xasprintf(BUNDLE_CASES "/%s/%s", name, bundle_case_files[i]);
		char *base = xasprintf(BUNDLE_CASES "/base/%s", bundle_case_files[i]);
		char *text = file_read(access(own, F_OK) ? base : own, 1 << 20, &len, NULL);
		assert(text);
		bundle_case_put(dir, bundle_case_files[i], text, len);
		free(text);
		free(base);
		free(own);
	}
	return dir;
}

static inline void bundle_case_drop(char *dir)
{
	scratch_free(dir);
}

#endif
