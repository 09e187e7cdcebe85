import Foundation
import Service
import Testing

/// A certificate of the test's own for 127.0.0.1, made by openssl when it is needed.
struct TestCertificate: Sendable {
    let folder: DataFolder
    let files: TLSFiles

    init(name: String = "first", in folder: DataFolder) async throws {
        self.folder = folder
        files = TLSFiles(certificate: "\(folder.path)/\(name).crt", key: "\(folder.path)/\(name).pem")
        let made = try await Command.run([
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
            "2",
            "-subj", "/CN=\(name)", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", files.key, "-out",
            files.certificate,
        ])
        try #require(made.status == 0, "openssl makes the certificate")
    }
}
