internal import GRDB

extension Registry {
  /// Records an evaluation of a run, whether a process works on the run or not; returns its number within the run.
  @discardableResult
  public func recordEvaluation(_ record: EvaluationRecord, of id: RunID) throws -> Int {
    let number = try number(of: id)
    return try write { db in
      var record = record
      record.number = try EvaluationRows.nextNumber(run: number, db)
      record.createdAt = record.createdAt.toMillisecond
      try EvaluationRows.insert(record, run: number, db)
      try folder(of: id).write(record)
      return record.number
    }
  }
}
