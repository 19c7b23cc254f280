internal import Foundation

/// The learning rate of every step: a function of the step's place alone, but for plateaus, which have a state.
///
/// Warm-up and cosine change it from step to step, steps and plateaus from epoch to epoch. The warm-up rises over W steps
/// as (t + 1) / (W + 1), which is PyTorch's `LinearLR` from 1 / (W + 1) on; a cosine takes the steps behind it, steps and
/// plateaus go on beneath it.
struct LearningRateSchedule: Sendable, Hashable {
  /// The learning rate that the course begins with, or is warmed up to.
  let base: Double
  /// The course.
  let config: ScheduleConfig
  /// The epochs that it takes.
  let span: ScheduleSpan
  /// The batches of an epoch.
  let batchCount: Int

  /// The learning rate of a batch, counted from 0 on in its epoch.
  func rate(epoch: Int, batch: Int, plateau: PlateauState? = nil) -> Double {
    let epochsDone = epoch - span.firstEpoch
    let step = epochsDone * batchCount + batch
    let warmupSteps = Int((config.warmupEpochs * Double(batchCount)).rounded())
    let warmup = step < warmupSteps ? Double(step + 1) / Double(warmupSteps + 1) : 1
    switch config.shape {
    case .constant: return base * warmup
    case .cosine(let minimum):
      guard step >= warmupSteps else { return base * warmup }
      let steps = max(1, span.epochs * batchCount - warmupSteps)
      let progress = min(1, Double(step - warmupSteps) / Double(steps))
      return minimum + (base - minimum) * (1 + cos(Double.pi * progress)) / 2
    case .step(let every, let factor): return base * warmup * pow(factor, Double(epochsDone / every))
    case .milestones(let epochs, let factor):
      return base * warmup * pow(factor, Double(epochs.count { $0 <= epochsDone }))
    case .plateau: return (plateau?.rate ?? base) * warmup
    }
  }
}
