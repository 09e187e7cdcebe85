/// How the service is doing now and did in the last minutes, in charts that move; drawn by `live.js`.
package struct LiveView: Sendable {
    package init() {}

    package var page: ConsolePage {
        ConsolePage(
            title: "Live",
            section: .live,
            styles: [.insightStyle],
            scripts: [.liveScript],
            content: """
                <div class="lead live-lead"><div><h1>Live</h1>
                <p class="hint" id="since">Asking…</p></div>
                <button id="pause" type="button">\(ConsoleIcon.pause.html)<span>Pause</span></button></div>
                <p id="refusal" class="refusal" role="alert" hidden></p>
                <div class="tiles">
                \(Self.tiles.map(\.html))
                </div>
                <div class="columns">
                <section class="panel" aria-labelledby="hosts-title"><h2 id="hosts-title">Provider hosts</h2>
                <ul id="hosts" class="rows"></ul></section>
                <section class="panel" aria-labelledby="errors-title"><h2 id="errors-title">Errors of the last minutes</h2>
                <ul id="errors" class="rows"></ul></section>
                <section class="panel wide" aria-labelledby="quota-title"><h2 id="quota-title">Requests left today</h2>
                <ul id="quota" class="quota"></ul></section>
                </div>
                """
        )
    }

    private struct Tile {
        let id: String
        let title: String

        var html: HTML {
            """
            <section class="panel tile" id="\(id)" aria-labelledby="\(id)-title"><h2 id="\(id)-title">\(title)</h2>
            <p class="figure"><span class="value">–</span> <span class="unit"></span></p>
            <svg class="chart" role="img" aria-label="\(title)" preserveAspectRatio="none"></svg>
            <p class="hint note"></p></section>
            """
        }
    }

    private static let tiles = [
        Tile(id: "listeners", title: "Listeners"),
        Tile(id: "ratio", title: "Answered from the cache"),
        Tile(id: "size", title: "Cache"),
        Tile(id: "failures", title: "Errors"),
    ]
}
