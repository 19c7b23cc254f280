/// An element type as TensorFlow numbers it (`tensorflow/core/framework/types.proto`).
struct TensorFlowType: Hashable {
  /// TensorFlow's number.
  var number: Int

  /// The type of a number, which may be unknown.
  init(number: Int) {
    self.number = number
  }

  /// The type of elements.
  init(_ element: TensorElement) {
    number =
      switch element {
      case .float32: 1
      case .float64: 2
      case .int32: 3
      case .uint8: 4
      case .int16: 5
      case .int8: 6
      case .int64: 9
      case .bool: 10
      case .bfloat16: 14
      case .uint16: 17
      case .float16: 19
      case .uint32: 22
      case .uint64: 23
      }
  }

  /// The type in which its elements are stored; nil for types that are no real numbers, such as strings.
  var element: TensorElement? {
    switch number {
    case 1: .float32
    case 2: .float64
    case 3: .int32
    case 4: .uint8
    case 5: .int16
    case 6: .int8
    case 9: .int64
    case 10: .bool
    case 14: .bfloat16
    case 17: .uint16
    case 19: .float16
    case 22: .uint32
    case 23: .uint64
    default: nil
    }
  }

  /// TensorFlow's name for it.
  var name: String {
    if let element { return element.plainName }
    return switch number {
    case 7: "string"
    case 8: "complex64"
    case 11: "qint8"
    case 12: "quint8"
    case 13: "qint32"
    case 15: "qint16"
    case 16: "quint16"
    case 18: "complex128"
    case 20: "resource"
    case 21: "variant"
    default: "type \(number)"
    }
  }

  /// The field of `TensorProto` in which the values of the type stand (`tensorflow/core/framework/tensor.proto`).
  var valuesField: UInt64? {
    switch element {
    case .float32: 5
    case .float64: 6
    case .int32, .int16, .int8, .uint16, .uint8: 7
    case .int64: 10
    case .bool: 11
    case .float16, .bfloat16: 13
    case .uint32: 16
    case .uint64: 17
    case nil: nil
    }
  }
}
