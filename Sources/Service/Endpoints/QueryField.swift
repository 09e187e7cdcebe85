internal import Foundation
internal import Recordings

/// What is said of a field that a query may have.
protocol QueryParameter: Sendable {
    var name: String { get }
    var form: QueryForm { get }
    var isRequired: Bool { get }

    /// Whether a value is one.
    func accepts(_ text: String) -> Bool
}

/// A field that a query may have, and how its value is read.
struct QueryField<Value: Sendable>: QueryParameter {
    let name: String
    let form: QueryForm
    let isRequired: Bool
    /// `nil` for what is no value.
    let read: @Sendable (String) -> Value?

    init(
        _ name: String,
        _ form: QueryForm,
        isRequired: Bool = false,
        read: @escaping @Sendable (String) -> Value?
    ) {
        self.name = name
        self.form = form
        self.isRequired = isRequired
        self.read = read
    }

    func accepts(_ text: String) -> Bool { read(text) != nil }
}

extension QueryField<String> {
    static func text(_ name: String, isRequired: Bool = false) -> Self {
        Self(name, .text("a text"), isRequired: isRequired) { $0 }
    }
}

extension QueryField<Int> {
    static func wholeNumber(
        _ name: String,
        in range: ClosedRange<Int> = .min ... .max,
        isRequired: Bool = false
    ) -> Self {
        Self(name, .wholeNumber(range), isRequired: isRequired) { text in
            Int(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }
}

extension QueryField<Date> {
    static func time(_ name: String) -> Self {
        Self(name, .time) { RFC3339.date($0) }
    }
}

extension QueryField<CallRecIntGUID> {
    /// An integration entry, by its GUID.
    static var entry: Self { Self("entry", .text("a GUID")) { CallRecIntGUID($0) } }
}

extension QueryField where Value: CaseIterable & RawRepresentable<String> {
    /// One of the names that a type has.
    static func choice(_ name: String) -> Self {
        Self(name, .choice(Value.allCases.map(\.rawValue))) { Value(rawValue: $0) }
    }
}
