#include "folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base.h"
#include "crypto.h"

enum { DEPTH_MAX = 4, FILES_MAX = 5000, FILE_MAX_BYTES = 1024 * 1024 };

struct walk {
	const char *dir;
	json_t *plays;   /* NULL: not wanted */
	struct buf seen; /* "name hash\n" of each file */
	int files;
};

static bool has_end(const char *name, const char *end)
{
	size_t n = strlen(name), m = strlen(end);
	return n > m && !strcmp(name + n - m, end);
}

static int is_shown(const struct dirent *d)
{
	return d->d_name[0] != '.';
}

/* Its title stands behind "제목:" (lua/assent/play.lua); one that has none is known by its file. */
static void add_play(json_t *plays, const char *name, const char *text)
{
	static const char head[] = "제목:";
	while (text && strncmp(text, head, sizeof head - 1) != 0) {
		const char *end = strchr(text, '\n');
		text = end ? end + 1 : NULL;
	}
	const char *title = text ? text + sizeof head - 1 : "";
	title += *title == ' ';
	json_t *one = json_pack("{s:s, s:o, s:o}", "file", name, "flow",
	                        json_stringn(name, strcspn(name, "/")), "title",
	                        json_stringn(title, strcspn(title, "\r\n")));
	if (one)
		json_array_append_new(plays, one);
}

static int add_file(struct walk *w, const char *path, const char *name, struct err *e)
{
	char hex[SHA256_HEX];
	size_t len;
	if (++w->files > FILES_MAX)
		return err_set(e, E_TOO_LARGE, "%s: more than %d files are in it", w->dir,
		               FILES_MAX);
	char *text = file_read(path, FILE_MAX_BYTES, &len, e);
	if (!text)
		return -1;
	crypto_sha256_hex(text, len, hex);
	buf_addf(&w->seen, "%s %s\n", name, hex);
	if (w->plays && has_end(name, ".play"))
		add_play(w->plays, name, text);
	free(text);
	return 0;
}

static int add_dir(struct walk *w, const char *below, int depth, struct err *e)
{
	struct dirent **names;
	char *dir = xasprintf("%s%s%s", w->dir, *below ? "/" : "", below);
	int n = scandir(dir, &names, is_shown, alphasort), rc = 0;
	if (n < 0)
		rc = err_set(e, E_CONFIG, "%s: %s", dir, strerror(errno));
	for (int i = 0; i < n; i++) {
		struct stat st;
		char *name = xasprintf("%s%s%s", below, *below ? "/" : "", names[i]->d_name);
		char *path = xasprintf("%s/%s", w->dir, name);
		bool there = !rc && stat(path, &st) == 0;
		if (there && S_ISDIR(st.st_mode) && depth < DEPTH_MAX)
			rc = add_dir(w, name, depth + 1, e);
		else if (there && S_ISREG(st.st_mode) &&
		         (has_end(name, ".lua") || has_end(name, ".play")))
			rc = add_file(w, path, name, e);
		free(path);
		free(name);
		free(names[i]);
	}
	if (n >= 0)
		free(names);
	free(dir);
	return rc;
}

int folder_hash(const char *dir, char hex[65], json_t *plays, struct err *e)
{
	struct walk w = { .dir = dir, .plays = plays };
	int rc = add_dir(&w, "", 0, e);
	crypto_sha256_hex(w.seen.data ? w.seen.data : "", w.seen.len_bytes, hex);
	buf_free(&w.seen);
	return rc;
}
