/// How the examples of a clip (or the clips of a recording) become one row of scores.
public enum Aggregation: Sendable, Hashable {
  /// jibjib's query score: `Σ p²`. Favours classes that are strong in few examples; grows with the length of the clip.
  case sumOfSquares
  /// The arithmetic mean.
  case mean
  /// The largest score.
  case maximum
  /// `1 − Π (1 − p)`: the probability that at least one example holds the class, were they independent.
  case noisyOr
  /// The mean of the `count` largest scores, or of all where there are fewer.
  case topMean(count: Int)
  /// The sigmoid of the mean log-odds, with p kept within `LogOdds.leastProbability` of 0 and 1.
  case logOddsMean

  /// One of each kind, the mean of the largest scores with three.
  public static let all: [Aggregation] = [
    .sumOfSquares, .mean, .maximum, .noisyOr, .topMean(count: 3), .logOddsMean,
  ]

  /// The name in configs and tables: `sum_of_squares`, `mean`, `max`, `noisy_or`, `top_3_mean`, `log_odds_mean`.
  public var name: String {
    switch self {
    case .sumOfSquares: "sum_of_squares"
    case .mean: "mean"
    case .maximum: "max"
    case .noisyOr: "noisy_or"
    case .topMean(let count): "top_\(count)_mean"
    case .logOddsMean: "log_odds_mean"
    }
  }

  /// The aggregation of a name, `top_N_mean` with any N from 1; nil for a name that is none.
  public init?(name: String) {
    if let plain = Self.all.first(where: { $0.name == name }) {
      self = plain
      return
    }
    guard name.hasPrefix("top_"), name.hasSuffix("_mean"), let count = Int(name.dropFirst(4).dropLast(5)),
      count > 0
    else { return nil }
    let aggregation = Aggregation.topMean(count: count)
    // One name only: `top_+3_mean` and `top_03_mean` are none.
    guard aggregation.name == name else { return nil }
    self = aggregation
  }

  /// Whether it asks for probabilities; the others take any score.
  public var needsProbabilities: Bool {
    switch self {
    case .noisyOr, .logOddsMean: true
    case .sumOfSquares, .mean, .maximum, .topMean: false
    }
  }
}

extension Aggregation: Codable {
  /// Reads the name.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let name = try container.decode(String.self)
    guard let aggregation = Aggregation(name: name) else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "aggregation \(name); expected " + Self.all.map(\.name).joined(separator: ", "))
    }
    self = aggregation
  }

  /// Writes the name.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(name)
  }
}
