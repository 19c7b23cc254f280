/// The ways in which demo birds sing; each is a genus.
enum DemoFamily: Int, CaseIterable, Sendable {
  case whistle
  case trill
  case sweep
  case buzz
  case call
  case chip

  /// The genus: no bird is called so.
  var genus: String {
    switch self {
    case .whistle: "Demofluta"
    case .trill: "Demotrilla"
    case .sweep: "Demoglissa"
    case .buzz: "Demozurra"
    case .call: "Democlama"
    case .chip: "Demoticka"
    }
  }

  /// The song of one species of the family.
  ///
  /// - Parameters:
  ///   - hertz: the middle of its pitch range.
  ///   - pace: 0 slow to 1 fast.
  ///   - shape: 0 to 1, what else tells the species of a family apart.
  func song(hertz: Float, pace: Float, shape: Float) -> DemoSong {
    switch self {
    case .whistle: Self.whistle(hertz, pace, shape)
    case .trill: Self.trill(hertz, pace, shape)
    case .sweep: Self.sweep(hertz, pace, shape)
    case .buzz: Self.buzz(hertz, pace, shape)
    case .call: Self.call(hertz, pace, shape)
    case .chip: Self.chip(hertz, pace, shape)
    }
  }

  /// Two to four pure tones on different steps, level or gliding.
  private static func whistle(_ hertz: Float, _ pace: Float, _ shape: Float) -> DemoSong {
    let ladder: [Float] = [1, 0.78, 1.22, 0.9, 1.1, 0.7, 1.3]
    let notes = 2 + Int(shape * 2.99)
    let glide = (shape - 0.45) * 0.3
    let phrase = (0..<notes).map { note in
      let pitch = hertz * ladder[(note * (1 + Int(shape * 5)) + Int(shape * 6)) % ladder.count]
      return DemoSyllable(
        seconds: 0.32 - 0.16 * pace, gap: 0.12 - 0.08 * pace,
        pitch: (pitch * (1 - glide), pitch, pitch * (1 + glide)))
    }
    return DemoSong(phrase: phrase, repetitions: 2, pause: 0.2)
  }

  /// One short note over and over.
  private static func trill(_ hertz: Float, _ pace: Float, _ shape: Float) -> DemoSong {
    let swing = 0.1 + 0.25 * shape
    let note = DemoSyllable(
      seconds: 0.055 - 0.03 * pace, gap: 0.05 - 0.032 * pace,
      pitch: (hertz * (1 - swing), hertz * (1 + swing), hertz * (1 - swing / 2)))
    return DemoSong(phrase: [note], repetitions: 14 + Int(14 * pace), pause: 0)
  }

  /// Long slides, down or up.
  private static func sweep(_ hertz: Float, _ pace: Float, _ shape: Float) -> DemoSong {
    let low = hertz * 0.68
    let high = hertz * 1.38
    var note = DemoSyllable(
      seconds: 0.42 - 0.26 * pace, gap: 0.2 - 0.12 * pace, pitch: (high, hertz * 0.9, low))
    if shape > 0.5 { note.pitch = (low, hertz * 0.9, high) }
    return DemoSong(phrase: [note], repetitions: 4 + Int(3 * pace), pause: 0)
  }

  /// A rasping tone.
  private static func buzz(_ hertz: Float, _ pace: Float, _ shape: Float) -> DemoSong {
    var note = DemoSyllable(
      seconds: 0.65 - 0.35 * pace, gap: 0.22, pitch: (hertz * 0.94, hertz, hertz * (1 + 0.1 * shape)))
    note.raspHertz = 55 + 110 * shape
    note.raspDepth = 0.13
    note.fade = 0.1
    return DemoSong(phrase: [note], repetitions: 2 + Int(2 * pace), pause: 0)
  }

  /// An arched tone with strong harmonics.
  private static func call(_ hertz: Float, _ pace: Float, _ shape: Float) -> DemoSong {
    let base = hertz * 0.36
    var note = DemoSyllable(
      seconds: 0.34 - 0.2 * pace, gap: 0.26 - 0.14 * pace,
      pitch: (base * 0.85, base * (1 + 0.2 * shape), base * (0.7 + 0.3 * shape)))
    note.harmonics = [0.5, 0.9, 1, 0.7 * shape + 0.2, 0.5, 0.25]
    return DemoSong(phrase: [note], repetitions: 3 + Int(3 * pace), pause: 0)
  }

  /// Groups of very short, steep notes.
  private static func chip(_ hertz: Float, _ pace: Float, _ shape: Float) -> DemoSong {
    var note = DemoSyllable(
      seconds: 0.03 - 0.012 * pace, gap: 0.075 - 0.035 * pace, pitch: (hertz * 1.5, hertz * 0.95, hertz * 0.7)
    )
    note.fade = 0.35
    let group = [DemoSyllable](repeating: note, count: 2 + Int(shape * 2.99))
    return DemoSong(phrase: group, repetitions: 4, pause: 0.42 - 0.2 * pace)
  }
}
