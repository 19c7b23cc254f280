/// Integers that order as finite doubles do, and are equal where these are: −0 and 0 share one.
///
/// The bits of IEEE 754 numbers of one sign order as integers already; those of negative ones are reversed.
enum OrderKey {
  private static let magnitude = Int64.max

  static func key(of value: Double) -> Int {
    // Adding 0 turns −0 into 0.
    let bits = Int64(bitPattern: (value + 0).bitPattern)
    return Int(bits >= 0 ? bits : bits ^ magnitude)
  }

  static func value(of key: Int) -> Double {
    let bits = Int64(key)
    return Double(bitPattern: UInt64(bitPattern: bits >= 0 ? bits : bits ^ magnitude))
  }
}
