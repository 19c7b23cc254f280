/// Why the harness itself could not go on; what goes wrong with jx is a ``Finding``.
struct CrashTestError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
