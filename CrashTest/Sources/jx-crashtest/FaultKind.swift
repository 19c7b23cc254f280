/// What can happen to a run, as the report groups it.
enum FaultKind: String, CaseIterable, Sendable, Codable {
  case killAtRandom = "kill -9 at a random moment, up to three times"
  case killAtCall = "kill -9 at a file system call of the run"
  case killInWrite = "kill -9 in the middle of a write"
  case killAtCallOfResume = "kill -9 at a file system call of a resume"
  case stopAtRandom = "SIGTERM or SIGINT at a random moment"
  case powerCut = "power cut, all unsynchronized changes lost"
  case powerCutInPart = "power cut, some unsynchronized changes lost"
  case powerCutInResume = "power cut during a resume"
  case fullAtSnapshot = "disk full at a snapshot"
  case fullAtRegistry = "disk full at the registry"
  case fullAtLog = "disk full at log.txt"
  case fullFileSystem = "disk full, a real file system"
  case errorAtSnapshot = "input/output error at a snapshot"
  case errorAtRegistry = "input/output error at the registry"
  case errorAtLog = "input/output error at log.txt"
  case errorAnywhere = "input/output error at any call"
  case readOnlyFromCall = "read-only from a call on"
  case readOnlyRemount = "read-only file system at a resume"
  case readOnlyAbort = "file system turned read-only by an error (ext4)"
  case damagedSnapshot = "last snapshot damaged"
  case clockSetBack = "clock set back"
  case processNumberReused = "process number reused by a living process"
  case lockHeld = "resumed while another process holds the run"
  case lyingDisk = "control: a disk on which fsync does nothing"

  /// Whether the harness proves itself with it: the loss must be found.
  var isControl: Bool { self == .lyingDisk }

  /// Which part of the number of cases asked for is worked on: kills and power cuts strike anywhere, an error or a lock
  /// has fewer ways to.
  var share: Double {
    switch self {
    case .killAtRandom, .killAtCall, .powerCut, .powerCutInPart: 1
    case .readOnlyAbort, .lyingDisk: 0.1
    default: 0.25
    }
  }

  /// Whether it takes the right to mount.
  var needsMounting: Bool { [.fullFileSystem, .readOnlyRemount, .readOnlyAbort].contains(self) }
}
