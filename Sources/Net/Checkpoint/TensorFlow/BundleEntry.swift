/// Where one variable of a V2 checkpoint, or one slice of it, lies.
///
/// Message `BundleEntryProto{dtype = 1, shape = 2, shard_id = 3, offset = 4, size = 5, crc32c = 6, slices = 7 repeated}`
/// (`tensorflow/core/protobuf/tensor_bundle.proto`); fields that are zero are absent.
struct BundleEntry {
  /// The type of its elements.
  var type = TensorFlowType(number: 0)
  /// Its extents.
  var shape: [Int] = []
  /// The number of its elements.
  var count = 1
  /// Which data file holds it.
  var shard = 0
  /// Where in the file it begins.
  var offset: UInt64 = 0
  /// Its bytes there.
  var size: UInt64 = 0
  /// Their masked CRC-32C.
  var checksum: UInt32 = 0
  /// The slices that hold it instead, each under its own key; none for a variable in one piece.
  var slices: [TensorSlice] = []

  /// Reads the message; `name` is the variable's, for errors.
  init(_ bytes: RawSpan, name: String, of source: any ByteSource) throws(NetError) {
    var reader = WireReader(0..<bytes.byteCount, of: source)
    while let field = try reader.next(in: bytes) {
      switch (field.number, field.kind) {
      case (1, .varint): type.number = field.integer ?? 0
      case (2, .delimited): shape = try VariableShape.read(field.place, in: bytes, of: source)
      case (3, .varint): shard = field.integer ?? 0
      case (4, .varint): offset = field.varint
      case (5, .varint): size = field.varint
      case (6, .fourBytes): checksum = bytes.littleEndian(at: field.place.lowerBound)
      case (7, .delimited): slices.append(try TensorSlice(field.place, in: bytes, of: source))
      default: continue
      }
    }
    count = try VariableShape.count(shape, name: name, of: source)
  }
}
