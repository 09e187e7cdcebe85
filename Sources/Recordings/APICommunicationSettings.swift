/// Where an entry's provider is and how to sign in there: the `APICommunicationSettings` container of the Web Services API.
///
/// What a provider makes of the four credentials is its own affair; Dubber's reading is in `DubberCredentials.swift`.
package struct APICommunicationSettings: Hashable, Sendable {
    /// The host asked first: host name plus path, without a scheme, such as `api.dubber.net/uk1`.
    package let ipAddrOrHost1: String
    /// The host asked when the first fails or does not have the recording; empty when there is none.
    package let ipAddrOrHost2: String
    package let authUserID1: Secret
    package let authUserID2: Secret
    package let apiParameter1: Secret
    package let apiParameter2: Secret

    package init(
        ipAddrOrHost1: String,
        ipAddrOrHost2: String,
        authUserID1: Secret,
        authUserID2: Secret,
        apiParameter1: Secret,
        apiParameter2: Secret
    ) {
        self.ipAddrOrHost1 = ipAddrOrHost1
        self.ipAddrOrHost2 = ipAddrOrHost2
        self.authUserID1 = authUserID1
        self.authUserID2 = authUserID2
        self.apiParameter1 = apiParameter1
        self.apiParameter2 = apiParameter2
    }

    /// The host fields that name a host at all, in the order in which they are asked: of nothing but spaces a field names none.
    package var hostFields: [(position: HostPosition, text: String)] {
        [(HostPosition.first, ipAddrOrHost1), (.second, ipAddrOrHost2)]
            .filter { !$0.1.allSatisfy(\.isWhitespace) }
    }
}
