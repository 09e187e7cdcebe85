import Hummingbird
import NIOCore

/// A request's surroundings: the connection is kept, so that faults can break it.
struct SimulatorRequestContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let connection: Connection

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        connection = Connection(channel: source.channel)
    }
}
