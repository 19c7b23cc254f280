internal import CCurl
internal import Glibc

/// One GET request through libcurl, which also reads `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy`.
///
/// `body` and `progress` are called on the thread that performs.
final class HTTPTransfer {
  /// What is asked for.
  struct Request: Sendable {
    /// The address.
    var address: String
    /// The first byte that is wanted.
    var offset = 0
    /// With an offset: the version of the file that the bytes before it are of.
    var validator: String?
    /// Seconds without a byte behind which the connection counts as broken.
    var stallSeconds = 60
  }

  private let library: CurlLibrary
  private let request: Request
  private let body: (HTTPResponse, RawSpan) throws -> Void
  private let isCancelled: () -> Bool
  private var response = HTTPResponse()
  private var failure: (any Error)?

  /// A request.
  ///
  /// - Parameters:
  ///   - isCancelled: asked about once a second and more often; true ends the transfer.
  ///   - body: called with pieces of a file, status 200 or 206, first to last; an error ends the transfer.
  init(
    _ request: Request, isCancelled: @escaping () -> Bool,
    body: @escaping (HTTPResponse, RawSpan) throws -> Void
  ) throws(ExperimentError) {
    library = try CurlLibrary.loaded.get()
    self.request = request
    self.isCancelled = isCancelled
    self.body = body
  }

  /// Sends the request and receives the answer.
  ///
  /// - Returns: the answer with status 200, 206 or 416.
  /// - Throws: ``TransferFailure``, or the error of `body`.
  func perform() throws -> HTTPResponse {
    guard let handle = unsafe library.makeHandle() else {
      throw TransferFailure(kind: .other, text: "libcurl could not begin")
    }
    defer { unsafe library.cleanUp(handle) }
    var headers: CurlLibrary.HeaderList?
    defer { unsafe library.free(headers) }
    if request.offset > 0, let validator = request.validator {
      for line in ["Range: bytes=\(request.offset)-", "If-Range: \(validator)"] {
        unsafe headers = library.append(headers, line)
      }
    }
    try unsafe setOptions(of: handle, headers)
    let code = withExtendedLifetime(self) { unsafe library.perform(handle) }
    if let failure { throw failure }
    guard code == CURLE_OK else { throw unsafe failure(code, handle) }
    guard [200, 206, 416].contains(response.status) else {
      throw TransferFailure(
        kind: .status(response.status), text: "the server answered \(response.statusText)")
    }
    return response
  }

  private func setOptions(
    of handle: CurlLibrary.Handle, _ headers: CurlLibrary.HeaderList?
  ) throws(TransferFailure) {
    let setter = unsafe library.setOption
    let isSecure = request.address.lowercased().hasPrefix("https:")
    let numbers: [(CURLoption, Int)] = [
      (CURLOPT_NOSIGNAL, 1), (CURLOPT_FOLLOWLOCATION, 1), (CURLOPT_MAXREDIRS, 10), (CURLOPT_NOPROGRESS, 0),
      (CURLOPT_CONNECTTIMEOUT, request.stallSeconds), (CURLOPT_LOW_SPEED_LIMIT, 1),
      (CURLOPT_LOW_SPEED_TIME, request.stallSeconds),
    ]
    let texts: [(CURLoption, String)] = [
      (CURLOPT_URL, request.address), (CURLOPT_USERAGENT, "jx"), (CURLOPT_PROTOCOLS_STR, "http,https"),
      // What began encrypted stays so.
      (CURLOPT_REDIR_PROTOCOLS_STR, isSecure ? "https" : "http,https"),
    ]
    let own = unsafe Unmanaged.passUnretained(self).toOpaque()
    var codes = numbers.map { unsafe setCurlNumber(setter, handle, $0.0, $0.1) }
    codes += texts.map { option, text in
      unsafe text.withCString { unsafe setCurlPointer(setter, handle, option, $0) }
    }
    unsafe codes += [
      setCurlPointer(setter, handle, CURLOPT_HTTPHEADER, headers),
      setCurlPointer(setter, handle, CURLOPT_WRITEDATA, own),
      setCurlPointer(setter, handle, CURLOPT_HEADERDATA, own),
      setCurlPointer(setter, handle, CURLOPT_XFERINFODATA, own),
      setCurlReceiver(setter, handle, CURLOPT_WRITEFUNCTION, receiveBody),
      setCurlReceiver(setter, handle, CURLOPT_HEADERFUNCTION, receiveHeader),
      setCurlWatcher(setter, handle, watch),
    ]
    if let failed = codes.first(where: { $0 != CURLE_OK }) { throw unsafe failure(failed, handle) }
  }

  private func failure(_ code: CURLcode, _ handle: CurlLibrary.Handle) -> TransferFailure {
    let text = unsafe library.reason(code).map { unsafe String(cString: $0) } ?? "error \(code.rawValue)"
    let kind: TransferFailure.Kind =
      switch code {
      case CURLE_ABORTED_BY_CALLBACK: .cancelled
      case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .name
      case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_SSL_CACERT_BADFILE:
        .security
      case CURLE_COULDNT_CONNECT: .unreachable
      case CURLE_PARTIAL_FILE, CURLE_OPERATION_TIMEDOUT, CURLE_GOT_NOTHING,
        CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_SSL_CONNECT_ERROR, CURLE_HTTP2, CURLE_HTTP2_STREAM:
        .connection
      default: .other
      }
    // libcurl's words for a timeout name neither end nor cause.
    let words = code == CURLE_OPERATION_TIMEDOUT ? "no byte came for \(request.stallSeconds) s" : text
    return TransferFailure(kind: kind, text: words.prefix(1).lowercased() + words.dropFirst())
  }

  /// Takes a line of the head.
  fileprivate func add(header: RawSpan) {
    let line = unsafe header.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
    response.add(line: line.trimmingLineEnd)
  }

  /// Takes a piece of the body; false ends the transfer.
  fileprivate func add(body bytes: RawSpan) -> Bool {
    // The page that comes with an error is nobody's file.
    guard response.status == 200 || response.status == 206 else { return true }
    do {
      try body(response, bytes)
      return true
    } catch {
      failure = error
      return false
    }
  }

  /// Whether to stop.
  fileprivate var shouldStop: Bool { isCancelled() }
}

extension String {
  /// The text without the carriage return and line feed at its end.
  fileprivate var trimmingLineEnd: String {
    var text = self[...]
    while let last = text.unicodeScalars.last, last == "\r" || last == "\n" {
      text.unicodeScalars.removeLast()
    }
    return String(text)
  }
}

/// libcurl's callbacks, with the transfer behind the last argument.
private func transfer(_ pointer: UnsafeMutableRawPointer?) -> HTTPTransfer? {
  unsafe pointer.map { unsafe Unmanaged<HTTPTransfer>.fromOpaque($0).takeUnretainedValue() }
}

private func receiveHeader(
  _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ pointer: UnsafeMutableRawPointer?
) -> Int {
  unsafe transfer(pointer)?.add(header: UnsafeRawBufferPointer(start: bytes, count: size * count).bytes)
  return size * count
}

private func receiveBody(
  _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ pointer: UnsafeMutableRawPointer?
) -> Int {
  let piece = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
  return unsafe transfer(pointer)?.add(body: piece.bytes) == true ? size * count : 0
}

private func watch(
  _ pointer: UnsafeMutableRawPointer?, _: curl_off_t, _: curl_off_t, _: curl_off_t, _: curl_off_t
) -> Int32 {
  unsafe transfer(pointer)?.shouldStop == false ? 0 : 1
}
