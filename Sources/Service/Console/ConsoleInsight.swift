internal import Console
internal import Hummingbird
internal import Registry

/// The console's pages that explain: why and live; what they draw comes from the addresses below `/v1`.
struct ConsoleInsight: Sendable {
    let pages: ConsolePages

    var endpoints: [Endpoint] {
        [
            pages.endpoint("/console/why", "Why a row can or cannot be played.", for: .admin) { _, _ in
                WhyView().page
            },
            pages.endpoint("/console/live", "How the service is doing now.", for: .admin, reach: .everything) { _, _ in
                LiveView().page
            },
        ]
    }
}
