/// The finding of the name that somebody most likely meant.
enum NearestName {
  /// The candidate closest to a name; nil if none is close: more than a third of the name's characters would have to
  /// change. Case, `-`, `_` and spaces don't count. Ties go to the first.
  static func suggestion(for name: String, among candidates: some Sequence<String>) -> String? {
    guard name.count <= 64 else { return nil }
    let wanted = simplified(name)
    var best: (name: String, distance: Int)?
    for candidate in candidates {
      let distance = editDistance(wanted, simplified(candidate))
      if distance <= max(1, wanted.count / 3), distance < best?.distance ?? .max {
        best = (candidate, distance)
      }
    }
    return best?.name
  }

  private static func simplified(_ name: String) -> [Character] {
    name.lowercased().filter { $0 != "-" && $0 != "_" && $0 != " " }
  }

  /// Insertions, deletions, replacements and swaps of neighbours between two words (optimal string alignment).
  static func editDistance(_ a: [Character], _ b: [Character]) -> Int {
    var rows = [Array(0...b.count)]
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var cost = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, rows[i - 1][j - 1] + 1) }
        row.append(cost)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
