internal import Glibc
internal import Synchronization

/// The two streams: results go to standard output, progress and diagnostics to standard error.
///
/// A stream that can't take a text never ends the process: a training outlives its terminal and a full disk beneath its
/// log. What standard output did not take is told when the command ends.
enum Output {
  private static let firstFailure = Atomic<Int32>(0)

  /// Why standard output did not take something; nil if it took all.
  static var failure: String? {
    let number = firstFailure.load(ordering: .relaxed)
    return number == 0 ? nil : unsafe String(cString: strerror(number))
  }

  /// Writes a result as it is.
  static func result(_ text: String) {
    let number = write(text, to: STDOUT_FILENO)
    guard number != 0 else { return }
    _ = firstFailure.compareExchange(expected: 0, desired: number, ordering: .relaxed)
  }

  /// Writes a line of the result.
  static func line(_ text: String = "") { result(text + "\n") }

  /// Writes to standard error as it is: a bar, or a question without the end of its line.
  static func prompt(_ text: String) { _ = write(text, to: STDERR_FILENO) }

  /// Writes a line of diagnostics.
  static func note(_ text: String) { prompt(text + "\n") }

  /// Writes all of a text; the error's number if that can't be, else 0.
  private static func write(_ text: String, to stream: Int32) -> Int32 {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(stream, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        var waiting = pollfd(fd: stream, events: Int16(POLLOUT), revents: 0)
        unsafe poll(&waiting, 1, -1)
      } else if errno != EINTR {
        return errno
      }
    }
    return 0
  }
}
