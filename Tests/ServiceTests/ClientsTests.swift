import Foundation
import Registry
import Testing

/// Clients as they are in the world, where they are installed.
@Suite("Clients of the world", .timeLimit(.minutes(6)))
struct ClientsTests {
    private static let availability = SampleRow.body([SampleRow()])

    private func address(_ service: ServiceUnderTest) -> String { "http://127.0.0.1:\(service.client.port)" }

    // MARK: Java

    @Test("Java's client, which asks for HTTP/2 first, is answered again and again", .enabled(if: Tool.hasJava()))
    func java() async throws {
        let source = """
            import java.net.*; import java.net.http.*; import java.net.http.HttpRequest.BodyPublishers;
            public class Ask { public static void main(String[] a) throws Exception {
              var client = HttpClient.newHttpClient();
              for (int i = 0; i < 3; i++) {
                var get = HttpRequest.newBuilder(URI.create(a[0] + "/healthz")).build();
                var head = HttpRequest.newBuilder(URI.create(a[0] + a[1])).method("HEAD", BodyPublishers.noBody()).build();
                var part = HttpRequest.newBuilder(URI.create(a[0] + a[1])).header("Range", "bytes=0-9").build();
                var post = HttpRequest.newBuilder(URI.create(a[0] + "/v1/availability")).expectContinue(i > 0)
                  .header("Authorization", "Bearer " + a[2]).POST(BodyPublishers.ofString(a[3])).build();
                for (var request : java.util.List.of(get, head, part, post))
                  System.out.print(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode() + " "); } } }
            """
        #expect(try await run(source, []) == String(repeating: "200 200 206 200 ", count: 3))
    }

    @Test(
        "Apache's client, the fourth, is answered on connections that it keeps, with and without asking first",
        .enabled(if: Tool.hasJava(["httpclient", "httpcore", "commons-logging", "commons-codec"]))
    )
    func apache4() async throws {
        let source = """
            import org.apache.http.client.config.*; import org.apache.http.client.methods.*; import org.apache.http.entity.*;
            import org.apache.http.impl.client.*; import org.apache.http.util.*;
            public class Ask { public static void main(String[] a) throws Exception {
              var client = HttpClients.createDefault();
              for (int i = 0; i < 3; i++) {
                var part = new HttpGet(a[0] + a[1]); part.setHeader("Range", "bytes=0-9");
                var post = new HttpPost(a[0] + "/v1/availability"); post.setHeader("Authorization", "Bearer " + a[2]);
                post.setConfig(RequestConfig.custom().setExpectContinueEnabled(i > 0).build());
                var entity = new StringEntity(a[3], ContentType.APPLICATION_JSON); entity.setChunked(i > 1); post.setEntity(entity);
                for (var request : new HttpUriRequest[] {
                    new HttpGet(a[0] + "/openapi.json"), new HttpHead(a[0] + a[1]), part, post, new HttpOptions(a[0] + "/ws") })
                  try (var answer = client.execute(request)) { EntityUtils.consume(answer.getEntity());
                    System.out.print(answer.getStatusLine().getStatusCode() + " "); } } } }
            """
        let said = try await run(source, ["httpclient", "httpcore", "commons-logging", "commons-codec"])
        #expect(said == String(repeating: "200 200 206 200 204 ", count: 3))
    }

    @Test(
        "Apache's client, the fifth, is answered on connections that it keeps",
        .enabled(if: Tool.hasJava(["httpclient5", "httpcore5", "httpcore5-h2", "slf4j-api"]))
    )
    func apache5() async throws {
        let source = """
            import org.apache.hc.client5.http.classic.methods.*; import org.apache.hc.client5.http.config.*;
            import org.apache.hc.client5.http.impl.classic.*; import org.apache.hc.core5.http.*;
            import org.apache.hc.core5.http.io.entity.*;
            public class Ask { public static void main(String[] a) throws Exception {
              var client = HttpClients.createDefault();
              for (int i = 0; i < 3; i++) {
                var part = new HttpGet(a[0] + a[1]); part.setHeader("Range", "bytes=0-9");
                var post = new HttpPost(a[0] + "/v1/availability"); post.setHeader("Authorization", "Bearer " + a[2]);
                post.setConfig(RequestConfig.custom().setExpectContinueEnabled(i > 0).build());
                post.setEntity(new StringEntity(a[3], ContentType.APPLICATION_JSON, i > 1));
                for (var request : new ClassicHttpRequest[] {
                    new HttpGet(a[0] + "/openapi.json"), new HttpHead(a[0] + a[1]), part, post, new HttpOptions(a[0] + "/ws") })
                  System.out.print(client.execute(request, answer -> {
                    EntityUtils.consume(answer.getEntity()); return answer.getCode(); }) + " "); } } }
            """
        let said = try await run(source, ["httpclient5", "httpcore5", "httpcore5-h2", "slf4j-api"])
        #expect(said == String(repeating: "200 200 206 200 204 ", count: 3))
    }

