/// How much of an audio answer was in the cache when it was asked for.
enum AudioFill: String, CaseIterable, Sendable {
    case hit, partial, miss
}
