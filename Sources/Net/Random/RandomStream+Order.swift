extension RandomStream {
  /// A number in `0..<bound`, each equally likely (Lemire 2019, with rejection).
  ///
  /// Written out because the standard library does not promise the same numbers from version to version.
  public mutating func next(below bound: Int) -> Int {
    precondition(bound > 0, "a number below \(bound)")
    let bound = UInt64(bound)
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let threshold = (0 &- bound) % bound
      while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
    }
    return Int(product.high)
  }

  /// The numbers `0..<count` in random order, each order equally likely (Fisher and Yates, in Durstenfeld's form).
  public mutating func order(of count: Int) -> [Int] {
    var order = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(last, next(below: last + 1))
    }
    return order
  }
}
