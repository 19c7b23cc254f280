internal import CCurl
internal import Glibc

/// libcurl's functions, loaded from the system when something is first fetched.
///
/// Linked, libcurl and the libraries behind it would make every command start later by a quarter.
@safe struct CurlLibrary: Sendable {
  typealias Handle = UnsafeMutableRawPointer
  typealias HeaderList = UnsafeMutablePointer<curl_slist>

  /// The library, or why it is not there.
  static let loaded = Result<CurlLibrary, ExperimentError> { () throws(ExperimentError) in try CurlLibrary() }

  let makeHandle: @convention(c) () -> Handle?
  let perform: @convention(c) (Handle?) -> CURLcode
  let cleanUp: @convention(c) (Handle?) -> Void
  let reason: @convention(c) (CURLcode) -> UnsafePointer<CChar>?
  let append: @convention(c) (HeaderList?, UnsafePointer<CChar>?) -> HeaderList?
  let free: @convention(c) (HeaderList?) -> Void
  /// `curl_easy_setopt` and `curl_easy_getinfo`, for the shims; functions of a library that stays loaded.
  nonisolated(unsafe) let setOption: UnsafeMutableRawPointer
  nonisolated(unsafe) let getFact: UnsafeMutableRawPointer

  private init() throws(ExperimentError) {
    guard let library = unsafe dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL) else {
      throw ExperimentError(
        .unsupported, found: "libcurl.so.4, which fetches files, is not on this machine",
        remedy: "Install it, on Debian and Ubuntu: apt-get install libcurl4")
    }
    func function(_ name: String) throws(ExperimentError) -> UnsafeMutableRawPointer {
      guard let function = unsafe dlsym(library, name) else {
        throw ExperimentError(
          .unsupported, found: "libcurl.so.4 has no \(name)", expected: "libcurl 7.85 or newer")
      }
      return unsafe function
    }
    unsafe makeHandle = unsafeBitCast(try function("curl_easy_init"), to: (@convention(c) () -> Handle?).self)
    unsafe perform = unsafeBitCast(
      try function("curl_easy_perform"), to: (@convention(c) (Handle?) -> CURLcode).self)
    unsafe cleanUp = unsafeBitCast(
      try function("curl_easy_cleanup"), to: (@convention(c) (Handle?) -> Void).self)
    unsafe reason = unsafeBitCast(
      try function("curl_easy_strerror"), to: (@convention(c) (CURLcode) -> UnsafePointer<CChar>?).self)
    unsafe append = unsafeBitCast(
      try function("curl_slist_append"),
      to: (@convention(c) (HeaderList?, UnsafePointer<CChar>?) -> HeaderList?).self)
    unsafe free = unsafeBitCast(
      try function("curl_slist_free_all"), to: (@convention(c) (HeaderList?) -> Void).self)
    unsafe setOption = try function("curl_easy_setopt")
    unsafe getFact = try function("curl_easy_getinfo")
    let initialize = unsafe unsafeBitCast(
      try function("curl_global_init"), to: (@convention(c) (Int) -> CURLcode).self)
    // CURL_GLOBAL_DEFAULT, a macro that Swift does not see: TLS, and sockets on Windows.
    guard initialize(3) == CURLE_OK else {
      throw ExperimentError(.unsupported, found: "libcurl.so.4 could not be initialised")
    }
  }
}
