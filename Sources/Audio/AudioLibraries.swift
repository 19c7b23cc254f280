internal import CPNG
internal import CSndFile

/// The C libraries that this module computes with.
public enum AudioLibraries {
  /// Their versions by name, as they report them while running.
  public static var versions: [String: String] {
    [
      "libsndfile": unsafe String(cString: sf_version_string()),
      "libpng": unsafe String(cString: png_get_libpng_ver(nil)),
    ]
  }
}
