/// Parses the JSON of a safetensors header: exactly its grammar, so that duplicate keys and odd numbers are refused.
struct SafetensorsHeaderParser {
  private var json: JSONScanner

  /// A parser at the beginning of the header's bytes, which it copies.
  init(_ text: RawSpan) {
    json = JSONScanner(text)
  }

  /// The header's tensors in the order of the text, and its metadata.
  mutating func parse() throws(NetError) -> (tensors: [SafetensorsTensor], metadata: [String: String]) {
    var tensors: [SafetensorsTensor] = []
    var metadata: [String: String] = [:]
    var names: Set<String> = []
    try json.expect("{")
    var isFirst = true
    while try json.hasMember(first: &isFirst) {
      let name = try json.key()
      guard names.insert(name).inserted else { throw json.failure("two entries called '\(name)'") }
      if name == "__metadata__" {
        metadata = try parseMetadata()
      } else {
        tensors.append(try parseTensor(name))
      }
    }
    try json.expectEnd()
    return (tensors, metadata)
  }

  private mutating func parseMetadata() throws(NetError) -> [String: String] {
    var metadata: [String: String] = [:]
    try json.expect("{")
    var isFirst = true
    while try json.hasMember(first: &isFirst) {
      let key = try json.key()
      guard metadata.updateValue(try json.string(), forKey: key) == nil else {
        throw json.failure("two metadata entries called '\(key)'")
      }
    }
    return metadata
  }

  private mutating func parseTensor(_ name: String) throws(NetError) -> SafetensorsTensor {
    var element: TensorElement?
    var shape: [Int]?
    var offsets: [Int]?
    try json.expect("{")
    var isFirst = true
    while try json.hasMember(first: &isFirst) {
      let key = try json.key()
      switch key {
      case "dtype" where element == nil:
        let text = try json.string()
        element = TensorElement(rawValue: text)
        guard element != nil else { throw json.failure("tensor '\(name)' of unknown type '\(text)'") }
      case "shape" where shape == nil: shape = try json.integers()
      case "data_offsets" where offsets == nil: offsets = try json.integers()
      default: throw json.failure("unknown or repeated key '\(key)' in tensor '\(name)'")
      }
    }
    guard let element, let shape, let offsets, offsets.count == 2, offsets[0] <= offsets[1] else {
      throw json.failure("tensor '\(name)' without a valid dtype, shape and data_offsets")
    }
    return SafetensorsTensor(
      shape: ParameterShape(name: name, shape: shape), element: element, bytes: offsets[0]..<offsets[1])
  }
}
