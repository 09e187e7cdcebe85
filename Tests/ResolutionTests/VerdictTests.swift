import ExampleCompany
import Recordings
import Resolution
import Testing

struct VerdictTests {
    private static let entry = IntegrationEntry(example: Example.serverEntry, Example.headOffice, "Head office")

    @Test(
        "Each verdict has its stable reason and its state",
        arguments: [
            (Verdict.entry(entry), "entryResolved", AvailabilityState?.none),
            (.featureDisabled, "featureDisabled", .featureDisabled),
            (.unknownUser, "unknownUser", .notAssigned),
            (.notAssigned, "notAssigned", .notAssigned),
            (.unknownTelephonyServer, "unknownTelephonyServer", .invalid),
            (.entryMissing(Example.deleted), "assignedEntryMissing", .notAssigned),
            (.entryMissing(.demonstrationSimulator), "demonstrationEntryMissing", .notAssigned),
            (.outOfScope(entry), "outOfScope", .outOfScope),
        ]
    )
    func reasonsAndStates(verdict: Verdict, reason: String, state: AvailabilityState?) {
        #expect(verdict.reason == reason)
        #expect(verdict.state == state)
        #expect(verdict.message.hasSuffix("."))
        #expect(verdict.remedy.hasSuffix("."))
    }
}
