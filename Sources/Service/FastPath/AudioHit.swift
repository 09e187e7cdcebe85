internal import SliceCache

/// An answer that can be given at once: its head as bytes, and which bytes of which file follow.
struct AudioHit {
    let reply: AudioReply
    let recording: CachedRecording
    /// Empty for answers without a body.
    let range: Range<Int64>
}
