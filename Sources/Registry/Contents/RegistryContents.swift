internal import Recordings

/// All of the registry that is held in memory, as of one generation.
struct RegistryContents: Sendable {
    /// Counts committed changes, in all processes.
    var generation: UInt64
    var snapshot: RegistrySnapshot
    /// The Partitions by place, for those who know a Telephony Server and a number in it.
    var partitionGUIDs: [Scope: PartitionGUID]
    /// The tokens that are accepted.
    var tokens: [TokenHash: APIToken]
}
