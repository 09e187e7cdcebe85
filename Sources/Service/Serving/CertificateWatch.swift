internal import Logging
internal import ServiceLifecycle

/// Follows the certificate's files: new connections are served with what they hold.
struct CertificateWatch: ServiceLifecycle.Service {
    /// How often the files are looked at.
    static let period = Duration.seconds(1)

    /// `nil` without TLS.
    let certificate: ServerCertificate?
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var refused: ServerCertificate.Versions?
            while !Task.isCancelled {
                // The two files are seldom replaced at the same moment: what does not fit together yet is told of once, and tried again when it changes.
                if let certificate, refused != ServerCertificate.versions(of: certificate.files) {
                    refused = refresh(certificate)
                }
                try? await Task.sleep(for: Self.period)
            }
        }
    }

    /// - Returns: the versions that cannot be used; `nil` when all is well.
    private func refresh(_ certificate: ServerCertificate) -> ServerCertificate.Versions? {
        let files = certificate.files
        let versions = ServerCertificate.versions(of: files)
        do {
            if try certificate.refresh(from: files) {
                logger.notice("certificate reloaded", metadata: ["file": "\(files.certificate)"])
            }
            return nil
        } catch {
            logger.error("certificate not reloaded; the one in use stays", metadata: ["problem": "\(error)"])
            return versions
        }
    }
}
