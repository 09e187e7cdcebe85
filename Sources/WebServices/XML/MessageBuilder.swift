internal import Foundation
internal import FoundationXML

/// Gathers what the XML parser finds into elements; stops it at the first thing that is beyond a limit.
final class MessageBuilder: XMLParserDelegate {
    private let limits: WebServicesLimits
    private var open: [MessageElement] = []
    private var elements = 0
    private(set) var root: MessageElement?
    private(set) var fault: RequestFault?

    init(limits: WebServicesLimits) {
        self.limits = limits
    }

    /// Whether every element that was opened was closed.
    var isComplete: Bool { open.isEmpty }

    func parser(
        _ parser: XMLParser,
        didStartElement elementName: String,
        namespaceURI: String?,
        qualifiedName: String?,
        attributes: [String: String]
    ) {
        guard fault == nil else { return }
        elements += 1
        guard open.count < limits.depth else { return stop(parser, .tooDeep) }
        guard elements <= limits.elements else { return stop(parser, .tooManyElements) }
        open.append(MessageElement(name: elementName, namespace: namespaceURI ?? "", attributes: attributes))
    }

    func parser(_ parser: XMLParser, didEndElement elementName: String, namespaceURI: String?, qualifiedName: String?) {
        guard fault == nil, let element = open.popLast() else { return }
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
