/// A curve in a line of text.
enum Sparkline {
  private static let blocks = Array("▁▂▃▄▅▆▇█")

  /// The values as blocks from the smallest to the largest, a blank for one that is no number.
  ///
  /// - Parameter width: the most characters; of more values the mean of each group is shown.
  static func text(_ values: [Double], width: Int) -> String {
    let count = min(values.count, max(1, width))
    let groups = (0..<count).map { index in
      mean(values[(index * values.count / count)..<((index + 1) * values.count / count)])
    }
    let finite = groups.filter(\.isFinite)
    guard let smallest = finite.min(), let largest = finite.max() else {
      return String(repeating: " ", count: count)
    }
    return String(
      groups.map { value in
        guard value.isFinite else { return " " }
        let share = largest > smallest ? (value - smallest) / (largest - smallest) : 0.5
        return blocks[min(blocks.count - 1, Int(share * Double(blocks.count)))]
      })
  }

  private static func mean(_ values: ArraySlice<Double>) -> Double {
    let finite = values.filter(\.isFinite)
    return finite.isEmpty ? .nan : finite.reduce(0, +) / Double(finite.count)
  }
}
