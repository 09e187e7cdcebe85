import Foundation
import SliceCache
import TestSupport
import Testing

@Suite("What listeners are told that audio is", .timeLimit(.minutes(2)))
struct AudioTypeTests {
    @Test(
        "A label is read as one of our own types, as none, or as something else",
        arguments: [
            (["audio/mpeg"], .audio(.mpeg)), (["audio/mp3"], .audio(.mpeg)), (["Audio/X-WAV"], .audio(.wav)),
            (["audio/mpeg; charset=x"], .audio(.mpeg)), (["application/x-wav"], .audio(.wav)),
            (["application/wav"], .audio(.wav)), (["audio/x-pn-wav"], .audio(.wav)), (["audio/vnd.wave"], .audio(.wav)),
            (["application/ogg"], .audio(.ogg)), (["video/mp4"], .audio(.mp4)), (["audio/x-flac"], .audio(.flac)),
            ([], .none), ([""], .none), ([" "], .none), (["application/octet-stream"], .none),
            (["binary/octet-stream"], .none), (["audio/x"], .none), (["audio/x,text/html"], .none),
            (["audio/mpeg,text/html"], .none), (["audio/mpeg", "text/html"], .none), (["audio/wav, audio/mpeg"], .none),
            (["audio/wav", "audio/x-wav"], .audio(.wav)), (["audio/mpeg, audio/mpeg"], .audio(.mpeg)),
            (["audio/mpeg\u{301}"], .none), (["text/html"], .other), (["application/json"], .other),
            (["multipart/byteranges; boundary=x"], .other), (["text/html;audio/mpeg"], .other), (["audio"], .other),
        ] as [([String], AudioType.Label)]
    )
    func labels(fields: [String], label: AudioType.Label) {
        #expect(AudioType.Label(fields) == label)
    }

    @Test(
        "A beginning tells what it begins",
        arguments: [
            ("RIFF\0\0\0\0WAVEfmt ", .wav), ("RF64\0\0\0\0WAVE", .wav), ("RIFF\0\0\0\0AVI ", nil), ("OggS\0", .ogg),
            ("fLaC", .flac), ("\0\0\0\u{20}ftypM4A ", .mp4), ("ID3\u{4}\0", .mpeg), ("#!AMR\n", .amr), (".snd", .basic),
            ("<!doctype html>", nil), ("", nil), ("RIF", nil), ("\0\0\0\0\0\0\0\0\0\0\0\0", nil),
        ] as [(String, AudioType?)]
    )
    func beginnings(text: String, type: AudioType?) {
        #expect(AudioType(beginning: Array(text.utf8)) == type)
    }

    @Test(
        "A frame's header tells MPEG audio from ADTS, and nothing of what only looks like one",
        arguments: [
            ([0xFF, 0xFB, 0x90, 0x64], .mpeg), ([0xFF, 0xF3, 0x44, 0xC4], .mpeg), ([0xFF, 0xFA, 0x90, 0x64], .mpeg),
            ([0xFF, 0xE3, 0x18, 0xC4], .mpeg), ([0xFF, 0xF1, 0x50, 0x80], .aac), ([0xFF, 0xF9, 0x4C, 0x80], .aac),
            ([0xFF, 0xFB, 0xF0, 0x64], nil), ([0xFF, 0xFB, 0x9C, 0x64], nil), ([0xFF, 0xEB, 0x90, 0x64], nil),
            ([0xFF, 0xFB], nil), ([0xFF, 0xFE, 0x3C, 0x00], nil), ([0x1A, 0x45, 0xDF, 0xA3], .webm),
            ([0xFF, 0xD8, 0xFF, 0xE0], nil),
        ] as [([UInt8], AudioType?)]
    )
    func frames(bytes: [UInt8], type: AudioType?) {
        #expect(AudioType(beginning: bytes) == type)
    }

