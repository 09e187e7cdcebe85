/// Finds the account in the answer of `/profile`, whose fields are not documented.
///
/// Source: Dubber API, Token: "`GET /profile` describes the authenticated resource (fields unknown)".
package enum ProfileReply {
    private static let accountFields = ["account_id", "accountId", "account_slug", "accountSlug", "account"]
    private static let ownFields = ["slug", "id", "account_id", "name"]
    private static let addressFields = [
        "self", "url", "href", "account_url", "recordings", "recordings_url", "resource_url",
    ]

    /// The account's slug.
    ///
    /// - Throws: ``DubberError/accountUnknown`` when none, or more than one, is named; ``DubberError/unexpectedAnswer``.
    package static func account(_ body: [UInt8]) throws(DubberError) -> String {
        guard let json = JSONValue(body), case .object = json else {
            throw .unexpectedAnswer
        }
        guard let account = account(in: json) else {
            throw .accountUnknown
        }
        return account
    }

    private static func account(in json: JSONValue) -> String? {
        for field in accountFields {
            if let value = json[field], let account = described(by: value) {
                return account
            }
        }
        if case .array(let accounts) = json["accounts"] {
            return accounts.count == 1 ? described(by: accounts[0]) : nil
        }
        for field in addressFields {
            if let address = json[field]?.string, let account = accountPart(of: address) {
                return account
            }
        }
        if json["type"]?.string?.lowercased() == "account" {
            return described(by: json)
        }
        for field in ["user", "profile", "data", "links", "_links"] {
            if let inner = json[field], case .object = inner, let account = account(in: inner) {
                return account
            }
        }
        return nil
    }

    /// An account given as a slug, as an address, or as an object that has either.
    private static func described(by value: JSONValue) -> String? {
        if let text = value.text {
            return text.contains("/") ? accountPart(of: text) : plain(text)
        }
        for field in addressFields {
            if let address = value[field]?.string, let account = accountPart(of: address) {
                return account
            }
        }
        for field in ownFields {
            if let text = value[field]?.text, let account = plain(text) {
                return account
            }
        }
        return nil
    }

    /// `acme` of `https://api.dubber.net/au/v1/accounts/acme/recordings`.
    private static func accountPart(of address: String) -> String? {
        let parts = address.prefix { $0 != "?" && $0 != "#" }.split(separator: "/")
        guard let marker = parts.firstIndex(of: "accounts"), marker + 1 < parts.count else {
            return nil
        }
        return plain(String(parts[marker + 1]))
    }

    private static func plain(_ text: String) -> String? {
        DubberHost.isPathPart(text[...]) ? text : nil
    }
}
