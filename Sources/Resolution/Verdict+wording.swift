internal import Recordings

extension Verdict {
    /// A sentence for the person who reads the report.
    package var message: String {
        switch self {
        case .entry(let entry):
            "Recordings are looked for through the integration entry \"\(entry.description)\"."
        case .featureDisabled:
            "Call recording integration is switched off."
        case .unknownUser:
            "The user is not known here, so no recording can be played."
        case .notAssigned:
            "The user has no \"Recording Playback\" assignment."
        case .unknownTelephonyServer:
            "The Telephony Server that the report was run across is not known here."
        case .entryMissing(.demonstrationSimulator):
            "The demonstration entry does not exist any more."
        case .entryMissing(let guid):
            "The integration entry assigned to the user, \(guid), does not exist any more."
        case .outOfScope(let entry):
            "The assigned integration entry \"\(entry.description)\" (\(entry.scope)) does not cover the user's scope."
        }
    }

    /// What an administrator does about it; a sentence.
    package var remedy: String {
        switch self {
        case .entry:
            "Nothing needs to be changed."
        case .featureDisabled:
            "Set features.callRecordingIntegration to true, and restart the service."
        case .unknownUser:
            "Import the user, or correct the spelling: usernames are compared exactly."
        case .notAssigned:
            "Assign an integration entry to the user in its \"Recording Playback\" setting."
        case .unknownTelephonyServer:
            "Import the Telephony Server, or correct the telSysID of the request."
        case .entryMissing(.demonstrationSimulator):
            "Restart the service: it puts the demonstration entry back; then import its hosts and credentials."
        case .entryMissing:
            "Assign an existing integration entry to the user, or import the missing one again."
        case .outOfScope:
            "Assign an entry whose Telephony Server or Partition is the user's own, or widen the entry's scope."
        }
    }
}
