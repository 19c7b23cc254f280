/// What validates when the data are split by folds.
public enum FoldValidation<Fold: Sendable & Hashable & Codable>: Sendable, Hashable, Codable {
  /// Nothing: all other folds train.
  case none
  /// This share of the recordings of the folds that don't test, above 0 and below 1, stratified by class.
  case fraction(Double)
  /// One fold of its own, another than the one that tests.
  case fold(Fold)
}
