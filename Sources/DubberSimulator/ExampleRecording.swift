package import Foundation

/// One of the recordings that come with the simulator.
package struct ExampleRecording: Sendable, Hashable {
    /// The file's name, such as `delivery.mp3`.
    package let file: String
    /// `audio/mpeg` or `audio/wav`.
    package let contentType: String
    /// Whole seconds.
    package let durationSeconds: Int
    package let channels: Int
    /// `mp3-cbr`, `mp3-vbr`, `mp3-vbr-xing`, `pcm-s16le`, `pcm-mulaw` or `pcm-alaw`.
    package let codec: String
    package let title: String
    package let data: Data
}
