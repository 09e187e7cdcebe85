/// Who signs in to the console, and for how long.
extension ConfigurationKey {
    static let console: [ConfigurationKey] = [
        number(
            "console.sessionIdleMinutes",
            \.consoleIdleMinutes,
            1...720,
            .reload,
            """
            Who signed in to the console and asks for nothing for so long is signed out; after 12 hours everybody is.
            """
        )
    ]
}
