internal import CCairo
internal import Glibc

/// Cairo's functions, loaded from the system when a picture is first drawn.
///
/// Linked, Cairo and the fourteen libraries behind it would make every command start later.
enum CairoLibrary {
  /// The functions, or why they are not there; never changed once found.
  static let loaded = Result<CairoFunctions, ChartsError> { () throws(ChartsError) in
    guard let library = unsafe dlopen(file, RTLD_NOW | RTLD_LOCAL) else {
      throw ChartsError(
        found: "\(file), which draws PNG pictures, is not on this machine",
        remedy: "Install it, on Debian and Ubuntu: apt-get install libcairo2; or write .svg")
    }
    var functions = CairoFunctions()
    if let missing = unsafe findCairoFunctions(&functions, library) {
      throw ChartsError(
        found: unsafe "\(file) has no \(String(cString: missing))",
        remedy: "Install Cairo 1.16 or newer; or write .svg")
    }
    return functions
  }

  private static let file = "libcairo.so.2"
}
