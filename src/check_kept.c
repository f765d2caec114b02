/* What is on the paths of a flow, kept while one watches: a flow that is as it was, with all that its bundle holds (its own
 * text, phrases, policy, prelude), is not followed again.
 *
 * It stands in a file without a name, in memory, that each check of a watch inherits: a line for each flow that was
 * followed to its end. The next save ends a check at any moment, so a line may be there by half: that one is no JSON. */
#include "check_impl.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base.h"
#include "bundle.h"

/* What one flow's takes is 2 KB, or 100 where much is wrong. */
enum { KEPT_BYTES_MAX = 16 * 1024 * 1024 };

int check_kept_new(void)
{
	int fd = memfd_create("assent-check", 0);
	if (fd >= 0 && fcntl(fd, F_SETFL, O_APPEND))
		abort();
	return fd;
}

void check_kept_trim(int fd)
{
	if (fd >= 0 && lseek(fd, 0, SEEK_END) > KEPT_BYTES_MAX && ftruncate(fd, 0))
		abort();
}

static char *read_all(int fd)
{
	struct buf b = { 0 };
	char chunk[16 * 1024];
	ssize_t n;
	while ((n = pread(fd, chunk, sizeof chunk, (off_t)b.len_bytes)) > 0)
		buf_add(&b, chunk, (size_t)n);
	return buf_take(&b);
}

static bool is_of(const json_t *paths, const struct bundle *b)
{
	const char *hash = json_string_value(json_object_get(paths, "bundle"));
	return hash && !strcmp(hash, bundle_hash(b));
}

json_t *check_kept(const struct check *c, const struct bundle *b)
{
	json_t *found = NULL;
	char *all = c->kept ? read_all(atoi(c->kept)) : NULL, *rest = all, *line;
	while (!found && rest && (line = strsep(&rest, "\n"))) {
		json_t *paths = json_loads(line, JSON_REJECT_DUPLICATES, NULL);
		found = is_of(paths, b) ? paths : NULL;
		if (!found)
			json_decref(paths);
	}
	free(all);
	return found;
}

void check_keep(const struct check *c, const struct bundle *b, const json_t *paths)
{
	if (!c->kept)
		return;
	json_t *line = json_copy((json_t *)paths);
	json_object_set_new(line, "bundle", json_string(bundle_hash(b)));
	char *text = json_dumps(line, JSON_COMPACT);
	char *whole = xasprintf("\n%s\n", text); /* the line before may have no end */
	if (write(atoi(c->kept), whole, strlen(whole)) < 0)
		fprintf(stderr, "assent: --kept: it will be followed again\n");
	free(whole);
	free(text);
	json_decref(line);
}
