extension RunResumption {
  /// What a resume for another number of epochs makes of the run; nil if it leaves it as planned.
  ///
  /// - Parameters:
  ///   - epochs: how many epochs the run shall have in all; nil for as many as planned.
  ///   - schedule: what becomes of the schedule; nil if nothing was said.
  /// - Throws: ``ExperimentError/Code/invalidConfig`` with the curves to choose from if that must be said and was not, or
  ///   if the run's schedule can't be continued so.
  func plannedExtension(epochs: Int?, schedule: ScheduleContinuation?) throws -> RunExtension? {
    guard let epochs, epochs != details.plannedEpochs || details.status == .finished else {
      guard schedule == nil else {
        throw ExperimentError(
          .invalidConfig, found: "--schedule without another number of epochs",
          expected: "--epochs N beside it")
      }
      return nil
    }
    let train = try registry.config(of: details).config.train
    let firstEpoch = try registry.epochs(of: details.id).count + 1
    func change(_ schedule: ScheduleContinuation) -> RunExtension {
      RunExtension(firstEpoch: firstEpoch, plannedEpochs: epochs, schedule: schedule)
    }
    let allowed = allowedContinuations(of: train.schedule)
    guard let schedule = schedule ?? (allowed == [.keep] ? .keep : nil) else {
      let curves = allowed.map { choice in
        let curve = ScheduleCurve(train, epochs: epochs, extensions: details.extensions + [change(choice)])
        return "  --schedule \(choice.rawValue)\(choice == .keep ? "    " : " ") \(curve.line)"
      }
      throw ExperimentError(
        .invalidConfig,
        found:
          "run \(details.id) has a learning-rate schedule, and nothing says what becomes of it over \(epochs) epochs",
        expected: "one of\n" + curves.joined(separator: "\n") + "\n ",
        remedy: "jx resume \(details.id) --epochs \(epochs) --schedule \(allowed[0].rawValue)")
    }
    guard allowed.contains(schedule) else {
      throw ExperimentError(
        .invalidConfig,
        found: "--schedule \(schedule.rawValue) for a run that is \(details.status.rawValue) and has "
          + (train.schedule.isConstant ? "a constant learning rate" : "such a schedule"),
        expected: allowed.map(\.rawValue).joined(separator: " or "))
    }
    return change(schedule)
  }

  /// Only a curve with an end can be stretched, and only a run that is over can restart one.
  private func allowedContinuations(of schedule: ScheduleConfig) -> [ScheduleContinuation] {
    guard !schedule.isConstant else { return [.keep] }
    var allowed: [ScheduleContinuation] = [.keep]
    if case .cosine = schedule.shape { allowed.append(.stretch) }
    if details.status == .finished { allowed.append(.restart) }
    return allowed
  }
}
