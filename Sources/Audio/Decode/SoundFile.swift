internal import CSndFile
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// An open file of libsndfile's.
///
/// Not `Sendable`: one thread at a time.
@safe
struct SoundFile: ~Copyable {
  let path: String
  let sampleRate: Int
  let channels: Int
  /// The frames that the header promises; not to be trusted.
  let promisedFrames: Int
  /// libsndfile's number of container and encoding.
  private let format: CInt
  /// Container and encoding, such as `WAV/PCM_16`.
  let formatName: String
  private let handle: OpaquePointer

  init(path: String) throws(AudioError) {
    let bytes = try FileFacts(readableFile: path).byteCount
    guard bytes > 0 else { throw AudioError(.empty, file: path, found: "a file of 0 bytes") }
    var info = SF_INFO()
    guard let handle = unsafe sf_open(path, CInt(SFM_READ), &info) else {
      throw Self.openingError(path)
    }
    guard Int(info.format) & SF_FORMAT_TYPEMASK != SF_FORMAT_RAW else {
      unsafe sf_close(handle)
      throw Self.unrecognised(path)
    }
    unsafe self.handle = handle
    self.path = path
    sampleRate = Int(info.samplerate)
    channels = Int(info.channels)
    promisedFrames = Int(info.frames)
    format = info.format
    formatName = soundFormatName(info.format)
  }

  deinit { unsafe sf_close(handle) }

  /// Reads interleaved samples, whole frames of them; returns the number of frames, 0 at the end.
  func read(into samples: inout MutableSpan<Float>) throws(AudioError) -> Int {
    let frames = samples.count / channels
    let count = unsafe samples.withUnsafeMutableBufferPointer { buffer in
      unsafe sf_readf_float(handle, buffer.baseAddress, sf_count_t(frames))
    }
    return try checked(count, of: frames)
  }

  /// The same as whole numbers, for samples of sixteen bits.
  func read(into samples: inout MutableSpan<Int16>) throws(AudioError) -> Int {
    let frames = samples.count / channels
    let count = unsafe samples.withUnsafeMutableBufferPointer { buffer in
      unsafe sf_readf_short(handle, buffer.baseAddress, sf_count_t(frames))
    }
    return try checked(count, of: frames)
  }

  /// The same in double precision.
  func read(into samples: inout MutableSpan<Double>) throws(AudioError) -> Int {
    let frames = samples.count / channels
    let count = unsafe samples.withUnsafeMutableBufferPointer { buffer in
      unsafe sf_readf_double(handle, buffer.baseAddress, sf_count_t(frames))
    }
    return try checked(count, of: frames)
  }

  /// Goes to a frame; false where the format can't or the file ends before.
  func seek(toFrame frame: Int) -> Bool {
    unsafe sf_seek(handle, sf_count_t(frame), CInt(SEEK_SET)) == sf_count_t(frame)
  }

  /// libsndfile's complaint about the data read so far, if it has one.
  var problem: String? {
    guard unsafe Int(sf_error(handle)) != SF_ERR_NO_ERROR else { return nil }
    return Self.trimmed(unsafe String(cString: sf_strerror(handle)))
  }

  private func checked(_ count: sf_count_t, of frames: Int) throws(AudioError) -> Int {
    guard count >= 0, count <= frames else {
      throw AudioError(
        .malformed, file: path, found: problem ?? "\(count) frames where \(frames) were asked for")
    }
    return Int(count)
  }
}

extension SoundFile {
  /// The frames that the header promises; nil where it doesn't know: MPEG files give an estimate.
  var exactFrames: Int? {
    majorFormat == SF_FORMAT_MPEG || promisedFrames == Int.max ? nil : promisedFrames
  }

  /// Whether samples may have more than `Float`'s 24 bits.
  var exceedsSinglePrecision: Bool {
    [SF_FORMAT_PCM_32, SF_FORMAT_DOUBLE, SF_FORMAT_ALAC_32].contains(Int(format) & SF_FORMAT_SUBMASK)
  }

  /// Whether samples are stored as whole numbers of sixteen bits.
  var hasSixteenBits: Bool { Int(format) & SF_FORMAT_SUBMASK == SF_FORMAT_PCM_16 }

  private var majorFormat: Int { Int(format) & SF_FORMAT_TYPEMASK }
}

extension SoundFile {
  /// libsndfile keeps the reason of a failed opening in one place for the whole process.
  private static let openingReason = Mutex<Void>(())

  /// Why a file cannot be opened: it is tried again with other failures kept out, so that the reason is its own.
  private static func openingError(_ path: String) -> AudioError {
    let (status, reason) = openingReason.withLock { _ in
      var info = SF_INFO()
      if let handle = unsafe sf_open(path, CInt(SFM_READ), &info) {
        unsafe sf_close(handle)
        return (CInt(0), "it changed while it was read")
      }
      return unsafe (sf_error(nil), trimmed(String(cString: sf_strerror(nil))))
    }
    switch Int(status) {
    case SF_ERR_UNRECOGNISED_FORMAT: return unrecognised(path)
    case SF_ERR_SYSTEM: return AudioError(.unreadable, file: path, found: reason)
    case SF_ERR_UNSUPPORTED_ENCODING:
      return AudioError(.unsupportedFormat, file: path, found: reason, remedy: "Convert it to WAV or FLAC")
    case SF_ERR_MALFORMED_FILE: return AudioError(.malformed, file: path, found: "a damaged header")
    default:
      // What the decoders under libsndfile can't make sense of, such as text called .mp3.
      return unrecognised(path)
    }
  }

  /// libsndfile's words without `Error :` and full stops.
  private static func trimmed(_ reason: String) -> String {
    let text = reason.hasPrefix("Error : ") ? reason.dropFirst(8) : reason[...]
    return String(text.prefix(text.count - text.reversed().prefix { $0 == "." }.count))
  }

  private static func unrecognised(_ path: String) -> AudioError {
    AudioError(
      .unsupportedFormat, file: path, found: "no recording",
      expected: "WAV, AIFF, FLAC, Ogg Vorbis, Opus, MP3 or another format of libsndfile's")
  }
}
