/// The graph files of TensorFlow for a network: `saved_model.pb` of a SavedModel and `.meta` beside a checkpoint.
///
/// Messages (`tensorflow/core/protobuf/{saved_model,meta_graph,saver}.proto`, `framework/variable.proto`):
///
///     SavedModel        saved_model_schema_version = 1, meta_graphs = 2 repeated
///     MetaGraphDef      meta_info_def = 1 {tags = 4 repeated, stripped_default_attrs = 7}, graph_def = 2 {node = 1
///                       repeated, versions = 4}, saver_def = 3, collection_def = 4 map, signature_def = 5 map
///     SaverDef          filename_tensor_name = 1, save_tensor_name = 2, restore_op_name = 3, max_to_keep = 4,
///                       version = 7
///     CollectionDef     bytes_list = 2 {value = 1 repeated}
///     VariableDef       variable_name = 1, initializer_name = 2, snapshot_name = 3, is_resource = 5,
///                       initial_value_name = 6, trainable = 7
///     SignatureDef      inputs = 1 map, outputs = 2 map of TensorInfo {name = 1, dtype = 2, tensor_shape = 3},
///                       method_name = 3
public struct SavedModel {
  /// The tag of the graph that serves.
  public static let tag = "serve"
  /// The name of its signature, whose input is `inputs` and whose output `outputs`.
  public static let signature = "serving_default"
  /// The name of a signature whose output `logits` are the scores before the last function: what calibration needs.
  public static let logitsSignature = "logits"
  /// How its signatures are called.
  public static let method = "tensorflow/serving/predict"
  /// The graph's file in a SavedModel's folder.
  public static let graphFile = "saved_model.pb"
  /// The prefix of the checkpoint in a SavedModel's folder.
  public static let variablesPrefix = "variables/variables"

  /// `TF_GRAPH_DEF_VERSION` of TensorFlow 1.12 (`tensorflow/core/public/version.h`): all later ones read the graph.
  private static let graphVersion = 27

  private let graph: ServingGraph

  /// The graph files of a network; `loss` is what it was trained with and gives the last function: sigmoid or softmax.
  public init(_ network: Network, loss: Loss) {
    graph = ServingGraph(network, loss: loss)
  }

  /// The bytes of `saved_model.pb`.
  public var savedModel: [UInt8] {
    WireWriter {
      $0.integer(1, 1)
      $0.data(2, metaGraph(tags: [Self.tag]))
    }.bytes
  }

  /// The bytes of a checkpoint's `.meta`.
  public var metaGraph: [UInt8] { metaGraph(tags: []) }

  private func metaGraph(tags: [String]) -> [UInt8] {
    WireWriter { meta in
      meta.message(1) { info in
        for tag in tags { info.text(4, tag) }
        info.integer(7, 1)
      }
      meta.message(2) { definition in
        for node in graph.nodes { node.append(to: &definition) }
        definition.message(4) { $0.integer(1, Self.graphVersion) }
      }
      meta.message(3) { saver in
        saver.text(1, ServingGraph.saverPath + ":0")
        saver.text(2, ServingGraph.saved + ":0")
        saver.text(3, ServingGraph.restored)
        saver.integer(4, 5)
        saver.integer(7, 2)
      }
      for collection in ["trainable_variables", "variables"] {
        meta.entry(4, collection) { $0.message(2) { appendVariables(to: &$0) } }
      }
      meta.entry(5, Self.logitsSignature) {
        appendSignature(of: graph.logits, as: "logits", to: &$0)
      }
      meta.entry(5, Self.signature) {
        appendSignature(of: TensorNames.graphPrediction, as: "outputs", to: &$0)
      }
    }.bytes
  }

  private func appendVariables(to list: inout WireWriter) {
    for parameter in graph.network.parameters {
      list.message(1) {
        $0.text(1, parameter.name + ":0")
        $0.text(2, ServingGraph.assignment(of: parameter))
        $0.text(3, ServingGraph.value(of: parameter) + ":0")
        $0.integer(5, 1)
        $0.text(6, ServingGraph.initialValue(of: parameter) + ":0")
        $0.integer(7, 1)
      }
    }
  }

  private func appendSignature(of node: String, as output: String, to signature: inout WireWriter) {
    signature.entry(1, "inputs") {
      $0.tensorInfo(TensorNames.graphInput, [nil] + graph.network.exampleShape)
    }
    signature.entry(2, output) {
      $0.tensorInfo(node, [nil, graph.network.outputCount])
    }
    signature.text(3, Self.method)
  }
}

extension WireWriter {
  /// The fields of a `TensorInfo` of single precision.
  fileprivate mutating func tensorInfo(_ node: String, _ extents: [Int?]) {
    text(1, node + ":0")
    integer(2, TensorFlowType.float32.number)
    message(3) { $0.shape(extents) }
  }
}
