internal import Audio
internal import CCrypto
internal import GRDB
internal import Net

/// The versions of the libraries that results and records depend on.
enum LibraryVersions {
  /// By name: libsndfile, libpng, OpenBLAS, zlib, SQLite, libcrypto.
  static func current() -> [String: String] {
    var versions = AudioLibraries.versions.merging(NetLibraries.versions) { first, _ in first }
    versions["SQLite"] = try? DatabaseQueue().read { try String.fetchOne($0, sql: "SELECT sqlite_version()") }
    versions["libcrypto"] = unsafe OpenSSL_version(OPENSSL_VERSION).map { unsafe String(cString: $0) }
    return versions.mapValues { $0.trimmed }
  }
}

extension String {
  /// Without the spaces that some libraries put at the ends.
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
