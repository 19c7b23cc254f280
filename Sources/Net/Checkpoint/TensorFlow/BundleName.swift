/// The names of the files of a V2 checkpoint: `<prefix>.index`, `<prefix>.data-00000-of-00001`, …
enum BundleName {
  /// What the index adds to the prefix.
  static let indexSuffix = ".index"

  /// What data file `number` of `count` adds to the prefix.
  static func shardSuffix(_ number: Int, of count: Int) -> String {
    ".data-\(fiveDigits(number))-of-\(fiveDigits(count))"
  }

  /// The prefix in the name of an index, a data file or the graph beside them (`.meta`); nil for other names.
  static func prefix(of name: String) -> String? {
    for suffix in [indexSuffix, ".meta"] where name.hasSuffix(suffix) {
      return String(name.dropLast(suffix.count))
    }
    guard let match = name.firstMatch(of: /\.data-[0-9]{5}-of-[0-9]{5}$/) else { return nil }
    return String(name[..<match.range.lowerBound])
  }

  /// The number behind the last hyphen of a prefix: 60 in `model.ckpt-60`; nil without one.
  static func number(of prefix: String) -> Int? {
    prefix.split(separator: "-").last.flatMap { Int($0) }
  }

  private static func fiveDigits(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(5 - digits.count, 0)) + digits
  }
}
