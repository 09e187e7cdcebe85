#pragma once
#include <stdint.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

// preadv2(2) with RWF_NOWAIT reads only what the system holds in memory. The C library declares it for GNU sources only, which the Swift
// overlay is not, hence by name.
extern ssize_t preadv2(int descriptor, const struct iovec *pieces, int count, off_t offset, int flags);

/// Bytes read, or -1 when reading would wait or fails.
static inline ssize_t pread_in_memory(int descriptor, void *target, size_t count, off_t offset) {
    struct iovec piece = {target, count};
    return preadv2(descriptor, &piece, 1, offset, 0x00000008 /* RWF_NOWAIT */);
}

extern int mincore(void *start, size_t count, unsigned char *pages);

// How many pages are asked about at once.
enum { page_cache_window_pages = 64 };

/// Whether the system holds all of a mapped file's bytes in memory.
static inline int is_in_memory(const void *start, size_t count) {
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), first = (uintptr_t)start & ~(page - 1);
    size_t pages = ((uintptr_t)start + count - first + page - 1) / page;
    unsigned char present[page_cache_window_pages];
    for (size_t seen = 0; seen < pages; seen += page_cache_window_pages) {
        size_t window = pages - seen < page_cache_window_pages ? pages - seen : page_cache_window_pages;
        if (mincore((void *)(first + seen * page), window * page, present) != 0) return 0;
        for (size_t index = 0; index < window; index++)
            if (!(present[index] & 1)) return 0;
    }
    return 1;
}

/// Sends a head and bytes of a mapped file in one piece, without waiting: how many bytes the socket took, or -1.
///
/// Only the system reads the mapping here: what it cannot read ends the call early, where a read of our own would end the process with SIGBUS.
static inline ssize_t send_mapped(int socket, const void *head, size_t head_count, const void *body, size_t body_count) {
    struct iovec pieces[2] = {{(void *)head, head_count}, {(void *)body, body_count}};
    struct msghdr message = {.msg_iov = pieces, .msg_iovlen = 2};
    return sendmsg(socket, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
}

/// Seconds since the system was started, which cost next to nothing to know.
static inline int32_t seconds_since_start(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    return (int32_t)now.tv_sec;
}
