internal import Console
internal import Hummingbird
internal import Registry

/// The console's pages for administrators: why, entries, live; what they draw comes from the addresses below `/v1`.
struct ConsoleInsight: Sendable {
    let pages: ConsolePages

    func add(to router: Router<ServiceRequestContext>) {
        pages.add("/console/why", needs: .admin, to: router) { _, _ in WhyView().page }
        pages.add("/console/entries", needs: .admin, to: router) { _, _ in EntriesView().page }
        pages.add("/console/live", needs: .admin, to: router) { _, _ in LiveView().page }
    }
}
