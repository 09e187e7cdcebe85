/// Rule 1: call recording integration is switched on at all.
///
/// Source: Call Recording Integration Entries, introductory note: the feature can be off by licence, which hides all playback.
struct FeatureSwitchRule {
    let isEnabled: Bool

    func finding() -> RuleFinding<Void> {
        guard isEnabled else {
            return .fail(.featureDisabled, detail: "Call recording integration is switched off for the whole service.")
        }
        return .pass((), detail: "Call recording integration is switched on.")
    }
}
