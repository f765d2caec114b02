/* faulty_vfs.h: a VFS that passes all on to SQLite's own, and lets calls fail when told to. */
#ifndef ASSENT_FAULTY_VFS_H
#define ASSENT_FAULTY_VFS_H

#include <errno.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

enum call { CALL_WRITE = 1, CALL_SYNC = 2, CALL_TRUNCATE = 4, CALL_READ = 8 };

/* Set while no batch is in flight, read in the pool. */
static struct {
	_Atomic int calls; /* of every kind, on the database and its WAL */
	_Atomic int of_kind;
	_Atomic int kinds;     /* which may fail; 0: none */
	_Atomic int first;     /* the how-manieth of these fails, from 1 */
	_Atomic bool for_good; /* and all after it */
	_Atomic int number;    /* errno */
	_Atomic bool fired;
} fault;

static inline void fault_arm(int kinds, int first, bool for_good, int number)
{
	fault.of_kind = 0;
	fault.fired = false;
	fault.first = first;
	fault.for_good = for_good;
	fault.number = number;
	fault.kinds = kinds;
}

static inline bool fails(int kind)
{
	fault.calls++;
	if (!(fault.kinds & kind))
		return false;
	int n = ++fault.of_kind;
	if (n != fault.first && !(fault.for_good && n > fault.first))
		return false;
	fault.fired = true;
	errno = fault.number;
	return true;
}

struct shim {
	sqlite3_file base;
	sqlite3_file *real; /* behind this struct */
};

static inline sqlite3_file *real_of(sqlite3_file *file)
{
	return ((struct shim *)file)->real;
}

static inline int shim_close(sqlite3_file *file)
{
	return real_of(file)->pMethods->xClose(real_of(file));
}

static inline int shim_read(sqlite3_file *file, void *to, int count, sqlite3_int64 at)
{
	if (fails(CALL_READ))
		return SQLITE_IOERR_READ;
	return real_of(file)->pMethods->xRead(real_of(file), to, count, at);
}

static inline int shim_write(sqlite3_file *file, const void *from, int count, sqlite3_int64 at)
{
	if (fails(CALL_WRITE)) /* torn: the first half arrives */
		return real_of(file)->pMethods->xWrite(real_of(file), from, count / 2, at) ==
		                       SQLITE_OK
		               ? SQLITE_IOERR_WRITE
		               : SQLITE_IOERR;
	return real_of(file)->pMethods->xWrite(real_of(file), from, count, at);
}

static inline int shim_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	if (fails(CALL_TRUNCATE))
		return SQLITE_IOERR_TRUNCATE;
	return real_of(file)->pMethods->xTruncate(real_of(file), size);
}

static inline int shim_sync(sqlite3_file *file, int flags)
{
	if (fails(CALL_SYNC))
		return SQLITE_IOERR_FSYNC;
	return real_of(file)->pMethods->xSync(real_of(file), flags);
}

static inline int shim_size(sqlite3_file *file, sqlite3_int64 *size)
{
	return real_of(file)->pMethods->xFileSize(real_of(file), size);
}

static inline int shim_lock(sqlite3_file *file, int level)
{
	return real_of(file)->pMethods->xLock(real_of(file), level);
}

static inline int shim_unlock(sqlite3_file *file, int level)
{
	return real_of(file)->pMethods->xUnlock(real_of(file), level);
}

static inline int shim_reserved(sqlite3_file *file, int *reserved)
{
	return real_of(file)->pMethods->xCheckReservedLock(real_of(file), reserved);
}

static inline int shim_control(sqlite3_file *file, int what, void *arg)
{
	return real_of(file)->pMethods->xFileControl(real_of(file), what, arg);
}

static inline int shim_sector(sqlite3_file *file)
{
	return real_of(file)->pMethods->xSectorSize(real_of(file));
}

static inline int shim_device(sqlite3_file *file)
{
	return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

static inline int shim_shm_map(sqlite3_file *file, int page, int size, int extend,
                               void volatile **at)
{
	return real_of(file)->pMethods->xShmMap(real_of(file), page, size, extend, at);
}

static inline int shim_shm_lock(sqlite3_file *file, int offset, int count, int flags)
{
	return real_of(file)->pMethods->xShmLock(real_of(file), offset, count, flags);
}

static inline void shim_shm_barrier(sqlite3_file *file)
{
	real_of(file)->pMethods->xShmBarrier(real_of(file));
}

static inline int shim_shm_unmap(sqlite3_file *file, int delete)
{
	return real_of(file)->pMethods->xShmUnmap(real_of(file), delete);
}

static const sqlite3_io_methods shim_methods = {
	.iVersion = 2,
	.xClose = shim_close,
	.xRead = shim_read,
	.xWrite = shim_write,
	.xTruncate = shim_truncate,
	.xSync = shim_sync,
	.xFileSize = shim_size,
	.xLock = shim_lock,
	.xUnlock = shim_unlock,
	.xCheckReservedLock = shim_reserved,
	.xFileControl = shim_control,
	.xSectorSize = shim_sector,
	.xDeviceCharacteristics = shim_device,
	.xShmMap = shim_shm_map,
	.xShmLock = shim_shm_lock,
	.xShmBarrier = shim_shm_barrier,
	.xShmUnmap = shim_shm_unmap,
};

static sqlite3_vfs *own; /* SQLite's */

static inline int shim_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
                            int *out)
{
	(void)vfs;
	struct shim *s = (struct shim *)file;
	s->real = (sqlite3_file *)(s + 1);
	int rc = own->xOpen(own, name, s->real, flags, out);
	s->base.pMethods = s->real->pMethods ? &shim_methods : NULL;
	return rc;
}

static inline int shim_register(void **state)
{
	static sqlite3_vfs vfs;
	(void)state;
	own = sqlite3_vfs_find(NULL);
	vfs = *own;
	vfs.zName = "faulty";
	vfs.pNext = NULL;
	vfs.szOsFile = own->szOsFile + (int)sizeof(struct shim);
	vfs.xOpen = shim_open;
	return sqlite3_vfs_register(&vfs, 1) == SQLITE_OK ? 0 : -1;
}

#endif
