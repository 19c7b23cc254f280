internal import Net

extension SnapshotReader {
  /// The first element in which two files of tensors differ, in the order of the first one's; nil if all values are the
  /// same to the bit, whatever their metadata say.
  ///
  /// - Throws: as ``loadValues(of:layers:into:)`` for a file that is gone or damaged.
  func firstDifference(
    of record: RecordedFile, from other: RecordedFile, of otherReader: SnapshotReader
  ) throws -> (place: String, first: String, second: String)? {
    let file = try openVerified(record)
    let otherFile = try otherReader.openVerified(other)
    for tensor in file.tensors {
      let name = tensor.shape.name
      guard let counterpart = otherFile.tensor(named: name), counterpart.shape == tensor.shape else {
        return (name, "there", "missing or of another shape")
      }
      let found = try file.withValues(of: name) { values in
        try otherFile.withValues(of: name) { others -> (Int, Float, Float)? in
          for index in values.indices where values[index].bitPattern != others[index].bitPattern {
            return (index, values[index], others[index])
          }
          return nil
        }
      }
      if let (index, value, otherValue) = found { return ("\(name)[\(index)]", "\(value)", "\(otherValue)") }
    }
    if let name = otherFile.tensors.map(\.shape.name).first(where: { file.tensor(named: $0) == nil }) {
      return (name, "missing", "there")
    }
    return nil
  }
}
