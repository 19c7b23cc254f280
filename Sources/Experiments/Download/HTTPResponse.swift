/// What a server says before the bytes: status and headers, of the last answer where it redirects.
struct HTTPResponse: Sendable, Hashable {
  /// The status, such as 206.
  private(set) var status = 0
  /// The status with the server's words for it, such as `404 Not Found`.
  private(set) var statusText = ""
  private var headers: [String: String] = [:]

  /// Takes a line of the head of an answer; a status line begins a new answer.
  mutating func add(line: String) {
    if line.hasPrefix("HTTP/") {
      let words = line.split(separator: " ", maxSplits: 1)
      self = HTTPResponse()
      statusText = words.count > 1 ? String(words[1]) : ""
      status = statusText.split(separator: " ").first.flatMap { Int($0) } ?? 0
    } else if let colon = line.firstIndex(of: ":") {
      let value = line[line.index(after: colon)...]
      let (name, text) = (line[..<colon].lowercased(), value.drop { $0 == " " }.trimmed)
      headers[name] = headers[name].map { $0 + ", " + text } ?? text
    }
  }

  /// The value of a header, by its name in lower case.
  subscript(name: String) -> String? { headers[name] }

  /// The number of bytes of the whole file, where the server says it.
  var totalByteCount: Int? {
    switch status {
    case 206, 416: contentRange?.total
    default: headers["content-length"].flatMap { Int($0) }
    }
  }

  /// The first byte that is sent and the number of bytes of the whole file, from `Content-Range: bytes 5-9/10` (RFC 9110,
  /// section 14.4).
  var contentRange: (start: Int?, total: Int?)? {
    guard let text = headers["content-range"], text.hasPrefix("bytes ") else { return nil }
    let parts = text.dropFirst(6).split(separator: "/", maxSplits: 1)
    guard parts.count == 2 else { return nil }
    return (parts[0].split(separator: "-").first.flatMap { Int($0) }, Int(parts[1]))
  }

  /// What tells one version of the file from another, for a request that goes on (RFC 9110, section 13.1.5): a strong
  /// entity tag, or the date of the last change.
  var validator: String? {
    if let tag = headers["etag"], tag.hasPrefix("\"") { return tag }
    return headers["last-modified"]
  }
}

extension Substring {
  /// The text without spaces at its end.
  fileprivate var trimmed: String {
    var text = self
    while text.last == " " || text.last == "\t" { text.removeLast() }
    return String(text)
  }
}
