package import Recordings

/// Where the key that the registry's values are sealed with comes from.
package enum RegistryKeySource: Sendable {
    /// A file, made at the first start; `nil` is `registry.key` beside the database.
    case file(path: String?)
    /// Given in Base64, such as by the environment; kept nowhere. The second is what a rotation seals with, and tried too.
    case given(Secret, new: Secret?)
}
