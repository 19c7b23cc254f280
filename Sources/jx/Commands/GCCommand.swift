internal import ArgumentParser
internal import Experiments
internal import Foundation

/// `jx gc`: removes deleted runs and files that nothing needs.
struct GCCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gc",
    abstract: "Remove deleted runs, snapshots beyond what their run keeps, and what stopped writes left.",
    discussion: """
      For example: jx gc --dry-run lists every snapshot with the reason why it stays or goes. A run that a process \
      works on keeps everything. Removing asks first, unless --yes is given.
      """)

  @Flag(help: "List what would go and what stays, and remove nothing.")
  var dryRun = false

  @Flag(help: "Remove without asking.")
  var yes = false

  @OptionGroup var output: OutputOptions
  @OptionGroup var registry: RegistryOptions

  private struct Report: Encodable {
    var items: [GarbageItem]
    var freedBytes: Int
    var isDryRun: Bool

    private enum CodingKeys: String, CodingKey {
      case items
      case freedBytes = "freed_bytes"
      case isDryRun = "dry_run"
    }
  }

  func run() throws {
    let store = try registry.open()
    let plan = try store.planCollection()
    guard !dryRun else {
      try print(plan.items, freed: plan.freedByteCount)
      return
    }
    guard !plan.garbage.isEmpty else {
      if output.format == .table {
        Output.line("nothing to remove; snapshots take \(Quantity.bytes(plan.keptByteCount))")
      } else {
        try print([], freed: 0)
      }
      return
    }
    if !yes {
      Output.result(output.format == .table ? listing(plan.garbage).table : "")
      guard try isConfirmed(plan) else {
        Output.note("nothing was removed")
        throw Failure.Explained(code: 1)
      }
    }
    let gone = try store.collect(plan)
    try print(gone, freed: gone.reduce(0) { $0 + $1.byteCount })
  }

  private func isConfirmed(_ plan: GarbagePlan) throws -> Bool {
    guard isatty(STDIN_FILENO) == 1 else {
      throw ValidationError("Without a terminal to ask on, jx gc removes only with --yes; --dry-run lists.")
    }
    let count = plan.garbage.count
    Output.prompt(
      "remove \(count) \(count == 1 ? "item" : "items"), \(Quantity.bytes(plan.freedByteCount))? [y/N] ")
    return ["y", "yes"].contains(readLine()?.lowercased() ?? "")
  }

  private func print(_ items: [GarbageItem], freed: Int) throws {
    switch output.format {
    case .json:
      Output.result(
        try JSONObject.encoded(Report(items: items, freedBytes: freed, isDryRun: dryRun)))
    case .csv: Output.result(listing(items).csv)
    case .table:
      if !items.isEmpty { Output.result(listing(items).table) }
      Output.line("\(dryRun ? "would free" : "freed") \(Quantity.bytes(freed))")
    }
  }

  private func listing(_ items: [GarbageItem]) -> Listing {
    var listing = Listing("path", "bytes", "what", "why")
    for item in items {
      listing.append(
        .text(item.path), .integer(item.byteCount), .text(item.isKept ? "stays" : "goes"), .text(item.reason))
    }
    return listing
  }
}
