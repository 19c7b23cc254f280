/// Why a request came to nothing, or to a part only.
struct TransferFailure: Error, Sendable, Hashable {
  /// Kinds that call for different advice.
  enum Kind: Sendable, Hashable {
    /// The connection broke, or timed out: worth another try.
    case connection
    /// No server or proxy answers at the address.
    case unreachable
    /// The name of the server or proxy can't be resolved.
    case name
    /// The certificate or the protocol is not acceptable.
    case security
    /// An answer that is no file, such as 404.
    case status(Int)
    /// The caller asked to stop.
    case cancelled
    /// Anything else, such as an address that is none.
    case other
  }

  var kind: Kind
  /// What happened, in words.
  var text: String

  /// Whether the same request may do better in a moment.
  var isTransient: Bool {
    switch kind {
    case .connection: true
    case .status(let status): status == 408 || status == 429 || status >= 500
    case .unreachable, .name, .security, .cancelled, .other: false
    }
  }
}
