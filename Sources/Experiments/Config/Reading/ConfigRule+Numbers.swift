extension ConfigRule where Value: FixedWidthInteger & Sendable {
  /// A whole number in a range, in decimal digits.
  static func integer(_ range: ClosedRange<Value>) -> ConfigRule {
    ConfigRule(
      scalar: "a whole number from \(range.lowerBound) to \(range.upperBound)", isQuotable: false,
      parse: { text in Value(text).flatMap { range.contains($0) ? $0 : nil } },
      write: { .literal(String($0)) })
  }
}

extension ConfigRule where Value: BinaryFloatingPoint & LosslessStringConvertible & Sendable {
  /// A number within closed bounds.
  static func number(from lower: Value, through upper: Value) -> ConfigRule {
    number("a number from \(lower.shortText) to \(upper.shortText)") { (lower...upper).contains($0) }
  }

  /// A number above one bound and up to another one.
  static func number(above lower: Value, through upper: Value) -> ConfigRule {
    number("a number above \(lower.shortText) and at most \(upper.shortText)") { $0 > lower && $0 <= upper }
  }

  /// A number from one bound on and below another one.
  static func number(from lower: Value, below upper: Value) -> ConfigRule {
    number("a number from \(lower.shortText) to below \(upper.shortText)") { $0 >= lower && $0 < upper }
  }

  private static func number(
    _ allowed: String, isValid: @escaping @Sendable (Value) -> Bool
  ) -> ConfigRule {
    ConfigRule(
      scalar: allowed, isQuotable: false,
      parse: { text in decimal(text).flatMap { isValid($0) ? $0 : nil } },
      write: { .literal($0.shortText) },
      remedy: { $0.contains(",") ? "Write the decimal point as '.'" : "" })
  }

  /// A finite decimal number; neither hexadecimal nor `nan` or `inf`, which Swift would read too.
  private static func decimal(_ text: String) -> Value? {
    guard text.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }) else { return nil }
    return Value(text).flatMap { $0.isFinite ? $0 : nil }
  }
}

extension ConfigRule<Double> {
  /// `features.hop_seconds`: hundredths of a second, since frames of the log-mel picture are 10 ms apart.
  static let hopSeconds = {
    let range = ConfigRule<Double>.number(above: 0, through: 60)
    let allowed = "a multiple of 0.01 above 0 and at most 60, in seconds"
    return ConfigRule(
      scalar: allowed, isQuotable: false,
      parse: { text in
        guard let value = Double(text), value > 0, value <= 60 else { return nil }
        let hundredths = (value * 100).rounded()
        // Decimal fractions are not exact in binary: 0.29 · 100 is 28.999999999999996.
        guard hundredths >= 1, abs(value * 100 - hundredths) < 1e-9 else { return nil }
        return hundredths / 100
      },
      write: range.write)
  }()
}

extension BinaryFloatingPoint where Self: LosslessStringConvertible {
  /// The shortest decimal form that reads back as the same number; whole numbers without `.0`. In front of an exponent
  /// stands a decimal point, without which YAML 1.1 takes it for a text.
  fileprivate var shortText: String {
    let text = String(self)
    if text.hasSuffix(".0") { return String(text.dropLast(2)) }
    guard let exponent = text.firstIndex(of: "e"), !text.contains(".") else { return text }
    return text[..<exponent] + ".0" + text[exponent...]
  }
}
