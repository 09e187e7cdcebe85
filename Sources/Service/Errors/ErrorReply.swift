internal import Hummingbird
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTP2
internal import NIOSSL
internal import PlaybackAudit
internal import Recordings
internal import Registry
internal import SliceCache
internal import Waveform

/// Where an error becomes a status.
enum ErrorReply {
    /// The problem that tells of any error that a route can throw.
    static func problem(for error: any Error) -> Problem {
        switch error {
        case let problem as Problem: problem
        case let error as SliceCacheError: audio(error)
        case let failure as WaveformFailure: waveform(failure)
        case RegistryError.objectRefused(let refusal): Problem(refusal)
        case let error as RegistryError: registry(error)
        case let error as AuditError: audit(error)
        case let error as HTTPError: http(error)
        case is NIOTooManyBytesError: bodyTooLarge
        case is HTTPParserError: bodyMalformed
        case is IOError, is ChannelError, is any NIOHTTP2Error, is NIOSSLError, is BoringSSLError: bodyCutOff
        case is CancellationError: cancelled
        default: unexpected
        }
    }

    /// Audio that cannot be had: 404 or 410 when it does not exist, 502 or 504 when the provider's side failed, 503 when it is ours.
    private static func audio(_ error: SliceCacheError) -> Problem {
        switch error {
        case .notFound:
            Problem(
                status: 404,
                code: error.reason,
                title: "No recording",
                detail: "The provider does not have this recording, on either host."
            )
        case .expired:
            Problem(
                status: 410,
                code: "recordingExpired",
                title: "Recording expired",
                detail: "The provider's retention time for this recording is over."
            )
        case .purged:
            Problem(
                status: 410,
                code: error.reason,
                title: "Recording purged",
                detail: "The recording was removed here."
            )
        case .provider(let failure, let seconds):
            provider(failure, retryAfterSeconds: seconds)
        case .storeUnreachable:
            gateway(error.reason, "The provider's audio store could not be reached, or kept failing, on either host.")
        case .storeBusy(let seconds):
            Problem(
                status: 503,
                code: error.reason,
                title: "Provider busy",
                detail: "The provider's audio store serves nothing at the moment, and says when it will.",
                isRetryable: true,
                retryAfterSeconds: max(1, seconds)
            )
        case .storeRefused:
            gateway(
                error.reason,
                "The provider's audio store gave answers that cannot be trusted; nothing of them was used."
            )
        case .changed:
            gateway(error.reason, "The recording was replaced at the provider while it was being read.")
        case .overloaded:
            Problem(
                status: 503,
                code: error.reason,
                title: "Too many listeners",
                detail: "The limit of simultaneous readers or fetches is reached.",
                isRetryable: true,
                retryAfterSeconds: 5
            )
        case .cancelled:
            cancelled
        }
    }

    /// A waveform that cannot be had: 422 when it is the audio's fault, 503 when it is ours, else as for the audio itself.
    private static func waveform(_ failure: WaveformFailure) -> Problem {
        switch failure {
        case .audio(let error):
            Problem(
                status: 422,
                code: error.isOfTheAudio ? "audioNotDrawable" : "audioTooLargeToDraw",
                title: "No waveform",
                detail: error.sentence
            )
        case .cache(let error):
            audio(error)
        case .busy, .tookTooLong:
            Problem(
                status: 503,
                code: failure == .busy ? "waveformsBusy" : "waveformTookTooLong",
                title: "No waveform yet",
                detail: failure == .busy
                    ? "Too many waveforms are being made at the moment."
                    : "Fetching and decoding the recording takes too long; what was fetched is kept for the next time.",
                isRetryable: true,
                retryAfterSeconds: 5
            )
        case .cancelled:
            cancelled
        }
    }

    private static func gateway(_ code: String, _ detail: String) -> Problem {
        Problem(
            status: 502,
            code: code,
            title: "Provider failed",
            detail: detail,
            isRetryable: true,
            retryAfterSeconds: 10
        )
    }

    /// A provider's failure: 504 for silence, 503 while a quota lasts, 502 for the rest.
    ///
    /// - Parameters:
    ///   - failure: the failure.
    ///   - retryAfterSeconds: when asking again can help, where that is known, such as the reset of a quota.
    /// - Returns: the problem.
    static func provider(_ failure: ProviderFailure, retryAfterSeconds: Int? = nil) -> Problem {
        let status =
            switch failure {
            case .timedOut: 504
            case .rateLimited, .quotaExhausted, .recordingNotReady: 503
            default: 502
            }
        return Problem(
            status: status,
            code: failure.reason,
            title: "Provider failed",
            detail: failure.message,
            isRetryable: failure.isRetryable,
            retryAfterSeconds: failure.isRetryable ? max(1, retryAfterSeconds ?? 10) : nil
        )
    }

    private static func registry(_ error: RegistryError) -> Problem {
        Problem(
            status: 503,
            code: error.reason,
            title: "Registry not usable",
            detail: "The service's registry cannot be used at the moment.",
            isRetryable: true,
            retryAfterSeconds: 10
        )
    }

    private static func audit(_ error: AuditError) -> Problem {
        if error == .stopped { return cancelled }
        return Problem(
            status: 503,
            code: error.reason,
            title: "Audit not usable",
            detail: "What is played must be noted, which is not possible at the moment; so nothing is played.",
            isRetryable: true,
            retryAfterSeconds: 10
        )
    }

    private static func http(_ error: HTTPError) -> Problem {
        switch error.status.code {
        case 404:
            Problem(status: 404, code: "notFound", title: "Not found", detail: "There is nothing at this address.")
        case 413:
            bodyTooLarge
        default:
            Problem(
                status: error.status.code,
                code: "badRequest",
                title: "Bad request",
                detail: error.body ?? "The request cannot be understood."
            )
        }
    }

    private static let bodyTooLarge = Problem(
        status: 413,
        code: "bodyTooLarge",
        title: "Body too large",
        detail: "The request's body is longer than this address takes."
    )

    private static let bodyMalformed = Problem(
        status: 400,
        code: "malformedBody",
        title: "Malformed body",
        detail: "The request's body ends too early, or is not as its header fields say."
    )

    /// Nobody is left to be told, mostly.
    private static let bodyCutOff = Problem(
        status: 400,
        code: "bodyCutOff",
        title: "Body cut off",
        detail: "The connection ended before the request's body did."
    )

    private static let cancelled = Problem(
        status: 503,
        code: "stopping",
        title: "Service stopping",
        detail: "The service is being stopped.",
        isRetryable: true,
        retryAfterSeconds: 5
    )

    private static let unexpected = Problem(
        status: 500,
        code: "unexpected",
        title: "Unexpected error",
        detail: "Something went wrong that should not; the log has it under this request's id.",
        isRetryable: true
    )
}
