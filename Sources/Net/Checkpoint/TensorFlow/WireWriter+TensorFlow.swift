extension WireWriter {
  /// The fields of a `TensorShapeProto{dim = 2 repeated {size = 1}}`; an extent of nil is unknown, stored as −1.
  mutating func shape(_ extents: [Int?]) {
    for extent in extents {
      message(2) { dimension in
        if extent != 0 { dimension.integer(1, extent ?? -1) }
      }
    }
  }

  /// The fields of a `TensorSliceProto` that is a whole variable: an empty extent for each dimension.
  mutating func wholeSlice(rank: Int) {
    for _ in 0..<rank { message(1) { _ in } }
  }
}
