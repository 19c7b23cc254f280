internal import Experiments

/// An audit as text, and as a row a clip.
struct AuditText {
  private let audit: DataAudit

  init(_ audit: DataAudit) { self.audit = audit }

  /// The classes and below them, line by line, what is suspicious.
  var page: String {
    let lines = refused + findings + duplicates + nearDuplicates + leaks + remarks
    return classes.table + lines.map { $0 + "\n" }.joined() + (audit.isClean ? "nothing suspicious\n" : "")
  }

  /// A row a clip with what was measured.
  var clips: Listing {
    var listing = Listing(
      "path", "class", "recording", "split", "seconds", "sample rate", "peak", "offset", "above 7500 hz",
      "findings")
    for clip in audit.clips {
      listing.append(
        .text(clip.path), .text(clip.className), .text(clip.recording), .optional(clip.split?.rawValue),
        .number(clip.seconds, digits: 3), .integer(clip.sampleRate), .number(clip.peak, digits: 4),
        .number(clip.offset, digits: 5), .optional(clip.shareAboveHearing, digits: 4),
        .text(clip.findings.map(\.rawValue).joined(separator: " ")))
    }
    return listing
  }

  private var classes: Listing {
    // Kinds that no clip has would only widen the table.
    let columns = DataAudit.tableColumns.indices.filter { column in
      column < DataAudit.tableColumns.count - AudioFinding.Kind.allCases.count
        || audit.tableRows.last?[column] != "0"
    }
    var listing = Listing(columns: columns.map { DataAudit.tableColumns[$0] })
    listing.rows = audit.tableRows.map { row in
      columns.map { column in
        let text = row[column]
        guard column > 0 else { return .text(text) }
        if text.isEmpty { return .missing }
        if let count = Int(text) { return .integer(count) }
        return Double(text).map { .number($0, digits: 1) } ?? .text(text)
      }
    }
    return listing
  }

  private var refused: [String] {
    audit.refusedClasses.map { "class \($0.path): \($0.reason)" }
      + audit.problems.map { "\($0.path): \($0.reason)" }
  }

  private var findings: [String] {
    audit.findings.map { "\($0.path): \($0.kind.rawValue.replacing("_", with: " ")): \($0.detail)" }
  }

  private var duplicates: [String] {
    audit.duplicates.map { group in
      "the same samples in "
        + AuditPage.place(group.isAcrossClasses, group.isAcrossRecordings, group.isAcrossSplits) + ": "
        + group.paths.joined(separator: ", ")
    }
  }

  private var nearDuplicates: [String] {
    // Of many copies each is named once, with the clip that it is most like.
    let pairs = audit.strayNearDuplicates
    var best: [String: Double] = [:]
    for pair in pairs { best[pair.second] = max(best[pair.second] ?? 0, pair.agreement) }
    var named = Set<String>()
    let closest = pairs.filter { $0.agreement == best[$0.second] && named.insert($0.second).inserted }
    var lines = closest.map { pair in
      "sound alike in " + AuditPage.place(pair.isAcrossClasses, pair.isAcrossRecordings, pair.isAcrossSplits)
        + ": \(pair.first), \(pair.second) (\(pair.commonSeconds.formatted(digits: 1)) s in common, "
        + "\((pair.agreement * 100).formatted(digits: 0)) % of bits, the second "
        + (pair.offsetSeconds < 0 ? "earlier" : "later")
        + " by \(abs(pair.offsetSeconds).formatted(digits: 2)) s)"
    }
    let within = audit.nearDuplicates.count - audit.strayNearDuplicates.count
    if within > 0 { lines.append("\(within) pairs of clips overlap within their recordings, as slices may") }
    return lines
  }

  private var leaks: [String] {
    audit.leaks.map { "leak: \($0)" }
      + audit.xenoCantoGroups.map { group in
        (group.isAcrossSplits == true ? "leak: " : "") + "\(group.id) counts as several recordings: "
          + group.recordings.prefix(5).joined(separator: ", ") + (group.recordings.count > 5 ? ", …" : "")
      }
  }

  private var remarks: [String] {
    var lines: [String] = []
    if audit.unmatchedClips > 0 {
      lines.append(
        "\(audit.unmatchedClips) names do not fit the recording pattern; each counts as a recording of its own"
      )
    }
    if audit.ignored.count > 0 { lines.append("\(audit.ignored.count) other files are ignored") }
    return lines
  }
}
