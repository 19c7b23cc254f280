/*
 * Faults below a program, for `LD_PRELOAD`: it counts the calls by which a program changes files below one folder, and at
 * a chosen one kills the process or has this call and, if asked, all later ones fail. It can also write down every such
 * call, from which `jx-crashtest` derives what a disk may hold after a power cut, and set the wall clock.
 *
 * Settings (environment):
 *   JX_FAULT_ROOT    absolute path of the folder; without it nothing is counted
 *   JX_FAULT_PATH    text that a path must hold for its calls to be counted
 *   JX_FAULT_AT      number of the call that is struck, from 1 on
 *   JX_FAULT_KIND    kill (before the call), torn (a write is done by half, then kill), ENOSPC, EIO or EROFS
 *   JX_FAULT_LASTS   1: all later calls fail as well
 *   JX_FAULT_LOG     file that the calls are appended to
 *   JX_FAULT_CLOCK   seconds added to the wall clock
 *   JX_FAULT_CLOCK_AFTER   readings of the wall clock that are still right
 *
 * A record of the log, little-endian: u8 kind, u64 inode, u64 number (offset, size), u32 length of the path, u32 length
 * of the data, path, data (of a rename: the new path). Inodes tell files apart, paths are as in the call's descriptor. The
 * last record of a process that ends by itself is the number of calls that were counted.
 *
 * All work is done through syscall(2), so that nothing has to be looked up and nothing calls itself. Calls that glibc
 * makes inside itself (stdio, posix_fallocate's emulation) are not seen; jx-crashtest proves that jx uses none, by
 * building the folder anew from the log and comparing.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum operation {
  CREATE = 1, WRITE, TRUNCATE, ALLOCATE, SYNC, SYNC_FOLDER, RENAME, UNLINK, MAKE_FOLDER, REMOVE_FOLDER, PRINT,
  COUNT, OVERWRITE
};

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t reading_once = PTHREAD_ONCE_INIT;
static const char *root, *only_path;
static size_t root_length;
static long strike_at, counted;
static int strike_error, strike_torn, strike_lasts, log_number = -1;
static long clock_shift, clock_after, clock_readings;

static void read_settings(void) {
  root = getenv("JX_FAULT_ROOT");
  root_length = root ? strlen(root) : 0;
  only_path = getenv("JX_FAULT_PATH");
  const char *at = getenv("JX_FAULT_AT"), *kind = getenv("JX_FAULT_KIND"), *lasts = getenv("JX_FAULT_LASTS");
  const char *log = getenv("JX_FAULT_LOG"), *shift = getenv("JX_FAULT_CLOCK");
  const char *after = getenv("JX_FAULT_CLOCK_AFTER");
  strike_at = at ? atol(at) : 0;
  if (kind) {
    strike_torn = strcmp(kind, "torn") == 0;
    if (strcmp(kind, "ENOSPC") == 0) strike_error = ENOSPC;
    if (strcmp(kind, "EIO") == 0) strike_error = EIO;
    if (strcmp(kind, "EROFS") == 0) strike_error = EROFS;
  }
  strike_lasts = lasts && strcmp(lasts, "1") == 0;
  if (log) log_number = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  clock_shift = shift ? atol(shift) : 0;
  clock_after = after ? atol(after) : 0;
}

static int is_watched(const char *path) {
  return root && strncmp(path, root, root_length) == 0 && (path[root_length] == '/' || path[root_length] == 0);
}

/* The absolute path of a descriptor; 0 unless it is a file or folder below the root. */
static int path_of(int number, char *path) {
  char link[64];
  if (!root) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", number);
  long length = syscall(SYS_readlinkat, AT_FDCWD, link, path, PATH_MAX - 1);
  if (length <= 0) return 0;
  path[length] = 0;
  return is_watched(path);
}

/* The absolute path of a name relative to a folder's descriptor; 0 unless it is below the root. */
static int path_at(int folder, const char *name, char *path) {
  char base[PATH_MAX];
  if (!root || !name) return 0;
  if (name[0] == '/') {
    snprintf(path, PATH_MAX, "%s", name);
  } else {
    if (folder == AT_FDCWD) {
      if (syscall(SYS_getcwd, base, sizeof base) <= 0) return 0;
    } else {
      char link[64];
      snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
      long length = syscall(SYS_readlinkat, AT_FDCWD, link, base, sizeof base - 1);
      if (length <= 0) return 0;
      base[length] = 0;
    }
    if (snprintf(path, PATH_MAX, "%s/%s", base, name) >= PATH_MAX) return 0;
  }
  return is_watched(path);
}

