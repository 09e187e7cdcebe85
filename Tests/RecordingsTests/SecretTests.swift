import Recordings
import Testing

struct SecretTests {
    private struct Holder {
        let secret: Secret
    }

    @Test("No way of printing shows a secret, nested or not")
    func neverPrinted() {
        let secret = Secret("s3cret-text")
        var dumped = ""
        dump(Holder(secret: secret), to: &dumped)
        let printed = ["\(secret)", String(reflecting: secret), "\([secret])", "\(Holder(secret: secret))", dumped]
        for text in printed {
            #expect(!text.contains("s3cret"))
        }
        #expect(secret.reveal() == "s3cret-text")
    }
}
