import DubberSimulator
import Foundation
import Testing

@Suite("Presigned URLs")
struct PresignedURLTests {
    private let presigned = PresignedURL()

    private var target: String {
        presigned.target(
            path: "/store/uk1/acme/055.wav",
            region: "uk1",
            contentType: "audio/wav",
            issued: SampleAccount.now,
            lifetimeSeconds: 60
        )
    }

    @Test("A URL is valid until its lifetime is over (D)")
    func lifetime() {
        #expect(presigned.verdict(target: target, now: SampleAccount.now.addingTimeInterval(59)) == .valid)
        #expect(presigned.verdict(target: target, now: SampleAccount.now.addingTimeInterval(60)) == .expired)
    }

    @Test(
        "A client that normalises percent-encoding is served, as at S3",
        arguments: [
            ("%2F", "/"), ("%2F", "%2f"), ("%20", "+"), ("%3D", "="), ("%22", "\""), ("%3B", ";"), ("%3B", "%3b"),
            ("acme", "%61cme"), ("wav?", "w%61v?"), ("-Date", "%2DDate"), ("_request", "%5Frequest"),
        ]
    )
    func normalised(original: String, changed: String) {
        let reencoded = target.replacing(original, with: changed)
        #expect(reencoded != target)
        #expect(presigned.verdict(target: reencoded, now: SampleAccount.now) == .valid)
    }

    @Test(
        "What means something else breaks the signature (A)",
        arguments: [
            ("%2B", "+"), ("%2F", "%252F"), ("&", "&amp;"), ("uk1", "uk2"), ("acme/", "acme%2F"),
            ("%22call", "call"), ("X-Amz-Expires=60", "X-Amz-Expires=600"), ("055", "056"),
        ]
    )
    func reencoding(original: String, changed: String) {
        let reencoded = target.replacing(original, with: changed)
        #expect(reencoded != target)
        #expect(presigned.verdict(target: reencoded, now: SampleAccount.now) == .signatureMismatch)
    }

    @Test("A parameter after the signature breaks it, and so does a signature of another store")
    func foreignSignatures() {
        #expect(presigned.verdict(target: target + "&x=1", now: SampleAccount.now) == .signatureMismatch)
        #expect(PresignedURL().verdict(target: target, now: SampleAccount.now) == .signatureMismatch)
        #expect(presigned.verdict(target: "/store/uk1/acme/055.wav", now: SampleAccount.now) == .signatureMismatch)
    }
}
