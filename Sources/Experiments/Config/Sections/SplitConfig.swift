/// `data.split`: which recordings train, validate and test. Slices of one recording always stay together.
public enum SplitConfig: Sendable, Hashable, Codable {
  /// By seed, stratified by class: these shares of each class's clips validate and test, in whole recordings, each from
  /// 0 to below 1, together below 1. A class of two recordings is always tested, one of three also validated. Written `{validation: 0.1, test: 0.1}`.
  case random(validation: Double, test: Double)
  /// By seed into `count` ≥ 2 folds of like size, stratified by class; fold `test` (1 … count) tests. Written
  /// `{folds: {count: 5, test: 1}}` with `validation`, a fold, among `folds` or, a fraction, beside it.
  case folds(count: Int, test: Int, validation: FoldValidation<Int>)
  /// Folds as the file names give them: the text of the one group of a regular expression (ICU syntax) on a file's stem
  /// is its fold's name. Written `{folds: {pattern: "^(\\d)-", test: 1}}`, `validation` as above.
  case foldsByPattern(pattern: String, test: String, validation: FoldValidation<String>)
  /// As a file says for every clip. Written `{manifest: split.csv}`.
  case manifest(path: String)
  /// As a column of `data.manifest` says, `train`, `validation`, `test` or nothing. Written `{column: split}`.
  case column(name: String)
}
