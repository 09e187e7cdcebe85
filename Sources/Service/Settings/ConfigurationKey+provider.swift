internal import Dubber
internal import Transport

/// What is asked of the provider, and where.
extension ConfigurationKey {
    private static let mostHedgeMilliseconds = 60_000

    static let dubber: [ConfigurationKey] = [
        number(
            "dubber.requestsPerSecond",
            \.dubber.requestsPerSecond,
            1...1_000,
            .restart,
            "Requests that a key may make in a second: the provider's plan."
        ),
        number(
            "dubber.requestsPerDay",
            \.dubber.requestsPerDay,
            1...100_000_000,
            .restart,
            "Requests that a key may make in a day."
        ),
        number(
            "dubber.tokenRequestsPerDay",
            \.dubber.tokenRequestsPerDay,
            1...1_000_000,
            .restart,
            "Tokens that a key may ask for in a day."
        ),
        number(
            "dubber.maxCalls",
            \.callLimits.running,
            1...65_536,
            .restart,
            """
            Questions to the API at once. They have connections of their own beside cache.maxFlights.
            """
        ),
        number(
            "dubber.maxCallsPerHost",
            \.callLimits.runningPerHost,
            1...65_536,
            .restart,
            "Of them those to one host."
        ),
        number(
            "dubber.maxCallsPerEntry",
            \.callLimits.runningPerParty,
            1...65_536,
            .restart,
            "Of them those for one integration entry."
        ),
        number(
            "dubber.maxWaitingCalls",
            \.callLimits.waiting,
            0...1_000_000,
            .restart,
            "Questions that wait for a connection."
        ),
        number(
            "dubber.maxCallWaitSeconds",
            \.callLimits.waitSeconds,
            1...300,
            .restart,
            "How long one waits; then it counts as failed."
        ),
        number(
            "dubber.pageSize",
            \.dubber.pageSize,
            1...500,
            .restart,
            "Recordings on a list page; one with fewer is taken for the last of its list."
        ),
        number(
            "dubber.longPageSize",
            \.dubber.longPageSize,
            1...500,
            .restart,
            """
            Recordings on a further page where several lead down to the rows; a host that gives fewer, or refuses, is \
            asked for what it gives. Not above dubber.pageSize: no longer pages.
            """
        ),
        number(
            "dubber.callsPerLookup",
            \.dubber.callsPerLookup,
            1...1_000,
            .restart,
            """
            Calls that one availability request may make to one host; rows beyond it are answered as unknown, to be \
            asked again.
            """
        ),
        number(
            "dubber.searchPercentOfDay",
            \.dubber.searchPercentOfDay,
            0...95,
            .restart,
            """
            How much of a day's requests may go into reading lists down to calls that one availability request \
            cannot reach, in percent. Such reading goes on after the answer, which says when to ask again; 0 leaves \
            calls unknown that lie so far down.
            """
        ),
        number(
            "dubber.maxIndexedRecordings",
            \.maximumIndexedRecordings,
            1_000...1_000_000_000,
            .restart,
            """
            Recordings that the index knows, of all accounts, at about 350 bytes of disk each; beyond it the oldest \
            are let go.
            """
        ),
        number(
            "dubber.clockSkewSeconds",
            \.dubber.tolerances.clockSkewSeconds,
            0...3_600,
            .restart,
            """
            By how much a telephony server's clock may differ from the provider's where a call carries no ids.
            """
        ),
        value(
            "dubber.hedgeMilliseconds",
            \.dubber.hedgeDelay,
            .restart,
            """
            The second host is asked as well when the first has not answered for so long; 0 waits for the first \
            one's answer.
            """,
            expectation: "a whole number from 0 to \(mostHedgeMilliseconds)",
            text: { $0.map { "\($0 / .milliseconds(1))" } ?? "0" },
            read: { text in
                guard let number = Int(text), (0...mostHedgeMilliseconds).contains(number) else { return nil }
                return .some(number == 0 ? nil : .milliseconds(number))
            }
        ),
        value(
            "dubber.listener",
            \.dubber.listener,
            .restart,
            """
            The e-mail address of whom the provider takes to listen, sent as `listener` (empty as well, which is \
            enough for some accounts). An entry's account has its own at the end of the host field: \
            api.dubber.net/uk1/accounts/acme?listener=pat@example.com
            """,
            expectation: "an e-mail address, or empty",
            text: { $0 ?? "" },
            read: { text in
                guard text.isEmpty || text.contains("@") && !text.contains(" ") else { return nil }
                return .some(text.isEmpty ? nil : text)
            }
        ),
    ]

    static let egress: [ConfigurationKey] = [
        onOff(
            "egress.allowPlainHTTP",
            \.egress.allowPlainHTTP,
            .restart,
            """
            Whether a host field may say http://. With the next one it may say http://127.0.0.1:9000/uk1, for a \
            simulator on this machine.
            """
        ),
        onOff(
            "egress.allowPrivateAddresses",
            \.egress.allowPrivateAddresses,
            .restart,
            "Whether a host field may lead to this machine or its own network."
        ),
    ]
}
