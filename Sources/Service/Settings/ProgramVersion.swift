/// Which version of the program this is: what `--version` and the log's first line say, and what the package is called by.
///
/// No answer tells it.
package enum ProgramVersion {
    package static let text = "1.0.0"
}
