/// What a download reports while it works.
public enum DownloadEvent: Sendable, Hashable {
  /// Bytes begin to come, behind those that are there already; the whole's number where the server tells.
  case began(done: Int, total: Int?)
  /// Bytes are there.
  case received(done: Int, total: Int?)
  /// The connection broke; the next try comes after a pause.
  case retrying(reason: String, seconds: Double)
}
