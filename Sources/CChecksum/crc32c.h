#pragma once
#include <stddef.h>
#include <stdint.h>
#include <string.h>

// The processor's own instruction for CRC-32C, which Swift has no name for: about five times as fast as tables.

#if defined(__x86_64__)

/// Whether the processor has the instruction.
static inline int crc32c_is_built_in(void) { return __builtin_cpu_supports("sse4.2") != 0; }

/// The register after `count` more bytes; only where `crc32c_is_built_in()`.
__attribute__((target("sse4.2"))) static inline uint32_t crc32c_add(uint32_t value, const void *bytes, size_t count) {
    const uint8_t *byte = (const uint8_t *)bytes;
    uint64_t wide = value;
    for (; count >= 8; count -= 8, byte += 8) {
        uint64_t word;
        memcpy(&word, byte, 8);
        wide = __builtin_ia32_crc32di(wide, word);
    }
    value = (uint32_t)wide;
    for (; count > 0; count--, byte++) value = __builtin_ia32_crc32qi(value, *byte);
    return value;
}

#else

static inline int crc32c_is_built_in(void) { return 0; }
static inline uint32_t crc32c_add(uint32_t value, const void *bytes, size_t count) {
    (void)bytes;
    (void)count;
    return value;
}

#endif
