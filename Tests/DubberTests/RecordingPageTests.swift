import Dubber
import Foundation
import Recordings
import Testing

@Suite("Reading lists and details")
struct RecordingPageTests {
    static let sample = #"""
        {"self":"https://api.dubber.net/au/v1/accounts/acme/recordings",
         "recordings":[{
          "self":"https://api.dubber.net/au/v1/recordings/0412345678","id":"0412345678",
          "to":"0800111222","from":"+6495550100","from_label":"Pat Example",
          "call_type":"outbound","recording_type":"recording","channel":"Pat Example",
          "status":"Active","start_time":"Mon, 03 Dec 2018 10:00:00 +1300","duration":30,
          "expiry_time":"Sun, 03 Mar 2019 10:00:33 +1300","dub_point_id":"0a1b2c3d4e5f60718293",
          "meta_tags":{"recording-platform":"broadworks","external-tracking-ids":"u-1, u-2",
           "recorder-call-id":"BW210000123021218-123456789@192.0.2.10","external-call-id":"callhalf-1234567890:0"},
          "date_created":"Sun, 02 Dec 2018 21:00:33 +0000","date_updated":"Mon, 03 Dec 2018 03:00:00 +0000"}]}
        """#

    @Test("The documented list is read in full")
    func documented() throws {
        let page = try RecordingPage(Array(Self.sample.utf8))
        let recording = try #require(page.recordings.first)
        #expect(recording.recordingID.rawValue == "0412345678")
        #expect(recording.from == "+6495550100")
        #expect(recording.to == "0800111222")
        #expect(recording.direction == .outbound)
        #expect(!recording.isVoicemail)
        #expect(recording.startTime == (try Date("2018-12-02T21:00:00Z", strategy: .iso8601)))
        #expect(recording.durationSeconds == 30)
        #expect(recording.expiryTime == (try Date("2019-03-02T21:00:33Z", strategy: .iso8601)))
        #expect(recording.externalCallID == "callhalf-1234567890:0")
        #expect(recording.externalTrackingIDs == ["u-1", "u-2"])
    }

    @Test("Labels, status, a hold and a mark before the JSON are read")
    func more() throws {
        let text = #"""
            {"recordings":[
             {"id":"1","from":"+6495550100","from_label":"Pat Example","to":"0800111222","to_label":" ","status":"Active",
              "start_time":"2018-12-03T10:00:00+13:00","expiry_time":"2019-03-03T10:00:33+13:00"},
             {"id":"2","status":"processing","held":true,"start_time":"2018-12-03T10:00:00Z","expiry_time":"2019-03-03T10:00:33Z"},
             {"id":"3","status":null,"held":"false","start_time":"2018-12-03T10:00:00Z","expiry_time":"2019-03-03T10:00:33Z"}]}
            """#
        let page = try RecordingPage([0xEF, 0xBB, 0xBF] + Array(text.utf8))
        #expect(page.recordings.map(\.fromLabel) == ["Pat Example", nil, nil])
        #expect(page.recordings.map(\.toLabel) == [nil, nil, nil])
        #expect(page.recordings.map(\.isReady) == [true, false, true])
        #expect(page.recordings.map { $0.expiryTime == nil } == [false, true, false])
        let start = try Date("2018-12-02T21:00:00Z", strategy: .iso8601)
        #expect(page.recordings[0].startTime == start)
    }

    @Test("Where an item cannot be read, the page tells from when to when its recording may have begun")
    func doubts() throws {
        func item(_ id: String, _ minute: Int) -> String {
            #"{"id":"\#(id)","start_time":"2018-12-03T10:\#(minute):00Z"}"#
        }
        func moment(_ minute: Int) throws -> Date { try Date("2018-12-03T10:\(minute):00Z", strategy: .iso8601) }
        let items = [
            "7", item("1", 50), #"{"id":"2","start_time":"soon"}"#, item("3", 30),
            #"{"id":4,"start_time":"2018-12-03T10:20:00Z"}"#,
            item("5", 15), "{}",
        ]
        let page = try RecordingPage(Array("{\"recordings\":[\(items.joined(separator: ","))]}".utf8))
        #expect(
            page.doubts == [
                try moment(50)...Date.distantFuture, try moment(30)...moment(50), try moment(20)...moment(20),
                Date.distantPast...(try moment(15)),
            ]
        )
        let clean = try RecordingPage(Array("{\"recordings\":[\(item("1", 50))]}".utf8))
        #expect(clean.doubts.isEmpty)
    }

    @Test("One bad item does not spoil the page, and an id that is a number is bad")
    func lenient() throws {
        let text = #"""
            {"recordings":[{"id":9007199254740993,"start_time":"Mon, 03 Dec 2018 10:00:00 +1300"},{"id":"2","start_time":"soon"},7,
             {"id":"9007199254740993123","start_time":"Mon, 3 Dec 2018 10:00:00 +1300","duration":"31","meta_tags":{"n":1}}]}
            """#
        let page = try RecordingPage(Array(text.utf8))
        #expect(page.recordings.map(\.recordingID.rawValue) == ["9007199254740993123"])
        #expect(page.recordings.first?.durationSeconds == 31)
        #expect(page.itemCount == 4)
        #expect(page.unreadableCount == 3)
    }

    @Test(
        "What is no list is not taken for an empty one",
        arguments: ["", "<html></html>", "{}", "[]", #"{"recordings":[{}]}"#]
    )
    func refused(text: String) {
        #expect(throws: DubberError.unexpectedAnswer) { try RecordingPage(Array(text.utf8)) }
    }

    @Test("A presigned address is decoded from JSON and otherwise left as it is")
    func presigned() throws {
        let text = #"{"id":"1","recording_url":"https:\/\/a.example\/x%2Fy%2fz?sig=a%3D%3d+b==&t=\u0041"}"#
        let detail = try RecordingDetail(Array(text.utf8))
        #expect(detail.recordingURL?.reveal() == "https://a.example/x%2Fy%2fz?sig=a%3D%3d+b==&t=A")
        #expect(detail.recording == nil)
    }

    @Test(
        "The account is found in every likely shape of a profile",
        arguments: [
            #"{"account":"acme"}"#, #"{"account":"https://api.dubber.net/uk1/v1/accounts/acme"}"#,
            #"{"account_id":"acme"}"#,
            #"{"account":{"id":"acme"}}"#, #"{"account":{"self":"https://x/v1/accounts/acme/"}}"#,
            #"{"account":{"slug":"acme","id":"7"}}"#,
            #"{"self":"https://x/v1/accounts/acme/users/1"}"#, #"{"accounts":[{"id":"acme"}]}"#,
            #"{"type":"Account","id":"acme"}"#,
            #"{"user":{"account":"acme"}}"#,
        ]
    )
    func profile(text: String) throws {
        #expect(try ProfileReply.account(Array(text.utf8)) == "acme")
    }

    @Test(
        "A profile that names no account, or several, leaves the account unknown",
        arguments: [#"{}"#, #"{"accounts":[{"id":"a"},{"id":"b"}]}"#, #"{"id":"u-1"}"#, #"{"account":"a b"}"#]
    )
    func noAccount(text: String) {
        #expect(throws: DubberError.accountUnknown) { try ProfileReply.account(Array(text.utf8)) }
    }

    @Test("Everything but unreserved characters is percent-encoded")
    func encoding() {
        #expect(FormEncoding.query([("listener", "pat+x@example.com")]) == "?listener=pat%2Bx%40example.com")
        #expect(FormEncoding.encoded("ü/\u{1}~") == "%C3%BC%2F%01~")
    }
}