static uint64_t inode_of(int number) {
  struct stat status;
  return fstat(number, &status) == 0 ? status.st_ino : 0;
}

static void note(int kind, uint64_t inode, uint64_t number, const char *path, const void *data, size_t length) {
  if (log_number < 0) return;
  struct { uint64_t inode, number; uint32_t path_length, data_length; } __attribute__((packed)) head = {
    inode, number, (uint32_t)strlen(path), (uint32_t)length };
  uint8_t first = (uint8_t)kind;
  struct iovec parts[] = {
    { &first, 1 }, { &head, sizeof head }, { (void *)path, strlen(path) }, { (void *)data, length } };
  int error = errno;
  syscall(SYS_writev, log_number, parts, 4);
  errno = error;
}

__attribute__((destructor)) static void note_count(void) {
  if (counted) note(COUNT, 0, (uint64_t)counted, "", NULL, 0);
}

static void die(void) { syscall(SYS_kill, getpid(), SIGKILL); pause(); }

/* Whether an error is one that a call of this kind can meet. */
static int can_meet(int error, int kind) {
  switch (error) {
  case ENOSPC: return kind == CREATE || kind == WRITE || kind == ALLOCATE || kind == MAKE_FOLDER || kind == RENAME;
  case EROFS: return kind != SYNC && kind != SYNC_FOLDER;
  default: return 1;
  }
}

/* Counts a call; the error that it meets, 0 if none. Kills the process where that is asked. `torn` is set for a write
   that shall be done by half before the end. */
static int strike(int kind, const char *path, int *torn) {
  if (only_path && !strstr(path, only_path)) return 0;
  if (strike_error && !can_meet(strike_error, kind)) return 0;
  counted++;
  if (!strike_at || counted < strike_at || (counted > strike_at && !strike_lasts)) return 0;
  if (strike_error) return strike_error;
  if (strike_torn && torn) { *torn = 1; return 0; }
  die();
  return 0;
}

#define ENTER() do { pthread_once(&reading_once, read_settings); pthread_mutex_lock(&turn); } while (0)
#define LEAVE(value) do { pthread_mutex_unlock(&turn); return (value); } while (0)
#define REFUSE(error) do { pthread_mutex_unlock(&turn); errno = (error); return -1; } while (0)

static int open_at(int folder, const char *name, int flags, mode_t mode) {
  char path[PATH_MAX];
  ENTER();
  int is_changing = (flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC));
  int is_ours = is_changing && path_at(folder, name, path);
  if (!is_ours) LEAVE((int)syscall(SYS_openat, folder, name, flags, mode));
  int existed = syscall(SYS_faccessat, folder, name, F_OK) == 0;
  int kind = existed ? OVERWRITE : CREATE;
  /* Opening an existing file changes nothing, but a read-only file system refuses it. */
  if (kind == CREATE || (flags & O_TRUNC) || strike_error == EROFS) {
    int error = strike(kind, path, NULL);
    if (error) REFUSE(error);
  }
  int number = (int)syscall(SYS_openat, folder, name, flags, mode);
  if (number >= 0) {
    if (kind == CREATE) note(CREATE, inode_of(number), 0, path, NULL, 0);
    else if (flags & O_TRUNC) note(TRUNCATE, inode_of(number), 0, path, NULL, 0);
  }
  LEAVE(number);
}

#define MODE() mode_t mode = 0; \
  if (flags & (O_CREAT | O_TMPFILE)) { va_list list; va_start(list, flags); mode = va_arg(list, mode_t); va_end(list); }

