internal import GRDB

extension Registry {
  /// Records an evaluation of a run, whether a process works on the run or not; returns its number within the run.
  @discardableResult
  public func recordEvaluation(_ record: EvaluationRecord, of id: RunID) throws -> Int {
    let number = try number(of: id)
    return try write { db in try insert(record, of: id, run: number, db) }
  }

  /// Records an evaluation within a transaction, in tables and folder.
  func insert(_ record: EvaluationRecord, of id: RunID, run: Int64, _ db: Database) throws -> Int {
    var record = record
    record.number = try EvaluationRows.nextNumber(run: run, db)
    record.createdAt = record.createdAt.toMillisecond
    try EvaluationRows.insert(record, run: run, id: id, db)
    try folder(of: id).write(record)
    return record.number
  }
}
