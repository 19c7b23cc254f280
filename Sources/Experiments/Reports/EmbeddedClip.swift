internal import Audio
internal import Foundation

/// A clip's sound and picture, packed into a page.
struct EmbeddedClip {
  /// What the network hears, mono at 16 kHz, as FLAC in a `data:` address.
  let sound: String
  /// What the network sees, as PNG in a `data:` address.
  let picture: String

  /// The bytes that it adds to a page.
  var byteCount: Int { sound.utf8.count + picture.utf8.count }

  /// Decodes a file, or a part of it, and packs it.
  ///
  /// - Parameter seconds: what is longer is cut off.
  /// - Throws: `AudioError` if it can't be read, or ``ExperimentError/Code/inputOutput`` if there is no room for
  ///   temporary files.
  init(of reference: ClipReference, frontEnd: FrontEnd, title: String, seconds: Double) throws {
    var clip = try Clip.decode(path: reference.path, span: reference.span).resampled(
      toHertz: LogMel.sampleRate)
    clip.samples = Array(clip.samples.prefix(Int(seconds * Double(LogMel.sampleRate))))
    let folder = FileManager.default.temporaryDirectory.appending(path: "jx-report-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (soundPath, picturePath) = (folder.appending(path: "clip.flac"), folder.appending(path: "clip.png"))
    try AudioWriter.write(clip, to: soundPath.path, format: .flac)
    let logMel = try frontEnd.logMel(of: clip)
    try SpectrogramPicture(of: logMel, frontEnd: frontEnd, title: title).writePNG(to: picturePath.path)
    sound = try "data:audio/flac;base64," + Data(contentsOf: soundPath).base64EncodedString()
    picture = try "data:image/png;base64," + Data(contentsOf: picturePath).base64EncodedString()
  }
}
