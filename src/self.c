#include "self.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base.h"

#define PARENT "ASSENT_PARENT" /* in a child's environment: the process id of who started it */

extern char **environ;

void self_follow(void)
{
	const char *parent = getenv(PARENT);
	if (!parent)
		return;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != (pid_t)strtol(parent, NULL, 10))
		_exit(1); /* it died before we asked to be told */
	unsetenv(PARENT);
}

/* Our environment and the parent's name in it. Caller frees the list; its texts are borrowed. */
static char **environment(char *parent)
{
	size_t count = 0;
	while (environ[count])
		count++;
	char **out = xcalloc(count + 2, sizeof *out);
	memcpy(out, environ, count * sizeof *out);
	out[count] = parent;
	return out;
}

pid_t self_spawn(const char *const *args, int out_fd, struct err *e)
{
	size_t count = 0;
	while (args[count])
		count++;
	char **argv = xcalloc(count + 2, sizeof *argv);
	argv[0] = xstrdup("assent");
	for (size_t i = 0; i < count; i++)
		argv[i + 1] = xstrdup(args[i]);
	posix_spawn_file_actions_t fds;
	posix_spawn_file_actions_init(&fds);
	if (out_fd >= 0) {
		posix_spawn_file_actions_adddup2(&fds, out_fd, STDOUT_FILENO);
		posix_spawn_file_actions_adddup2(&fds, out_fd, STDERR_FILENO);
	}
	char *parent = xasprintf(PARENT "=%ld", (long)getpid());
	char **names = environment(parent);
	pid_t pid = -1;
	int rc = posix_spawn(&pid, "/proc/self/exe", &fds, NULL, argv, names);
	posix_spawn_file_actions_destroy(&fds);
	free(names);
	free(parent);
	for (size_t i = 0; i <= count; i++)
		free(argv[i]);
	free(argv);
	return rc ? err_set(e, E_BUSY, "cannot start a process: %s", strerror(rc)) : pid;
}

int self_run(const char *const *args, int out_fd, struct err *e)
{
	int status;
	pid_t pid = self_spawn(args, out_fd, e);
	if (pid < 0)
		return -1;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return err_set(e, E_IO, "cannot wait for a process: %s", strerror(errno));
	return WIFEXITED(status) ? WEXITSTATUS(status)
	                         : err_set(e, E_IO, "assent %s was killed", args[0]);
}
