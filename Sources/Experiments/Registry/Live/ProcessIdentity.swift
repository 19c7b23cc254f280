internal import Foundation
internal import Glibc

/// A process that cannot be taken for a later one of the same number: host, boot, number and start.
public struct ProcessIdentity: Sendable, Hashable, Codable {
  /// The machine's name.
  public var host: String
  /// The id of the machine's boot, new after each.
  public var bootID: String
  /// The process's number.
  public var processID: Int
  /// When it started, in the kernel's clock ticks since boot.
  public var startTicks: Int

  /// An identity from its parts.
  public init(host: String, bootID: String, processID: Int, startTicks: Int) {
    self.host = host
    self.bootID = bootID
    self.processID = processID
    self.startTicks = startTicks
  }

  /// This process.
  public static func current() -> ProcessIdentity {
    let processID = Int(getpid())
    return ProcessIdentity(
      host: ProcessInfo.processInfo.hostName, bootID: currentBootID(), processID: processID,
      startTicks: startTicks(of: processID) ?? 0)
  }

  /// Whether this very process still exists on this machine; false for one of another machine or boot.
  public var isAlive: Bool {
    bootID == Self.currentBootID() && startTicks == Self.startTicks(of: processID)
  }

  private enum CodingKeys: String, CodingKey {
    case host
    case bootID = "boot_id"
    case processID = "pid"
    case startTicks = "start_ticks"
  }

  private static func currentBootID() -> String {
    let text = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
    return text.map { $0.filter { !$0.isWhitespace } } ?? ""
  }

  /// Field 22 of `/proc/<pid>/stat` (proc(5)), counted behind the name in parentheses, which may hold spaces.
  private static func startTicks(of processID: Int) -> Int? {
    guard let text = try? String(contentsOfFile: "/proc/\(processID)/stat", encoding: .utf8),
      let nameEnd = text.lastIndex(of: ")")
    else { return nil }
    let fields = text[text.index(after: nameEnd)...].split(separator: " ")
    return fields.count > 19 ? Int(fields[19]) : nil
  }
}
