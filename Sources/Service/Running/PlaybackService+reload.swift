internal import Logging

extension PlaybackService {
    /// What a reload did, by the keys' names.
    package struct Reloaded: Sendable, Hashable {
        /// In force now.
        package let changed: [String]
        /// Other than at the start, and in force only after a restart.
        package let waiting: [String]
    }

    /// Takes over what may change while the service runs: log level, origins, limits, certificate, signing keys.
    ///
    /// - Throws: `certificateNotUsable`; then nothing has changed.
    @discardableResult
    package func reload(_ new: ServiceConfiguration) throws(ServiceStartError) -> Reloaded {
        let old = settings.configuration
        if let certificate, let files = new.tlsFiles { _ = try certificate.refresh(from: files) }
        let isSwitchingTLS = (configuration.tlsFiles == nil) != (new.tlsFiles == nil)
        let live = ConfigurationKey.all.filter { $0.isLive(isSwitchingTLS: isSwitchingTLS) }
        let waiting = ConfigurationKey.all.filter { !$0.isLive(isSwitchingTLS: isSwitchingTLS) }
        // What the keys do not call live stays as it is.
        var applied = old
        for key in live { key.copy(new, &applied) }
        settings.replace(with: applied)
        if old.logLevel != applied.logLevel { logLevel.value = applied.logLevel }
        keyWatch.refresh()
        let reloaded = Reloaded(
            changed: live.filter { $0.get(old) != $0.get(new) }.map(\.name),
            waiting: waiting.filter { $0.get(configuration) != $0.get(new) }.map(\.name)
        )
        logger.notice("configuration reloaded", metadata: ["changed": "\(reloaded.changed.joined(separator: " "))"])
        if !reloaded.waiting.isEmpty {
            logger.warning(
                "some changes wait for a restart",
                metadata: ["keys": "\(reloaded.waiting.joined(separator: " "))"]
            )
        }
        return reloaded
    }
}
