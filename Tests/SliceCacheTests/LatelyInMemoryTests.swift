import SliceCache
import Testing

@Suite("What the system was lately found to hold in memory")
struct LatelyInMemoryTests {
    private let part = LatelyInMemory.partBytes

    @Test("A part is known where it was found, as a whole, and for moments")
    func knows() {
        var lately = LatelyInMemory(sizeBytes: 10 * part + 5)
        #expect(!lately.has(0..<1, now: 100))
        lately.found(part - 1..<part + 1, now: 100)
        #expect(lately.has(0..<2 * part, now: 100))
        #expect(lately.has(5..<6, now: 101))
        #expect(!lately.has(0..<2 * part + 1, now: 100))
        #expect(!lately.has(2 * part..<2 * part + 1, now: 100))
        #expect(!lately.has(5..<6, now: 100 + Int32(LatelyInMemory.lifetimeSeconds)))
        lately.found(10 * part..<10 * part + 5, now: 103)
        #expect(lately.has(10 * part + 4..<10 * part + 5, now: 103))
    }

    @Test("What was found in the machine's first second is not taken for never")
    func firstSecond() {
        var lately = LatelyInMemory(sizeBytes: 100)
        lately.found(0..<100, now: 0)
        #expect(lately.has(0..<1, now: 1))
        #expect(!LatelyInMemory(sizeBytes: 100).has(0..<1, now: 0))
    }

    @Test("Parts reach from border to border, the last one to the file's end")
    func parts() {
        let lately = LatelyInMemory(sizeBytes: 2 * part + 5)
        #expect(lately.parts(of: 1..<2) == 0..<part)
        #expect(lately.parts(of: part - 1..<part + 1) == 0..<2 * part)
        #expect(lately.parts(of: 2 * part..<2 * part + 5) == 2 * part..<2 * part + 5)
        #expect(lately.parts(of: 0..<2 * part) == 0..<2 * part)
    }
}
