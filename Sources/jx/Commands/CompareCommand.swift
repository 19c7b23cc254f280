internal import ArgumentParser
internal import Experiments
internal import Foundation

/// `jx compare`: runs side by side.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract:
      "Put runs side by side: what differs in config, their figures, and whether the difference is real.",
    discussion: """
      Without runs it compares the five newest. Figures have 95 % intervals, drawn over recordings from a fixed seed. For \
      two runs on the same held-out clips it says whether the difference is more than chance, which classes and \
      confusions changed, and with --files on which clips; for several it ranks them.

        jx compare baseline augmented --files
        jx compare --group esc10-folds
      """)

  @Argument(help: "Runs: ids, unique prefixes, names, or last.")
  var runs: [String] = []

  @Option(
    help: "The split whose stored scores are compared: test, validation or train.",
    completion: .list(["test", "validation", "train"]))
  var split = "test"

  @Option(
    help: ArgumentHelp(
      "The runs of a group: of folds with mean and deviation, of a sweep with what each tried.",
      valueName: "name"))
  var group: String?

  @Option(
    help: ArgumentHelp("Order the runs by a figure, best first, such as accuracy.", valueName: "figure"))
  var sort: String?

  @Flag(help: "Leave out figures that are the same for all runs.")
  var onlyChanged = false

  @Flag(help: "List the clips that one run gets right and the other wrong.")
  var files = false

  @Flag(name: .customLong("md"), help: "Print Markdown.")
  var markdown = false

  @OptionGroup var output: OutputOptions
  @OptionGroup var registry: RegistryOptions

  func validate() throws {
    guard Split(rawValue: split) != nil else {
      throw ValidationError("There is no split '\(split)'; take test, validation or train.")
    }
    guard !markdown || output.format == .table else {
      throw ValidationError("--md, --json and --csv exclude each other; take one.")
    }
    guard group == nil || runs.isEmpty else {
      throw ValidationError("--group names the runs already; leave them out.")
    }
  }

  func run() throws {
    let store = try registry.open()
    if let group {
      let sweep = try SweepSummary(group: group, in: store)
      if !sweep.keys.isEmpty { return try SweepReport(sweep).print(as: output.format) }
    }
    if let group { return try FoldReport(FoldSummary(group: group, in: store)).print(as: output.format) }
    var ids =
      runs.isEmpty
      ? try store.runs(matching: RunQuery(limit: 5)).map(\.id) : try runs.map { try store.resolve($0) }
    guard Set(ids).count > 1 else {
      throw ValidationError("Comparing takes two different runs or more; jx runs lists them.")
    }
    let split = Split(rawValue: split) ?? .test
    var comparison = try RunComparison(ids, in: store, split: split)
    if let sort {
      ids = try comparison.order(by: sort)
      comparison = try RunComparison(ids, in: store, split: split)
    }
    let text = CompareText(comparison, isOnlyChanged: onlyChanged, isListingFiles: files)
    switch output.format {
    case .json: Output.result(try JSONObject.encoded(text.json))
    case .csv: Output.result(text.runListing.csv)
    case .table:
      for warning in comparison.warnings { Output.note("warning: " + warning) }
      Output.result(text.page(isMarkdown: markdown))
    }
  }
}
