/// One operation of a TensorFlow graph.
///
/// Message `NodeDef{name = 1, op = 2, input = 3 repeated, attr = 5 map}` (`tensorflow/core/framework/node_def.proto`). An
/// input is a node's name, with `:k` for its output k beyond the first, or `^` before it to wait for it alone.
struct GraphNode {
  var name: String
  var operation: String
  var inputs: [String]
  /// Those without a default, or with another value.
  var attributes: [(name: String, value: GraphAttribute)]

  /// Appends the node as a message of a `GraphDef`.
  func append(to graph: inout WireWriter) {
    graph.message(1) { node in
      node.text(1, name)
      node.text(2, operation)
      for input in inputs { node.text(3, input) }
      for (name, value) in attributes { node.entry(5, name) { value.append(to: &$0) } }
    }
  }
}
