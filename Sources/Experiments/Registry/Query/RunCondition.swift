internal import Foundation

/// What is asked of a run, with every key known and every value of its key's kind.
indirect enum RunCondition: Hashable {
  case all([RunCondition])
  case any([RunCondition])
  case not(RunCondition)
  /// A value compared; false for a run that has none.
  case comparison(RunField, QueryComparison, QueryValue)
  /// Whether a run has no value.
  case isMissing(RunField)
}

/// A value to compare with.
enum QueryValue: Hashable {
  case number(Double)
  case text(String)
  /// A time or a whole day, from its beginning to just before its end.
  case time(begin: Date, end: Date)
}

/// Something that every run may have a value of.
enum RunField: Hashable {
  /// A column of text.
  case text(column: String)
  /// A column of whole numbers.
  case count(column: String)
  /// A column of times.
  case time(column: String)
  /// `running`, `crashed` and so on, as the locks say.
  case status
  /// Any of its tags.
  case tag
  /// A value of the config by its dotted key.
  case config(String)
  /// A figure over the epochs.
  case metric(MetricKey, MetricStatistic)
  /// A figure of the last evaluation on a split.
  case evaluation(MetricKey)
}

/// Which of a figure's values over the epochs.
enum MetricStatistic: String, Hashable, CaseIterable {
  case last
  case min
  case max

  /// The column of `run_metrics`.
  var column: String {
    switch self {
    case .last: "last"
    case .min: "smallest"
    case .max: "largest"
    }
  }
}
