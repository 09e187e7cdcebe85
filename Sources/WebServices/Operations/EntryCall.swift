internal import Foundation
internal import Recordings
internal import Registry

/// A request for an operation on entries, whose sender may administer, with what the operation needs.
struct EntryCall: Sendable {
    let request: OperationRequest
    let payload: OperationPayload
    let administrator: Administrator
    let registry: Registry
    let limits: WebServicesLimits
    let address: String
    let now: Date

    var author: AuditAuthor {
        AuditAuthor(name: administrator.username, remoteAddress: address, at: now)
    }

    /// The entry that the request names.
    ///
    /// - Throws: 11400, 11401.
    func entry() throws(OperationFailure) -> IntegrationEntry {
        guard let guid = payload[.callRecIntGUID], !guid.isEmpty else { throw OperationFailure(.callRecIntGUIDMissing) }
        guard let entry = registry.snapshot.entries[CallRecIntGUID(guid)] else {
            throw OperationFailure(.callRecIntUnknown)
        }
        return entry
    }

    /// Makes a change, and says what its failure means.
    func change(_ body: () async throws(RegistryError) -> Void) async throws(OperationFailure) {
        do throws(RegistryError) {
            try await body()
        } catch {
            switch error {
            // Made by another process: taken over, so that whoever reads again sees it.
            case .entryChanged, .entryUnknown: _ = try? await registry.refreshIfChanged()
            default: break
            }
            throw OperationFailure(error)
        }
    }
}

/// An operation on entries; who may call it was decided before.
protocol EntryOperation: Sendable {
    func perform(_ call: EntryCall) async throws(OperationFailure) -> OperationResponse.Outcome
}
