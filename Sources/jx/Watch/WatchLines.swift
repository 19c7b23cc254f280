internal import Experiments

/// A line for every attempt, epoch and end: for pipes and logs.
struct WatchLines: WatchView {
  private let registryArgument: String
  private var attempt = 0
  private var epoch = 0
  private var status: RunStatus?

  init(registryArgument: String) { self.registryArgument = registryArgument }

  mutating func show(_ run: RunObservation) {
    if run.attempt != attempt {
      let name = run.details.name.isEmpty ? "" : " (\(run.details.name))"
      Output.line("run \(run.details.id)\(name), attempt \(run.attempt)")
      attempt = run.attempt
      status = .running
      // Behind a damaged snapshot epochs are trained again.
      epoch = min(epoch, run.epochs.count)
    }
    for record in run.epochs where record.epoch > epoch {
      Output.line(EpochText.line(record, plannedEpochs: run.details.plannedEpochs))
      epoch = record.epoch
    }
    if run.details.status != status {
      status = run.details.status
      if let line = WatchEndText.line(run, registryArgument: registryArgument) { Output.line(line) }
    }
  }
}
