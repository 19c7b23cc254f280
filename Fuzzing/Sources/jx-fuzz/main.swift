import Foundation

// jx-fuzz TARGET [libFuzzer's arguments]: feeds one reader with mutations of a corpus until it crashes or time is up.

typealias Arguments = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

/// libFuzzer (compiler-rt, `FuzzerInterface.h`): runs its loop over the callback and returns the exit code.
@_silgen_name("LLVMFuzzerRunDriver")
func runFuzzer(
  _ count: UnsafeMutablePointer<Int32>, _ arguments: UnsafeMutablePointer<Arguments?>,
  _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

/// The name under which libFuzzer's own main, which this one takes the place of, looks for the callback.
@_cdecl("LLVMFuzzerTestOneInput")
func exercise(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  _ = target.exercise(Array(UnsafeBufferPointer(start: bytes, count: count)))
  return 0
}

let name = CommandLine.arguments.dropFirst().first ?? ""
guard let chosen = FuzzTarget(rawValue: name) else {
  let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: ", ")
  FileHandle.standardError.write(
    Data("usage: jx-fuzz TARGET [arguments of libFuzzer]; targets: \(names)\n".utf8))
  exit(64)
}
let target = chosen

// Without the target, which libFuzzer would take for a folder.
var list = ([CommandLine.arguments[0]] + CommandLine.arguments.dropFirst(2)).map { strdup($0) } + [nil]
var argumentCount = Int32(list.count - 1)
exit(
  list.withUnsafeMutableBufferPointer { buffer in
    var arguments = buffer.baseAddress
    return runFuzzer(&argumentCount, &arguments, exercise)
  })
