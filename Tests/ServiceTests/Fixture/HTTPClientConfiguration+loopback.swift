import Transport

extension HTTPClientConfiguration {
    /// For this machine's own servers; patient, because a machine that is busy with other tests is no reason to give up.
    static var forLoopback: HTTPClientConfiguration {
        var configuration = HTTPClientConfiguration()
        configuration.egress = EgressRules(allowPlainHTTP: true, allowPrivateAddresses: true)
        configuration.calls = LaneLimits(
            running: 256,
            runningPerHost: 128,
            runningPerParty: 128,
            waiting: 1024,
            wait: .seconds(60)
        )
        return configuration
    }
}
