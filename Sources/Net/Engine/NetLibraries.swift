internal import CProcessor
internal import CZlib

/// The C libraries that this module computes with, and what the processor offers it.
public enum NetLibraries {
  /// Their versions by name, as they report them while running; OpenBLAS's with the core that it chose,
  /// and only where it is installed.
  public static var versions: [String: String] {
    var versions = ["zlib": unsafe String(cString: zlibVersion())]
    versions["OpenBLAS"] = try? OpenBLASLibrary.loaded.get().configuration
    return versions
  }

  /// The level of the x86-64 instruction set (x86-64 psABI) as far as the kernels tell it apart, or `other`.
  public static var processorLevel: String {
    #if arch(x86_64)
      processorRunsX86V4()
        ? "x86-64-v4 (AVX-512)" : processorRunsX86V3() ? "x86-64-v3 (AVX2, FMA)" : "x86-64"
    #else
      "other"
    #endif
  }
}
