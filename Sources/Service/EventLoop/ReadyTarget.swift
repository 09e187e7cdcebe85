internal import ByteRanges
internal import Foundation
internal import PlaybackAudit
internal import Recordings
internal import SliceCache

/// What an event loop remembers of a request target whose signature was found right and whose recording is open.
///
/// A signature stays right while its key is accepted, for the very bytes of its target; expiry and the user's right are looked at each time,
/// the right in a registry that has not changed since it was last looked up.
final class ReadyTarget {
    private let target: [UInt8]
    let url: AudioURL
    let key: RecordingKey
    /// Who listens, for ``Listeners``.
    let listener: Int
    let head: ReadyHead
    /// The same for streams of HTTP/2, once one asks.
    private(set) lazy var fields = ReadyFields(facts)
    private let facts: AudioReply.Facts
    let counter: AudioTally.Counter
    /// Not held: an open file is the cache's to close.
    private(set) weak var recording: CachedRecording?
    let representation: Representation
    /// When the provider forgets the recording, in seconds since 1970.
    let forgottenAt: Int64
    /// The registry's generation in which the user was found to have the right.
    let permittedIn: UInt64
    /// The generation of the keys in which the signature was found right, and until when its key is accepted.
    let signedIn: UInt64
    let signedUntil: Int64
    /// When the cache was last told of the use, in seconds since 1970.
    var usedAt: Int64
    /// Bytes were given by it, so that its playback has the time of grace.
    var isPlayed = false
    /// The playback that was last answered by it, with the address of whoever asked.
    var playback: (address: String, playback: OpenPlayback)?

    init(
        target: String,
        url: AudioURL,
        key: RecordingKey,
        facts: AudioReply.Facts,
        counter: AudioTally.Counter,
        recording: CachedRecording,
        representation: Representation,
        forgottenAt: Int64,
        permittedIn: UInt64,
        signedIn: UInt64,
        signedUntil: Int64,
        usedAt: Int64
    ) {
        self.target = Array(target.utf8)
        self.url = url
        self.key = key
        listener = Listeners.key(user: url.username, entry: key.entry, recording: key.recording)
        self.facts = facts
        head = ReadyHead(facts)
        self.counter = counter
        self.recording = recording
        self.representation = representation
        self.forgottenAt = forgottenAt
        self.permittedIn = permittedIn
        self.signedIn = signedIn
        self.signedUntil = signedUntil
        self.usedAt = usedAt
    }

    /// Whether it is this target's, byte for byte.
    func isOf(_ bytes: Span<UInt8>) -> Bool {
        bytes.withUnsafeBytes { asked in
            target.withUnsafeBytes { own in
                guard asked.count == own.count, let asked = asked.baseAddress, let own = own.baseAddress else {
                    return false
                }
                return memcmp(asked, own, bytes.count) == 0
            }
        }
    }
}