int open(const char *name, int flags, ...) { MODE(); return open_at(AT_FDCWD, name, flags, mode); }
int open64(const char *name, int flags, ...) { MODE(); return open_at(AT_FDCWD, name, flags, mode); }
int openat(int folder, const char *name, int flags, ...) { MODE(); return open_at(folder, name, flags, mode); }
int openat64(int folder, const char *name, int flags, ...) { MODE(); return open_at(folder, name, flags, mode); }
int __open_2(const char *name, int flags) { return open_at(AT_FDCWD, name, flags, 0); }
int __open64_2(const char *name, int flags) { return open_at(AT_FDCWD, name, flags, 0); }
int creat(const char *name, mode_t mode) { return open_at(AT_FDCWD, name, O_WRONLY | O_CREAT | O_TRUNC, mode); }
int creat64(const char *name, mode_t mode) { return creat(name, mode); }

/* A write at an offset, or at the descriptor's position if that is negative. */
static ssize_t write_at(int number, const void *data, size_t length, off_t offset) {
  char path[PATH_MAX];
  ENTER();
#define DO(count) (offset < 0 ? syscall(SYS_write, number, data, (count)) \
                              : syscall(SYS_pwrite64, number, data, (count), offset))
  if (number == 1 && log_number >= 0) note(PRINT, 0, 0, "", data, length);
  if (number <= 2 || !path_of(number, path)) LEAVE(DO(length));
  int torn = 0, error = strike(WRITE, path, &torn);
  if (error) REFUSE(error);
  off_t place = offset;
  if (place < 0) {
    struct stat status;
    int flags = (int)syscall(SYS_fcntl, number, F_GETFL);
    place = (flags & O_APPEND) && fstat(number, &status) == 0 ? status.st_size : lseek(number, 0, SEEK_CUR);
  }
  ssize_t count = DO(torn ? length / 2 : length);
  if (count > 0) note(WRITE, inode_of(number), (uint64_t)place, path, data, (size_t)count);
  if (torn) die();
  LEAVE(count);
}

ssize_t write(int number, const void *data, size_t length) { return write_at(number, data, length, -1); }
ssize_t pwrite(int number, const void *data, size_t length, off_t offset) {
  return write_at(number, data, length, offset);
}
ssize_t pwrite64(int number, const void *data, size_t length, off_t offset) {
  return write_at(number, data, length, offset);
}

/* Parts one after the other: each is a call that can fail by itself. */
ssize_t writev(int number, const struct iovec *parts, int count) {
  ssize_t total = 0;
  for (int index = 0; index < count; index++) {
    ssize_t written = write_at(number, parts[index].iov_base, parts[index].iov_len, -1);
    if (written < 0) return total ? total : -1;
    total += written;
    if ((size_t)written < parts[index].iov_len) break;
  }
  return total;
}

static int synchronize(int number, long call) {
  char path[PATH_MAX];
  ENTER();
  if (!path_of(number, path)) LEAVE((int)syscall(call, number));
  struct stat status;
  int is_folder = fstat(number, &status) == 0 && S_ISDIR(status.st_mode);
  int error = strike(is_folder ? SYNC_FOLDER : SYNC, path, NULL);
  if (error) REFUSE(error);
  int result = (int)syscall(call, number);
  if (result == 0) note(is_folder ? SYNC_FOLDER : SYNC, status.st_ino, 0, path, NULL, 0);
  LEAVE(result);
}

int fsync(int number) { return synchronize(number, SYS_fsync); }
int fdatasync(int number) { return synchronize(number, SYS_fdatasync); }

int ftruncate(int number, off_t size) {
  char path[PATH_MAX];
  ENTER();
  if (!path_of(number, path)) LEAVE((int)syscall(SYS_ftruncate, number, size));
  int error = strike(TRUNCATE, path, NULL);
  if (error) REFUSE(error);
  int result = (int)syscall(SYS_ftruncate, number, size);
  if (result == 0) note(TRUNCATE, inode_of(number), (uint64_t)size, path, NULL, 0);
  LEAVE(result);
}
int ftruncate64(int number, off_t size) { return ftruncate(number, size); }

int truncate(const char *name, off_t size) {
  char path[PATH_MAX];
  struct stat status;
  ENTER();
  if (!path_at(AT_FDCWD, name, path)) LEAVE((int)syscall(SYS_truncate, name, size));
  int error = strike(TRUNCATE, path, NULL);
  if (error) REFUSE(error);
  int result = (int)syscall(SYS_truncate, name, size);
  if (result == 0 && stat(name, &status) == 0) note(TRUNCATE, status.st_ino, (uint64_t)size, path, NULL, 0);
  LEAVE(result);
}
int truncate64(const char *name, off_t size) { return truncate(name, size); }

