public import Metrics
internal import Net

/// What turns a network's outputs into a confidence that means what it says, fitted on clips that were held out.
///
/// It works on the mean logits over the examples of a clip, recording or time span, so a confidence does not grow with
/// the length of the sound, as sums over examples do.
public enum Calibration: Sendable, Hashable, Codable {
  /// The network's own probabilities: not calibrated.
  case none
  /// One number for all classes, which keeps their order (Guo et al. 2017).
  case temperature(TemperatureScaling)
  /// A line for each class (Platt 1999).
  case platt(PlattScaling)

  /// What can be asked for.
  public enum Method: String, Sendable, Hashable, Codable, CaseIterable {
    /// The network's own probabilities.
    case none
    /// One temperature.
    case temperature
    /// A line for each class.
    case platt
  }

  /// Which it is.
  public var method: Method {
    switch self {
    case .none: .none
    case .temperature: .temperature
    case .platt: .platt
    }
  }

  /// Fits a calibration.
  ///
  /// - Parameters:
  ///   - method: which.
  ///   - labels: the true classes of every row; for a temperature one each.
  ///   - meanLogits: the mean logits of every row.
  ///   - activation: what turns the network's logits into probabilities.
  /// - Throws: `MetricsError` for rows that can't be fitted to.
  init(_ method: Method, labels: LabelSets, meanLogits: Scores, activation: Loss) throws(MetricsError) {
    switch method {
    case .none: self = .none
    case .temperature:
      let single = (0..<labels.rowCount).compactMap { labels[$0].count == 1 ? labels[$0].first : nil }
      guard single.count == labels.rowCount else {
        throw MetricsError(
          .invalidParameter, found: "a temperature for rows of several classes",
          expected: "one class a row", remedy: "Take --method platt, a line for each class, or none.")
      }
      self = .temperature(
        try TemperatureScaling(
          fitting: single, logits: meanLogits, activation: activation == .softmax ? .softmax : .sigmoid))
    case .platt:
      self = .platt(
        try PlattScaling(
          fitting: labels,
          logits: Self.plain(meanLogits, activation).logOdds()))
    }
  }

  /// The confidence in every class, 0…1.
  ///
  /// - Parameters:
  ///   - meanLogits: the mean logits over the examples of each row.
  ///   - activation: what turns the network's logits into probabilities.
  /// - Throws: `MetricsError` for another number of classes than was fitted.
  func confidences(of meanLogits: Scores, activation: Loss) throws(MetricsError) -> Scores {
    switch self {
    case .none: Self.plain(meanLogits, activation)
    case .temperature(let scaling): scaling.probabilities(of: meanLogits)
    case .platt(let scaling):
      // Softmax logits are known but for a constant, so the line goes through the log-odds.
      try scaling.probabilities(of: Self.plain(meanLogits, activation).logOdds())
    }
  }

  private static func plain(_ logits: Scores, _ activation: Loss) -> Scores {
    activation == .softmax ? logits.softmax() : logits.sigmoid()
  }
}

extension ExampleScores {
  /// The mean logits of a level's rows.
  func meanLogits(at level: EvaluationLevel) throws(MetricsError) -> Scores {
    try Scores(logits, classCount: classes.count, classNames: classes).aggregated(
      by: groups(at: level), .mean)
  }

  /// The confidences of a level's rows.
  public func confidences(
    at level: EvaluationLevel, _ calibration: Calibration
  ) throws(ExperimentError) -> Scores {
    do throws(MetricsError) {
      return try calibration.confidences(of: meanLogits(at: level), activation: activation)
    } catch { throw ExperimentError(error) }
  }
}
