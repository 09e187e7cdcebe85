import Recordings
import Service
import Testing

/// What is fuzzed reads as the service reads.
@Suite("Outside inputs")
struct OutsideInputsTests {
    @Test(
        "an audio address is read as the service reads it, in each spelling that counts and in no other",
        arguments: [
            ("", "", .accepted), ("/v1/audio", "/v1/%61udio", .accepted),
            ("2202:-7d6f", "2202%3A%2d7d6f", .accepted),
            ("exp=", "exp=%2B", .refused), ("exp=", "exp=0", .refused), ("user=", "user=x&user=", .refused),
            ("/v1/", "//v1/", .refused), ("/v1/", "/v1/./", .refused), ("/v1/", "/v1/%00", .refused),
            ("/0412345678", "/0412345679", .refused),
        ] as [(String, String, OutsideInputs.SignedAddress.Verdict)]
    )
    func addresses(part: String, replacement: String, verdict: OutsideInputs.SignedAddress.Verdict) async throws {
        let signed = OutsideInputs.SignedAddress(recording: try #require(RecordingID("0412345678")))
        var target = signed.target
        if let place = target.firstRange(of: part), !part.isEmpty { target.replaceSubrange(place, with: replacement) }
        #expect(target != signed.target || part.isEmpty)
        #expect(await signed.accepts(target) == verdict)
    }

    @Test("the token that fuzzing begins with is one that is taken")
    func identityProvider() async throws {
        let words = try OutsideInputs.IdentityProviderWords()
        #expect(await words.isTaken)
        #expect(await words.broken(by: Array(words.signed.utf8)) == nil)
    }
}
