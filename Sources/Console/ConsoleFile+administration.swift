extension ConsoleFile {
    /// Of all pages of Administration.
    static let administrationStyle = style("administration", PackageResources.administration_css)
    static let formScript = script("form", PackageResources.form_js)
    static let fieldsScript = script("fields", PackageResources.fields_js)
    static let listScript = script("list", PackageResources.list_js)
    static let formStyle = style("form", PackageResources.form_css)
    static let connectionScript = script("connection", PackageResources.connection_js)
    static let entryScript = script("entry", PackageResources.entry_js)
    static let recordingScript = script("recording", PackageResources.recording_js)
    static let recordingStyle = style("recording", PackageResources.recording_css)
    static let usersScript = script("users", PackageResources.users_js)
    static let serversScript = script("servers", PackageResources.servers_js)
    /// Of users, Telephony Servers and Partitions.
    static let peopleStyle = style("people", PackageResources.people_css)

    /// What the pages of Administration load.
    static let ofAdministration = [
        administrationStyle, formScript, fieldsScript, listScript, formStyle,
        connectionScript, entryScript, recordingScript, recordingStyle,
        usersScript, serversScript, peopleStyle,
    ]
}
