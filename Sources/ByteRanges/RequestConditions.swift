/// The headers of a request that decide between the whole, a part, or neither; all but the range as they came.
package struct RequestConditions: Hashable, Sendable {
    /// `nil` also where the header is to be ignored.
    package var range: RangeHeader?
    package var ifRange: String?
    package var ifMatch: String?
    package var ifNoneMatch: String?
    package var ifModifiedSince: String?
    package var ifUnmodifiedSince: String?

    package init(
        range: String? = nil,
        ifRange: String? = nil,
        ifMatch: String? = nil,
        ifNoneMatch: String? = nil,
        ifModifiedSince: String? = nil,
        ifUnmodifiedSince: String? = nil
    ) {
        self.range = range.flatMap { RangeHeader($0) }
        self.ifRange = ifRange
        self.ifMatch = ifMatch
        self.ifNoneMatch = ifNoneMatch
        self.ifModifiedSince = ifModifiedSince
        self.ifUnmodifiedSince = ifUnmodifiedSince
    }

    /// Takes them out of a request's header fields.
    ///
    /// - Parameter field: a field's value by its name.
    package init(_ field: (_ name: String) -> String?) {
        self.init(
            range: field("Range"),
            ifRange: field("If-Range"),
            ifMatch: field("If-Match"),
            ifNoneMatch: field("If-None-Match"),
            ifModifiedSince: field("If-Modified-Since"),
            ifUnmodifiedSince: field("If-Unmodified-Since")
        )
    }
}
