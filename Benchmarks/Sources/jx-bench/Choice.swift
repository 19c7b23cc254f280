internal import ArgumentParser

/// The case of an enumeration that an option names.
///
/// - Throws: `ValidationError` with all cases if it names none.
func choice<Value: RawRepresentable<String> & CaseIterable>(_ text: String) throws -> Value {
  guard let value = Value(rawValue: text) else {
    throw ValidationError(
      "There is no '\(text)'; take " + Value.allCases.map(\.rawValue).joined(separator: ", ") + ".")
  }
  return value
}
