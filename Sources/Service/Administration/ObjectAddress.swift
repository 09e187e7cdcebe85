internal import Foundation
internal import Hummingbird
internal import Registry
internal import Recordings

/// Where the objects of a kind are, and how an address names one.
struct ObjectAddress: Sendable {
    static let all = [
        ObjectAddress(form: ObjectForm(.callRecInts), collection: "/v1/entries", one: "integration entry"),
        ObjectAddress(form: ObjectForm(.users), collection: "/v1/users", one: "user"),
        ObjectAddress(
            form: ObjectForm(.telephonyServers),
            collection: "/v1/telephony-servers",
            one: "Telephony Server"
        ),
        ObjectAddress(form: ObjectForm(.partitions), collection: "/v1/partitions", one: "Partition"),
    ]

    let form: ObjectForm
    let collection: String
    /// In words.
    let one: String

    /// Of one object, with the name of its key in braces.
    var path: String { "\(collection)/{\(form.keyMember)}" }

    /// The object that an address names.
    ///
    /// - Throws: 404 for what names none.
    func key(in context: ServiceRequestContext) throws(Problem) -> ObjectKey {
        // What is escaped may be anything, a slash among it.
        guard let text = context.parameters.get(form.keyMember)?.removingPercentEncoding, !text.isEmpty else {
            throw absent
        }
        switch form.kind {
        case .callRecInts: return .entry(CallRecIntGUID(text))
        case .users: return .user(text)
        case .partitions: return .partition(PartitionGUID(text))
        case .telephonyServers:
            // One number has one address.
            guard let number = Int32(text), "\(number)" == text else { throw absent }
            return .telephonyServer(TelSysID(number))
        }
    }

    func location(of key: ObjectKey) -> String { "\(collection)/\(FormText.escaped(key.text))" }

    var absent: Problem {
        Problem(status: 404, code: "notFound", title: "Not found", detail: "There is no such \(one).")
    }
}
