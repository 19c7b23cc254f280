internal import Charts
internal import Foundation
internal import Glibc
internal import Metrics
internal import Net
internal import Synchronization

/// `tensorboard/` in a run's folder: events files with the figures and confusion matrices of every epoch, a folder a split.
///
/// Each attempt writes files of its own. Their first event has TensorBoard forget what earlier files say of the epochs
/// from there on, and they begin with the epochs that earlier ones lack: after a crash or a power cut no epoch
/// appears twice and none is missing. The step is the epoch. Files that can't be written do not stop a run; the run says so
/// once, and tells what they lack before it is finished.
final class TensorBoardLog: Sendable {
  private let folder: String
  private let attempt: Int
  private let classes: [String]
  private let recorded: @Sendable () throws -> [EpochRecord]
  private let warn: @Sendable (String) -> Void
  private let state = Mutex(State())

  private struct State {
    /// A failure was reported.
    var hasFailed = false
    /// The last step that this attempt told of each split.
    var lastStep: [Split: Int] = [:]
  }

  /// The log of an attempt; `recorded` gives the epochs that the registry has.
  init(
    runFolder: String, attempt: Int, classes: [String],
    recorded: @escaping @Sendable () throws -> [EpochRecord], warn: @escaping @Sendable (String) -> Void
  ) {
    folder = runFolder + "/" + RunFiles.tensorBoard
    (self.attempt, self.classes, self.recorded, self.warn) = (attempt, classes, recorded, warn)
  }

  /// Begins the attempt's files with what earlier ones lack of the recorded epochs.
  func begin() {
    guard attempt > 1 else { return }
    guarding { try complete() }
  }

  /// Tells what the files lack of the recorded epochs, and has TensorBoard forget what was never recorded.
  private func complete() throws {
    let recorded = try recorded()
    for split in [Split.train, .validation] {
      let epochs = recorded.filter { $0.metrics.keys.contains { $0.split == split } }
      let told = try epochsTold(of: split)
      guard told != Set(epochs.map(\.epoch)) else { continue }
      let first = epochs.first { !told.contains($0.epoch) }?.epoch ?? (recorded.last?.epoch ?? 0) + 1
      try start(split, at: first)
      for record in epochs where record.epoch >= first { try write(record, split) }
    }
  }

  /// Tells all that a finished run has and waits until it is on the disk: no later attempt would mend what is missing.
  private func finish(_ evaluation: EvaluationRecord?) throws {
    try complete()
    if let evaluation { try write(evaluation) }
    try synchronize()
  }

  /// Writes what an event tells, if it is one for TensorBoard.
  func note(_ event: RunEvent) {
    switch event {
    case .epochEnded(let summary):
      guarding {
        for split in Set(summary.record.metrics.keys.map(\.split)).sorted(by: { $0.rawValue < $1.rawValue }) {
          try write(summary.record, split)
        }
      }
    case .finishing(let evaluation):
      // An error that strikes once must not leave a finished run's files wanting.
      guarding { do { try finish(evaluation) } catch { try finish(evaluation) } }
    default: break
    }
  }

  private func guarding(_ body: () throws -> Void) {
    do {
      try body()
    } catch {
      let isFirst = state.withLock { state in
        defer { state.hasFailed = true }
        return !state.hasFailed
      }
      if isFirst { warn("TensorBoard's files lack an epoch until the run's end or next resume: \(error)") }
    }
  }

  private func write(_ record: EpochRecord, _ split: Split) throws {
    var values = record.metrics.filter { $0.key.split == split }.sorted { $0.key < $1.key }.map {
      TensorBoardEvent.Value(tag: $0.key.name, kind: .scalar($0.value))
    }
    if split == .train {
      values.append(.init(tag: "learning_rate", kind: .scalar(record.learningRate)))
      if let seconds = record.timings["train"], seconds > 0 {
        values.append(
          .init(tag: "examples_per_second", kind: .scalar(Double(record.exampleCount) / seconds)))
      }
    }
    for (key, matrix) in record.confusions.sorted(by: { $0.key < $1.key }) where key.split == split {
      values.append(try picture(of: matrix, named: key.name, of: split, epoch: record.epoch))
    }
    try append(values, to: split, step: record.epoch, at: record.finishedAt)
  }

