import Transport

extension HTTPClientConfiguration {
    /// For this machine's own servers; patient, because a machine that is busy with other tests is no reason to give up.
    static var forLoopback: HTTPClientConfiguration {
        var configuration = HTTPClientConfiguration()
        configuration.egress = EgressRules(allowPlainHTTP: true, allowPrivateAddresses: true)
        configuration.calls.wait = .seconds(60)
        configuration.audio.wait = .seconds(60)
        return configuration
    }
}
