internal import Glibc

/// `String` calls two texts equal that Unicode calls canonically equal: "K" (U+004B) and the Kelvin sign (U+212A), "é" composed and decomposed. SQLite,
/// signatures and files go by bytes.
extension String {
    /// Whether both are the same, scalar for scalar.
    package func hasSameBytes(as other: String) -> Bool {
        // Compared at once where both lie in one piece, as nearly all do.
        let isSame = utf8.withContiguousStorageIfAvailable { mine in
            other.utf8.withContiguousStorageIfAvailable { others in
                guard mine.count == others.count, let start = mine.baseAddress, let other = others.baseAddress else {
                    return mine.count == others.count
                }
                return memcmp(start, other, mine.count) == 0
            }
        }
        return isSame.flatMap { $0 } ?? (self == other && utf8.elementsEqual(other.utf8))
    }

    /// For the hash of a key that is compared by ``hasSameBytes(as:)``.
    package func hashBytes(into hasher: inout Hasher) {
        var text = self
        text.withUTF8 { bytes in
            hasher.combine(bytes.count)
            hasher.combine(bytes: UnsafeRawBufferPointer(bytes))
        }
    }
}