  private func write(_ record: EvaluationRecord) throws {
    guard case .split(let split) = record.target else { return }
    let epoch = record.snapshot.epoch
    var values = record.metrics.sorted { $0.key < $1.key }.map {
      TensorBoardEvent.Value(tag: $0.key, kind: .scalar($0.value))
    }
    for (name, matrix) in record.confusions.sorted(by: { $0.key < $1.key }) {
      values.append(try picture(of: matrix, named: name, of: split, epoch: epoch))
    }
    try append(values, to: split, step: epoch, at: record.createdAt)
  }

  private func picture(
    of matrix: ConfusionMatrix, named name: String, of split: Split, epoch: Int
  ) throws -> TensorBoardEvent.Value {
    let chart = ConfusionChart(
      title: "\(split.rawValue.capitalized), \(name), epoch \(epoch)", classes: classes,
      counts: matrix.counts, scale: .rows)
    let png = try chart.drawing().png(scale: 1)
    // Width and height stand in the first chunk of a PNG file, from byte 16 on.
    func size(at place: Int) -> Int { png[place..<(place + 4)].reduce(0) { $0 << 8 | Int($1) } }
    return TensorBoardEvent.Value(
      tag: "confusion/\(name)", kind: .picture(png: png, width: size(at: 16), height: size(at: 20)))
  }
}

extension TensorBoardLog {
  /// The epochs that TensorBoard would show from the files of earlier attempts.
  private func epochsTold(of split: Split) throws -> Set<Int> {
    var epochs: Set<Int> = []
    let path = folder + "/" + split.rawValue
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    for name in names.sorted() where name.hasPrefix(Self.filePrefix) {
      for entry in try TensorBoardEventFile.entries(path: path + "/" + name) {
        switch entry {
        case .sessionStart(let step): epochs = epochs.filter { $0 < step }
        case .summary(let step): epochs.insert(step)
        }
      }
    }
    return epochs
  }

  private static let filePrefix = "events.out.tfevents."

  /// TensorBoard takes any name with `tfevents` and reads files in the order of their names: the attempt, unlike the clock,
  /// only ever grows.
  private func path(of split: Split) -> String {
    let digits = String(attempt)
    let padded = String(repeating: "0", count: max(0, 10 - digits.count)) + digits
    return "\(folder)/\(split.rawValue)/\(Self.filePrefix)\(padded).jx"
  }

  /// Begins the attempt's file of a split, or has what it says from a step on be forgotten.
  private func start(_ split: Split, at step: Int) throws {
    let now = Date.now.timeIntervalSince1970
    var events = [TensorBoardEvent(wallTime: now, step: step, content: .sessionStart)]
    if !hasFile(of: split) {
      try FileTree.makeFolder("\(folder)/\(split.rawValue)")
      events.insert(TensorBoardEvent(wallTime: now, step: 0, content: .fileVersion), at: 0)
    }
    try append(events.flatMap(\.record), to: path(of: split))
    state.withLock { $0.lastStep[split] = step - 1 }
  }

  private func hasFile(of split: Split) -> Bool { unsafe access(path(of: split), F_OK) == 0 }

  /// Waits until all files and their names are on the disk.
  private func synchronize() throws {
    guard let paths = FileManager.default.subpaths(atPath: folder) else { return }
    for path in [folder, FilePath.folder(of: folder)] + paths.map({ folder + "/" + $0 }) {
      try FileDescriptor(reading: path).synchronize()
    }
  }

  /// Appends an epoch's values. An epoch that is told again, as behind a damaged snapshot, replaces itself and later ones.
  private func append(
    _ values: [TensorBoardEvent.Value], to split: Split, step: Int, at date: Date
  ) throws {
    let last = state.withLock { $0.lastStep[split] } ?? 0
    if !hasFile(of: split) || step <= last { try start(split, at: step) }
    let event = TensorBoardEvent(
      wallTime: date.timeIntervalSince1970, step: step, content: .summary(values))
    try append(event.record, to: path(of: split))
    state.withLock { $0.lastStep[split] = step }
  }

  /// Appends records; what a full disk took of them is taken back, since nothing behind it could be read.
  private func append(_ bytes: [UInt8], to path: String) throws {
    let file = try FileDescriptor(path: path, flags: O_WRONLY | O_CREAT | O_APPEND)
    let size = lseek(file.number, 0, SEEK_END)
    do {
      try file.write(unsafe bytes.span.bytes)
    } catch {
      ftruncate(file.number, size)
      throw error
    }
  }
}