int posix_fallocate(int number, off_t offset, off_t length) {
  char path[PATH_MAX];
  ENTER();
  int is_ours = path_of(number, path);
  int error = is_ours ? strike(ALLOCATE, path, NULL) : 0;
  if (error) LEAVE(error);
  if (syscall(SYS_fallocate, number, 0, offset, length) != 0) LEAVE(errno);
  if (is_ours) note(ALLOCATE, inode_of(number), (uint64_t)(offset + length), path, NULL, 0);
  LEAVE(0);
}
int posix_fallocate64(int number, off_t offset, off_t length) { return posix_fallocate(number, offset, length); }

static int rename_at(int from, const char *old, int to, const char *new, unsigned flags) {
  char old_path[PATH_MAX], new_path[PATH_MAX];
  ENTER();
  int is_ours = path_at(from, old, old_path) && path_at(to, new, new_path);
  int error = is_ours ? strike(RENAME, new_path, NULL) : 0;
  if (error) REFUSE(error);
  int result = (int)syscall(SYS_renameat2, from, old, to, new, flags);
  if (is_ours && result == 0) note(RENAME, 0, 0, old_path, new_path, strlen(new_path));
  LEAVE(result);
}
int rename(const char *old, const char *new) { return rename_at(AT_FDCWD, old, AT_FDCWD, new, 0); }
int renameat(int from, const char *old, int to, const char *new) { return rename_at(from, old, to, new, 0); }
int renameat2(int from, const char *old, int to, const char *new, unsigned flags) {
  return rename_at(from, old, to, new, flags);
}

static int unlink_at(int folder, const char *name, int flags) {
  char path[PATH_MAX];
  ENTER();
  int kind = flags & AT_REMOVEDIR ? REMOVE_FOLDER : UNLINK;
  int is_ours = path_at(folder, name, path);
  int error = is_ours ? strike(kind, path, NULL) : 0;
  if (error) REFUSE(error);
  int result = (int)syscall(SYS_unlinkat, folder, name, flags);
  if (is_ours && result == 0) note(kind, 0, 0, path, NULL, 0);
  LEAVE(result);
}
int unlink(const char *name) { return unlink_at(AT_FDCWD, name, 0); }
int unlinkat(int folder, const char *name, int flags) { return unlink_at(folder, name, flags); }
int rmdir(const char *name) { return unlink_at(AT_FDCWD, name, AT_REMOVEDIR); }
int remove(const char *name) {
  int result = unlink_at(AT_FDCWD, name, 0);
  return result != 0 && errno == EISDIR ? unlink_at(AT_FDCWD, name, AT_REMOVEDIR) : result;
}

int mkdirat(int folder, const char *name, mode_t mode) {
  char path[PATH_MAX];
  ENTER();
  int is_ours = path_at(folder, name, path) && syscall(SYS_faccessat, folder, name, F_OK) != 0;
  int error = is_ours ? strike(MAKE_FOLDER, path, NULL) : 0;
  if (error) REFUSE(error);
  int result = (int)syscall(SYS_mkdirat, folder, name, mode);
  if (is_ours && result == 0) note(MAKE_FOLDER, 0, 0, path, NULL, 0);
  LEAVE(result);
}
int mkdir(const char *name, mode_t mode) { return mkdirat(AT_FDCWD, name, mode); }

/* The wall clock alone: what measures durations stays right. */
int clock_gettime(clockid_t clock, struct timespec *time) {
  int result = (int)syscall(SYS_clock_gettime, clock, time);
  pthread_once(&reading_once, read_settings);
  if (result == 0 && clock_shift && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)
      && __atomic_add_fetch(&clock_readings, 1, __ATOMIC_RELAXED) > clock_after) time->tv_sec += clock_shift;
  return result;
}
int gettimeofday(struct timeval *time, void *zone) {
  struct timespec now;
  (void)zone;
  if (clock_gettime(CLOCK_REALTIME, &now) != 0) return -1;
  time->tv_sec = now.tv_sec;
  time->tv_usec = now.tv_nsec / 1000;
  return 0;
}
time_t time(time_t *result) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (result) *result = now.tv_sec;
  return now.tv_sec;
}
