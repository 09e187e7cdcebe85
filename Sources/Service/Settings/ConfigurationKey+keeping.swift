internal import PlaybackAudit
internal import Recordings

/// Where everything is kept, and what is kept for good.
extension ConfigurationKey {
    static let data: [ConfigurationKey] = [
        text(
            "data.directory",
            \.dataDirectory,
            .restart,
            "Where databases, keys and audio are kept; made at the first start.",
            expectation: "a folder's path",
            isRight: { !$0.isEmpty }
        )
    ]

    static let registry: [ConfigurationKey] = [
        file(
            "registry.keyFile",
            \.registryKeyFile,
            .restart,
            """
            The file with the key that credentials and password verifiers are sealed with; empty for registry.key in \
            the data directory.
            """
        ),
        secret(
            "registry.key",
            \.registryKey,
            .restart,
            """
            The key itself, 32 bytes in Base64, kept in no file: to be set as RESOLVER_REGISTRY_KEY rather than \
            here.
            """
        ),
        secret(
            "registry.newKey",
            \.registryNewKey,
            .restart,
            """
            Then `key rotate` seals with this one (RESOLVER_REGISTRY_NEW_KEY); it is tried as well, so that it can \
            be set before and after.
            """
        ),
    ]

    static let audit: [ConfigurationKey] = [
        file(
            "audit.keyFile",
            \.audit.keyFile,
            .restart,
            """
            The key that the audit's rows are chained with, made at the first start; empty for audit.key in the data \
            directory. Elsewhere, out of reach of who can write the audit, it proves more.
            """
        ),
        number(
            "audit.retentionDays",
            \.audit.retentionDays,
            1...36_500,
            .restart,
            "Who played what is removed after so many days."
        ),
        number(
            "audit.idleSeconds",
            \.audit.idleSeconds,
            10...86_400,
            .restart,
            """
            A playback on which nothing is asked for so long is over, and what comes later is another one.
            """
        ),
        number(
            "audit.maxOpenPlaybacks",
            \.audit.maximumOpen,
            1...1_000_000,
            .restart,
            "Playbacks followed at once; beyond them those that are idle longest end early."
        ),
    ]
}
