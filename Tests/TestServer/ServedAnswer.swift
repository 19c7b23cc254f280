/// What the server sends, and how it misbehaves.
public struct ServedAnswer: Sendable {
  /// The status with its words.
  public var status = "200 OK"
  /// The headers; `Content-Length` is added unless it is there.
  public var headers: [(name: String, value: String)] = []
  /// The bytes behind the head.
  public var body: [UInt8] = []
  /// How many bytes of the body are sent before the connection closes; nil for all.
  public var breakAfter: Int?
  /// Whether the connection stays open and silent behind what is sent, until the client leaves.
  public var isSilent = false

  /// An answer.
  public init(
    _ status: String = "200 OK", headers: [(name: String, value: String)] = [], body: [UInt8] = [],
    breakAfter: Int? = nil, isSilent: Bool = false
  ) {
    self.status = status
    self.headers = headers
    self.body = body
    self.breakAfter = breakAfter
    self.isSilent = isSilent
  }

  /// A file as an honest server sends it: with its tag, and from the byte that is asked for if the tag is still right.
  public static func file(
    _ bytes: [UInt8], tag: String = "\"1\"", to request: ServedRequest, breakAfter: Int? = nil
  ) -> ServedAnswer {
    guard let first = request.firstByte, request.headers["if-range"] == tag else {
      return ServedAnswer(headers: [("ETag", tag)], body: bytes, breakAfter: breakAfter)
    }
    guard first < bytes.count else {
      return ServedAnswer(
        "416 Range Not Satisfiable", headers: [("ETag", tag), ("Content-Range", "bytes */\(bytes.count)")])
    }
    return ServedAnswer(
      "206 Partial Content",
      headers: [("ETag", tag), ("Content-Range", "bytes \(first)-\(bytes.count - 1)/\(bytes.count)")],
      body: Array(bytes[first...]), breakAfter: breakAfter)
  }
}
