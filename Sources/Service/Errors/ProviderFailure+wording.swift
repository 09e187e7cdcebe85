internal import Recordings

extension ProviderFailure {
    /// A sentence for the person who reads the report.
    var message: String {
        switch self {
        case .hostNotUsable: "The integration entry names no provider host that can be used."
        case .unreachable: "The recording provider cannot be reached."
        case .timedOut: "The recording provider does not answer in time."
        case .credentialsRefused: "The recording provider refused the entry's credentials."
        case .keyRefused: "The recording provider does not accept the entry's application key."
        case .notPermitted: "The recording provider does not permit this account to be asked."
        case .rateLimited: "The recording provider takes no more requests at the moment."
        case .quotaExhausted: "The recording provider's quota for today is used up."
        case .overloaded: "The recording provider is overloaded or failing."
        case .unexpectedAnswer: "The recording provider answered with something that is not its API."
        case .accountUnknown: "The recording provider's account behind the entry cannot be told."
        case .audioWithheld: "The recording provider has the recording, but gives no address of its audio."
        case .recordingNotReady: "The recording provider is still at work on the recording."
        }
    }

    /// What an administrator does about it; a sentence.
    var remedy: String {
        switch self {
        case .hostNotUsable:
            "Correct IPAddrOrHost1 and IPAddrOrHost2 of the entry: host name and region, such as api.dubber.net/uk1."
        case .unreachable, .timedOut:
            "Check the entry's host fields, name resolution and the way to the provider; see the calls of each host."
        case .credentialsRefused:
            "Correct the entry's credentials: AuthUserID1, APIParameter1, AuthUserID2 and APIParameter2."
        case .keyRefused:
            "Ask the provider about the application key in AuthUserID1: it is unknown there or inactive. Keys are of one region: "
                + "one that serves api.dubber.net/uk1 does not serve another."
        case .notPermitted:
            "Ask the provider which permission or plan feature the account lacks: reading recordings needs the Premium API."
        case .rateLimited:
            "Try again in a moment; if it stays so, another program uses the same key."
        case .quotaExhausted:
            "Wait for the quota to be renewed, or ask the provider for a larger one."
        case .overloaded, .unexpectedAnswer:
            "Try again later; if it stays so, ask the provider, naming the status and code of the calls."
        case .audioWithheld:
            "Name somebody who may listen to the account's recordings: dubber.listener, or ?listener=… at the end of the entry's host "
                + "fields; if that is set, ask the provider whether the key's plan includes listening (the Premium API)."
        case .recordingNotReady:
            "Wait a moment; if it stays so, ask the provider about the recording's status."
        case .accountUnknown:
            "Put the account at the end of the host fields, such as api.dubber.net/uk1/accounts/acme."
        }
    }
}
