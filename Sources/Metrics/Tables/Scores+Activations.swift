#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Scores {
  /// Probabilities from logits, each class on its own: `1 / (1 + e⁻ˣ)`.
  public func sigmoid() -> Scores {
    Scores(
      checked: values.map(LogOdds.probability(of:)), classCount: classCount, classNames: classNames,
      isProbability: true)
  }

  /// Probabilities from logits, every row summing to 1: `eˣ / Σ eˣ`.
  public func softmax() -> Scores {
    var result = values
    for row in 0..<rowCount {
      let range = (row * classCount)..<((row + 1) * classCount)
      let largest = values[range].reduce(-Double.infinity, max)
      var sum = 0.0
      for index in range {
        result[index] = exp(values[index] - largest)
        sum += result[index]
      }
      for index in range { result[index] /= sum }
    }
    return Scores(checked: result, classCount: classCount, classNames: classNames, isProbability: true)
  }

  /// Logits from probabilities, each class on its own: `ln(p / (1 − p))` with p kept within
  /// `LogOdds.leastProbability` of 0 and 1.
  ///
  /// - Throws: `MetricsError.notProbability` where a score lies outside 0…1.
  public func logOdds() throws(MetricsError) -> Scores {
    try requireProbabilities(for: "log-odds")
    return Scores(
      checked: values.map(LogOdds.clamped(of:)), classCount: classCount, classNames: classNames,
      isProbability: false)
  }

  /// Logarithms of probabilities, which softmax turns back into them (made to sum to 1); p is kept above
  /// `LogOdds.leastProbability`.
  ///
  /// - Throws: `MetricsError.notProbability` where a score lies outside 0…1.
  public func logarithms() throws(MetricsError) -> Scores {
    try requireProbabilities(for: "logarithms of probabilities")
    return Scores(
      checked: values.map { log(max($0, LogOdds.leastProbability)) }, classCount: classCount,
      classNames: classNames, isProbability: false)
  }

  /// Refuses a table that is not made of probabilities, naming the first such score.
  func requireProbabilities(for purpose: String) throws(MetricsError) {
    guard !isProbability else { return }
    let index = values.firstIndex { !($0 >= 0 && $0 <= 1) } ?? 0
    throw MetricsError(
      .notProbability,
      found: "score \(values[index]) in row \(index / classCount), class \(index % classCount)",
      expected: "a probability in 0…1 for \(purpose)",
      remedy: "Turn logits into probabilities with a sigmoid or softmax first.")
  }
}
