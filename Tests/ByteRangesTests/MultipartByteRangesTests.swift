import ByteRanges
import Testing

@Suite struct MultipartByteRangesTests {
    @Test("Each part names its type and place, and the length is exact")
    func framing() {
        let body = MultipartByteRanges(
            ranges: [0..<10, 20..<30],
            sizeBytes: 1000,
            contentType: "audio/wav",
            boundary: "b0"
        )
        var text = ""
        for piece in body.pieces {
            switch piece {
            case .text(let frame): text += frame
            case .audio(let range): text += String(repeating: "a", count: range.count)
            }
        }
        let expected = """
            --b0\r\nContent-Type: audio/wav\r\nContent-Range: bytes 0-9/1000\r\n\r\naaaaaaaaaa\r
            --b0\r\nContent-Type: audio/wav\r\nContent-Range: bytes 20-29/1000\r\n\r\naaaaaaaaaa\r
            --b0--\r\n
            """
        #expect(text == expected)
        #expect(body.lengthBytes == Int64(text.utf8.count))
        #expect(body.contentType == "multipart/byteranges; boundary=b0")
    }
}
