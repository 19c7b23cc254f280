internal import Foundation
internal import Glibc

/// The lock of a run, held by the process that works on it for as long as the value lives, whatever ends the process.
///
/// `flock(2)` on `lock` in the run's folder. The file's one line, JSON padded to 512 bytes, tells who holds it and how far
/// the run has come; it stays when the lock goes.
struct RunLock: ~Copyable, Sendable {
  private let file: FileDescriptor
  private let process: ProcessIdentity

  private struct Line: Codable {
    var process: ProcessIdentity
    var progress: RunProgress?
  }

  private static let lineByteCount = 512

  /// Takes the lock of a run; nil if another holds it.
  ///
  /// Somebody who only looks holds it for microseconds, so a held one is tried again for half a second.
  ///
  /// - Parameter isWorking: false for one who cleans up and leaves the word of the last process as it is.
  static func acquire(at path: String, isWorking: Bool = true) throws(ExperimentError) -> RunLock? {
    let file = try FileDescriptor(path: path, flags: O_RDWR | O_CREAT)
    for _ in 0..<50 {
      if flock(file.number, LOCK_EX | LOCK_NB) == 0 {
        let lock = RunLock(file: file, process: .current())
        if isWorking { try lock.note(nil) }
        return lock
      }
      guard errno == EWOULDBLOCK || errno == EINTR else { throw SystemFailure.error("locked", path) }
      usleep(10_000)
    }
    return nil
  }

  private init(file: consuming FileDescriptor, process: ProcessIdentity) {
    self.file = file
    self.process = process
  }

  /// Gives the lock back.
  consuming func release() {}

  /// Notes how far the run has come: one write to the page cache, some microseconds.
  func note(_ progress: RunProgress?) throws(ExperimentError) {
    var bytes: [UInt8]
    do {
      bytes = Array(try JSONEncoder().encode(Line(process: process, progress: progress)))
    } catch {
      throw ExperimentError(.registry, found: "the state of the lock could not be written: \(error)")
    }
    let padding = max(0, Self.lineByteCount - 1 - bytes.count)
    bytes += [UInt8](repeating: UInt8(ascii: " "), count: padding) + [UInt8(ascii: "\n")]
    let count = unsafe bytes.withUnsafeBytes { unsafe pwrite(file.number, $0.baseAddress, $0.count, 0) }
    guard count == bytes.count else { throw SystemFailure.error("written", file.path) }
  }

  /// What the lock's file says of a run: whether somebody works on it, and how far it had come.
  ///
  /// - Parameter lastProcess: the process of the last attempt; it decides where locks cannot be asked.
  static func state(at path: String, lastProcess: ProcessIdentity?) -> (isHeld: Bool, progress: RunProgress?)
  {
    guard let file = try? FileDescriptor(reading: path) else { return (lastProcess?.isAlive ?? false, nil) }
    var buffer = [UInt8](repeating: 0, count: lineByteCount)
    let count = (try? file.read(into: &buffer)) ?? 0
    let line = try? JSONDecoder().decode(Line.self, from: Data(buffer[..<count]))
    if flock(file.number, LOCK_SH | LOCK_NB) == 0 { return (false, line?.progress) }
    if errno == EWOULDBLOCK { return (true, line?.progress) }
    return (lastProcess?.isAlive ?? false, line?.progress)
  }
}
