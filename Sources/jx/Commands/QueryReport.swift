internal import Experiments
internal import Foundation

/// Gathers answers and puts them into a format.
struct QueryReport {
  private let classifier: Classifier
  private let isJoining: Bool
  private let gapSeconds: Double
  private let format: QueryFormat
  private var file = ""
  private var merger = DetectionMerger()
  private var listing: Listing
  private var labels = ""
  private var selectionCount = 0

  /// A report without answers.
  ///
  /// - Parameters:
  ///   - isJoining: whether neighbouring time spans become detections.
  ///   - gapSeconds: how far apart they may be.
  init(classifier: Classifier, isJoining: Bool, gapSeconds: Double, format: QueryFormat) {
    self.classifier = classifier
    self.isJoining = isJoining
    self.gapSeconds = gapSeconds
    self.format = format
    let id = classifier.classIDs == nil ? [] : ["id"]
    listing = Listing(
      columns: isJoining
        ? ["file", "start", "end", "class"] + id + ["confidence"]
        : ["file", "start", "end", "rank", "class"] + id + ["confidence", "score", "examples", "heard"])
  }

  /// Begins with a recording.
  mutating func begin(_ file: String) {
    self.file = file
    merger = DetectionMerger(gapSeconds: gapSeconds)
  }

  /// Takes the next answer to it.
  mutating func add(_ answer: SpanAnswer) {
    guard !isJoining else { return add(merger.add(answer)) }
    let place: [Listing.Cell] = [
      .text(file), .number(answer.start, digits: 2), .number(answer.end, digits: 2),
    ]
    if answer.heard.isEmpty {
      let empty: [Listing.Cell] = classifier.classIDs == nil ? [] : [.missing]
      listing.rows.append(
        place + [.missing, .text(answer.isSilent ? "no bird (silence)" : "no bird")] + empty
          + [.missing, .missing, .integer(answer.exampleCount), .flag(true)])
    }
    for (rank, candidate) in answer.candidates.enumerated() {
      listing.rows.append(
        place + [.integer(rank + 1)] + name(candidate.classIndex)
          + [
            .percentage(candidate.confidence), .number(candidate.score, digits: 3),
            .integer(answer.exampleCount),
            .flag(answer.heard.contains { $0.classIndex == candidate.classIndex }),
          ])
    }
  }

  /// Ends the recording.
  mutating func end() { add(merger.finish()) }

  /// All that was gathered, in the format asked for.
  func finished() throws -> String {
    switch format {
    case .text: listing.table
    case .json: try listing.json
    case .csv: listing.csv
    case .raven:
      "Selection\tView\tChannel\tBegin Time (s)\tEnd Time (s)\tLow Freq (Hz)\tHigh Freq (Hz)\tBegin File\tSpecies\tConfidence\n"
        + labels
    case .audacity: labels
    }
  }

  private mutating func add(_ detections: [Detection]) {
    for detection in detections {
      if format.isLabels { addLabel(detection) } else { addRow(detection) }
    }
  }

  private mutating func addRow(_ detection: Detection) {
    let names: [Listing.Cell] = detection.classIndex.map { name($0) } ?? noBird
    listing.rows.append(
      [.text(file), .number(detection.start, digits: 2), .number(detection.end, digits: 2)] + names
        + [.optional(percentage: detection.confidence)])
  }

  private mutating func addLabel(_ detection: Detection) {
    guard let index = detection.classIndex else { return }
    func seconds(_ value: Double) -> String { value.formatted(digits: 3) }
    let name = Self.field(classifier.classes[index])
    let confidence = (detection.confidence ?? 0).formatted(digits: 4)
    selectionCount += 1
    if format == .audacity {
      labels += "\(seconds(detection.start))\t\(seconds(detection.end))\t\(name) \(confidence)\n"
    } else {
      // The band that the network hears.
      labels +=
        "\(selectionCount)\tSpectrogram 1\t1\t\(seconds(detection.start))\t\(seconds(detection.end))\t125\t7500\t"
        + "\(Self.field(file))\t\(name)\t\(confidence)\n"
    }
  }

  private var noBird: [Listing.Cell] { [.text("no bird")] + (classifier.classIDs == nil ? [] : [.missing]) }

  private func name(_ index: Int) -> [Listing.Cell] {
    let name = classifier.classes[index]
    guard let ids = classifier.classIDs?.ids else { return [.text(name)] }
    return [.text(name), ids[name].map { .integer($0) } ?? .missing]
  }

  /// A text as a field of a tab-separated line.
  private static func field(_ text: String) -> String {
    text.replacing("\t", with: " ").replacing("\n", with: " ").replacing("\r", with: " ")
  }
}
