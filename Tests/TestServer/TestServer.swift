import Glibc
import Synchronization

/// An HTTP server on a free port of this machine that answers as a test wants, also wrongly.
public final class TestServer: Sendable {
  /// `http://127.0.0.1:<port>`.
  public let address: String
  private let listener: Int32
  private let log: RequestLog

  /// Begins to listen.
  ///
  /// - Parameter answer: called for each request, from several threads.
  public init(_ answer: @escaping @Sendable (ServedRequest) -> ServedAnswer) throws(ServerFailure) {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard listener >= 0 else { throw ServerFailure("socket") }
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = unsafe withUnsafeMutablePointer(to: &place) { place in
      unsafe place.withMemoryRebound(to: sockaddr.self, capacity: 1) { place in
        unsafe bind(listener, place, length) == 0 && listen(listener, 16) == 0
          && getsockname(listener, place, &length) == 0
      }
    }
    guard isBound else { throw ServerFailure("bind") }
    let log = RequestLog()
    self.listener = listener
    self.log = log
    address = "http://127.0.0.1:\(UInt16(bigEndian: place.sin_port))"
    Self.thread {
      while true {
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else { return }
        Self.thread { Connection(connection).serve(log, answer) }
      }
    }
  }

  deinit {
    // Wakes the thread that accepts.
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  /// The requests so far.
  public var requests: [ServedRequest] { log.requests }

  private static func thread(_ body: @escaping @Sendable () -> Void) {
    let argument = unsafe Unmanaged.passRetained(Work(body)).toOpaque()
    var number = pthread_t()
    unsafe pthread_create(
      &number, nil,
      { argument in
        if let argument = unsafe argument {
          unsafe Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
        }
        return nil
      }, argument)
    pthread_detach(number)
  }

  private final class Work: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}

/// A system call that failed.
public struct ServerFailure: Error {
  let call: String
  init(_ call: String) { self.call = call }
}

/// What was asked, in order.
final class RequestLog: Sendable {
  private let all = Mutex<[ServedRequest]>([])

  var requests: [ServedRequest] { all.withLock { $0 } }

  func add(_ request: ServedRequest) { all.withLock { $0.append(request) } }
}
