/// An attribute of a graph's node.
///
/// Message `AttrValue{list = 1 {i = 3, type = 6, …}, s = 2, b = 5, type = 6, shape = 7, tensor = 8}`
/// (`tensorflow/core/framework/attr_value.proto`).
enum GraphAttribute {
  case type(TensorFlowType)
  case types([TensorFlowType])
  /// nil for an unknown extent.
  case shape([Int?])
  case text(String)
  case integers([Int])
  /// A tensor of 32-bit integers of one dimension.
  case integerTensor([Int])
  /// A tensor of texts of one dimension.
  case textTensor([String])
  /// A tensor of one text without dimensions.
  case textScalar(String)
  /// A tensor of one number without dimensions.
  case floatScalar(Float)

  /// Appends the fields of the message.
  func append(to value: inout WireWriter) {
    switch self {
    case .type(let type): value.integer(6, type.number)
    case .types(let types): value.message(1) { $0.packed(6, types.map(\.number)) }
    case .shape(let extents): value.message(7) { $0.shape(extents) }
    case .text(let text): value.text(2, text)
    case .integers(let integers): value.message(1) { $0.packed(3, integers) }
    case .integerTensor(let integers):
      value.message(8) {
        $0.tensorHeader(.int32, [integers.count])
        $0.packed(7, integers)
      }
    case .textTensor(let texts):
      value.message(8) { tensor in
        tensor.tensorHeader(.string, [texts.count])
        for text in texts { tensor.text(8, text) }
      }
    case .textScalar(let text):
      value.message(8) {
        $0.tensorHeader(.string, [])
        $0.text(8, text)
      }
    case .floatScalar(let number):
      value.message(8) {
        $0.tensorHeader(.float32, [])
        $0.fourBytes(5, number.bitPattern)
      }
    }
  }
}

extension TensorFlowType {
  static let float32 = TensorFlowType(.float32)
  static let int32 = TensorFlowType(.int32)
  static let string = TensorFlowType(number: 7)
}

extension WireWriter {
  /// The first fields of a `TensorProto{dtype = 1, tensor_shape = 2}`.
  fileprivate mutating func tensorHeader(_ type: TensorFlowType, _ extents: [Int]) {
    integer(1, type.number)
    message(2) { $0.shape(extents) }
  }
}
