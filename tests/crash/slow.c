/* slow.c, preloaded into the program: while the file ASSENT_SLOW is there, every sync of a file takes so long. */
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

enum { SLOW_US = 4500 * 1000 };

static void wait_if_slow(void)
{
	const char *file = getenv("ASSENT_SLOW");
	if (file && !access(file, F_OK))
		usleep(SLOW_US);
}

static int sync_by(const char *name, int fd)
{
	int (*real)(int fd);
	*(void **)&real = dlsym(RTLD_NEXT, name);
	wait_if_slow();
	return real(fd);
}

int fsync(int fd)
{
	return sync_by("fsync", fd);
}

int fdatasync(int fd)
{
	return sync_by("fdatasync", fd);
}
