/// What becomes of a redirect.
package enum RedirectPolicy: Sendable, Hashable {
    /// A redirect fails the request.
    case refuse
    /// Up to `maximum` redirects are followed, each target checked like a first request.
    case follow(maximum: Int)
}
