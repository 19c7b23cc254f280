/// What came of a case.
struct CaseResult: Sendable, Codable {
  var kind: FaultKind
  var number: Int
  /// Where the fault struck.
  var place: String
  /// Whether it struck at all: a run may end before the random moment.
  var hasStruck = true
  /// How often the run was resumed until it was finished.
  var resumes = 0
  /// Folders of runs that never came to be.
  var orphans = 0
  /// What was lost or went wrong, in words; empty if all was well.
  var findings: [String] = []

  init(_ crashCase: CrashCase, place: String) {
    (kind, number, self.place) = (crashCase.kind, crashCase.number, place)
  }

  /// The words to show.
  var isLost: Bool { !findings.isEmpty }
}
