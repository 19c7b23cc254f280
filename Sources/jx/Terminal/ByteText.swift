/// Sizes as people read them.
enum ByteText {
  /// `0 bytes`, `12.3 kB`, `866.1 MB`, `1.2 GB`: powers of a thousand.
  static func text(_ bytes: Int) -> String {
    let units = ["kB", "MB", "GB", "TB"]
    var value = Double(bytes)
    guard value >= 1000 else { return bytes == 1 ? "1 byte" : "\(bytes) bytes" }
    var unit = -1
    while value >= 999.95, unit + 1 < units.count {
      value /= 1000
      unit += 1
    }
    return "\(value.formatted(digits: 1)) \(units[unit])"
  }
}
