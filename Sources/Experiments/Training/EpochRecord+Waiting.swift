extension EpochRecord {
  /// The phase in ``timings`` that training spent waiting for examples; part of `train`.
  static let waitingPhase = "waiting"

  /// The share of the training time that training waited for examples; nil where it was not recorded.
  public var waitingShare: Double? {
    guard let waiting = timings[Self.waitingPhase], let train = timings["train"] else { return nil }
    return train > 0 ? waiting / train : 0
  }
}
