#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// One invented species: a name and a song. Independent of any seed, so that all demo data know the same birds.
struct DemoSpecies: Sendable, Hashable {
  /// `Genus_epithet`.
  let name: String
  let song: DemoSong

  /// How many species there are.
  static var count: Int { DemoFamily.allCases.count * epithets.count }

  /// A species by its number, below ``count``. The first six have the same pitch range and differ in their way of
  /// singing; further ones spread over pitch, pace and shape.
  init(_ number: Int) {
    precondition(number >= 0 && number < Self.count, "species \(number) of \(Self.count)")
    let family = DemoFamily.allCases[number % DemoFamily.allCases.count]
    let rank = number / DemoFamily.allCases.count
    // Plastic-number sequence in three dimensions: points that stay apart however many there are.
    let step = { (ratio: Double, offset: Double) in
      Float((offset + Double(rank) * ratio).truncatingRemainder(dividingBy: 1))
    }
    let pitch = step(0.819_172_513_396_164_4, 0.5)
    song = family.song(
      hertz: Float(exp2(log2(1_900.0) + Double(pitch) * log2(4_600.0 / 1_900.0))),
      pace: step(0.671_043_606_703_789_3, 0.45), shape: step(0.549_700_477_901_970_3, 0.4))
    name = family.genus + "_" + Self.epithets[(rank + 7 * family.rawValue) % Self.epithets.count]
  }

  private static let epithets = [
    "alba", "aurea", "brevis", "caerulea", "celer", "clara", "cristata", "dulcis", "elegans", "exilis",
    "fallax", "flava",
    "fusca", "gracilis", "grandis", "hilaris", "ignea", "lenta", "levis", "longa", "lucida", "magna", "minor",
    "mobilis",
    "nigra", "nitida", "nova", "pallida", "parva", "picta", "plumbea", "rara", "rosea", "rubra", "serena",
    "tarda", "tenuis",
    "vaga", "varia", "viridis",
  ]
}
