package import Storage

/// Every limit of the audio cache.
package struct SliceCacheLimits: Sendable, Hashable {
    /// The most bytes of audio kept on disk.
    package var maximumBytes: Int64 = 10 << 30
    /// The most of them that may be of one entry; 0 for no limit of its own.
    package var maximumBytesPerEntry: Int64 = 0
    /// Bytes of the disk that audio leaves free, also by giving way when others fill it; 0 for a twentieth of the disk, from 32 MiB to 1 GiB, and
    /// no more than half of it.
    package var minimumFreeBytes: Int64 = 0
    /// How audio is divided; a recording keeps the division it was begun with.
    package var sliceBytes: Int64 = 64 << 10
    /// Recordings longer than this are refused.
    package var maximumRecordingBytes: Int64 = 4 << 30
    /// Recordings whose file is held open, busy ones not counted.
    package var maximumOpenRecordings = 256
    /// Readers at once, over all recordings.
    package var maximumReaders = 16_384
    /// How much one read hands over.
    package var readBytes: Int64 = 64 << 10
    /// The most that the first transfer of a recording brings, which tells what it is as well: most recordings come whole by it.
    package var firstFetchBytes: Int64 = 1 << 20
    /// How far a flight runs ahead of a reader that has just arrived or sought, in slices.
    package var firstReadAheadSlices: Int64 = 2
    /// How far a flight runs ahead of a reader that has read on for as long as this.
    package var readAheadBytes: Int64 = 512 << 10
    /// How far a flight runs ahead of a reader that takes bytes as fast as they come: few long transfers serve it best.
    package var fastReadAheadBytes: Int64 = 16 << 20
    /// How much is asked for at once past a file that broke: no more than a transfer holds unread, so that a slow reader does not hold it.
    package var unkeptBytes: Int64 = 256 << 10
    /// How much of a recording whose size is not known yet is held in memory when the disk does not take it.
    package var maximumUnkeptBytes: Int64 = 32 << 20
    /// How far ahead of a flight a reader waits for it; no less than a slice.
    package var joinBytes: Int64 = 256 << 10
    /// Complete slices that are gathered before they are noted in the index.
    package var slicesPerIndexWrite = 16
    /// Attempts in a row that bring no byte before a fetch fails.
    package var maximumFruitlessAttempts = 4
    /// Times that one fetch is taken up again.
    package var maximumResumptions = 32
    /// Redirects that a store may answer one request with; each target is checked like the address itself.
    package var maximumRedirects = 3
    /// How long a listener is kept waiting for a store that cannot serve just now, before the first byte.
    package var firstByteWaitSeconds = 8
    /// The same in the midst of an answer, which is cut off afterwards.
    package var bodyWaitSeconds = 30
    /// How long a recording that no host has is not asked for again.
    package var notFoundSeconds: Int64 = 5
    /// Recordings that no host has, remembered at once.
    package var maximumAbsences = 4096
    /// How often recordings that the provider has forgotten are looked for; none is served meanwhile.
    package var expirySweepSeconds: Int64 = 60

    package init() {}

    /// The first transfer's bytes, in whole slices.
    var firstFetchSliceBytes: Int64 { max(1, firstFetchBytes / sliceBytes) * sliceBytes }

    /// Of a listener who has no byte yet.
    var firstBytePatience: FetchPatience {
        FetchPatience(bound: .seconds(firstByteWaitSeconds), coversConnections: false)
    }

    /// Of a listener in the midst of an answer.
    var bodyPatience: FetchPatience {
        FetchPatience(bound: .seconds(bodyWaitSeconds), coversConnections: true)
    }

    /// What is to stay free of a disk.
    package func floorBytes(of disk: DiskSpace) -> Int64 {
        guard minimumFreeBytes == 0 else { return minimumFreeBytes }
        return min(max(disk.totalBytes / 20, 32 << 20), 1 << 30, disk.totalBytes / 2)
    }
}
