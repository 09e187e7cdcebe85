internal import Foundation
internal import NIOCore
internal import NIOSSL
internal import Storage
internal import Synchronization

/// The certificate that new connections are served with; may change while the service runs.
final class ServerCertificate: Sendable {
    /// The files' versions that a context was made from.
    typealias Versions = [PrivateFile.Version?]

    private struct Held {
        var files: TLSFiles
        var context: NIOSSLContext
        var versions: Versions
    }

    private let held: Mutex<Held>

    /// Reads the files.
    ///
    /// - Throws: `certificateNotUsable`.
    init(_ files: TLSFiles) throws(ServiceStartError) {
        let versions = Self.versions(of: files)
        held = Mutex(Held(files: files, context: try Self.context(files), versions: versions))
    }

    var context: NIOSSLContext { held.withLock { $0.context } }

    var files: TLSFiles { held.withLock { $0.files } }

    /// Reads the files anew if they are others, or have changed; otherwise does nothing.
    ///
    /// - Returns: whether there is a new certificate.
    /// - Throws: `certificateNotUsable`, and the one in use stays.
    func refresh(from files: TLSFiles) throws(ServiceStartError) -> Bool {
        let versions = Self.versions(of: files)
        let known = held.withLock { ($0.files, $0.versions) }
        guard known != (files, versions) else { return false }
        let context = try Self.context(files)
        held.withLock { $0 = Held(files: files, context: context, versions: versions) }
        return true
    }

    static func versions(of files: TLSFiles) -> Versions {
        [files.certificate, files.key].map { PrivateFile(path: $0).version }
    }

    /// Of TLS 1.2 those with forward secrecy and authenticated encryption; TLS 1.3 has no others.
    ///
    /// Source: RFC 9325 section 4.2, RFC 9113 section 9.2.2.
    private static let cipherSuites: [NIOTLSCipher] = [
        .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        .TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, .TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        .TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, .TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
    ]

    private static func context(_ files: TLSFiles) throws(ServiceStartError) -> NIOSSLContext {
        do {
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: try NIOSSLCertificate.fromPEMFile(files.certificate).map { .certificate($0) },
                privateKey: .privateKey(try NIOSSLPrivateKey(file: files.key, format: .pem))
            )
            configuration.minimumTLSVersion = .tlsv12
            // A peer that has ended its side never says that it ends TLS.
            configuration.shutdownTimeout = RefusalHandler.lingerTime
            configuration.cipherSuiteValues = cipherSuites
            configuration.applicationProtocols = ProtocolGate.protocols
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw .certificateNotUsable(certificate: files.certificate, key: files.key)
        }
    }
}
