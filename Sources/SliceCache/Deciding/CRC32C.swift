internal import CChecksum

/// A running CRC-32C (Castagnoli) checksum: by the processor's own instruction where it has one, else by tables, eight bytes a step.
///
/// Source: RFC 3720 appendix B.4 (polynomial and test vectors).
package struct CRC32C: Hashable, Sendable {
    private var register: UInt32

    /// A sum of nothing yet.
    ///
    /// - Parameter seed: what the sum is bound to: the same bytes have another sum under any other seed, since every later step keeps two registers
    ///   that differ apart.
    package init(seed: UInt32 = 0) {
        register = ~seed
    }

    /// The checksum of everything added so far.
    package var value: UInt32 { ~register }

    private static let isBuiltIn = crc32c_is_built_in() != 0

    package mutating func add(_ bytes: UnsafeRawBufferPointer) {
        if Self.isBuiltIn {
            register = crc32c_add(register, bytes.baseAddress, bytes.count)
        } else {
            addByTables(bytes)
        }
    }

    /// The same on any processor.
    package mutating func addByTables(_ bytes: UnsafeRawBufferPointer) {
        Self.tables.withUnsafeBufferPointer { tables in
            var register = register
            var index = 0
            while index + 8 <= bytes.count {
                let low = register ^ bytes.loadUnaligned(fromByteOffset: index, as: UInt32.self).littleEndian
                let high = bytes.loadUnaligned(fromByteOffset: index + 4, as: UInt32.self).littleEndian
                register =
                    tables[7 << 8 | Int(low & 0xFF)] ^ tables[6 << 8 | Int(low >> 8 & 0xFF)]
                    ^ tables[5 << 8 | Int(low >> 16 & 0xFF)] ^ tables[4 << 8 | Int(low >> 24)]
                register ^=
                    tables[3 << 8 | Int(high & 0xFF)] ^ tables[2 << 8 | Int(high >> 8 & 0xFF)]
                    ^ tables[1 << 8 | Int(high >> 16 & 0xFF)] ^ tables[Int(high >> 24)]
                index += 8
            }
            while index < bytes.count {
                register = register >> 8 ^ tables[Int((register ^ UInt32(bytes[index])) & 0xFF)]
                index += 1
            }
            self.register = register
        }
    }

    package mutating func add(_ bytes: some Sequence<UInt8>) {
        let isContiguous: Void? = bytes.withContiguousStorageIfAvailable { add(UnsafeRawBufferPointer($0)) }
        if isContiguous == nil { Array(bytes).withUnsafeBytes { add($0) } }
    }

    /// Eight tables of 256: the effect of a byte with 0 to 7 bytes after it.
    private static let tables: [UInt32] = {
        var tables = [UInt32](repeating: 0, count: 8 * 256)
        for byte in 0..<256 {
            var register = UInt32(byte)
            for _ in 0..<8 {
                register = register >> 1 ^ (register & 1 == 1 ? 0x82F6_3B78 : 0)
            }
            tables[byte] = register
        }
        for index in 256..<tables.count {
            let shorter = tables[index - 256]
            tables[index] = shorter >> 8 ^ tables[Int(shorter & 0xFF)]
        }
        return tables
    }()
}
