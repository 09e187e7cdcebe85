import Foundation

/// `GET /REGION/v1/accounts/{account}` and what lies below it: users, dub points, a recording's transcript and sentiment.
///
/// Source: Dubber API, More, found later (A for the addresses and the named fields); what is not recorded there is left out or made up (D).
struct AccountPartEndpoint: Sendable {
    /// The largest `count` of users and dub points seen in use.
    static let maximumCount = 500

    let caller: Catalogue.Account
    /// The region's URL with its version.
    let base: String
    /// Recordings of the account that can be seen.
    let recordings: [SimulatedRecording]

    /// Answers a request of the account that the token belongs to; any other is not found.
    ///
    /// - Throws: ``APIError``.
    func reply(slug: String, part: AccountPart, query: String) throws -> Reply {
        guard slug == caller.account.slug else { throw APIError.notFound }
        guard let fields = FormFields(query) else { throw APIError.invalidParameter("query") }
        let count = fields["count"].map { Int($0) } ?? Self.maximumCount
        guard let count, (1...Self.maximumCount).contains(count) else { throw APIError.invalidParameter("count") }
        switch part {
        case .itself: return try Reply.json(account)
        case .users: return try Reply.json(Users(selfURL: address + "/users", users: users(fields["role"], count)))
        case .dubPoints:
            return try Reply.json(DubPoints(selfURL: address + "/dub_points", dubPoints: dubPoints(count)))
        case .insight(let id):
            guard let recording = recordings.first(where: { $0.id == id }) else { throw APIError.notFound }
            return try Reply.json(Insight(recording, address: address, base: base))
        }
    }

    private var address: String { "\(base)/accounts/\(caller.account.slug)" }

    private var account: Account {
        Account(selfURL: address, id: caller.account.slug, name: caller.account.slug)
    }

    /// One administrator, whom the credentials belong to.
    private func users(_ role: String?, _ count: Int) -> [User] {
        let administrator = User(selfURL: address + "/users/1", id: "1", role: "Administrator")
        return role == nil || role == administrator.role ? Array([administrator].prefix(count)) : []
    }

    /// Those that the account's recordings name.
    private func dubPoints(_ count: Int) -> [DubPoint] {
        var seen: Set<String> = []
        return recordings.filter { seen.insert($0.dubPointID).inserted }.prefix(count).map { recording in
            DubPoint(
                selfURL: "\(base)/dub_points/\(recording.dubPointID)",
                id: recording.dubPointID,
                label: recording.channel ?? recording.dubPointID
            )
        }
    }

    private struct Account: Encodable {
        enum CodingKeys: String, CodingKey {
            case selfURL = "self"
            case id, name, status, product, provider, timezone
        }

        let selfURL: String
        let id: String
        let name: String
        let status = "Active"
        let product = "Simulated"
        let provider = "Simulator"
        let timezone = "UTC"
    }

    private struct Users: Encodable {
        enum CodingKeys: String, CodingKey {
            case selfURL = "self"
            case users
        }

        let selfURL: String
        let users: [User]
    }

    private struct User: Encodable {
        enum CodingKeys: String, CodingKey {
            case selfURL = "self"
            case id, role, status
        }

        let selfURL: String
        let id: String
        let role: String
        let status = "Active"
    }

    private struct DubPoints: Encodable {
        enum CodingKeys: String, CodingKey {
            case selfURL = "self"
            case dubPoints = "dub_points"
        }

        let selfURL: String
        let dubPoints: [DubPoint]
    }

    private struct DubPoint: Encodable {
        enum CodingKeys: String, CodingKey {
            case selfURL = "self"
            case id, label, type, status, ai
        }

        let selfURL: String
        let id: String
        let label: String
        let type = "Recorder"
        let status = "Active"
        let ai = true
    }

    private struct Insight: Encodable {
        enum CodingKeys: String, CodingKey {
            case selfURL = "self"
            case recording, id, status, sentences
            case documentSentiment = "document_sentiment"
            case documentEmotion = "document_emotion"
        }

        struct Sentence: Encodable {
            let speaker = "Multiple speakers"
            let content: String
            let sentiment: Double
        }

        let selfURL: String
        let recording: String
        let id: String
        let status = "Active"
        let documentSentiment = 0.25
        let documentEmotion = ["anger": 0.05, "joy": 0.4]
        let sentences = [
            Sentence(content: "Good morning, how may I help you?", sentiment: 0.5),
            Sentence(content: "I am calling about my order.", sentiment: 0),
        ]

        init(_ recording: SimulatedRecording, address: String, base: String) {
            selfURL = "\(address)/recordings/\(recording.id)/ai"
            self.recording = "\(base)/recordings/\(recording.id)"
            id = recording.id
        }
    }
}
