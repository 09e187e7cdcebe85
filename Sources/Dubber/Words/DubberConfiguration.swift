package import Transport

/// Every limit and manner of speaking to Dubber.
package struct DubberConfiguration: Sendable {
    /// How often and how patiently a request is made again.
    package struct Retries: Sendable {
        /// After a connection kept open turned out to be closed: at once, on another.
        package var connectionRetries = 2
        /// After 1021 or 429.
        package var rateLimitRetries = 3
        package var rateLimitDelay = Duration.milliseconds(1_100)
        /// After 1024; the delay doubles.
        package var capacityRetries = 2
        package var capacityDelay = Duration.seconds(1)
        /// A longer `Retry-After` is passed on instead of waited for.
        package var longestDelay = Duration.seconds(5)

        package init() {}
    }

    /// Starts in any one second, per key and host.
    ///
    /// Source: Dubber API, Errors and limits (A).
    package var requestsPerSecond = 2
    package var requestsPerDay = 5_000
    /// Source: Dubber API, Token (A/B).
    package var tokenRequestsPerDay = 500
    /// Requests that wait for their turn, per key and host, however long that takes; one more is not asked, unless its turn comes soon.
    package var maximumWaitingRequests = 256
    /// Beyond them as many wait as have their turn within this time: as long as somebody waits for an answer.
    package var turnPatience = Duration.seconds(60)
    /// Keys and hosts whose allowance is kept.
    package var maximumQuotaKeys = 10_000

    /// Items of a list page: of a first one, and wherever few lead down; one with fewer is the last of its list.
    ///
    /// Source: Dubber API, Recordings (B: 100 and 500 used).
    package var pageSize = 100
    /// Items of a further page of an account's list where several lead down.
    ///
    /// A host that does not give so many is asked for what it gives. Not above ``pageSize``, no page is longer than that.
    ///
    /// Source: Dubber API, Recordings (B: 100 and 500 used); record 0060.
    package var longPageSize = 500
    /// Items that a list page may hold: far more than are ever asked for; a longer page is not read.
    package var maximumPageItems = 2_000
    /// The e-mail address sent as `listener` where the host field names none; `nil` sends an empty one.
    ///
    /// Without the parameter details carry no `recording_url`. Source: Dubber API, Recordings (A/B).
    package var listener: String?
    /// The longest answer that is read, in bytes: a list page, with 8 KiB for each of 500 items, which take about one.
    package var maximumReplyBytes = 4 * 1024 * 1024
    /// The same of all other answers.
    package var maximumDetailBytes = 256 * 1024
    package var limits = TransferLimits(
        connect: .seconds(5),
        firstByte: .seconds(15),
        stall: .seconds(15),
        total: .seconds(45)
    )
    package var retries = Retries()

    /// List pages and number lookups that one request may ask of one host.
    package var callsPerLookup = 20
    /// The percentage of a day's requests that searches may take which go on after a request was answered, and all calls for rows so far down that
    /// one request cannot reach them.
    package var searchPercentOfDay = 50
    /// Rows that one host is searched for at a time, beyond one request.
    package var maximumSearchedRows = 5_000
    /// Rows so few that asking for their numbers is weighed against paging.
    package var loneRows = 5
    /// Pages of one number's list that are read before paging the account's list instead.
    package var pagesPerNumber = 2
    /// How old what a list said may be before it no longer stands for a call that might still be listed.
    package var freshness = Duration.seconds(30)
    /// The same for a call that ended moments ago.
    package var recentFreshness = Duration.seconds(5)
    /// How long after its end a call's recording may still arrive.
    ///
    /// Source: Dubber API, Recordings (A: 1 to 8 s, four calls).
    package var settling = Duration.seconds(180)
    /// Later than this after its end no recording of a call is expected to arrive.
    ///
    /// Up to then, "not found" is believed for as long again as the call had ended when the list was read.
    package var latestArrival = Duration.seconds(86_400)
    /// The length assumed of a call whose duration the report does not know.
    package var assumedCallLength = Duration.seconds(3_600)
    package var processingRetryAfterSeconds = 10
    package var unknownRetryAfterSeconds = 5
    package var tolerances = MatchTolerances()
    /// Candidates kept for each finding.
    package var maximumCandidates = 5
    /// Findings of requests with more rows keep no candidates: nobody looks at the criteria of a whole page.
    package var explainedRows = 20

    /// A token is renewed so long before it expires.
    package var tokenRenewal = Duration.seconds(300)
    /// A token refused as soon as it was granted, or an account that cannot be told, is not tried again so soon.
    ///
    /// Refused credentials and keys are not tried again until the entry changes.
    package var refusalCoolDown = Duration.seconds(600)
    /// The second host is asked as well when the first has not answered for so long; `nil` waits for the first one's answer.
    package var hedgeDelay: Duration?
    /// After a webhook's event the head of the list is read at once, but no more often than this.
    package var hookPause = Duration.seconds(60)
    /// How long a recording's location is used before it is asked for again.
    package var locationLifetime = Duration.seconds(600)
    package var maximumLocations = 10_000
    /// A replacement that is refused younger than this was never good: the next host is asked.
    package var youngestExpiry = Duration.seconds(30)
    /// Accounts remembered from `/profile`, and tokens kept.
    package var maximumAccounts = 10_000

    package init() {}

    /// Requests that searches may make in a day.
    var searchesPerDay: Int {
        requestsPerDay / 100 * searchPercentOfDay + requestsPerDay % 100 * searchPercentOfDay / 100
    }
}
