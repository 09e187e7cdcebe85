/// The console's pictures: drawn in lines, as large as the text beside them and in its colour, and never alone in saying something.
package enum ConsoleIcon: String, Sendable, CaseIterable {
    case wave, list, search, copy, download, play, pause, back, forward, chevron, user, tree, server, partition, pulse
    case plus
    case inbound, outbound, `internal`
    case available, processing, notFound, notAssigned, outOfScope, featureDisabled, expired, ambiguous, providerError
    case unknown, invalid, asking

    /// Refers to the sprite that each page carries.
    package var html: HTML {
        "<svg class=\"icon\" aria-hidden=\"true\"><use href=\"#i-\(rawValue)\"/></svg>"
    }

    /// All pictures, once in each page; scripts refer to them as well.
    static let sprite: HTML = """
        <svg class="sprite" aria-hidden="true">
        \(allCases.map { "<symbol id=\"i-\($0.rawValue)\" viewBox=\"0 0 24 24\">\($0.drawing)</symbol>" as HTML })
        </svg>
        """

    private var drawing: HTML {
        switch self {
        case .wave: "<path d=\"M3 10v4M7.5 6v12M12 3v18M16.5 7v10M21 10v4\"/>"
        case .list: "<path d=\"M8 6h13M8 12h13M8 18h13M3.5 6h.01M3.5 12h.01M3.5 18h.01\"/>"
        case .search: "<circle cx=\"11\" cy=\"11\" r=\"7\"/><path d=\"m20 20-4-4\"/>"
        case .copy: "<rect x=\"8\" y=\"8\" width=\"12\" height=\"12\" rx=\"2\"/><path d=\"M16 8V4H4v12h4\"/>"
        case .download: "<path d=\"M12 4v11m-5-5 5 5 5-5M4 20h16\"/>"
        case .play: "<path d=\"M7 4.5v15l12-7.5z\" fill=\"currentColor\"/>"
        case .pause: "<path d=\"M8 5v14M16 5v14\" stroke-width=\"4\"/>"
        case .back: "<path d=\"M4 4v5h5M4.6 9A8.5 8.5 0 1 1 3.5 13\"/>"
        case .forward: "<path d=\"M20 4v5h-5M19.4 9A8.5 8.5 0 1 0 20.5 13\"/>"
        case .chevron: "<path d=\"m9 5 7 7-7 7\"/>"
        case .user: "<circle cx=\"12\" cy=\"8\" r=\"4\"/><path d=\"M4 21c1-5 4-7 8-7s7 2 8 7\"/>"
        case .tree: "<path d=\"M3 3h8v5H3zM6 8v11h7M6 13h7M14 10.500h7v5h-7zM14 17h7v4h-7z\"/>"
        case .server: "<path d=\"M4 4h16v7H4zM4 13h16v7H4zM8 7.500h.01M8 16.500h.01\"/>"
        case .partition: "<path d=\"M4 4h16v16H4zM4 12h16M12 12v8\"/>"
        case .pulse: "<path d=\"M2 12h5l3-8 4 16 3-8h5\"/>"
        case .plus: "<path d=\"M12 5v14M5 12h14\"/>"
        case .inbound: "<path d=\"M18 6 6 18M6 9v9h9\"/>"
        case .outbound: "<path d=\"M6 18 18 6M9 6h9v9\"/>"
        case .internal: "<path d=\"M4 9h16l-4-4M20 15H4l4 4\"/>"
        case .available: "<path d=\"m5 12.5 4.5 4.5L19 7\"/>"
        case .processing: "<circle cx=\"12\" cy=\"12\" r=\"9\"/><path d=\"M12 7v5l3.5 2\"/>"
        case .notFound: "<circle cx=\"12\" cy=\"12\" r=\"9\"/><path d=\"M8 12h8\"/>"
        case .notAssigned: "<circle cx=\"10\" cy=\"8\" r=\"4\"/><path d=\"M3 21c.8-5 3.5-7 7-7M15 15l6 6M21 15l-6 6\"/>"
        case .outOfScope: "<circle cx=\"12\" cy=\"12\" r=\"9\"/><path d=\"M5.6 5.600l12.8 12.8\"/>"
        case .featureDisabled: "<path d=\"M12 3v8M7 6.200a8 8 0 1 0 10 0\"/>"
        case .expired: "<path d=\"M7 3h10M7 21h10M8 3c0 5 8 6 8 9s-8 4-8 9M16 3c0 5-8 6-8 9s8 4 8 9\"/>"
        case .ambiguous:
            "<rect x=\"4\" y=\"4\" width=\"11\" height=\"11\" rx=\"2\"/><path d=\"M19 9v8a2 2 0 0 1-2 2H9\"/>"
        case .providerError: "<path d=\"M12 4 2.5 20h19zM12 10v4M12 17h.01\"/>"
        case .unknown:
            "<circle cx=\"12\" cy=\"12\" r=\"9\"/><path d=\"M9.5 9.500a2.5 2.5 0 1 1 3.5 2.500c-.8.4-1 .8-1 1.500M12 17h.01\"/>"
        case .invalid: "<circle cx=\"12\" cy=\"12\" r=\"9\"/><path d=\"m9 9 6 6M15 9l-6 6\"/>"
        case .asking: "<path d=\"M6 12h.01M12 12h.01M18 12h.01\" stroke-width=\"3\"/>"
        }
    }
}
