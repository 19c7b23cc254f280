internal import Foundation

/// The memory of this process as the system counts it.
public enum ProcessMemory {
  /// The largest resident size so far in bytes: `VmHWM` of `/proc`; nil where there is none.
  ///
  /// Not `getrusage`, whose figure a process inherits from the one that started it.
  public static var peakBytes: Int? {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }) else {
      return nil
    }
    return line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }.map { $0 * 1024 }
  }
}
