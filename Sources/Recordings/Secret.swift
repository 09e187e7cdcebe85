/// A text that must never reach a log, an answer or an error: a credential, a token, a password.
///
/// Printing, interpolating, dumping or mirroring it gives `***`. Whoever really needs the text says so by calling ``reveal()``,
/// which is easy to search for.
package struct Secret: Sendable, Hashable {
    private let text: String

    package init(_ text: String) {
        self.text = text
    }

    /// The text itself, for the one place that sends or seals it.
    package func reveal() -> String {
        text
    }

    /// Whether there is nothing to keep secret.
    package var isEmpty: Bool {
        text.isEmpty
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "***" }
    package var debugDescription: String { "***" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
