internal import Foundation

/// Counts and sizes as people read them.
public enum Quantity {
  /// A count with its digits in groups of three: `72,141,184`.
  public static func grouped(_ count: Int) -> String {
    var digits = String(count.magnitude)
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    return (count < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
  }

  /// A size in powers of a thousand: `512 bytes`, `12.3 kB`, `866.1 MB`, `1.2 GB`.
  public static func bytes(_ count: Int) -> String {
    guard count >= 1000 else { return count == 1 ? "1 byte" : "\(count) bytes" }
    let units = ["kB", "MB", "GB", "TB"]
    var value = Double(count)
    var unit = -1
    while value >= 999.95, unit + 1 < units.count {
      value /= 1000
      unit += 1
    }
    return String(format: "%.1f ", value) + units[unit]
  }
}
