internal import Foundation
internal import FoundationXML

/// Gathers what the XML parser finds in a document within limits into elements.
final class MessageBuilder: XMLParserDelegate {
    private var open: [MessageElement] = []
    private var prefixes = NamespacePrefixes()
    private(set) var root: MessageElement?
    private(set) var fault: RequestFault?

    /// Whether every element that was opened was closed.
    var isComplete: Bool { open.isEmpty }

    func parser(_ parser: XMLParser, didStartMappingPrefix prefix: String, toURI namespaceURI: String) {
        prefixes.begin(prefix, namespaceURI)
    }

    func parser(_ parser: XMLParser, didEndMappingPrefix prefix: String) {
        prefixes.end(prefix)
    }

    func parser(
        _ parser: XMLParser,
        didStartElement elementName: String,
        namespaceURI: String?,
        qualifiedName: String?,
        attributes: [String: String]
    ) {
        guard fault == nil else { return }
        var element = MessageElement(
            name: elementName,
            namespace: namespaceURI ?? "",
            attributes: attributes,
            qualified: prefixes.qualified(attributes)
        )
        element.nilness = element.attribute(Nilness.attribute, in: Nilness.namespace).map { Nilness($0) } ?? .hasValue
        open.append(element)
    }

    func parser(_ parser: XMLParser, didEndElement elementName: String, namespaceURI: String?, qualifiedName: String?) {
        guard fault == nil, var element = open.popLast() else { return }
        if element.nilness == .isNil, !element.isEmpty { element.nilness = .contradictory }
        if open.isEmpty {
            root = element
        } else {
            open[open.endIndex - 1].children.append(element)
        }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
        guard fault == nil, !open.isEmpty else { return }
        open[open.endIndex - 1].text += string
    }

    func parser(_ parser: XMLParser, foundCDATA block: Data) {
        guard fault == nil, !open.isEmpty else { return }
        open[open.endIndex - 1].text += String(decoding: block, as: UTF8.self)
        open[open.endIndex - 1].hasCDATA = true
    }

    func parser(_ parser: XMLParser, foundInternalEntityDeclarationWithName name: String, value: String?) {
        stop(parser, .doctypeRefused)
    }

    func parser(
        _ parser: XMLParser,
        foundExternalEntityDeclarationWithName name: String,
        publicID: String?,
        systemID: String?
    ) {
        stop(parser, .doctypeRefused)
    }

    /// Also called for what `parse()` itself then calls sound, such as a second root.
    func parser(_ parser: XMLParser, parseErrorOccurred parseError: any Error) {
        fault = fault ?? .notWellFormed
    }

    private func stop(_ parser: XMLParser, _ fault: RequestFault) {
        self.fault = self.fault ?? fault
        parser.abortParsing()
    }
}
