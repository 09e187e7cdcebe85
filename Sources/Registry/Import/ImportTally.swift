internal import Foundation
internal import Synchronization

/// How many members of objects were expected ones, all in all: where the text has as many, there is none that is not expected, and none twice.
///
/// To be told each object's members by the decoder costs as much as reading them. Only one container may be made of each object.
final class ImportTally: Sendable {
    private static let key = CodingUserInfoKey(rawValue: "ImportTally")

    private let members = Atomic(0)

    /// To be asked when the decoder is done.
    var count: Int { members.load(ordering: .relaxed) }

    func add(_ count: Int) {
        members.add(count, ordering: .relaxed)
    }

    /// Has a decoder's containers keep the tally.
    func begin(with decoder: JSONDecoder) {
        if let key = Self.key { decoder.userInfo[key] = self }
    }

    static func kept(by decoder: any Decoder) -> ImportTally? {
        key.flatMap { decoder.userInfo[$0] as? ImportTally }
    }
}
