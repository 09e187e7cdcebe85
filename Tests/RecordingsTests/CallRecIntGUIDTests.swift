import Recordings
import Testing

@Suite struct CallRecIntGUIDTests {
    @Test(
        "A GUID is its bytes: what Unicode calls the same is another",
        arguments: [("4K:-7", "4\u{212A}:-7"), ("é", "e\u{301}"), ("`", "\u{1FEF}"), ("a;", "a\u{37E}")]
    )
    func bytes(_ one: String, _ other: String) {
        #expect(one == other)
        #expect(CallRecIntGUID(one) != CallRecIntGUID(other))
        #expect(CallRecIntGUID(one) == CallRecIntGUID(one))
        #expect([CallRecIntGUID(one): 1][CallRecIntGUID(other)] == nil)
        #expect(Set([CallRecIntGUID(one), CallRecIntGUID(other), CallRecIntGUID(one)]).count == 2)
        #expect(PartitionGUID(one) != PartitionGUID(other))
        #expect(Set([PartitionGUID(one), PartitionGUID(other), PartitionGUID(one)]).count == 2)
        #expect((CallRecIntGUID(one) < CallRecIntGUID(other)) != (CallRecIntGUID(other) < CallRecIntGUID(one)))
    }
}
