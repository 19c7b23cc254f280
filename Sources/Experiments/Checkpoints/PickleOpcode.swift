/// The instructions of a pickle that build nothing but data (CPython, `Lib/pickletools.py`).
enum PickleOpcode: UInt8 {
  case proto = 0x80
  case frame = 0x95
  case mark = 0x28
  case pop = 0x30
  case popMark = 0x31
  case dup = 0x32
  case put = 0x70
  case binput = 0x71
  case longBinput = 0x72
  case memoize = 0x94
  case get = 0x67
  case binget = 0x68
  case longBinget = 0x6a
  case int = 0x49
  case binint = 0x4a
  case binint1 = 0x4b
  case binint2 = 0x4d
  case long = 0x4c
  case long1 = 0x8a
  case long4 = 0x8b
  case newTrue = 0x88
  case newFalse = 0x89
  case float = 0x46
  case binfloat = 0x47
  case string = 0x53
  case binstring = 0x54
  case shortBinstring = 0x55
  case unicode = 0x56
  case binunicode = 0x58
  case shortBinunicode = 0x8c
  case binunicode8 = 0x8d
  case emptyList = 0x5d
  case list = 0x6c
  case append = 0x61
  case appends = 0x65
  case emptyTuple = 0x29
  case tuple = 0x74
  case tuple1 = 0x85
  case tuple2 = 0x86
  case tuple3 = 0x87
  case emptyDict = 0x7d
  case dict = 0x64
  case setitem = 0x73
  case setitems = 0x75

  /// The names of the instructions that are known and refused.
  static let refused: [UInt8: String] = [
    0x63: "GLOBAL", 0x52: "REDUCE", 0x62: "BUILD", 0x69: "INST", 0x6f: "OBJ", 0x81: "NEWOBJ", 0x82: "EXT1",
    0x83: "EXT2", 0x84: "EXT4", 0x50: "PERSID", 0x51: "BINPERSID", 0x92: "NEWOBJ_EX", 0x93: "STACK_GLOBAL",
    0x4e: "NONE", 0x8f: "EMPTY_SET", 0x90: "ADDITEMS", 0x91: "FROZENSET", 0x42: "BINBYTES",
    0x43: "SHORT_BINBYTES", 0x8e: "BINBYTES8", 0x96: "BYTEARRAY8", 0x97: "NEXT_BUFFER",
    0x98: "READONLY_BUFFER",
  ]
}