    @Test("Every type has a name and an ending of its own, and what is not of the list is unknown")
    func list() {
        for type in AudioType.allCases {
            #expect(AudioType(mediaType: type.mediaType) == type)
            #expect(AudioType(endingOf: "/a/b\(type.fileEnding.uppercased())") == type)
        }
        for name in ["audio/x,text/html", "text/html", "", "audio/mpeg\r\nX: y", "audio/mpeg;", "AUDIO/MPEG"] {
            #expect(AudioType(mediaType: name) == .unknown)
        }
    }

    private static let wav = Array("RIFF\0\0\0\0WAVEfmt ".utf8) + CacheBench.bytes(9_984)
    private static let page = Array("<!doctype html><script>alert(1)</script>".utf8) + CacheBench.bytes(9_960)

    @Test(
        "Whatever a store calls a recording, it is told as what its bytes are, from wherever it is asked first, and after a restart",
        arguments: [
            "audio/x,text/html", "", "binary/octet-stream", "text/plain", "audio/wav, audio/mpeg", "audio/wav",
        ],
        [UpstreamRange.from(0), .from(5_000), .last(100)]
    )
    func toldByBytes(label: String, first: UpstreamRange) async throws {
        try await withBench { bench in
            bench.serve(Self.wav, tweaks: [.contentType(label)])
            var cache = try await bench.cache()
            let visit = try await cache.visit(CacheBench.key, origin: bench.origin(), first: first)
            #expect(visit.recording.validator.type == .wav)
            #expect(try await cache.play(4_000..<10_000, from: bench.origin()) == Array(Self.wav[4_000...]))
            #expect(try await cache.playWhole(from: bench.origin()) == Self.wav)
            await cache.shutDown()
            cache = try await bench.cache()
            #expect(cache.standing(of: CacheBench.key)?.contentType == "audio/wav")
            await cache.shutDown()
        }
    }

    @Test("A label that names another kind of audio does not count where the bytes are there")
    func wrongLabel() async throws {
        try await withCache { bench, cache in
            bench.serve(Self.wav, tweaks: [.contentType("audio/mpeg")])
            let visit = try await cache.visit(CacheBench.key, origin: bench.origin(), first: .from(0))
            #expect(visit.recording.validator.type == .wav)
            // The label is enough for a part, for which nothing else is asked.
            await cache.purge { _ in true }
            let asked = bench.store.requests.count
            _ = try await cache.visit(CacheBench.key, origin: bench.origin(), first: .from(5_000))
            #expect(bench.store.requests.count == asked + 1)
        }
    }

    @Test(
        "Bytes that nobody knows are told by the label, else the file's ending, else as unknown; never as MP3",
        arguments: [
            ("audio/ogg", "/1/a", .ogg), ("application/octet-stream", "/1/a.WAV", .wav), ("", "/1/a", .unknown),
            ("audio/x,text/html", "/1/a", .unknown), ("audio/secret", "/1/a.html", .unknown),
        ] as [(String, String, AudioType)]
    )
    func toldOtherwise(label: String, path: String, type: AudioType) async throws {
        try await withCache { bench, cache in
            let audio = [0] + CacheBench.audio
            bench.store.on("GET", path) { .file(audio, for: $0, tweaks: [.contentType(label)]) }
            let origin = ScriptedOrigin(urls: [bench.store.baseURL + path])
            let visit = try await cache.visit(CacheBench.key, origin: origin, first: .from(0))
            #expect(visit.recording.validator.type == type)
        }
    }

    @Test("A page is refused however it is asked for, and the second host's audio is given in its place")
    func page() async throws {
        try await withCache { bench, cache async throws in
            bench.serve(Self.page, tweaks: [.contentType("text/html")])
            bench.store.on("GET", CacheBench.secondPath) { .file(Self.wav, for: $0) }
            for range in [0..<10_000, 5_000..<10_000] as [Range<Int64>] {
                #expect(await cache.failure(range, from: bench.origin()) == .storeRefused)
            }
            #expect(cache.totals.recordings == 0)
            #expect(try await cache.playWhole(from: bench.origin(2)) == Self.wav)
            #expect(cache.standing(of: CacheBench.key)?.contentType == "audio/wav")
        }
    }
}
