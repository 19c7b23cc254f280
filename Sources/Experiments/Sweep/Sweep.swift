/// A config with the section `sweep`, and its trials.
///
/// Every trial is an ordinary run with the tag that names the group. Which trials there are follows from the file alone, so
/// that the same command goes on where a sweep stopped.
public struct Sweep: Sendable {
  /// The file.
  public let path: String
  /// What it says of the sweep.
  public let config: SweepConfig
  /// The tag of its runs.
  public let group: String
  /// The trials, in order.
  public let trials: [SweepTrial]
  /// Overrides that all trials have.
  public let overrides: [String]

  private let root: ConfigNode

  /// The most trials of a sweep.
  static let limit = 100_000

  /// Reads a config with a sweep and checks every trial's config.
  ///
  /// - Parameters:
  ///   - path: the YAML file.
  ///   - overrides: `key=value`, for the whole sweep; `sweep.trials=5` and the like, too.
  ///   - group: the tag; nil for `<config's name>-sweep`.
  /// - Throws: ``ExperimentError`` with the place of what is wrong.
  public init(path: String, overrides: [String] = [], group: String? = nil) throws(ExperimentError) {
    var root = try RunConfig.root(of: ConfigFile.bytes(ofFile: path), path: path)
    for override in overrides {
      let override = try ConfigOverride(override)
      root = root.replacing(override.path[...], by: override.value)
    }
    guard let node = root.members?.first(where: { $0.key == "sweep" })?.value else {
      throw ExperimentError(
        .invalidConfig, found: "no section sweep", expected: "what to try", place: path,
        remedy: "Write sweep: {parameters: {train.learning_rate: [1e-5, 1e-4, 1e-3]}}")
    }
    var config = SweepConfig()
    var problems = ConfigProblems()
    SweepConfig.read(node, at: "sweep", into: &config, &problems)
    config.check(at: node.source, &problems)
    if let error = problems.error { throw error }
    self.root = root.removing("sweep")
    self.path = path
    self.config = config
    self.overrides = overrides.filter { !$0.hasPrefix("sweep.") }
    let base = try RunConfig.resolve(self.root, path: path).config
    self.group = group ?? base.name + "-sweep"
    trials = config.trials(named: base.name)
    for trial in trials {
      let planned = try resolved(trial).config.train.epochs
      guard config.method != .halving || planned >= config.firstEpochs else {
        throw ExperimentError(
          .invalidConfig, found: "sweep.first_epochs \(config.firstEpochs) of \(planned) epochs",
          expected: "at most train.epochs", place: node.source.place)
      }
    }
  }

  /// The config of a trial.
  ///
  /// - Parameter others: further overrides.
  public func resolved(_ trial: SweepTrial, others: [String] = []) throws(ExperimentError) -> ResolvedConfig {
    try RunConfig.resolve(root, path: path, overrides: trial.overrides + others)
  }

  /// The command that makes a trial an ordinary run of the group.
  public func command(of trial: SweepTrial) -> [String] {
    ["jx", "run", path, "--set", "sweep=null"] + overrides.flatMap { ["--set", $0] }
      + trial.overrides.flatMap { ["--set", $0] } + ["--tag", group]
  }
}

extension ConfigNode {
  /// Whether it is nothing, `~` or `null`.
  var isNull: Bool {
    switch content {
    case .null, .scalar("null", isQuoted: false): true
    case .scalar, .sequence, .mapping: false
    }
  }

  /// The same mapping without a key.
  func removing(_ key: String) -> ConfigNode {
    var result = self
    result.content = .mapping((members ?? []).filter { $0.key != key })
    return result
  }
}

extension SweepConfig {
  /// Notes what can't be meant.
  func check(at source: ConfigSource, _ problems: inout ConfigProblems) {
    guard problems.isEmpty else { return }
    if parameters.isEmpty {
      problems.report(source, found: "sweep.parameters is empty", expected: "at least one key")
    }
    let known = RunConfig.keys.map(\.key)
    for parameter in parameters {
      let key = parameter.key
      let isKnown = known.contains { $0 == key || $0.hasPrefix(key + ".") }
      if !isKnown || key == "name" {
        problems.report(
          source, found: "sweep.parameters has '\(ConfigText.excerpt(key))'",
          expected: "a key of a config, such as train.learning_rate",
          remedy: NearestName.suggestion(for: key, among: known).map { "Did you mean '\($0)'?" } ?? "")
      }
      if method == .grid, case .choices = parameter.values { continue }
      if method == .grid {
        problems.report(
          source, found: "\(key) is a range, in a grid", expected: "a list of values",
          remedy: "Set sweep.method to random")
      }
    }
    let count = gridCount
    if method == .grid, count.map({ $0 > Sweep.limit }) ?? true {
      problems.report(
        source, found: "a grid of \(count.map(String.init) ?? "more") trials",
        expected: "at most \(Sweep.limit)", remedy: "Set sweep.method to random")
    }
  }

  /// The combinations of all values; nil for more than a number can say.
  private var gridCount: Int? {
    parameters.reduce(into: Int?.some(1)) { count, parameter in
      guard case .choices(let choices) = parameter.values, let before = count else { return }
      let (product, overflow) = before.multipliedReportingOverflow(by: choices.count)
      count = overflow ? nil : product
    }
  }

  /// The trials, in order: of a grid with the last parameter changing fastest.
  func trials(named name: String) -> [SweepTrial] {
    let count = method == .grid ? gridCount ?? 0 : trials
    let digits = max(3, String(count).count)
    return (1...max(1, count)).map { number in
      let text = String(number)
      let suffix = "-t" + String(repeating: "0", count: digits - text.count) + text
      return SweepTrial(
        number: number, values: method == .grid ? gridValues(number - 1) : drawn(number),
        name: String(name.prefix(64 - suffix.count)) + suffix)
    }
  }

  private func drawn(_ number: Int) -> [ConfigEntry] {
    parameters.map { ConfigEntry(key: $0.key, value: $0.draw(seed: seed, trial: number)) }
  }

  private func gridValues(_ index: Int) -> [ConfigEntry] {
    var rest = index
    var values: [ConfigEntry] = []
    for parameter in parameters.reversed() {
      guard case .choices(let choices) = parameter.values else { continue }
      values.append(ConfigEntry(key: parameter.key, value: choices[rest % choices.count]))
      rest /= choices.count
    }
    return values.reversed()
  }
}
