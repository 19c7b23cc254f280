internal import Net

/// What two runs were not given alike: code, config, data, split, weights to start from, engine, threads, CPU, libraries.
struct RunChanges {
  /// A line each, the second run's value first; empty if nothing is known to differ.
  private(set) var lines: [String] = []

  init(_ first: RunDetails, _ second: RunDetails, in registry: Registry) throws {
    compareEnvironments(first, second)
    compare("uncommitted code", Self.digest(.codeDifference, first), Self.digest(.codeDifference, second))
    if first.data.digest != second.data.digest {
      let lists = [first, second].map { details in
        try? DataList(path: registry.folderPath(of: details.id) + "/" + RunFiles.data)
      }
      let changes = lists[0].flatMap { then in lists[1].map { DataChanges(from: then, to: $0) } }
      lines.append("data: " + (changes?.description ?? "other files"))
    }
    compare("split", Self.digest(.split, first), Self.digest(.split, second))
    compare("initial weights", first.checkpointDigest?.hexadecimal, second.checkpointDigest?.hexadecimal)
    let configs = [first, second].map { $0.configValues.map { ConfigEntry(key: $0.key, value: $0.value) } }
    for difference in ConfigDifference.between(configs) where difference.key != "name" {
      compare(difference.key, difference.values[0], difference.values[1])
    }
    for details in [first, second] where details.attempts.count > 1 {
      lines.append("run \(details.id) took \(details.attempts.count) attempts")
    }
  }

  /// The facts on which bits may depend, in words.
  private static let facts: [(key: String, name: String)] = [
    ("program_sha256", "jx program"), ("git_commit", "git commit"), ("cpu", "CPU"),
    ("processor", "CPU's instructions"), ("cores", "cores"), ("operating_system", "operating system"),
  ]

  private mutating func compareEnvironments(_ first: RunDetails, _ second: RunDetails) {
    guard let one = first.attempts.last?.environment, let other = second.attempts.last?.environment else {
      return
    }
    compare("engine", one.engine.rawValue, other.engine.rawValue)
    compare("threads", String(one.threads), String(other.threads))
    for fact in Self.facts { compareFacts(fact.name, one.facts[fact.key], other.facts[fact.key]) }
    let libraries = Set(one.facts.keys).union(other.facts.keys).filter { $0.hasPrefix("library ") }
    for library in libraries.sorted() {
      compareFacts(library, one.facts[library], other.facts[library])
    }
  }

  /// Says nothing of a fact that an older jx did not record.
  private mutating func compareFacts(_ name: String, _ first: String?, _ second: String?) {
    if let first, let second { compare(name, first, second) }
  }

  private mutating func compare(_ name: String, _ first: String?, _ second: String?) {
    guard first != second else { return }
    lines.append("\(name): \(Self.short(second)) instead of \(Self.short(first))")
  }

  /// Digests are told apart by their beginnings.
  private static func short(_ text: String?) -> String {
    guard let text else { return "nothing" }
    let isDigest = text.utf8.count >= 40 && text.utf8.allSatisfy(Digest.isDigit)
    return isDigest ? String(text.prefix(12)) : text
  }

  private static func digest(_ kind: RunFile.Kind, _ details: RunDetails) -> String? {
    details.files.first { $0.kind == kind }?.file.digest.hexadecimal
  }
}
