internal import ArgumentParser
internal import Charts
internal import Experiments
internal import Foundation

/// `jx plot`: a picture of runs.
struct PlotCommand: ParsableCommand {
  /// What there is to see.
  enum Kind: String, CaseIterable, ExpressibleByArgument {
    case confusion
    case curves
    case classes
    case calibration
    case precision
  }

  static let configuration = CommandConfiguration(
    commandName: "plot",
    abstract:
      "Draw a confusion matrix, learning curves, class figures, a reliability diagram or precision and recall.",
    discussion: """
      `curves` takes several runs; all others show the newest evaluation of one run on a split.

      Example: jx plot last --kind confusion -o confusion.svg
      """)

  @Argument(help: ArgumentHelp("Runs: ids, unique prefixes, names, or last.", valueName: "run"))
  var runs: [String]

  @Option(help: "What to draw: \(Kind.allCases.map(\.rawValue).joined(separator: ", ")).")
  var kind: Kind

  @Option(
    name: .shortAndLong, help: ArgumentHelp("A file that ends in .svg or .png.", valueName: "path"),
    completion: .file(extensions: ["svg", "png"]))
  var output: String

  @Option(
    help: "The split: test, validation or train.", completion: .list(["test", "validation", "train"]),
    transform: { try PlotCommand.value($0, Split.init, of: Split.allCases.map(\.rawValue)) })
  var split = Split.test

  @Flag(help: "Shade the confusion matrix by counts instead of shares of the true class.")
  var counts = false

  @Option(
    help: "The order of a confusion matrix: \(ClassOrder.allCases.map(\.rawValue).joined(separator: ", ")).",
    completion: .list(ClassOrder.allCases.map(\.rawValue)),
    transform: { try PlotCommand.value($0, ClassOrder.init, of: ClassOrder.allCases.map(\.rawValue)) })
  var order = ClassOrder.genus

  @Option(help: ArgumentHelp("Pixels a point of a PNG.", valueName: "n"))
  var scale = 2.0

  @OptionGroup var registry: RegistryOptions

  func validate() throws {
    guard output.hasSuffix(".svg") || output.hasSuffix(".png") else {
      throw ValidationError("The output \(output) must end in .svg or .png.")
    }
    guard kind == .curves || runs.count == 1 else {
      throw ValidationError(
        "--kind \(kind.rawValue) takes one run, not \(runs.count); only curves takes several.")
    }
    guard scale >= 0.25, scale <= 16 else {
      throw ValidationError("--scale \(scale) is not between 0.25 and 16.")
    }
  }

  func run() throws {
    let store = try registry.open()
    let ids = try runs.map { try store.resolve($0) }
    let drawing = try drawing(RunCharts(registry: store), ids)
    let bytes = output.hasSuffix(".svg") ? Array(drawing.svg().utf8) : try drawing.png(scale: scale)
    try AtomicFile.write(bytes, to: output)
    Output.line("\(output): \(drawing.summary)")
  }

  private func drawing(_ charts: RunCharts, _ ids: [RunID]) throws -> Drawing {
    switch kind {
    case .confusion:
      try charts.confusion(of: ids[0], split: split, scale: counts ? .counts : .rows, order: order).drawing()
    case .curves: try charts.curves(of: ids).drawing()
    case .classes: try charts.classes(of: ids[0], split: split).drawing()
    case .calibration: try charts.calibration(of: ids[0], split: split).drawing()
    case .precision: try charts.precisionRecall(of: ids[0], split: split).drawing()
    }
  }

  private static func value<Value>(
    _ text: String, _ read: (String) -> Value?, of names: [String]
  ) throws -> Value {
    guard let value = read(text) else {
      throw ValidationError("There is no '\(text)'; take \(names.joined(separator: ", ")).")
    }
    return value
  }
}
