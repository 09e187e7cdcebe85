/// Path and query of a page of ours, safe to be sent on to: it cannot lead to another host.
struct LocalTarget: Sendable, Hashable {
    static let start = LocalTarget(text: "/")
    /// The longest one, in bytes; every field of a call fits.
    static let maximumBytes = 4_096

    let text: String

    private init(text: String) {
        self.text = text
    }

    /// `nil` for what is not a plain path of this host.
    ///
    /// Browsers read `//host` and `/\host` as other hosts, and drop line breaks and tabs before they look.
    init?(_ text: String) {
        let bytes = text.utf8
        guard bytes.first == UInt8(ascii: "/"), bytes.count <= Self.maximumBytes,
            bytes.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }),
            bytes.dropFirst().first != UInt8(ascii: "/")
        else { return nil }
        self.text = text
    }

    /// Escaped as a value in a query.
    var queryValue: String { FormText.escaped(text) }
}
