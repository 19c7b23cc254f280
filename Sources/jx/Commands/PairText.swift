internal import Experiments
internal import Foundation
internal import Metrics

/// The evidence about two runs as text, listings and JSON.
struct PairText {
  private let pair: PairEvidence
  private let names: [String]

  init(_ pair: PairEvidence, names: [String]) {
    self.pair = pair
    self.names = names
  }

  /// What can be said, in words and figures.
  var verdict: String {
    let test = pair.comparison.overall
    let facts =
      "of \(pair.clipCount) clips: " + (pair.differences[.accuracy].map(Percent.difference) ?? "–")
      + "; of \(pair.recordingCount) recordings \(test.onlySecondCorrect) gained and \(test.onlyFirstCorrect) lost, "
      + "McNemar's exact p = \(test.pValue.formatted(digits: 4))\n"
    switch pair.verdict {
    case .secondBetter: return Style.bold("\(names[1]) is better than \(names[0])") + ": " + facts
    case .firstBetter: return Style.bold("\(names[1]) is worse than \(names[0])") + ": " + facts
    case .undecided:
      return Style.bold("no difference between \(names[0]) and \(names[1]) is shown at the level of 5 %")
        + ": " + facts
    }
  }

  /// Differences of figures, classes, confusions and, if asked for, clips; those without a row are left out.
  func listings(hasFiles: Bool) -> [(title: String, Listing)] {
    var listings = [("difference", differences), ("classes", classes), ("confusions", confusions)]
    if hasFiles { listings.append(("clips that changed sides", files)) }
    return listings.filter { !$0.1.rows.isEmpty }.map { (title: $0.0, $0.1) }
  }

  private var differences: Listing {
    var listing = Listing("figure", "difference", "95 % from", "to")
    for metric in Evidence.metrics where metric != .accuracy {
      guard let interval = pair.differences[metric] else { continue }
      listing.append(
        .text(metric.rawValue), .number(interval.estimate, digits: 4), .number(interval.lower, digits: 4),
        .number(interval.upper, digits: 4))
    }
    return listing
  }

  /// The classes whose recordings fared differently.
  private var classes: Listing {
    var listing = Listing(
      "class", "recordings", "recall before", "after", "gained", "lost", "p (Holm)", "verdict")
    for row in pair.comparison.classes where row.test.onlyFirstCorrect + row.test.onlySecondCorrect > 0 {
      let isShown = row.adjustedPValue < 1 - Evidence.level
      let word = row.recallAfter > row.recallBefore ? "better" : "worse"
      listing.append(
        .text(pair.classes[row.classIndex]), .integer(row.support), .percentage(row.recallBefore),
        .percentage(row.recallAfter), .integer(row.test.onlySecondCorrect),
        .integer(row.test.onlyFirstCorrect),
        .number(row.adjustedPValue, digits: 4), .text(isShown ? word : "not shown"))
    }
    return listing
  }

  private var confusions: Listing {
    var listing = Listing("class", "taken for", "clips before", "after")
    for change in pair.confusionChanges.prefix(10) {
      listing.append(
        .text(pair.classes[change.label]), .text(pair.classes[change.prediction]), .integer(change.before),
        .integer(change.after))
    }
    return listing
  }

  private var files: Listing {
    var listing = Listing("clip", "before", "after", "side")
    for clip in pair.changedClips {
      listing.append(
        .text(clip.path), .text(pair.classes[clip.before]), .text(pair.classes[clip.after]),
        .text(clip.after == clip.label ? "gained" : "lost"))
    }
    return listing
  }

  /// The evidence as an object.
  static func json(_ pair: PairEvidence, hasFiles: Bool) -> JSONObject {
    var members: [(String, any Encodable)] = [
      ("verdict", pair.verdict.rawValue), ("clips", pair.clipCount), ("recordings", pair.recordingCount),
      (
        "differences",
        Dictionary(uniqueKeysWithValues: pair.differences.map { ($0.key.rawValue, $0.value) })
      ),
      ("classes", pair.classes), ("comparison", pair.comparison),
      ("confusion_changes", pair.confusionChanges),
    ]
    if hasFiles { members.append(("changed_clips", pair.changedClips)) }
    return JSONObject(members)
  }
}
