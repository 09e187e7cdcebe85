extension ConsoleFile {
    /// Of all pages of Administration.
    static let administrationStyle = style("administration", PackageResources.administration_css)
    static let formScript = script("form", PackageResources.form_js)
    static let fieldsScript = script("fields", PackageResources.fields_js)
    static let listScript = script("list", PackageResources.list_js)
    static let formStyle = style("form", PackageResources.form_css)
    static let recordingScript = script("recording", PackageResources.recording_js)
    static let recordingStyle = style("recording", PackageResources.recording_css)

    /// What the pages of Administration load.
    static let ofAdministration = [
        administrationStyle, formScript, fieldsScript, listScript, formStyle,
        recordingScript, recordingStyle,
    ]
}
