#pragma once
#include <sqlite3.h>
#include <stdint.h>

// The header of SQLite's wal-index, which every process that has a database open in WAL mode has in its memory already, and which every commit changes.
// Source: sqlite.org/walformat.html, section 2 ("The WAL-Index File Format"), and sqlite.org/c3ref/io_methods.html (xShmMap).

enum { wal_index_version = 3007000, wal_index_region_bytes = 32768 };

/// What a commit leaves different: the count of changes, the last valid frame, the running checksum, the salts.
struct wal_index_mark {
    uint64_t words[4];
};

/// The header that a connection has mapped, valid for as long as the connection is open; null without a write-ahead log or with another format.
///
/// By SQLite's own mapping, since a descriptor of one's own on its files must not be closed: that lets go of the process's locks on them.
static inline const void *wal_index_header(void *connection) {
    sqlite3_file *file = 0;
    if (sqlite3_file_control((sqlite3 *)connection, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK) return 0;
    if (!file || !file->pMethods || file->pMethods->iVersion < 2 || !file->pMethods->xShmMap) return 0;
    void volatile *region = 0;
    if (file->pMethods->xShmMap(file, 0, wal_index_region_bytes, 0, &region) != SQLITE_OK || !region) return 0;
    if (*(const uint32_t volatile *)region != wal_index_version) return 0;
    return (const void *)region;
}

/// The mark as it is now. One that another process is writing may be neither the old nor the new one, but is not the old one.
static inline struct wal_index_mark wal_index_read(const void *header) {
    const uint64_t *words = (const uint64_t *)header;
    struct wal_index_mark mark;
    for (int word = 0; word < 4; word++) mark.words[word] = __atomic_load_n(words + 1 + word, __ATOMIC_ACQUIRE);
    return mark;
}

static inline int wal_index_is(const void *header, struct wal_index_mark mark) {
    struct wal_index_mark now = wal_index_read(header);
    for (int word = 0; word < 4; word++)
        if (now.words[word] != mark.words[word]) return 0;
    return 1;
}
