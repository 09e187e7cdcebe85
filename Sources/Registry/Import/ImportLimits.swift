/// How much the objects of an import may hold; beyond these it is refused, not cut.
///
/// A file may have any number of them.
package enum ImportLimits {
    /// Of one object, in bytes.
    package static let maximumObjectBytes = 1 << 20
    /// A file up to this size is read as a whole to say what keeps it from being JSON, in bytes.
    static let maximumReadAgainBytes = 64 * 1024 * 1024

    /// Lengths are in Unicode scalars: any number of accents is one character to Swift.
    package static let maximumGUIDLength = 128
    package static let maximumUsernameLength = 128
    package static let maximumDescriptionLength = 256
    package static let maximumCredentialLength = 2_048
    package static let maximumPasswordLength = 1_024
}
