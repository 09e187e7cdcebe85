import ArgumentParser
import Foundation
import PlaybackAudit
import Registry
import Service

/// An error that is told as it is: one clear line.
protocol RefusalError: Error, CustomStringConvertible {
    /// What the process ends with.
    var exitCode: Int32 { get }
}

extension RefusalError {
    var exitCode: Int32 { 1 }
}

extension ConfigurationError: RefusalError {}
extension ServiceStartError: RefusalError {}
extension RegistryError: RefusalError {}
extension RegistryRequirement: RefusalError {}
extension AuditError: RefusalError {}

/// A refusal with a sentence of its own.
struct Refusal: RefusalError {
    let description: String
    var exitCode: Int32 = 1
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

    /// Ends with one line on standard error.
    static func refuse(_ refusal: any RefusalError) -> Never {
        write("playback-resolver: \(refusal.description)\n", to: .standardError)
        exit(refusal.exitCode)
    }

    static func exit(_ code: Int32) -> Never {
        Foundation.exit(code)
    }
}
