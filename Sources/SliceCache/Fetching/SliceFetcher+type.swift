internal import Recordings
internal import Transport

/// What the recording is that a fetch brings.
extension SliceFetcher {
    /// The type of a recording that was told of just now: by its bytes where they say it, else as the store or its file's name does.
    ///
    /// Waits for the first bytes. Where others were asked for, and the store does not call it audio of a kind that is known, the first are asked for as well.
    mutating func type(of validator: AudioValidator) async -> AudioType {
        if position > surplusBytes, case .audio(let type) = label { return type }
        return await typeByBytes(of: validator) ?? validator.type
    }

    /// The type that a recording's first bytes tell; `nil` when they cannot be had, or tell none.
    mutating func typeByBytes(of validator: AudioValidator) async -> AudioType? {
        let wanted = Int(min(validator.sizeBytes, Int64(AudioType.beginningBytes)))
        if position == surplusBytes {
            return await typeOfBeginning(atMost: wanted)
        }
        guard let location else { return nil }
        var first = self
        guard
            case .success(.part(let other, let bytes)) = await first.request(.bytes(0..<Int64(wanted)), from: location),
            bytes.lowerBound == 0, other.agrees(with: validator)
        else { return nil }
        return await first.typeOfBeginning(atMost: wanted)
    }

    /// The type that the first bytes of the body tell, which is one from the recording's beginning.
    mutating func typeOfBeginning(atMost count: Int) async -> AudioType? {
        await readAhead(count)
        return AudioType(beginning: readAhead)
    }

    /// Reads of the body until so many bytes wait; fewer when it breaks, which whoever reads on finds out again.
    private mutating func readAhead(_ count: Int) async {
        while readAhead.count < count, let chunk = try? await body?.next(isolation: nil) {
            readAhead += chunk
        }
    }
}
