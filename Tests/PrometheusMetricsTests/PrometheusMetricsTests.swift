import CoreMetrics
import PrometheusMetrics
import Testing

@Suite struct PrometheusMetricsTests {
    @Test("Counters, gauges and histograms are written as Prometheus reads them")
    func text() {
        let metrics = PrometheusMetrics(descriptions: [
            "answers_total": .init(help: "Answers, by \"way\"\nand more."),
            "seconds": .init(help: "Time.", bounds: [0.1, 1]),
        ])
        for _ in 1...3 {
            Counter(label: "answers_total", dimensions: [("way", "a\"b\\c\nd")], factory: metrics).increment()
        }
        Meter(label: "fill", factory: metrics).set(0.5)
        for milliseconds in [50, 100, 500, 5_000] as [Int64] {
            Timer(label: "seconds", factory: metrics).recordNanoseconds(milliseconds * 1_000_000)
        }
        let expected = #"""
            # HELP answers_total Answers, by "way"\nand more.
            # TYPE answers_total counter
            answers_total{way="a\"b\\c\nd"} 3
            # TYPE fill gauge
            fill 0.5
            # HELP seconds Time.
            # TYPE seconds histogram
            seconds_bucket{le="0.1"} 2
            seconds_bucket{le="1"} 3
            seconds_bucket{le="+Inf"} 4
            seconds_sum 5.65
            seconds_count 4

            """#
        #expect(metrics.text() == expected)
    }

    @Test(
        "Names are made such as Prometheus takes",
        arguments: [
            ("answers_total", "answers_total"), ("a:b", "a:b"), ("", ""), ("answers.total", "answers_total"),
            ("9lives", "_9lives"), ("größe", "gr__e"),
        ]
    )
    func saneNames(given: String, written: String) {
        let metrics = PrometheusMetrics()
        Counter(label: given, factory: metrics).increment()
        #expect(metrics.text() == "# TYPE \(written) counter\n\(written) 1\n")
    }

    @Test("Values that are looked up stand with those that were counted under the same name")
    func samples() {
        let metrics = PrometheusMetrics()
        Counter(label: "answers_total", dimensions: [("way", "route")], factory: metrics).increment(by: 2)
        let text = metrics.text(with: [
            MetricSample("answers_total", 5, [("way", "loop")], isCounter: true), MetricSample("open", 7),
        ])
        let expected = """
            # TYPE answers_total counter
            answers_total{way="route"} 2
            answers_total{way="loop"} 5
            # TYPE open gauge
            open 7

            """
        #expect(text == expected)
    }

    @Test("However many label values come, a name keeps a bounded number of series, and loses no count")
    func bounded() {
        let metrics = PrometheusMetrics()
        let count = PrometheusMetrics.maximumSeriesPerName + 500
        for number in 1...count {
            Counter(label: "asked_total", dimensions: [("user", "u\(number)")], factory: metrics).increment()
        }
        let lines = metrics.text().split(separator: "\n").filter { $0.hasPrefix("asked_total{") }
        #expect(lines.count == PrometheusMetrics.maximumSeriesPerName + 1)
        #expect(lines.contains("asked_total{user=\"other\"} 500"))
        for number in 1...(PrometheusMetrics.maximumNames + 10) { Meter(label: "n\(number)", factory: metrics).set(1) }
        let names = metrics.text().split(separator: "\n").filter { $0.hasPrefix("# TYPE") }
        #expect(names.count == PrometheusMetrics.maximumNames)
    }

    @Test("Names are made such that Prometheus takes them")
    func names() {
        let metrics = PrometheusMetrics()
        Counter(label: "9.http-requests", dimensions: [("a.b", "x")], factory: metrics).increment()
        #expect(metrics.text().contains("_9_http_requests{a_b=\"x\"} 1"))
    }

    @Test("Counts from many tasks at once all arrive")
    func together() async {
        let metrics = PrometheusMetrics()
        await withTaskGroup(of: Void.self) { tasks in
            for _ in 1...8 {
                tasks.addTask {
                    for _ in 1...1_000 {
                        Counter(label: "c", factory: metrics).increment()
                        Timer(label: "t", factory: metrics).recordNanoseconds(1)
                    }
                }
            }
        }
        #expect(metrics.text().contains("c 8000\n"))
        #expect(metrics.text().contains("t_count 8000\n"))
    }
}
