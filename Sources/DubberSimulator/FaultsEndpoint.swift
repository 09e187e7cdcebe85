import Foundation
import HTTPTypes

/// `/admin/faults`: `POST` switches a fault on, `GET` shows those that are on, `DELETE` clears them.
struct FaultsEndpoint: Sendable {
    private struct Answer: Encodable {
        let faults: [Fault]
    }

    /// The longest fault that is read.
    static let maximumBodyBytes = 16 << 10

    let faults: SimulatorFaults

    /// Answers with the faults that are on afterwards.
    func reply(method: HTTPRequest.Method, body: String) throws -> Reply {
        switch method {
        case .get:
            return try Reply.json(Answer(faults: faults.all))
        case .post:
            let fault: Fault
            do {
                fault = try JSONDecoder().decode(Fault.self, from: Data(body.utf8))
            } catch {
                return try Reply.json(["error": "The body is not a fault."], status: .badRequest)
            }
            guard faults.add(fault) else {
                return try Reply.json(["error": "Too many faults are on."], status: .conflict)
            }
            return try Reply.json(Answer(faults: faults.all), status: .created)
        case .delete:
            faults.clear()
            return try Reply.json(Answer(faults: []))
        default:
            return try Reply.json(["error": "GET, POST or DELETE."], status: .methodNotAllowed)
        }
    }
}
