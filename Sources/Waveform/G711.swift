/// The two companding laws of telephone audio: from a byte to a 16-bit sample.
///
/// Source: ITU-T G.711, tables 1a to 2b: a sign, a segment and a place in the segment; µ-law's 14 bits and A-law's 13 are scaled to 16.
enum G711 {
    /// The samples of all A-law bytes.
    static let aLaw: [Int16] = (0...UInt8.max).map(sample(ofALaw:))
    /// The samples of all µ-law bytes.
    static let muLaw: [Int16] = (0...UInt8.max).map(sample(ofMuLaw:))

    private static func sample(ofALaw byte: UInt8) -> Int16 {
        // Even bits are inverted on the line.
        let code = byte ^ 0x55
        let segment = Int(code >> 4 & 7)
        let place = Int(code & 0xF)
        // The middle of the step; the first two segments have the same steps.
        let magnitude = segment == 0 ? place << 4 + 8 : (place << 4 + 0x108) << (segment - 1)
        return Int16(code & 0x80 == 0 ? -magnitude : magnitude)
    }

    private static func sample(ofMuLaw byte: UInt8) -> Int16 {
        // All bits are inverted on the line.
        let code = ~byte
        let segment = Int(code >> 4 & 7)
        let place = Int(code & 0xF)
        let magnitude = (place << 3 + 0x84) << segment - 0x84
        return Int16(code & 0x80 == 0 ? magnitude : -magnitude)
    }
}
