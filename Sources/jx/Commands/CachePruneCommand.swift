internal import ArgumentParser
internal import Experiments
internal import Foundation

/// `jx cache prune`: lets go of parts of the cache.
struct CachePruneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prune",
    abstract: "Remove parts of the cache, those used longest ago first and never one in use.",
    discussion: """
      For example: jx cache prune --limit-gb 20 removes until the cache takes no more than 20 GB. Say what may go: \
      keys, --older-than, --limit-gb, or --all.
      """)

  @Argument(help: "Keys, or their beginnings: only these go.")
  var keys: [String] = []

  @Option(help: ArgumentHelp("Only what no run has used for so many days.", valueName: "days"))
  var olderThan: Double?

  @Option(
    name: .customLong("limit-gb"),
    help: ArgumentHelp("Only until the whole cache takes so many gigabytes (10⁹ bytes).", valueName: "gb"))
  var limitGB: Double?

  @Flag(help: "Everything that is not in use.")
  var all = false

  @Flag(help: "List what would go, and remove nothing.")
  var dryRun = false

  @OptionGroup var output: OutputOptions

  func validate() throws {
    let isEmpty = keys.isEmpty && olderThan == nil && limitGB == nil
    guard isEmpty == all else {
      throw ValidationError(
        all
          ? "--all goes without keys, --older-than and --limit-gb."
          : "Say what may go: keys, --older-than, --limit-gb, or --all.")
    }
    for (name, value) in [("--older-than", olderThan), ("--limit-gb", limitGB)] {
      guard let value else { continue }
      guard value >= 0, value <= 1e6 else {
        throw ValidationError("\(name) \(value) is not between 0 and 1000000.")
      }
    }
  }

  func run() throws {
    let pruning = CachePruning(
      keys: keys, usedBefore: olderThan.map { Date.now - $0 * 86_400 }, limit: limitGB.map { Int($0 * 1e9) })
    let items = try CacheInventory().prune(pruning, isDryRun: dryRun)
    switch output.format {
    case .json: Output.result(try JSONObject.encoded(items))
    case .csv: Output.result(listing(items).csv)
    case .table:
      if !items.isEmpty { Output.result(listing(items).table) }
      let removed = items.filter(\.isRemoved)
      Output.line(
        "\(dryRun ? "would free" : "freed") \(Quantity.bytes(removed.reduce(0) { $0 + $1.bytes }))")
    }
  }

  private func listing(_ items: [CachePruning.Item]) -> Listing {
    var listing = Listing("key", "kind", "bytes", "last used", "what")
    for item in items {
      listing.append(
        .text(item.key), .text(item.kind.rawValue), .integer(item.bytes),
        .text(DateText.short(item.lastUsed)),
        .text(item.isRemoved ? "goes" : "in use"))
    }
    return listing
  }
}
