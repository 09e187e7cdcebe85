internal import NIOCore

/// The lanes there are: one for each class of dear requests, so that none holds another.
struct WorkLanes: Sendable {
    /// Messages of the XML API, from parsing to the answer: short ones, so that many have their turn soon.
    let xml = WorkLane("xml", maximumWaiting: 2_048)
    /// Rows of availability requests, which have limits of their own: a page is shared between the cores.
    let rows = WorkLane("rows", threads: System.coreCount)
    /// Lists of what the registry holds, and what is picked out of all of it.
    let lists = WorkLane("lists")
    /// Reads of the audit.
    let audit = WorkLane("audit")
    /// What is told of the service itself.
    let figures = WorkLane("figures")
    /// Waveforms that were made before.
    let peaks = WorkLane("peaks")
}
