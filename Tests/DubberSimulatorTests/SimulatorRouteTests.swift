import DubberSimulator
import Testing

@Suite("Simulator routes")
struct SimulatorRouteTests {
    @Test(
        "A path leads to its endpoint",
        arguments: [
            ("/uk1/v1/token", SimulatorRoute.token(region: "uk1")),
            ("/uk2/v1/profile", .profile(region: "uk2")),
            ("/uk1/v1/accounts/acme/recordings", .recordings(region: "uk1", account: "acme")),
            ("/uk1/v1/accounts/a%20b/recordings", .recordings(region: "uk1", account: "a b")),
            ("/uk1/v1/recordings/0412345678", .recording(region: "uk1", id: "0412345678")),
            ("/uk1/v1/recordings/1/waveform", .waveform(region: "uk1", id: "1")),
            ("/uk1/v1/accounts/acme", .accountPart(region: "uk1", account: "acme", part: .itself)),
            ("/uk1/v1/accounts/acme/users", .accountPart(region: "uk1", account: "acme", part: .users)),
            ("/uk1/v1/accounts/acme/dub_points", .accountPart(region: "uk1", account: "acme", part: .dubPoints)),
            (
                "/uk1/v1/accounts/acme/recordings/1/ai",
                .accountPart(region: "uk1", account: "acme", part: .insight(recording: "1"))
            ),
            ("/uk1/v1/recordings/1/link", .wrongPath(region: "uk1")),
            ("/uk1/v2/recordings/1", .wrongPath(region: "uk1")),
            ("/store/uk1/acme/1.mp3", .audio(region: "uk1", account: "acme", file: "1.mp3")),
            ("/admin/faults", .faults),
            ("/admin/counters", .counters),
            ("/", .wrongPath(region: "")),
        ]
    )
    func paths(path: String, route: SimulatorRoute) {
        #expect(SimulatorRoute(path: path) == route)
    }
}
