/// What reads one format of checkpoint.
protocol CheckpointReader: AnyObject {
  /// The variables, in the order in which reading them all takes least.
  var variables: [CheckpointVariable] { get }

  /// Calls `body` with a variable's elements as ``CheckpointVariable/element`` says, row-major and little-endian, in
  /// pieces of whole elements, first to last.
  ///
  /// - Parameter index: of ``variables``; one whose type is known.
  /// - Throws: ``NetError/Code/malformedFile`` naming variable and file; then what came before may be damaged, too.
  func forEachPiece(
    of index: Int, _ body: (RawSpan) throws(NetError) -> Void
  ) throws(NetError)
}
