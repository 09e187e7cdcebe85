// swift-tools-version: 6.2
import PackageDescription

// Every target of ours: warnings are errors, the newest language mode, imports are visible only where they are written.
let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let collections = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let sharedTables = Target.Dependency.product(name: "HashTreeCollections", package: "swift-collections")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let jwt = Target.Dependency.product(name: "JWTKit", package: "jwt-kit")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
    name: "playback-resolver",
    products: [
        .executable(name: "playback-resolver", targets: ["playback-resolver"])
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(
            url: "https://github.com/apple/swift-configuration",
            from: "1.4.0",
            traits: [.defaults, "YAML", "CommandLineArguments"]
        ),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .systemLibrary(
            name: "CCurl",
            pkgConfig: "libcurl",
            providers: [.apt(["libcurl4-openssl-dev"])]
        ),
        .systemLibrary(
            name: "CMpg123",
            pkgConfig: "libmpg123",
            providers: [.apt(["libmpg123-dev"])]
        ),
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CChecksum"),
        .systemLibrary(name: "CPageCache"),
        .systemLibrary(name: "CWriteAheadLog", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "Sharing", swiftSettings: strict),
        .target(name: "Storage", dependencies: [grdb, grdbSQLite], swiftSettings: strict),
        .target(name: "Postgres", dependencies: ["CPostgres"], swiftSettings: strict),
        .target(name: "ByteRanges", swiftSettings: strict),
        .target(name: "Recordings", dependencies: [sharedTables], swiftSettings: strict),
        .target(name: "Waveform", dependencies: ["CMpg123"], swiftSettings: strict),
        .target(name: "Resolution", dependencies: ["Recordings"], swiftSettings: strict),
        .target(name: "Transport", dependencies: ["ByteRanges", "CCurl", collections, logging], swiftSettings: strict),
        .target(
            name: "Registry",
            dependencies: [
                "Sharing", "CWriteAheadLog", "Recordings", "Storage", grdb, grdbSQLite, crypto, logging, yams,
            ],
            swiftSettings: strict
        ),
        .target(
            name: "Dubber",
            dependencies: ["Sharing", "Recordings", "Storage", "Transport", grdb, grdbSQLite, crypto, logging],
            swiftSettings: strict
        ),
        .target(name: "ExampleCompany", dependencies: ["Recordings"], swiftSettings: strict),
        .target(name: "CallCorpus", dependencies: ["Sharing", "Recordings"], swiftSettings: strict),
        .target(
            name: "SliceCache",
            dependencies: [
                "ByteRanges", "CChecksum", "CPageCache", "Recordings", "Storage", "Transport", grdb, logging,
            ],
            swiftSettings: strict
        ),
        .target(name: "PrometheusMetrics", dependencies: [metrics], swiftSettings: strict),
        .target(
            name: "PlaybackAudit",
            dependencies: ["Sharing", "Recordings", "Storage", grdb, crypto, logging, lifecycle],
            swiftSettings: strict
        ),
        .target(
            name: "WebServices",
            dependencies: ["Sharing", "Recordings", "Registry", collections, crypto, logging],
            swiftSettings: strict
        ),
        .target(
            name: "DubberSimulator",
            dependencies: ["Sharing", "ByteRanges", crypto, hummingbird, httpTypes, lifecycle, nioCore, logging],
            resources: [.copy("ExampleRecordings")],
            swiftSettings: strict
        ),
        .target(
            name: "Console",
            dependencies: ["Recordings"],
            resources: [
                .embedInCode("Pages/console.css"), .embedInCode("Pages/icon.svg"),
                .embedInCode("Pages/shared.js"), .embedInCode("Pages/sign-in.js"),
                .embedInCode("Pages/availability.js"), .embedInCode("Pages/waveform.js"),
                .embedInCode("Pages/player.js"), .embedInCode("Pages/player.css"),
                .embedInCode("Pages/calls.js"), .embedInCode("Pages/calls.css"),
                .embedInCode("Pages/call.js"), .embedInCode("Pages/call.css"),
                .embedInCode("Pages/insight.css"), .embedInCode("Pages/draw.js"), .embedInCode("Pages/why.js"),
                .embedInCode("Pages/live.js"),
                .embedInCode("Pages/administration.css"), .embedInCode("Pages/form.css"),
                .embedInCode("Pages/form.js"), .embedInCode("Pages/fields.js"),
                .embedInCode("Pages/list.js"),
                .embedInCode("Pages/recording.js"), .embedInCode("Pages/recording.css"),
                .embedInCode("Pages/tokens.js"), .embedInCode("Pages/keys.js"),
                .embedInCode("Pages/listened.js"), .embedInCode("Pages/listened.css"),
                .embedInCode("Pages/connection.js"), .embedInCode("Pages/entry.js"),
                .embedInCode("Pages/start.js"), .embedInCode("Pages/start.css"),
                .embedInCode("Pages/rules.js"), .embedInCode("Pages/rules.css"),
                .embedInCode("Pages/users.js"), .embedInCode("Pages/servers.js"), .embedInCode("Pages/people.css"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "Service",
            dependencies: [
                "Sharing", "ByteRanges", "Recordings", "Resolution", "Transport", "Registry", "Dubber", "SliceCache",
                "Console", "PlaybackAudit", "PrometheusMetrics", "Storage", "Waveform",
                "WebServices",
                "CZlib",
                metrics, hummingbird,
                httpTypes, nioCore,
                crypto, logging,
                jwt, lifecycle, yams,
                nioHTTP1, nioPosix, nioSSL,
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "NIOHPACK", package: "swift-nio-http2"),
                .product(name: "NIOHTTP2", package: "swift-nio-http2"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP2", package: "swift-nio-extras"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "Demonstration",
            dependencies: [
                "Console", "Dubber", "DubberSimulator", "ExampleCompany", "Recordings", "Registry", "Service",
                "Sharing",
                "Transport",
                lifecycle, logging, nioCore, nioPosix,
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "playback-resolver",
            dependencies: [
                "Demonstration", "DubberSimulator", "PlaybackAudit", "PrometheusMetrics", "Recordings", "Registry",
                "Service",
                metrics,
                lifecycle, logging,
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "resolver-bench",
            dependencies: [
                "CallCorpus", "Console", "Dubber", "DubberSimulator", "ExampleCompany", "PlaybackAudit", "Recordings",
                "Registry", "Resolution", "Service", "Transport", crypto, hummingbird, lifecycle, logging, nioCore,
                nioPosix,
            ],
            path: "Sources/ResolverBench",
            swiftSettings: strict
        ),
        .target(
            name: "Fuzzing",
            dependencies: [
                "Sharing", "ByteRanges", "CallCorpus", "Dubber", "Recordings", "Registry", "Service", "SliceCache",
                "Transport",
                "WebServices", logging, nioCore, nioHTTP1,
                .product(name: "NIOEmbedded", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "resolver-fuzz",
            dependencies: ["Fuzzing"],
            path: "Sources/ResolverFuzz",
            swiftSettings: strict
        ),
        .target(
            name: "TestSupport",
            dependencies: [nioCore, nioHTTP1, nioPosix],
            path: "Tests/TestSupport",
            swiftSettings: strict
        ),
        .testTarget(name: "StorageTests", dependencies: ["Storage", grdb], swiftSettings: strict),
        .testTarget(name: "PostgresTests", dependencies: ["Postgres", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "ConsoleTests", dependencies: ["Console", "Recordings"], swiftSettings: strict),
        .testTarget(name: "ByteRangesTests", dependencies: ["ByteRanges"], swiftSettings: strict),
        .testTarget(name: "RecordingsTests", dependencies: ["Recordings"], swiftSettings: strict),
        .testTarget(
            name: "WaveformTests",
            dependencies: ["Sharing", "Waveform", "DubberSimulator"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ResolutionTests",
            dependencies: ["ExampleCompany", "Resolution", "Recordings"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "TransportTests",
            dependencies: ["Sharing", "Transport", "TestSupport", logging],
            swiftSettings: strict
        ),
        .testTarget(
            name: "RegistryTests",
            dependencies: ["ExampleCompany", "Registry", "Recordings", "Sharing", grdb, logging],
            swiftSettings: strict
        ),
        .testTarget(
            name: "PrometheusMetricsTests",
            dependencies: ["PrometheusMetrics", metrics],
            swiftSettings: strict
        ),
        .testTarget(name: "FuzzingTests", dependencies: ["Fuzzing"], swiftSettings: strict),
        .testTarget(
            name: "PlaybackAuditTests",
            dependencies: ["PlaybackAudit", "Recordings", crypto, grdb, lifecycle, logging],
            swiftSettings: strict
        ),
        .testTarget(
            name: "WebServicesTests",
            dependencies: [
                "Sharing", "ExampleCompany", "WebServices", "Registry", "Recordings", grdb, crypto, logging,
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "DubberTests",
            dependencies: ["Sharing", "CallCorpus", "Dubber", "Recordings", "Transport", "TestSupport", grdb, logging],
            swiftSettings: strict
        ),
        .testTarget(
            name: "DubberSimulatorTests",
            dependencies: ["DubberSimulator", lifecycle, nioCore, nioHTTP1, nioPosix, logging],
            swiftSettings: strict
        ),
        .testTarget(
            name: "SliceCacheTests",
            dependencies: [
                "Sharing", "SliceCache", "ByteRanges", "Recordings", "Storage", "Transport", "TestSupport", grdb,
                logging,
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ServiceTests",
            dependencies: [
                "Sharing", "Demonstration", "ExampleCompany", "Service", "ByteRanges", "PlaybackAudit",
                "PrometheusMetrics", "Recordings", "Registry",
                "Resolution",
                "Transport", "Dubber",
                "SliceCache", "Storage", "DubberSimulator", "TestSupport", "Waveform", crypto, grdb, lifecycle,
                logging,
                httpTypes,
                nioCore,
                nioHTTP1, nioPosix, nioSSL,
                .product(name: "NIOHPACK", package: "swift-nio-http2"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "SimulationTests",
            dependencies: [
                "Sharing", "Dubber", "Recordings", "Resolution", "SliceCache", "Transport", "TestSupport", grdb,
                logging,
            ],
            swiftSettings: strict
        ),
        .testTarget(name: "TidyTests", swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
