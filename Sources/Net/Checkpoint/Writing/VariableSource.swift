/// Variables with their values, wherever those are: what checkpoints are written from.
public protocol VariableSource {
  /// The variables. Those that are no numbers are left out of what is written.
  var variables: [CheckpointVariable] { get }

  /// Sends a variable's elements to a sink as ``CheckpointVariable/element`` says, row-major and little-endian, in pieces
  /// of whole elements, first to last. The same call sends the same bytes.
  ///
  /// - Parameter name: that of one of ``variables`` which is of numbers.
  /// - Throws: what reading the values throws, and what `sink` throws.
  func send(_ name: String, to sink: (RawSpan) throws -> Void) throws
}

extension VariableSource {
  /// The variables that are numbers.
  var numeric: [StoredVariable] {
    variables.compactMap { variable in variable.element.map { StoredVariable($0, variable.shape) } }
  }

  /// Those in the order of their names' bytes, as TensorFlow stores them.
  var numericByName: [StoredVariable] {
    numeric.sorted { $0.shape.name.utf8.lexicographicallyPrecedes($1.shape.name.utf8) }
  }

  /// The bytes of all values that a checkpoint of these variables holds.
  public var byteCount: Int { numeric.reduce(0) { $0 + $1.byteCount } }
}

extension Checkpoint: VariableSource {
  /// As ``forEachPiece(of:_:)`` for a sink that throws anything.
  public func send(_ name: String, to sink: (RawSpan) throws -> Void) throws {
    var failure: (any Error)?
    try forEachPiece(of: name) { piece in
      guard failure == nil else { return }
      do { try sink(piece) } catch { failure = error }
    }
    if let failure { throw failure }
  }
}
