import Foundation
import Service
import Testing

/// The keys of audio URLs, and what a rotation leaves working.
@Suite("Signing keys", .timeLimit(.minutes(6)))
struct SigningKeyTests {
    /// What a URL is accepted for in all: its lifetime and the grace of playbacks under way.
    private static let acceptedSeconds = 900 + 21_600

    private func keyID(of url: String) throws -> String {
        try String(#require(url.firstMatch(of: /kid=([^&]+)/)?.1))
    }

    private func rotate(_ service: ServiceUnderTest, isSudden: Bool = false) throws -> [SigningKeyFile.Standing] {
        try SigningKeyFile(directory: service.folder.path)
            .rotate(acceptedForSeconds: Self.acceptedSeconds, isSudden: isSudden, now: service.clock.now)
    }

    /// Asks until the service signs with that key.
    private func freshURL(signedWith keyID: String, by service: ServiceUnderTest) async throws -> String {
        while true {
            let url = try await service.audioURL()
            if try self.keyID(of: url) == keyID { return url }
        }
    }

    @Test("after a rotation new URLs are signed with the new key, and old ones work on", arguments: [Fill.cold, .warm])
    func rotation(fill: Fill) async throws {
        try await Playback.run(fill, sizeBytes: SampleCompany.audioBytes) { playback in
            let service = playback.service
            try await playback.expect("bytes=0-1", is: 0..<2)
            let keys = try rotate(service)
            #expect(keys.count == 2)
            #expect(try keys[1].keyID == keyID(of: playback.url))
            let fresh = try await freshURL(signedWith: keys[0].keyID, by: service)
            #expect(try await service.client.send("GET", fresh).bytes == playback.truth)
            try await playback.expect("bytes=5-9", is: 5..<10)
            // In its grace time the old URL still seeks; when the key is over, nothing does.
            service.clock.advance(seconds: Double(Self.acceptedSeconds) - 60)
            try await playback.expect("bytes=7-9", is: 7..<10)
            service.clock.advance(seconds: 61)
            for range in ["bytes=7-9", "bytes=150000-"] {
                #expect(try await playback.get(range).status == 403)
            }
            let kept = try SigningKeyFile(directory: service.folder.path).list(now: service.clock.now)
            #expect(kept.map(\.keyID) == [keys[0].keyID])
            let lines = String(decoding: try service.folder.bytes(of: "signing.key"), as: UTF8.self)
            #expect(lines.split(separator: "\n").count == 1)
        }
    }

    @Test("a sudden rotation refuses every URL that was given out, also on the same connection")
    func suddenRotation() async throws {
        try await Playback.run(.warm, sizeBytes: SampleCompany.audioBytes) { playback in
            let service = playback.service
            try await RawConnection.open(port: service.client.port) { connection in
                func ask() async throws -> Int {
                    try await connection.write("GET \(playback.url) HTTP/1.1\r\nHost: a\r\nRange: bytes=0-9\r\n\r\n")
                    return try await connection.readAnswer().status
                }
                #expect(try await ask() == 206)
                let keys = try rotate(service, isSudden: true)
                #expect(keys.count == 1)
                _ = try await freshURL(signedWith: keys[0].keyID, by: service)
                #expect(try await ask() == 403)
            }
        }
    }

    @Test("a second rotation is refused while two keys are live, and changes nothing")
    func twoAtMost() throws {
        let folder = try DataFolder()
        let file = SigningKeyFile(directory: folder.path)
        let start = Date(timeIntervalSince1970: 1_800_000_000)
        let first = try file.list(now: start)
        let second = try file.rotate(acceptedForSeconds: 100, isSudden: false, now: start)
        #expect(second.count == 2 && second[1].keyID == first[0].keyID)
        #expect(second[1].acceptedUntil == start.addingTimeInterval(100))
        let bytes = try folder.bytes(of: "signing.key")
        let error = #expect(throws: ServiceStartError.self) {
            try file.rotate(acceptedForSeconds: 100, isSudden: false, now: start.addingTimeInterval(99))
        }
        #expect(error == .signingKeysBothLive(until: "2027-01-15T08:01:40Z"))
        #expect(try folder.bytes(of: "signing.key") == bytes)
        let third = try file.rotate(acceptedForSeconds: 100, isSudden: false, now: start.addingTimeInterval(100))
        #expect(third.count == 2 && third[1].keyID == second[0].keyID)
        let last = try file.rotate(acceptedForSeconds: 100, isSudden: true, now: start.addingTimeInterval(101))
        #expect(last.count == 1)
        #expect(Set([first, second, third, last].map { $0[0].keyID }).count == 4)
    }

