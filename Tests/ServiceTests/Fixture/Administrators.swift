import Foundation
import Testing

/// The three kinds of administrators of the sample company.
enum Administrators: String, CaseIterable, Sendable {
    case everything = "everything"
    case headOffice = "head office"
    case leeds = "leeds"

    static let password = "correct horse battery"

    private var scope: String {
        switch self {
        case .everything: "{}"
        case .headOffice: "{\"telSysID\":\(SampleCompany.headOffice)}"
        case .leeds: "{\"telSysID\":\(SampleCompany.headOffice),\"partIDInTelSys\":2}"
        }
    }

    /// The import of all three, or of some with other properties.
    static func importFile(
        _ administrators: [Administrators] = allCases,
        password: String = Self.password,
        isAdministrator: Bool = true
    ) -> Data {
        let users = administrators.map {
            "{\"username\":\"\($0.rawValue)\",\"scope\":\($0.scope),\"administrator\":\(isAdministrator),\"password\":\"\(password)\"}"
        }
        return Data("{\"users\":[\(users.joined(separator: ","))]}".utf8)
    }
}

extension ServiceUnderTest {
    typealias Header = (name: String, value: String)

    static let form: Header = ("Content-Type", "application/x-www-form-urlencoded")
    static let sameOrigin: Header = ("Sec-Fetch-Site", "same-origin")

    /// Sends the sign-in page's form.
    func signIn(
        _ fields: String,
        headers: [(name: String, value: String)] = [sameOrigin]
    ) async throws -> RawConnection.Answer {
        try await client.sendRaw("POST", "/console/session", headers: [Self.form] + headers, body: fields)
    }

    /// Sends the form with name and password.
    func signIn(
        as username: String,
        password: String = Administrators.password
    ) async throws -> RawConnection.Answer {
        try await signIn("username=\(Self.escaped(username))&password=\(Self.escaped(password))&to=%2F")
    }

    /// The cookie of a browser that signs in by a token.
    func cookie(token: String) async throws -> Header { try Self.cookie(try await signIn("token=\(token)")) }

    /// The cookie of a browser that signs in by name and password.
    func cookie(of administrator: Administrators) async throws -> Header {
        try Self.cookie(try await signIn(as: administrator.rawValue))
    }

    /// What a browser sends from then on.
    static func cookie(_ answer: RawConnection.Answer) throws -> Header {
        let set = try #require(answer["Set-Cookie"], "\(answer.status) \(answer.text)")
        return ("Cookie", String(set.prefix { $0 != ";" }))
    }

    private static func escaped(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? text
    }
}
