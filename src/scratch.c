#include "scratch.h"

#include <errno.h>
#include <ftw.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base.h"

enum { OPEN_FILES = 8 }; /* while it is walked through */

static const char *root(void)
{
	const char *given = getenv("TMPDIR");
	return given && *given ? given : "/tmp";
}

char *scratch_new(const char *name, struct err *e)
{
	char *dir = xasprintf("%s/assent-%s-XXXXXX", root(), name);
	if (mkdtemp(dir))
		return dir;
	err_set(e, E_IO, "%s: no directory can be made in it: %s", root(), strerror(errno));
	free(dir);
	return NULL;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
	(void)st, (void)kind, (void)ftw;
	return remove(path);
}

void scratch_free(char *dir)
{
	if (dir)
		nftw(dir, remove_one, OPEN_FILES, FTW_DEPTH | FTW_PHYS);
	free(dir);
}

void scratch_sweep(const char *name)
{
	glob_t found;
	char *left = xasprintf("%s/assent-%s-??????", root(), name);
	if (!glob(left, 0, NULL, &found)) {
		for (size_t i = 0; i < found.gl_pathc; i++)
			nftw(found.gl_pathv[i], remove_one, OPEN_FILES, FTW_DEPTH | FTW_PHYS);
		globfree(&found);
	}
	free(left);
}
