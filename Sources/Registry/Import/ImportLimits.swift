/// How much an import file may hold; beyond these it is refused, not cut.
package enum ImportLimits {
    package static let maximumFileBytes = 64 * 1024 * 1024
    package static let maximumTelephonyServers = 10_000
    package static let maximumPartitions = 100_000
    package static let maximumEntries = 200_000
    package static let maximumUsers = 500_000

    /// Lengths are in Unicode scalars: any number of accents is one character to Swift.
    package static let maximumGUIDLength = 128
    package static let maximumUsernameLength = 128
    package static let maximumDescriptionLength = 256
    package static let maximumCredentialLength = 2_048
    package static let maximumPasswordLength = 1_024
}
