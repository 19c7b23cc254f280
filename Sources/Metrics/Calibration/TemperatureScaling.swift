#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Calibration by one number: logits are divided by a temperature before the activation (Guo et al. 2017).
///
/// It changes confidence and never the order of the classes in a row.
public struct TemperatureScaling: Sendable, Hashable, Codable {
  /// What turns logits into probabilities.
  public enum Activation: String, Sendable, Hashable, Codable {
    /// Each class on its own; fitted by the binary log loss.
    case sigmoid
    /// Rows that sum to 1; fitted by the categorical log loss.
    case softmax
  }

  /// The temperatures that a fit considers.
  public static let temperatures = 0.01...100.0

  /// The divisor of the logits, positive.
  public let temperature: Double
  /// What follows it.
  public let activation: Activation
  /// Whether the fit ended at a border of `temperatures`: the data would take a still more extreme one, as rows do that
  /// are all right or all wrong.
  public let isAtBorder: Bool

  /// A known temperature.
  ///
  /// - Throws: `MetricsError.invalidParameter` unless it is positive and finite.
  public init(temperature: Double, activation: Activation) throws(MetricsError) {
    guard temperature > 0 && temperature.isFinite else {
      throw MetricsError(
        .invalidParameter, found: "a temperature of \(temperature)", expected: "a positive number")
    }
    self.temperature = temperature
    self.activation = activation
    self.isAtBorder = false
  }

  /// Fits the temperature that minimises the log loss of held-out rows.
  ///
  /// The loss is convex in 1/T; Newton's method, kept within a shrinking bracket, finds its minimum.
  ///
  /// - Parameters:
  ///   - labels: the true class of every row.
  ///   - logits: scores before the activation; of probabilities take `Scores.logOdds()` or `Scores.logarithms()`.
  ///   - activation: what turns them into probabilities.
  /// - Throws: `MetricsError`: `empty`, `shapeMismatch` or `labelOutOfRange`.
  public init(fitting labels: [Int], logits: Scores, activation: Activation) throws(MetricsError) {
    try LabelSets(labels: labels, classCount: logits.classCount).requireMatch(logits)
    var low = 1 / Self.temperatures.upperBound
    var high = 1 / Self.temperatures.lowerBound
    func slope(_ inverse: Double) -> (first: Double, second: Double) {
      activation == .softmax
        ? Self.softmaxSlope(labels, logits, inverse) : Self.sigmoidSlope(labels, logits, inverse)
    }
    self.activation = activation
    if slope(low).first >= 0 || slope(high).first <= 0 {
      self.temperature =
        slope(low).first >= 0 ? Self.temperatures.upperBound : Self.temperatures.lowerBound
      self.isAtBorder = true
      return
    }
    var inverse = 1.0
    for _ in 0..<200 {
      let (first, second) = slope(inverse)
      if first == 0 { break }
      if first > 0 { high = inverse } else { low = inverse }
      let newton = inverse - first / second
      let next = newton > low && newton < high ? newton : (low + high) / 2
      let isDone = abs(next - inverse) <= 1e-14 * inverse
      inverse = next
      if isDone { break }
    }
    self.temperature = 1 / inverse
    self.isAtBorder = false
  }

  /// Calibrated probabilities of logits.
  public func probabilities(of logits: Scores) -> Scores {
    let scaled = Scores(
      checked: logits.values.map { $0 / temperature }, classCount: logits.classCount,
      classNames: logits.classNames, isProbability: false)
    return activation == .softmax ? scaled.softmax() : scaled.sigmoid()
  }

  /// First and second derivative of the summed categorical log loss by 1/T: mean and variance of the logits under p.
  private static func softmaxSlope(
    _ labels: [Int], _ logits: Scores, _ inverse: Double
  ) -> (first: Double, second: Double) {
    var first = 0.0
    var second = 0.0
    for (row, label) in labels.enumerated() {
      let values = logits.row(row)
      let largest = values.reduce(-Double.infinity, max)
      var sums = (weight: 0.0, value: 0.0, square: 0.0)
      for value in values {
        // Counted from the largest, so that the variance loses nothing to a large mean.
        let offset = value - largest
        let weight = exp(inverse * offset)
        sums.weight += weight
        sums.value += weight * offset
        sums.square += weight * offset * offset
      }
      let mean = sums.value / sums.weight
      first += mean - (logits[row, label] - largest)
      second += max(0, sums.square / sums.weight - mean * mean)
    }
    return (first, second)
  }

  /// First and second derivative of the summed binary log loss by 1/T.
  private static func sigmoidSlope(
    _ labels: [Int], _ logits: Scores, _ inverse: Double
  ) -> (first: Double, second: Double) {
    var first = 0.0
    var second = 0.0
    for (row, label) in labels.enumerated() {
      for value in logits.row(row) {
        let probability = LogOdds.probability(of: inverse * value)
        first += probability * value
        second += probability * (1 - probability) * value * value
      }
      first -= logits[row, label]
    }
    return (first, second)
  }
}
