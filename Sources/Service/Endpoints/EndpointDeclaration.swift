package import HTTPTypes

/// What is said of an endpoint: the router, the check of rights and query, `Allow` and `/openapi.json` are made from it.
package struct EndpointDeclaration: Sendable {
    package let method: HTTPRequest.Method
    /// With the names of its variable parts in braces.
    package let path: String
    let sentence: String
    package let access: EndpointAccess
    /// What its query may hold.
    let query: [any QueryParameter]
    /// Whether a query may hold other names too, and any name more than once.
    let ignoresOtherNames: Bool
    /// The media type of the request's body; `nil` where it has none.
    let asks: String?
    /// The header fields that say more of a request than which it is, such as conditions.
    let headers: [String]
    /// The media types of the answer.
    let answers: [String]
    /// How what it does is answered when it is done.
    let statuses: [Int]
    /// Whether `/openapi.json` tells of it; pages and their files are for browsers.
    package let isForPrograms: Bool

    init(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ sentence: String,
        for access: EndpointAccess,
        query: [any QueryParameter] = [],
        ignoresOtherNames: Bool = false,
        asks: String? = nil,
        headers: [String] = [],
        answers: [String] = ["application/json"],
        statuses: [Int] = [200],
        isForPrograms: Bool = true
    ) {
        self.method = method
        self.path = path
        self.sentence = sentence
        self.access = access
        self.query = query
        self.ignoresOtherNames = ignoresOtherNames
        self.asks = asks
        self.headers = headers
        self.answers = answers
        self.statuses = statuses
        self.isForPrograms = isForPrograms
    }

    /// The same for `HEAD`, of an endpoint that makes heads itself.
    var ofHead: EndpointDeclaration {
        EndpointDeclaration(
            .head,
            path,
            "The head of what GET would answer.",
            for: access,
            query: query,
            ignoresOtherNames: ignoresOtherNames,
            headers: headers,
            answers: [],
            isForPrograms: isForPrograms
        )
    }
}