    @Test("rotations at the same moment leave a file that holds keys, for the owner alone")
    func concurrentRotations() async throws {
        let folder = try DataFolder()
        let file = SigningKeyFile(directory: folder.path)
        await withTaskGroup(of: Void.self) { tasks in
            for number in 0..<16 {
                tasks.addTask {
                    _ = try? file.rotate(acceptedForSeconds: 100, isSudden: number.isMultiple(of: 2), now: Date())
                }
            }
        }
        #expect(try (1...2).contains(file.list(now: Date()).count))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["signing.key"])
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + "/signing.key")
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test("a file whose key was made by hand is read with blanks around it, and made private")
    func ownKey() throws {
        let folder = try DataFolder()
        let key = Data(repeating: 7, count: 32).base64EncodedString()
        try folder.write(Data("  \(key) \r\n\n".utf8), to: "signing.key")
        #expect(chmod(folder.path + "/signing.key", 0o644) == 0)
        let first = try SigningKeyFile(directory: folder.path).list(now: Date())
        #expect(first.count == 1)
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + "/signing.key")
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test(
        "a file that does not hold keys is refused and left as it is",
        arguments: [
            "", "\n", "short", "c2hvcnQ=", "KEY\nKEY", "KEY\nKEY soon", "KEY\nKEY 1 2", "KEY\nKEY 1\nKEY 2", "KEY 1\n",
        ]
    )
    func badFile(text: String) throws {
        let folder = try DataFolder()
        let key = Data(repeating: 7, count: 32).base64EncodedString()
        let bytes = Data(text.replacing("KEY", with: key).utf8)
        try folder.write(bytes, to: "signing.key")
        let file = SigningKeyFile(directory: folder.path)
        let path = folder.path + "/signing.key"
        #expect(throws: ServiceStartError.signingKeyUnreadable(path: path)) { try file.list(now: Date()) }
        #expect(throws: ServiceStartError.signingKeyUnreadable(path: path)) {
            try file.rotate(acceptedForSeconds: 1, isSudden: true, now: Date())
        }
        #expect(try folder.bytes(of: "signing.key") == bytes)
    }

    @Test("a running service keeps its keys when their file is damaged, and takes over the mended one")
    func damagedWhileRunning() async throws {
        try await Playback.run(.warm, sizeBytes: SampleCompany.audioBytes) { playback in
            let service = playback.service
            let good = try service.folder.bytes(of: "signing.key")
            try service.folder.write(Data("nonsense".utf8), to: "signing.key")
            try await playback.expect("bytes=0-1", is: 0..<2)
            try service.folder.write(good, to: "signing.key")
            let keys = try rotate(service)
            _ = try await freshURL(signedWith: keys[0].keyID, by: service)
            try await playback.expect("bytes=0-1", is: 0..<2)
        }
    }

    @Test(
        "69: what is not exactly a signature of ours is refused, whichever way is taken",
        arguments: [Fill.cold, .warm]
    )
    func malformedSignatures(fill: Fill) async throws {
        try await Playback.run(fill, sizeBytes: SampleCompany.audioBytes) { playback in
            let url = playback.url
            let signature = try String(#require(url.firstMatch(of: /sig=(.+)$/)?.1))
            let base = String(url.dropLast(signature.count))
            // The last character carries two bits that no signature has.
            let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
            let last = try #require(alphabet.firstIndex(of: signature.last ?? "A"))
            let strayBits = signature.dropLast() + String(alphabet[last ^ 1])
            let malformed = [
                String(strayBits), signature + "%3D", "%20" + signature, signature + "%0A", signature + "%00",
                "-" + signature.dropFirst() + "+", String(repeating: "A", count: 43), String(repeating: "-", count: 43),
                String(repeating: "A", count: 42), String(repeating: "A", count: 44), "A",
                String(repeating: "A", count: 10_000), String(repeating: "%C3%A9", count: 43),
                String(repeating: "%C3%A9", count: 21) + "A", signature.uppercased(), signature.lowercased(),
                "null", "undefined", "0", "%ff%fe",
            ]
            for text in malformed where text != signature {
                for suffix in ["", "&download=1"] {
                    let answer = try await playback.service.client.send("GET", base + text + suffix)
                    #expect(answer.status == 403, "\(text.prefix(60))")
                    #expect(try answer.problem.code == "signatureInvalid", "\(text.prefix(60))")
                }
            }
            // Of a parameter that comes twice one is taken, and the signature covers whichever that is.
            for twice in ["&user=visitor", "&exp=9999999999", "&kid=0", "&sig=A"] {
                let appended = try await playback.service.client.send("GET", url + twice)
                #expect(appended.status == 403 || appended.bytes == playback.truth)
                let question = try #require(url.firstIndex(of: "?"))
                let prepended = url[...question] + twice.dropFirst() + "&" + url[url.index(after: question)...]
                let answer = try await playback.service.client.send("GET", String(prepended))
                #expect(answer.status == 403 || answer.bytes == playback.truth)
            }
            try await playback.expect("bytes=0-1", is: 0..<2)
        }
    }

    @Test("a rotation leaves the webhooks' addresses as they are")
    func hooksStay() async throws {
        try await ServiceUnderTest.run { service in
            let target = "/v1/hooks/dubber/\(SampleCompany.office)"
            let before = try await service.client.asAdmin("GET", target)
            #expect(before.status == 200)
            let keys = try rotate(service, isSudden: true)
            _ = try await freshURL(signedWith: keys[0].keyID, by: service)
            let after = try await service.client.asAdmin("GET", target)
            #expect(after.text == before.text)
        }
    }

    @Test("webhooks registered before they had a key of their own keep working")
    func oldHooks() async throws {
        let setup = Setup()
        let folder = try DataFolder()
        try await RunningSimulator.run(setup) { provider in
            let target = "/v1/hooks/dubber/\(SampleCompany.office)"
            // As an older version left it: a signing key alone.
            try folder.write(Data((Data(repeating: 7, count: 32).base64EncodedString() + "\n").utf8), to: "signing.key")
            let first = Mutexed("")
            try await ServiceUnderTest.run(setup, over: provider, in: folder) { service in
                first.value = try await service.client.asAdmin("GET", target).text
                _ = try rotate(service, isSudden: true)
            }
            let (hooks, signing) = (try folder.bytes(of: "hooks.key"), try folder.bytes(of: "signing.key"))
            #expect(hooks != signing)
            try await ServiceUnderTest.run(setup, over: provider, in: folder) { service in
                let text = try await service.client.asAdmin("GET", target).text
                #expect(text == first.value)
            }
        }
    }
}
