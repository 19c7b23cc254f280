/// One experiment: a kind of fault, where it strikes, and the random numbers for the rest.
struct CrashCase: Sendable {
  var kind: FaultKind
  /// Its number among those of its kind, from 1 on.
  var number: Int
  /// What is run.
  var config: TestConfig
  /// The call at which the fault strikes, from 1 on; 0 where none is counted.
  var call: Int
  var random: SeededRandom

  /// A name for its folder.
  var folderName: String { "\(kind)-\(number)" }
}
