/// What the shim is told about a fault at a call.
struct FaultSettings: Hashable, Sendable {
  /// `kill`, `torn`, or the error that the call meets.
  var action: String
  /// Text in the paths of the calls that are counted; nil for all.
  var path: String?
  /// All later calls fail as well, as on a disk that stays full.
  var lasts = false

  /// The environment that has a fault strike at a call of a process; it only counts for 0.
  func environment(root: String, at call: Int) -> [String: String] {
    var variables = ["JX_FAULT_ROOT": root, "JX_FAULT_KIND": action, "JX_FAULT_AT": String(call)]
    if lasts { variables["JX_FAULT_LASTS"] = "1" }
    if let path { variables["JX_FAULT_PATH"] = path }
    return variables
  }
}

extension FaultKind {
  /// The settings of a fault that strikes a run at a call; nil for the others.
  var settings: FaultSettings? {
    switch self {
    case .killAtCall: FaultSettings(action: "kill")
    case .killInWrite: FaultSettings(action: "torn")
    case .fullAtSnapshot: FaultSettings(action: "ENOSPC", path: "/snapshots/", lasts: true)
    case .fullAtRegistry: FaultSettings(action: "ENOSPC", path: "/registry.", lasts: true)
    case .fullAtLog: FaultSettings(action: "ENOSPC", path: "/log.txt", lasts: true)
    case .errorAtSnapshot: FaultSettings(action: "EIO", path: "/snapshots/")
    case .errorAtRegistry: FaultSettings(action: "EIO", path: "/registry.")
    case .errorAtLog: FaultSettings(action: "EIO", path: "/log.txt")
    case .errorAnywhere: FaultSettings(action: "EIO")
    case .readOnlyFromCall: FaultSettings(action: "EROFS", lasts: true)
    default: nil
    }
  }
}
