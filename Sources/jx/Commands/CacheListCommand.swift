internal import ArgumentParser
internal import Experiments

/// `jx cache list`: what the cache holds.
struct CacheListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List what the cache holds: examples by front end, activations by frozen layers and weights.",
    discussion: "For example: jx cache list --json also tells what computed each part.")

  @Argument(help: "Keys, or their beginnings (default: all).")
  var keys: [String] = []

  @OptionGroup var output: OutputOptions

  func run() throws {
    let inventory = CacheInventory()
    let summaries = try inventory.summaries(keys: keys)
    switch output.format {
    case .json: Output.result(try JSONObject.encoded(summaries))
    case .csv: Output.result(listing(summaries).csv)
    case .table:
      if !summaries.isEmpty { Output.result(listing(summaries).table) }
      let bytes = summaries.reduce(0) { $0 + $1.byteCount }
      Output.line("\(Quantity.bytes(bytes)) in \(inventory.folder)")
      for damage in summaries.flatMap(\.damaged) { Output.note("damaged: " + damage) }
    }
  }

  private func listing(_ summaries: [CacheSummary]) -> Listing {
    var listing = Listing(
      "key", "kind", "what", "clips", "examples", "shards", "bytes", "last used", "in use")
    for summary in summaries {
      listing.append(
        .text(summary.key), .text(summary.kind.rawValue), .text(summary.title), .integer(summary.clipCount),
        .integer(summary.exampleCount), .integer(summary.shardCount), .integer(summary.byteCount),
        .text(DateText.short(summary.lastUsed)), .flag(summary.isUsed))
    }
    return listing
  }
}
