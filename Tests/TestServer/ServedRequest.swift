/// The head of a request.
public struct ServedRequest: Sendable, Hashable {
  /// `GET`, or `CONNECT` of a client that takes the server for a proxy.
  public let method: String
  /// What is asked for: a path, or an address in full at a proxy.
  public let target: String
  /// The headers, their names in lower case.
  public let headers: [String: String]

  init?(head: String) {
    let lines = head.split(separator: "\r\n")
    let words = lines.first?.split(separator: " ") ?? []
    guard words.count == 3 else { return nil }
    method = String(words[0])
    target = String(words[1])
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      if parts.count == 2 { headers[parts[0].lowercased()] = String(parts[1].drop { $0 == " " }) }
    }
    self.headers = headers
  }

  /// The first byte that is asked for, of `Range: bytes=5-`.
  public var firstByte: Int? {
    headers["range"].flatMap { range in
      range.hasPrefix("bytes=") && range.hasSuffix("-") ? Int(range.dropFirst(6).dropLast()) : nil
    }
  }
}
