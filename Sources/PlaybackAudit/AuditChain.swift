internal import Crypto
internal import Foundation

/// How an audit's rows are chained, and what stands for removed ones is told from what does not; pure.
struct AuditChain: Sendable {
    /// `nil` for an audit from before the key.
    let state: AuditState?
    private let rowKey: SymmetricKey?
    private let anchorKey: SymmetricKey?

    init(key: AuditKey, state: AuditState) {
        self.state = state
        rowKey = key.derived(for: "rows", state.auditID)
        anchorKey = key.derived(for: "anchors", state.auditID)
    }

    /// The chain of an audit from before the key.
    static let unkeyed = AuditChain()

    private init() {
        state = nil
        rowKey = nil
        anchorKey = nil
    }

    /// What a row holds of itself and of the row before it.
    func hash(of record: AuditRecord, sequence: Int64, after previous: Data) -> Data {
        let form = record.form(sequence: sequence, after: previous)
        guard let rowKey, let state, sequence > state.unkeyedUpTo else { return Data(SHA256.hash(data: form.bytes)) }
        return form.code(with: rowKey)
    }

    /// What shows that retention set an anchor; empty without a key.
    func code(of anchor: AuditAnchor) -> Data {
        anchorKey.map { anchor.form.code(with: $0) } ?? Data()
    }

    /// Whether an anchor was set by who has the key.
    func isOurs(_ anchor: AuditAnchor) -> Bool {
        anchorKey.map { anchor.form.hasCode(anchor.code, with: $0) } ?? true
    }
}

/// What stands in the chain for the rows that retention removed.
struct AuditAnchor: Hashable, Sendable {
    /// The last row removed, and its hash.
    let upTo: Int64
    let hash: Data
    let atMilliseconds: Int64
    var code = Data()

    var form: AuditForm { AuditForm([String(upTo), hash.hex, String(atMilliseconds)]) }
}
