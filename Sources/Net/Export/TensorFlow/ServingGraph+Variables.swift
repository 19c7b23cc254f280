/// The variables, and the operations that set, read, save and restore them.
extension ServingGraph {
  /// The node that reads a variable.
  static func value(of parameter: ParameterShape) -> String { "\(parameter.name)/Read/ReadVariableOp" }
  /// The node that sets it to zeros: graphs without a checkpoint need a beginning.
  static func assignment(of parameter: ParameterShape) -> String { "\(parameter.name)/Assign" }
  /// The node of the zeros.
  static func initialValue(of parameter: ParameterShape) -> String { "\(parameter.name)/Initializer/zeros" }

  /// The node that takes the checkpoint's path.
  static let saverPath = "save/Const"
  /// The node that gives the path behind saving.
  static let saved = "save/control_dependency"
  /// The node that restores all variables.
  static let restored = "save/restore_all"

  /// Appends a variable with what sets and reads it.
  mutating func appendVariable(_ parameter: ParameterShape) {
    let name = parameter.name
    let type: (String, GraphAttribute) = ("dtype", .type(.float32))
    append(
      name, "VarHandleOp", [], [type, ("shape", .shape(parameter.shape)), ("shared_name", .text(name))])
    let zeros = Self.initialValue(of: parameter)
    append(
      "\(zeros)/shape", "Const", [], [("dtype", .type(.int32)), ("value", .integerTensor(parameter.shape))])
    append("\(zeros)/value", "Const", [], [type, ("value", .floatScalar(0))])
    append(zeros, "Fill", ["\(zeros)/shape", "\(zeros)/value"], [("T", .type(.float32))])
    append(Self.assignment(of: parameter), "AssignVariableOp", [name, zeros], [type])
    append(Self.value(of: parameter), "ReadVariableOp", [name], [type])
  }

  /// Appends what saves all variables into a checkpoint and restores them from it.
  mutating func appendSaver() {
    let parameters = network.parameters
    let texts: (String, GraphAttribute) = ("dtype", .type(.string))
    let types: (String, GraphAttribute) = ("dtypes", .types(parameters.map { _ in .float32 }))
    append(Self.saverPath, "Const", [], [texts, ("value", .textScalar("model"))])
    append("save/tensor_names", "Const", [], [texts, ("value", .textTensor(parameters.map(\.name)))])
    append("save/slices", "Const", [], [texts, ("value", .textTensor(parameters.map { _ in "" }))])
    let names = [Self.saverPath, "save/tensor_names", "save/slices"]
    append("save/SaveV2", "SaveV2", names + parameters.map(Self.value), [types])
    append(Self.saved, "Identity", [Self.saverPath, "^save/SaveV2"], [("T", .type(.string))])
    append("save/RestoreV2", "RestoreV2", names, [types])
    var assignments: [String] = []
    for (index, parameter) in parameters.enumerated() {
      let name = "save/Assign_\(index)"
      append(
        name, "AssignVariableOp", [parameter.name, "save/RestoreV2" + (index == 0 ? "" : ":\(index)")],
        [("dtype", .type(.float32))])
      assignments.append("^" + name)
    }
    append(Self.restored, "NoOp", assignments, [])
  }
}
