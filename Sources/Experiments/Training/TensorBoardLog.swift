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
/// appears twice and none is missing. The step is the epoch. Files that can't be written do not stop a run; the run says so once.
final class TensorBoardLog: Sendable {
  private let folder: String
  private let attempt: Int
  private let classes: [String]
  private let warn: @Sendable (String) -> Void
  private let state = Mutex(State())

  private struct State {
    /// A failure was reported.
    var hasFailed = false
    /// The last step that this attempt told of each split.
    var lastStep: [Split: Int] = [:]
  }

  /// The log of an attempt.
  init(
    runFolder: String, attempt: Int, classes: [String], warn: @escaping @Sendable (String) -> Void
  ) {
    folder = runFolder + "/" + RunFiles.tensorBoard
    (self.attempt, self.classes, self.warn) = (attempt, classes, warn)
  }

  /// Begins the attempt's files with what earlier ones lack of the recorded epochs.
  func begin(recorded: () throws -> [EpochRecord]) {
    guard attempt > 1 else { return }
    guarding {
      let recorded = try recorded()
      for split in [Split.train, .validation] {
        let epochs = recorded.filter { $0.metrics.keys.contains { $0.split == split } }
        let told = try epochsTold(of: split)
        let first = epochs.first { !told.contains($0.epoch) }?.epoch ?? (recorded.last?.epoch ?? 0) + 1
        guard !epochs.isEmpty || !told.isEmpty else { continue }
        try start(split, at: first)
        for record in epochs where record.epoch >= first { try write(record, split) }
      }
    }
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
    case .evaluated(let record): guarding { try write(record) }
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
      if isFirst { warn("TensorBoard's files lack an epoch until the next resume: \(error)") }
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

  /// Begins the attempt's file of a split.
  private func start(_ split: Split, at step: Int) throws {
    try FileTree.makeFolder("\(folder)/\(split.rawValue)")
    let now = Date.now.timeIntervalSince1970
    let events = [
      TensorBoardEvent(wallTime: now, step: 0, content: .fileVersion),
      TensorBoardEvent(wallTime: now, step: step, content: .sessionStart),
    ]
    try append(events.flatMap(\.record), to: path(of: split))
  }

  /// Appends an epoch's values. An epoch that is told again, as behind a damaged snapshot, replaces itself and later ones.
  private func append(
    _ values: [TensorBoardEvent.Value], to split: Split, step: Int, at date: Date
  ) throws {
    if unsafe access(path(of: split), F_OK) != 0 {
      try start(split, at: step)
    } else if let last = state.withLock({ $0.lastStep[split] }), step <= last {
      try append(
        TensorBoardEvent(wallTime: date.timeIntervalSince1970, step: step, content: .sessionStart).record,
        to: path(of: split))
    }
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
