internal import Experiments
internal import Foundation
internal import Net

/// What `jx run --dry-run` prints: config, data, split, network and memory of a prepared run.
struct DryRun {
  let preparation: Preparation
  /// What the weights start from, in a line.
  let startingPoint: String

  /// The whole report.
  var text: String {
    [configText, dataText, networkText, trainingText, computeText].joined(separator: "\n")
  }

  private var configText: String {
    Style.bold("config") + "\n" + indented(preparation.resolved.yaml())
  }

  private var dataText: String {
    let catalogue = preparation.catalogue
    var listing = Listing("class", "clips", "train", "validation", "test", "recordings")
    let counts = preparation.split.counts(in: catalogue)
    for row in counts {
      listing.append(
        .text(row.className), .integer(row.clips.reduce(0, +) + row.unusedClips),
        .integer(row.clips(in: .train)),
        .integer(row.clips(in: .validation)), .integer(row.clips(in: .test)),
        .integer(row.recordings.reduce(0, +)))
    }
    listing.append(
      .text("all \(catalogue.classes.count)"), .integer(catalogue.count),
      .integer(preparation.split.count(of: .train)), .integer(preparation.split.count(of: .validation)),
      .integer(preparation.split.count(of: .test)), .integer(catalogue.recordingCount))
    var text = Style.bold("data") + "\n" + indented(listing.table)
    if catalogue.ignored.count > 0 {
      text += "  \(catalogue.ignored.count) files are no recordings and ignored\n"
    }
    for problem in catalogue.problems { text += "  \(problem.path): \(problem.reason)\n" }
    for warning in preparation.split.warnings.map(\.description) + preparation.labelWarnings {
      text += "  warning: \(warning)\n"
    }
    return text
  }

  private var networkText: String {
    let network = preparation.network
    var listing = Listing("layer", "output", "parameters", "state")
    for layer in network.layers {
      listing.append(
        .text(layer.name), .text(Self.shape(of: layer)),
        .text(grouped(layer.weights.count + layer.biases.count)),
        .text(layer.isFrozen ? "frozen" : "trainable"))
    }
    return Style.bold("network") + "\n" + indented(listing.table)
      + "  \(grouped(network.parameterCount)) parameters: \(grouped(network.trainableCount)) trainable, "
      + "\(grouped(network.parameterCount - network.trainableCount)) frozen\n"
      + "  weights: \(startingPoint)\n"
  }

  private var trainingText: String {
    let train = preparation.resolved.config.train
    let curve = ScheduleCurve(train, epochs: train.epochs)
    var lines = ["\(train.epochs) epochs, learning rate \(curve.line)"]
    if case .plateau(let rule) = train.schedule.shape {
      lines.append(
        "and less whenever \(rule.figure.rawValue) is on a plateau for more than \(rule.patience) epochs")
    }
    for (before, phase) in zip(preparation.phases, preparation.phases.dropFirst()) {
      let names = zip(before.network.layers, phase.network.layers).filter { $0.isFrozen && !$1.isFrozen }.map(
        \.0.name)
      lines.append("from epoch \(phase.firstEpoch) on also trainable: " + names.joined(separator: ", "))
    }
    for (layer, scale) in zip(preparation.network.layers, preparation.layerScales ?? []) where scale != 1 {
      let share = Double(scale).formatted(
        .number.precision(.significantDigits(1...4)).grouping(.never).locale(
          Locale(identifier: "en_US_POSIX")))
      lines.append("\(layer.name) at \(share) of the learning rate")
    }
    return Style.bold("training") + "\n" + lines.map { "  \($0)\n" }.joined()
  }

  private var computeText: String {
    let memory = preparation.memory
    var text =
      Style.bold("compute")
      + "\n  engine \(preparation.engine.name.rawValue), \(preparation.options.threads) threads"
      + ", batch \(preparation.options.maximumBatchSize)\n"
      + "  memory about \(megabytes(memory.total)): parameters \(megabytes(memory.parameters)), optimizer "
      + "\(megabytes(memory.optimizer)), activations \(megabytes(memory.activations)), workspace "
      + "\(megabytes(memory.workspace))\n"
    if let layer = preparation.keptLayer {
      text +=
        "  activations of \(layer.name) are computed once and kept: \(grouped(layer.outputCount)) numbers an example\n"
    }
    if let note = preparation.engineNote { text += "  \(note)\n" }
    return text
  }

  private static func shape(of layer: Layer) -> String {
    guard let image = layer.outputImage else { return "\(layer.outputCount)" }
    return "\(image.height) × \(image.width) × \(image.channels)"
  }

  private func megabytes(_ bytes: Int) -> String { "\(grouped((bytes + 999_999) / 1_000_000)) MB" }

  private func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: true).map { "  \($0)\n" }.joined()
  }
}

/// A count with its digits in groups of three: `72,141,184`.
func grouped(_ count: Int) -> String { Quantity.grouped(count) }
