/// How far stated confidence and observed frequency agree: the bins of a reliability diagram and their error.
public struct Reliability: Sendable, Hashable, Codable {
  /// How confidences are sorted into bins.
  public enum Binning: String, Sendable, Hashable, Codable {
    /// Bins of equal width over 0…1; a confidence on a border belongs to the lower bin (Guo et al. 2017).
    case equalWidth = "equal_width"
    /// Bins of nearly equal counts; rows of equal confidence stay in one bin.
    case equalMass = "equal_mass"
  }

  /// How confidences were sorted.
  public let binning: Binning
  /// The bins in ascending order; of equal mass only those that hold a row.
  public let bins: [ReliabilityBin]
  /// The mean of `|observed − confidence|` over bins, weighted by their rows: the expected calibration error.
  public let expectedError: Double
  /// The largest of `|observed − confidence|` over bins: the maximum calibration error.
  public let maximumError: Double

  /// Sorts confidences into bins.
  ///
  /// - Parameters:
  ///   - confidences: one probability a row.
  ///   - outcomes: whether what was claimed with it was so.
  ///   - binning: how they are sorted.
  ///   - binCount: how many bins.
  /// - Throws: `MetricsError`: `empty`, `shapeMismatch`, `notProbability`, or `invalidParameter` for no bins.
  public init(
    confidences: [Double], outcomes: [Bool], binning: Binning, binCount: Int = 15
  ) throws(MetricsError) {
    guard !confidences.isEmpty else {
      throw MetricsError(.empty, found: "no confidences", expected: "at least one")
    }
    guard confidences.count == outcomes.count else {
      throw MetricsError(
        .shapeMismatch, found: "\(outcomes.count) outcomes",
        expected: "\(confidences.count), one a confidence")
    }
    guard binCount > 0 else {
      throw MetricsError(.invalidParameter, found: "\(binCount) bins", expected: "at least one")
    }
    if let row = confidences.firstIndex(where: { !($0 >= 0 && $0 <= 1) }) {
      throw MetricsError(
        .notProbability, found: "confidence \(confidences[row]) in row \(row)", expected: "0…1")
    }
    let bins: [ReliabilityBin]
    switch binning {
    case .equalWidth: bins = Self.equalWidth(confidences, outcomes, binCount: binCount)
    case .equalMass: bins = Self.equalMass(confidences, outcomes, binCount: binCount)
    }
    self.binning = binning
    self.bins = bins
    self.expectedError =
      bins.reduce(0) { $0 + Double($1.count) * ($1.gap ?? 0) } / Double(confidences.count)
    self.maximumError = bins.reduce(0) { max($0, $1.gap ?? 0) }
  }

  private static func equalWidth(
    _ confidences: [Double], _ outcomes: [Bool], binCount: Int
  ) -> [ReliabilityBin] {
    let edges = (0...binCount).map { Double($0) / Double(binCount) }
    var bins = (0..<binCount).map { ReliabilityBin(lower: edges[$0], upper: edges[$0 + 1]) }
    for (confidence, outcome) in zip(confidences, outcomes) {
      // The product may round across an edge, so the edges themselves decide.
      var bin = min(binCount - 1, max(0, Int(confidence * Double(binCount))))
      while bin > 0 && confidence <= edges[bin] { bin -= 1 }
      while bin < binCount - 1 && confidence > edges[bin + 1] { bin += 1 }
      bins[bin].add(confidence: confidence, outcome: outcome)
    }
    return bins
  }

  private static func equalMass(
    _ confidences: [Double], _ outcomes: [Bool], binCount: Int
  ) -> [ReliabilityBin] {
    let order = confidences.indices.sorted { confidences[$0] < confidences[$1] }
    var bins: [ReliabilityBin] = []
    var current = -1
    var rank = 0
    for (position, row) in order.enumerated() {
      let confidence = confidences[row]
      if position > 0 && confidence != confidences[order[position - 1]] { rank = position }
      let bin = rank * binCount / order.count
      if bin != current {
        bins.append(ReliabilityBin(lower: confidence, upper: confidence))
        current = bin
      }
      bins[bins.count - 1].extend(to: confidence)
      bins[bins.count - 1].add(confidence: confidence, outcome: outcomes[row])
    }
    return bins
  }
}
