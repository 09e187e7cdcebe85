import Foundation
import FoundationXML
import Testing

/// An element of an answer or of the page's samples, without the white space between elements; equal when structure and order are.
struct SampleElement: Hashable, Sendable {
    var name: String
    var attributes: [String: String] = [:]
    var text = ""
    var children: [SampleElement] = []

    static func read(_ bytes: [UInt8]) throws -> SampleElement {
        let reader = Reader()
        let parser = XMLParser(data: Data(bytes))
        parser.shouldProcessNamespaces = true
        parser.delegate = reader
        guard parser.parse(), parser.parserError == nil, let root = reader.root else { throw NotXML() }
        return root.withoutIndentation
    }

    static func read(_ text: String) throws -> SampleElement {
        try read(Array(text.utf8))
    }

    func child(_ name: String) -> SampleElement? {
        children.first { $0.name == name }
    }

    /// The first descendant of a name, the element itself included.
    func first(_ name: String) -> SampleElement? {
        if self.name == name { return self }
        for child in children {
            if let found = child.first(name) { return found }
        }
        return nil
    }

    /// `nil` for success.
    var errorCode: Int? {
        child("Fail")?.child("ErrorCode").flatMap { Int($0.text) }
    }

    var errorMessage: String? {
        child("Fail")?.child("ErrorMessage")?.text
    }

    /// A property of a successful answer, or of an element that holds properties.
    func property(_ name: String) throws -> String {
        let holder = child("Success") ?? self
        return try #require(holder.children.first { $0.attributes["Name"] == name }, "no property \(name)").text
    }

    /// The elements of a list.
    var entries: [SampleElement] {
        child("Success")?.children ?? []
    }

    private var withoutIndentation: SampleElement {
        var element = self
        element.children = children.map(\.withoutIndentation)
        if !children.isEmpty { element.text = text.trimmingCharacters(in: .whitespacesAndNewlines) }
        if children.isEmpty, text.allSatisfy(\.isWhitespace) { element.text = "" }
        return element
    }

    struct NotXML: Error {}

    private final class Reader: XMLParserDelegate {
        var open: [SampleElement] = []
        var root: SampleElement?

        func parser(
            _ parser: XMLParser,
            didStartElement elementName: String,
            namespaceURI: String?,
            qualifiedName: String?,
            attributes: [String: String]
        ) {
            open.append(SampleElement(name: elementName, attributes: attributes))
        }

        func parser(
            _ parser: XMLParser,
            didEndElement elementName: String,
            namespaceURI: String?,
            qualifiedName: String?
        ) {
            guard let element = open.popLast() else { return }
            if open.isEmpty { root = element } else { open[open.endIndex - 1].children.append(element) }
        }

        func parser(_ parser: XMLParser, foundCharacters string: String) {
            if !open.isEmpty { open[open.endIndex - 1].text += string }
        }

        func parser(_ parser: XMLParser, foundCDATA block: Data) {
            if !open.isEmpty { open[open.endIndex - 1].text += String(decoding: block, as: UTF8.self) }
        }
    }
}