    /// What a program in Java says that is given address, audio URL, token and body.
    private func run(_ source: String, _ libraries: [String]) async throws -> String {
        let folder = try DataFolder()
        try folder.write(Data(source.utf8), to: "Ask.java")
        let said = Mutexed("")
        try await ServiceUnderTest.run { service in
            let classes = libraries.map { Tool.java(library: $0) }.joined(separator: ":")
            let ran = try await Command.run(
                ["java"] + (libraries.isEmpty ? [] : ["-cp", classes])
                    + [
                        "\(folder.path)/Ask.java", address(service), try await service.audioURL(),
                        ServiceUnderTest.reportToken, Self.availability,
                    ]
            )
            said.value = ran.output
        }
        return said.value
    }

    // MARK: Old and plain ones

    @Test("Perl speaks HTTP/1.0 over a bare socket", .enabled(if: Tool.isInstalled("perl")))
    func perl() async throws {
        let script = """
            use IO::Socket::INET; my ($port, $url, $token, $body) = @ARGV;
            sub ask { my $s = IO::Socket::INET->new(PeerAddr => "127.0.0.1:$port") or die; print $s $_[0]; local $/; my $a = <$s>;
              my ($head, $rest) = split /\\r\\n\\r\\n/, $a, 2; die $head if $head =~ /Transfer-Encoding/i or $head !~ /Connection: close/i;
              my ($length) = $head =~ /Content-Length: (\\d+)/i; die $head if defined $length && $_[0] !~ /^HEAD/ && $length != length $rest;
              print((split / /, $head)[1], " ", length $rest, "\\n"); }
            ask("GET /healthz HTTP/1.0\\r\\n\\r\\n");
            ask("HEAD $url HTTP/1.0\\r\\n\\r\\n"); ask("GET $url HTTP/1.0\\r\\nRange: bytes=0-9\\r\\n\\r\\n");
            ask("GET $url HTTP/1.0\\r\\n\\r\\n"); ask("GET /nowhere HTTP/1.0\\r\\n\\r\\n");
            ask("POST /v1/availability HTTP/1.0\\r\\nAccept: application/x-ndjson\\r\\nAuthorization: Bearer $token\\r\\nContent-Length: "
              . length($body) . "\\r\\n\\r\\n$body");
            """
        try await ServiceUnderTest.run { service in
            let url = try await service.audioURL()
            for _ in 0..<2 {
                let ran = try await Command.run([
                    "perl", "-e", script, "\(service.client.port)", url, ServiceUnderTest.reportToken,
                    Self.availability,
                ])
                let lines = ran.output.split(separator: "\n").map { $0.split(separator: " ").map { Int($0) ?? 0 } }
                try #require(lines.count == 6 && lines.allSatisfy { $0.count == 2 }, "\(ran)")
                #expect(lines.map { $0[0] } == [200, 200, 206, 200, 404, 200])
                #expect(lines[1][1] == 0 && lines[2][1] == 10 && lines[3][1] == Int(SampleCompany.audioBytes))
            }
        }
    }

