/// One operation of an ONNX graph.
///
/// Messages (`onnx/onnx.proto`): `NodeProto{input = 1 repeated, output = 2 repeated, name = 3, op_type = 4, attribute = 5
/// repeated}`, `AttributeProto{name = 1, i = 3, ints = 8 repeated, type = 20}` with types INT = 2 and INTS = 7.
struct ONNXNode {
  var operation: String
  var inputs: [String]
  var output: String
  var integers: [(name: String, value: Int)] = []
  var lists: [(name: String, values: [Int])] = []

  /// Appends the node as a message of a graph.
  func append(to graph: inout WireWriter) {
    graph.message(1) { node in
      for input in inputs { node.text(1, input) }
      node.text(2, output)
      node.text(3, output)
      node.text(4, operation)
      for (name, value) in integers {
        node.message(5) {
          $0.text(1, name)
          $0.integer(3, value)
          $0.integer(20, 2)
        }
      }
      for (name, values) in lists {
        node.message(5) {
          $0.text(1, name)
          for value in values { $0.integer(8, value) }
          $0.integer(20, 7)
        }
      }
    }
  }
}
