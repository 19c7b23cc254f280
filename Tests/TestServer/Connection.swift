import Glibc

/// One client's connection: a request, an answer, the end.
struct Connection {
  private let socket: Int32

  init(_ socket: Int32) { self.socket = socket }

  func serve(_ log: RequestLog, _ answer: (ServedRequest) -> ServedAnswer) {
    defer { close(socket) }
    guard let request = readRequest() else { return }
    log.add(request)
    let answer = answer(request)
    var head = "HTTP/1.1 \(answer.status)\r\n"
    for (name, value) in answer.headers { head += "\(name): \(value)\r\n" }
    if !answer.headers.contains(where: { $0.name == "Content-Length" }) {
      head += "Content-Length: \(answer.body.count)\r\n"
    }
    head += "Connection: close\r\n\r\n"
    guard send(Array(head.utf8)), send(Array(answer.body.prefix(answer.breakAfter ?? .max))) else { return }
    if answer.isSilent {
      var rest = [UInt8](repeating: 0, count: 1)
      while unsafe recv(socket, &rest, 1, 0) > 0 {}
    }
    shutdown(socket, Int32(SHUT_WR))
  }

  private func readRequest() -> ServedRequest? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    let end = Array("\r\n\r\n".utf8)
    while bytes.count < 1 << 16, !bytes.suffix(4).elementsEqual(end) {
      let count = unsafe recv(socket, &buffer, buffer.count, 0)
      guard count > 0 else { return nil }
      bytes += buffer[..<count]
    }
    return ServedRequest(head: String(decoding: bytes, as: UTF8.self))
  }

  private func send(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.send(
          socket, buffer.baseAddress.map { unsafe $0 + sent }, buffer.count - sent,
          Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }
}