    @Test("ab is answered all its requests, with and without keeping connections", .enabled(if: Tool.isInstalled("ab")))
    func ab() async throws {
        try await ServiceUnderTest.run { service in
            let url = try await service.audioURL()
            _ = try await service.client.send("GET", url)
            for target in ["/healthz", url, "/openapi.json"] {
                for words in [[], ["-k"], ["-k", "-i"]] {
                    let ran = try await Command.run(
                        ["ab", "-n", "40", "-c", "4"] + words + [address(service) + target]
                    )
                    func figure(_ name: String) -> String? {
                        ran.output.split(separator: "\n").first { $0.hasPrefix(name) }?
                            .split(separator: ":").last.map { $0.filter { $0 != " " } }
                    }
                    #expect(
                        figure("Complete requests") == "40" && figure("Failed requests") == "0",
                        "\(target) \(words)"
                    )
                    #expect(figure("Non-2xx responses") == nil)
                    #expect(figure("Keep-Alive requests") == (words.isEmpty ? nil : "40"), "\(target) \(words)")
                }
            }
        }
    }

    @Test("curl asks for heads, and waits with bodies until they are wanted", .enabled(if: Tool.isInstalled("curl")))
    func curl() async throws {
        try await ServiceUnderTest.run { service in
            let url = try await service.audioURL()
            for target in ["/healthz", url, url, "/ws?wsdl", "/openapi.json", "/console/sign-in"] {
                let head = try await Command.run(["curl", "-sI", "-m", "60", address(service) + target])
                #expect(head.status == 0 && head.output.hasPrefix("HTTP/1.1 200"), "\(target)")
            }
            let xml = "<Request Operation=\"CreateSession\"><InvokeID>1</InvokeID></Request>"
            for (target, body, type) in [
                ("/v1/availability", Self.availability, "application/json"), ("/ws", xml, "text/xml"),
            ] {
                let words = [
                    "curl", "-sv", "-m", "60", "--stderr", "-", "-H", "Expect: 100-continue", "--expect100-timeout",
                    "50",
                    "-H", "Authorization: Bearer \(ServiceUnderTest.reportToken)", "-H", "Content-Type: \(type)", "-d",
                    body,
                ]
                let sent = try await Command.run(words + [address(service) + target, address(service) + target])
                #expect(sent.output.components(separatedBy: "< HTTP/1.1 100 Continue").count == 3, "\(target)")
                #expect(sent.output.components(separatedBy: "< HTTP/1.1 200 OK").count == 3)
                #expect(sent.output.components(separatedBy: "Connected to").count == 2, "one connection")
            }
        }
    }

    // MARK: SOAP

    @Test(
        "PHP's SoapClient reads the WSDL, signs in, and lists, looks up and adds entries, in both versions",
        .enabled(if: Tool.isInstalled("php"))
    )
    func php() async throws {
        let script = """
            if (!class_exists('SoapClient')) { echo 'none'; exit; }
            $client = new SoapClient($argv[1] . '/ws?wsdl', ['cache_wsdl' => WSDL_CACHE_NONE, 'soap_version' => (int)$argv[2],
              'features' => SOAP_SINGLE_ELEMENT_ARRAYS, 'keep_alive' => true, 'compression' => (int)$argv[3]]);
            function ask($operation, $session = null, $properties = [], $settings = []) { global $client;
              $make = fn($all) => array_map(fn($k, $v) => ['Name' => $k, '_' => $v], array_keys($all), $all);
              $payload = ['Property' => $make($properties)];
              if ($settings) $payload['Container'] = [['Name' => 'APICommunicationSettings', 'Property' => $make($settings)]];
              $request = ['Operation' => $operation, 'InvokeID' => 'ä1', 'OperationPayload' => $payload];
              if ($session) $request['SessionID'] = $session;
              $answer = $client->Execute(['Request' => $request])->Response;
              echo $operation, ' ', $answer->Result, ' ', $answer->InvokeID, isset($answer->Fail) ? $answer->Fail->ErrorMessage : '', "\\n";
              return $answer->Success ?? null; }
            function value($all, $name) { foreach ($all as $p) if ($p->Name == $name) return $p->_; }
            $made = ask('CreateSession')->Property; $session = value($made, 'SessionID');
            ask('Authenticate', $session, ['Username' => 'boss',
              'Password' => hash('sha256', value($made, 'Nonce') . ':' . hash('sha256', 'of the client')) ]);
            ask('CallRecIntAdd', $session, ['CallRecIntType' => 'Dubber', 'TelSysID' => '2', 'Description' => 'Zürich <& Söhne>'],
              ['IPAddrOrHost1' => 'api.dubber.net/uk1', 'AuthUserID1' => 'id']);
            foreach (ask('CallRecIntList', $session, ['TelSysID' => '2'])->Container as $entry) {
              echo value($entry->Property, 'Description'), "\\n";
              $info = ask('CallRecIntInfo', $session, ['CallRecIntGUID' => value($entry->Property, 'CallRecIntGUID')]);
              echo value($info->Property, 'TelSysID'), "\\n"; }
            ask('Logout', $session);
            """
        try await ServiceUnderTest.run { service in
            let text = #"{"users":[{"username":"boss","administrator":true,"password":"of the client"}]}"#
            try service.registry.importFile(Data(text.utf8))
            for (version, compression) in [("1", "0"), ("2", "0"), ("1", "32")] {
                let ran = try await Command.run(["php", "-r", script, address(service), version, compression])
                if ran.output == "none" { return }
                let lines = ran.output.split(separator: "\n").map(String.init)
                let info = ["Zürich <& Söhne>", "CallRecIntInfo Success ä1", "2"]
                let added = version == "1" && compression == "0" ? 1 : version == "2" ? 2 : 3
                let before = [
                    "CreateSession Success ä1", "Authenticate Success ä1", "CallRecIntAdd Success ä1",
                    "CallRecIntList Success ä1",
                ]
                let entries = Array(repeating: info, count: added).flatMap { $0 }
                let expected: [String] = before + entries + ["Logout Success ä1"]
                #expect(lines == expected, "\(ran.output)")
            }
        }
    }
}
