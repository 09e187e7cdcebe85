import Foundation
import Registry
import Testing

/// JSON that somebody sends, and merge patches of it.
struct JSONValueTests {
    private static func value(_ text: String) throws -> JSONValue { try JSONValue(reading: Data(text.utf8)) }

    /// Original, patch and result. Source: RFC 7396, Appendix A.
    static let patches = [
        (#"{"a":"b"}"#, #"{"a":"c"}"#, #"{"a":"c"}"#),
        (#"{"a":"b"}"#, #"{"b":"c"}"#, #"{"a":"b","b":"c"}"#),
        (#"{"a":"b"}"#, #"{"a":null}"#, #"{}"#),
        (#"{"a":"b","b":"c"}"#, #"{"a":null}"#, #"{"b":"c"}"#),
        (#"{"a":["b"]}"#, #"{"a":"c"}"#, #"{"a":"c"}"#),
        (#"{"a":"c"}"#, #"{"a":["b"]}"#, #"{"a":["b"]}"#),
        (#"{"a":{"b":"c"}}"#, #"{"a":{"b":"d","c":null}}"#, #"{"a":{"b":"d"}}"#),
        (#"{"a":[{"b":"c"}]}"#, #"{"a":[1]}"#, #"{"a":[1]}"#),
        (#"["a","b"]"#, #"["c","d"]"#, #"["c","d"]"#),
        (#"{"a":"b"}"#, #"["c"]"#, #"["c"]"#),
        (#"{"a":"foo"}"#, "null", "null"),
        (#"{"a":"foo"}"#, #""bar""#, #""bar""#),
        (#"{"e":null}"#, #"{"a":1}"#, #"{"e":null,"a":1}"#),
        ("[1,2]", #"{"a":"b","c":null}"#, #"{"a":"b"}"#),
        ("{}", #"{"a":{"bb":{"ccc":null}}}"#, #"{"a":{"bb":{}}}"#),
    ]

    @Test("A merge patch does what RFC 7396 says", arguments: patches.indices)
    func merged(_ index: Int) throws {
        let (original, patch, result) = Self.patches[index]
        #expect(try Self.value(original).merged(with: Self.value(patch)) == Self.value(result))
    }

    @Test(
        "What is read is written as it was",
        arguments: [#"{"a":[1,-1,0.5,true,false,null,"é\u0000/"],"b":{}}"#, "7"]
    )
    func asItWas(text: String) throws {
        let value = try Self.value(text)
        #expect(try JSONValue(reading: JSONEncoder().encode(value)) == value)
    }

    @Test("Numbers of JSON are numbers, flags are flags")
    func numbersAndFlags() throws {
        #expect(try Self.value("1") == .number(1))
        #expect(try Self.value("true") == .flag(true))
        #expect(try Self.value("0") != .flag(false))
    }

    @Test("What is no JSON is told with its line", arguments: ["{\n\"a\":", "{\n'a':1}", "{\"a\":1}\n}"])
    func noJSON(text: String) throws {
        let fault = #expect(throws: JSONFault.self) { try Self.value(text) }
        #expect(fault?.line == 2, "\(String(describing: fault))")
    }

    @Test("Brackets in thousands are refused, and bring nothing down")
    func deep() {
        let text = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
        #expect(throws: JSONFault.self) { try Self.value(text) }
    }
}
