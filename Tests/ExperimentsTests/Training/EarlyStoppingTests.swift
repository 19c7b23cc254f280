import Testing

@testable import Experiments

@Suite("A training that stops early")
struct EarlyStoppingTests {
  /// A learning rate at which the validation loss soon stops falling.
  private static let config = [
    "train.epochs=40", "train.learning_rate=3e-2", "train.early_stopping={patience: 2}",
    "snapshots.keep_last=40",
  ]

  @Test("ends behind its patience with the best epoch, says why, and is not resumed by mistake")
  func stops() throws {
    let tiny = try TinyTraining()
    let events = EventLog()
    let (id, outcome) = try tiny.start(Self.config, events: events)
    #expect(outcome == .finished)
    let details = try tiny.registry.details(of: id)
    let losses = try tiny.registry.figures(ValidationFigure.loss.key, of: id)
    let best = try #require(losses.min { ($0.value, $0.key) < ($1.value, $1.key) }?.key)
    #expect(losses.count < 40)
    #expect(losses.count == best + 2)
    #expect(
      details.status == .finished && details.reason.hasPrefix("stopped early behind epoch \(best + 2):"))
    #expect(events.reasons == [details.reason])
    #expect(try tiny.registry.evaluations(of: id).map(\.snapshot) == [SnapshotPosition(epoch: best)])
    let error = try #require(throws: ExperimentError.self) { try tiny.resume(id) }
    #expect(error.found.contains("is finished with \(best + 2) epochs, stopped early"), "\(error)")
  }

  @Test("ends with the last epoch where the best is not to be restored")
  func last() throws {
    let tiny = try TinyTraining()
    let (id, _) = try tiny.start(Self.config + ["train.early_stopping.restore_best=false"])
    let epochs = try tiny.registry.epochs(of: id).count
    #expect(epochs < 40)
    #expect(try tiny.registry.evaluations(of: id).map(\.snapshot) == [SnapshotPosition(epoch: epochs)])
  }

  @Test("goes on with new patience when it is given more epochs, killed in between or not")
  func extended() throws {
    let tiny = try TinyTraining()
    var ids: [RunID] = []
    for limit in [Int.max, 1, 6] {
      let (id, _) = try tiny.start(Self.config)
      let done = try tiny.registry.epochs(of: id).count
      if try tiny.resume(id, epochs: done + 4, stop: StopWatch(after: limit)) == .interrupted {
        try tiny.resume(id)
      }
      #expect(try tiny.registry.epochs(of: id).count > done)
      ids.append(id)
    }
    let results = try ids.map { try tiny.result(of: $0) }
    #expect(results[0] == results[1] && results[0] == results[2])
  }

  @Test(
    "is refused where there is nothing to go by",
    arguments: [
      (["train.early_stopping={}", "data.split={validation: 0, test: 0.2}"], "there is no validation split"),
      (["train.schedule=plateau", "data.split={validation: 0, test: 0.2}"], "there is no validation split"),
      (["train.early_stopping={metric: validation.accuracy}"], "the best by validation.loss"),
      (["train.early_stopping={}", "snapshots.keep_best=0"], "snapshots keep no best one"),
      (["train.schedule={warmup_epochs: 2}"], "a warm-up of 2.0 epochs in 2"),
      (["train.schedule={kind: cosine, minimum: 0.5}"], "a minimum of 0.5 above"),
      (["train.class_weights={lo: 2}"], "there is no class 'lo'"),
      (["model.learning_rates={conv9: 1e-5}"], "no layer is called 'conv9'"),
      (["model.learning_rates={conv1: 1e-5, \"vggish/conv1\": 1e-4}"], "are both for vggish/conv1"),
      (["model.learning_rates={conv1: 1e-5}", "model.frozen=[conv1]"], "'conv1' never learns"),
      (["model.unfreeze={2: conv1}"], "'conv1' is not frozen before epoch 2"),
      (["model.frozen=[conv1]", "model.unfreeze={2: conv9}"], "no layer is called 'conv9'"),
    ])
  func refusals(overrides: [String], text: String) throws {
    let tiny = try TinyTraining()
    let error = try #require(throws: ExperimentError.self) { _ = try tiny.preparation(overrides) }
    #expect(error.code == .invalidConfig && error.description.contains(text), "\(error)")
  }
}
