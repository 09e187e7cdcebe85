/// What a recording is, by how it begins; pure.
extension AudioType {
    /// As many bytes of the beginning as are looked at.
    package static let beginningBytes = 12

    /// The type of what begins so; `nil` when that is not known.
    ///
    /// Source: RFC 9639 §9 (FLAC), RFC 3533 §6 (Ogg), RFC 4867 §5 (AMR), ISO/IEC 14496-12 §4.3 (`ftyp`), ISO/IEC 11172-3 §2.4.1.3 and ISO/IEC 13818-7
    /// §6.2 (frame headers of MPEG audio and ADTS), ID3v2.4 §3.1, EBU Tech 3306 (RF64).
    package init?(beginning: some Collection<UInt8>) {
        let bytes = Array(beginning.prefix(Self.beginningBytes))
        func has(_ text: StaticString, at place: Int = 0) -> Bool {
            bytes.dropFirst(place).starts(
                with: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
            )
        }
        if has("WAVE", at: 8), has("RIFF") || has("RIFX") || has("RF64") {
            self = .wav
        } else if has("OggS") {
            self = .ogg
        } else if has("fLaC") {
            self = .flac
        } else if has("ftyp", at: 4) {
            self = .mp4
        } else if has("#!AMR") {
            self = .amr
        } else if has(".snd") {
            self = .basic
        } else if bytes.starts(with: [0x1A, 0x45, 0xDF, 0xA3]) {
            self = .webm
        } else if has("ID3") {
            self = .mpeg
        } else if let frame = Self(frame: bytes) {
            self = frame
        } else {
            return nil
        }
    }

    /// The type of a stream without a container, which begins with a frame.
    private init?(frame bytes: [UInt8]) {
        guard bytes.count >= 4, bytes[0] == 0xFF, bytes[1] & 0xE0 == 0xE0 else { return nil }
        let (version, layer) = (bytes[1] >> 3 & 3, bytes[1] >> 1 & 3)
        if layer == 0 {
            // ADTS: twelve bits of sync, and a sampling rate that exists.
            guard bytes[1] & 0xF0 == 0xF0, bytes[2] >> 2 & 0xF <= 12 else { return nil }
            self = .aac
        } else {
            guard version != 1, bytes[2] >> 4 != 0xF, bytes[2] >> 2 & 3 != 3 else { return nil }
            self = .mpeg
        }
    }
}
