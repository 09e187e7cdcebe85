import ArgumentParser
import Foundation
import PlaybackAudit
import Registry
import Service

/// An error that is told as it is: one clear line.
protocol RefusalError: Error, CustomStringConvertible {}

extension ConfigurationError: RefusalError {}
extension ServiceStartError: RefusalError {}
extension RegistryError: RefusalError {}
extension AuditError: RefusalError {}

/// A refusal with a sentence of its own.
struct Refusal: RefusalError {
    let description: String
}

/// Where the command line writes.
enum Terminal {
    enum Stream {
        case standardOutput
        case standardError
    }

    /// Writes lines; whatever else of them a terminal would not show but obey is written out.
    static func write(_ text: String, to stream: Stream = .standardOutput) {
        let handle = stream == .standardOutput ? FileHandle.standardOutput : FileHandle.standardError
        handle.write(Data(PrintableText.of(text, keepsLines: true).utf8))
    }

    /// One line.
    static func say(_ line: String) {
        write(line + "\n")
    }

    /// Ends with one line on standard error and exit code 1.
    static func refuse(_ line: String) -> Never {
        write("playback-resolver: \(line)\n", to: .standardError)
        exit(1)
    }

    static func exit(_ code: Int32) -> Never {
        Foundation.exit(code)
    }
}
