import Recordings
import Testing

struct RecordingIDTests {
    @Test("Ids keep their text, leading zeros included", arguments: ["0412345678", "a-b_c.d", "9"])
    func accepted(text: String) {
        #expect(RecordingID(text)?.rawValue == text)
    }

    @Test("What could not stand in a path is refused", arguments: ["", ".", "..", "a/b", "a b", "a%2f", "é", "a?b"])
    func refused(text: String) {
        #expect(RecordingID(text) == nil)
    }

    @Test("Ids have a longest length")
    func longest() {
        #expect(RecordingID(String(repeating: "7", count: RecordingID.maximumLength)) != nil)
        #expect(RecordingID(String(repeating: "7", count: RecordingID.maximumLength + 1)) == nil)
    }
}
