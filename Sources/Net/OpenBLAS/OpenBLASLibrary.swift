internal import Glibc

/// OpenBLAS's functions, loaded from the system when something first needs them.
///
/// Linked, it would have every command resolve 14,000 symbols and start threads that most never use.
@safe struct OpenBLASLibrary: Sendable {
  /// `cblas_sgemm`, as the CBLAS standard declares it.
  typealias Product =
    @convention(c) (
      _ order: CInt, _ a: CInt, _ b: CInt, _ rows: CInt, _ columns: CInt, _ depth: CInt, _ alpha: Float,
      UnsafePointer<Float>?, CInt, UnsafePointer<Float>?, CInt, _ beta: Float, UnsafeMutablePointer<Float>?,
      CInt
    ) -> Void

  /// Values of the standard's enumerations.
  enum Layout {
    static let rowMajor: CInt = 101
    static let plain: CInt = 111
    static let transposed: CInt = 112
  }

  /// The library, on the calling thread alone, or why it is not there.
  static let loaded = Result<OpenBLASLibrary, NetError> { () throws(NetError) in try OpenBLASLibrary() }

  let multiply: Product
  /// Its version and the core that it chose.
  let configuration: String

  private init() throws(NetError) {
    guard let library = unsafe dlopen(Self.file, RTLD_NOW | RTLD_LOCAL) else {
      throw NetError(
        .unsupported, found: "\(Self.file), which the openblas engine computes with, is not on this machine",
        remedy: "Install it, on Debian and Ubuntu: apt-get install libopenblas0")
    }
    func function(_ name: String) throws(NetError) -> UnsafeMutableRawPointer {
      guard let function = unsafe dlsym(library, name) else {
        throw NetError(.unsupported, found: "\(Self.file) has no \(name)", expected: "OpenBLAS 0.3 or newer")
      }
      return unsafe function
    }
    unsafe multiply = unsafeBitCast(try function("cblas_sgemm"), to: Product.self)
    let describe = unsafe unsafeBitCast(
      try function("openblas_get_config"), to: (@convention(c) () -> UnsafePointer<CChar>?).self)
    configuration = unsafe describe().map { unsafe String(cString: $0) } ?? ""
    let limitThreads = unsafe unsafeBitCast(
      try function("openblas_set_num_threads"), to: (@convention(c) (CInt) -> Void).self)
    limitThreads(1)
  }

  private static let file = "libopenblas.so.0"
}
