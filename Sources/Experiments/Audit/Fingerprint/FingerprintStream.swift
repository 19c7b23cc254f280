internal import Audio
internal import Foundation

/// Builds a ``Fingerprint`` from log-mel rows that come in pieces.
struct FingerprintStream {
  /// A frame before it is known how loud the recording is.
  private struct Candidate {
    var bits: UInt32
    var doubts: UInt16
    var energy: Float
  }

  private static let bands = 33
  private static let windowRows = 25
  /// Frames between the two spectra that are compared.
  private static let distance = 8
  /// A frame whose bands change by less than this share of their energy has bits of chance: a steady tone.
  private static let leastChange: Float = 0.01
  /// A frame below this share of the loudest one is silence to whoever listens.
  private static let leastEnergy: Float = 1e-3

  private static let window: [Float] = {
    let values = (1...windowRows).map { 0.5 - 0.5 * cos(2 * .pi * Double($0) / Double(windowRows + 1)) }
    let sum = values.reduce(0, +)
    return values.map { Float($0 / sum) }
  }()

  /// Band energies of the rows that the next windows need, `[rows, 33]`.
  private var pending: [Float] = []
  /// The last spectra, `[8, 33]` once there are so many; the oldest stands at `oldest`.
  private var history: [Float] = []
  private var oldest = 0
  private var candidates: [Candidate] = []

  /// Takes log-mel rows, `[rows, 64]`.
  mutating func append(_ rows: [Float]) {
    for start in stride(from: 0, to: rows.count, by: LogMel.bands) { appendRow(rows[start...]) }
    while pending.count >= Self.windowRows * Self.bands {
      appendSpectrum(smoothed())
      pending.removeFirst(Fingerprint.rowsPerFrame * Self.bands)
    }
  }

  /// The fingerprint of all rows; empty for less than about a second.
  func finish() -> Fingerprint {
    let loudest = candidates.reduce(0) { max($0, $1.energy) }
    var fingerprint = Fingerprint()
    for candidate in candidates {
      let isHeard = candidate.bits != 0 && candidate.energy > Self.leastEnergy * loudest
      fingerprint.frames.append(isHeard ? candidate.bits : 0)
      fingerprint.doubts.append(candidate.doubts)
    }
    return fingerprint
  }

  /// The magnitudes behind a log-mel row, in pairs of bands but for the two highest.
  private mutating func appendRow(_ row: ArraySlice<Float>) {
    func magnitude(_ band: Int) -> Float { exp(row[row.startIndex + band]) - 0.01 }
    for pair in 0..<31 { pending.append(magnitude(2 * pair) + magnitude(2 * pair + 1)) }
    pending.append(magnitude(62))
    pending.append(magnitude(63))
  }

  private func smoothed() -> [Float] {
    var spectrum = [Float](repeating: 0, count: Self.bands)
    for (row, weight) in Self.window.enumerated() {
      for band in 0..<Self.bands { spectrum[band] += weight * pending[row * Self.bands + band] }
    }
    return spectrum
  }

  private mutating func appendSpectrum(_ spectrum: [Float]) {
    guard history.count == Self.distance * Self.bands else {
      history += spectrum
      return
    }
    candidates.append(compare(spectrum, with: history[(oldest * Self.bands)..<((oldest + 1) * Self.bands)]))
    for band in 0..<Self.bands { history[oldest * Self.bands + band] = spectrum[band] }
    oldest = (oldest + 1) % Self.distance
  }

  private func compare(_ now: [Float], with before: ArraySlice<Float>) -> Candidate {
    let old = before.startIndex
    var bits: UInt32 = 0
    var change: Float = 0
    var certainty = [Float](repeating: 0, count: Self.bands - 1)
    for band in 0..<(Self.bands - 1) {
      let difference = (now[band] - now[band + 1]) - (before[old + band] - before[old + band + 1])
      if difference > 0 { bits |= 1 << UInt32(band) }
      change += difference.magnitude
      let level = now[band] + now[band + 1] + before[old + band] + before[old + band + 1]
      certainty[band] = difference.magnitude / max(level, .leastNormalMagnitude)
    }
    let energies = (now.reduce(0, +), before.reduce(0, +))
    guard change > Self.leastChange * (energies.0 + energies.1) else {
      return Candidate(bits: 0, doubts: 0, energy: max(energies.0, energies.1))
    }
    // 0 marks a frame that says nothing.
    return Candidate(bits: max(bits, 1), doubts: doubts(certainty), energy: max(energies.0, energies.1))
  }

  private func doubts(_ certainty: [Float]) -> UInt16 {
    var least = [(value: Float.infinity, place: 0), (.infinity, 0), (.infinity, 0)]
    for place in 0..<Fingerprint.keyBits {
      let value = certainty[place + Fingerprint.firstKeyBit]
      guard let rank = least.firstIndex(where: { value < $0.value }) else { continue }
      least.insert((value, place), at: rank)
      least.removeLast()
    }
    return least.enumerated().reduce(0) { $0 | UInt16($1.element.place) << (5 * UInt16($1.offset)) }
  }
}
