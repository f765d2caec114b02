#include "self.h"

#include <errno.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base.h"

extern char **environ;

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
	pid_t pid = -1;
	int rc = posix_spawn(&pid, "/proc/self/exe", &fds, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&fds);
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
