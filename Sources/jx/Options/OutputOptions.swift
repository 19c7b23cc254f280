internal import ArgumentParser

/// `--json` and `--csv`, which every listing takes.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Print JSON.")
  var json = false

  @Flag(help: "Print comma-separated values.")
  var csv = false

  func validate() throws {
    if json && csv { throw ValidationError("--json and --csv exclude each other; take one.") }
  }

  /// The format asked for.
  var format: OutputFormat { json ? .json : csv ? .csv : .table }
}
