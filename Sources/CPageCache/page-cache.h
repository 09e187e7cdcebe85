#pragma once
#include <sys/types.h>
#include <sys/uio.h>

// preadv2(2) with RWF_NOWAIT reads only what the system holds in memory. The C library declares it for GNU sources only, which the Swift
// overlay is not, hence by name.
extern ssize_t preadv2(int descriptor, const struct iovec *pieces, int count, off_t offset, int flags);

/// Bytes read, or -1 when reading would wait or fails.
static inline ssize_t pread_in_memory(int descriptor, void *target, size_t count, off_t offset) {
    struct iovec piece = {target, count};
    return preadv2(descriptor, &piece, 1, offset, 0x00000008 /* RWF_NOWAIT */);
}
