internal import GRDB

/// The registry's tables. Migrations are only ever appended: a released one is never edited.
enum RegistrySchema {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 runs") { db in
      try db.execute(sql: runs)
      try db.execute(sql: attempts)
      try db.execute(sql: epochs)
      try db.execute(sql: snapshots)
      try db.execute(sql: evaluations)
    }
    migrator.registerMigration("2 example scores") { db in try db.execute(sql: exampleScores) }
    migrator.registerMigration("3 order and parents") { db in try db.execute(sql: orderAndParents) }
    migrator.registerMigration("4 looks") { db in try db.execute(sql: looks) }
    migrator.registerMigration("5 run extensions") { db in try db.execute(sql: extensions) }
    return migrator
  }

  private static let runs = """
    CREATE TABLE runs (
      number INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL UNIQUE CHECK (length(id) = 8),
      name TEXT NOT NULL,
      note TEXT NOT NULL,
      created_at TEXT NOT NULL,
      deleted_at TEXT,
      status TEXT NOT NULL CHECK (status IN ('running', 'finished', 'interrupted', 'crashed', 'failed')),
      reason TEXT NOT NULL,
      seed TEXT NOT NULL,
      planned_epochs INTEGER NOT NULL,
      epoch_count INTEGER NOT NULL DEFAULT 0,
      checkpoint TEXT NOT NULL,
      checkpoint_sha256 TEXT,
      data_folder TEXT NOT NULL,
      data_files INTEGER NOT NULL,
      data_bytes INTEGER NOT NULL,
      data_sha256 TEXT NOT NULL
    ) STRICT;
    CREATE INDEX runs_name ON runs(name);
    CREATE TABLE run_texts (
      run INTEGER PRIMARY KEY REFERENCES runs(number) ON DELETE CASCADE,
      config TEXT NOT NULL,
      network TEXT NOT NULL
    ) STRICT;
    CREATE TABLE run_tags (
      run INTEGER NOT NULL REFERENCES runs(number) ON DELETE CASCADE,
      tag TEXT NOT NULL,
      PRIMARY KEY (run, tag)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE run_classes (
      run INTEGER NOT NULL REFERENCES runs(number) ON DELETE CASCADE,
      class_index INTEGER NOT NULL,
      name TEXT NOT NULL,
      PRIMARY KEY (run, class_index)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE config_values (
      run INTEGER NOT NULL REFERENCES runs(number) ON DELETE CASCADE,
      position INTEGER NOT NULL,
      key TEXT NOT NULL,
      value TEXT NOT NULL,
      source TEXT NOT NULL,
      PRIMARY KEY (run, position)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX config_values_key ON config_values(key, run, value);
    CREATE TABLE skipped_files (
      run INTEGER NOT NULL REFERENCES runs(number) ON DELETE CASCADE,
      path TEXT NOT NULL,
      reason TEXT NOT NULL,
      PRIMARY KEY (run, path)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE run_files (
      file INTEGER PRIMARY KEY,
      run INTEGER NOT NULL REFERENCES runs(number) ON DELETE CASCADE,
      path TEXT NOT NULL,
      kind TEXT NOT NULL,
      bytes INTEGER NOT NULL,
      sha256 TEXT NOT NULL,
      UNIQUE (run, path)
    ) STRICT;
    """

  private static let extensions = """
    CREATE TABLE run_extensions (
      run INTEGER NOT NULL REFERENCES runs(number) ON DELETE CASCADE,
      number INTEGER NOT NULL,
      first_epoch INTEGER NOT NULL,
      planned_epochs INTEGER NOT NULL,
      schedule TEXT NOT NULL CHECK (schedule IN ('keep', 'stretch', 'restart')),
      PRIMARY KEY (run, number)
    ) STRICT, WITHOUT ROWID;
    """

  private static let attempts = """
    CREATE TABLE attempts (
      run INTEGER NOT NULL REFERENCES runs(number) ON DELETE CASCADE,
      number INTEGER NOT NULL,
      host TEXT NOT NULL,
      boot_id TEXT NOT NULL,
      pid INTEGER NOT NULL,
      start_ticks INTEGER NOT NULL,
      engine TEXT NOT NULL,
      threads INTEGER NOT NULL,
      started_at TEXT NOT NULL,
      ended_at TEXT,
      status TEXT NOT NULL CHECK (status IN ('running', 'finished', 'interrupted', 'crashed', 'failed')),
      reason TEXT NOT NULL,
      PRIMARY KEY (run, number)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE attempt_facts (
      run INTEGER NOT NULL,
      attempt INTEGER NOT NULL,
      key TEXT NOT NULL,
      value TEXT NOT NULL,
      PRIMARY KEY (run, attempt, key),
      FOREIGN KEY (run, attempt) REFERENCES attempts(run, number) ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE warnings (
      warning INTEGER PRIMARY KEY,
      run INTEGER NOT NULL,
      attempt INTEGER NOT NULL,
      recorded_at TEXT NOT NULL,
      text TEXT NOT NULL,
      FOREIGN KEY (run, attempt) REFERENCES attempts(run, number) ON DELETE CASCADE
    ) STRICT;
    CREATE INDEX warnings_run ON warnings(run, attempt);
    CREATE TABLE timings (
      run INTEGER NOT NULL,
      attempt INTEGER NOT NULL,
      epoch INTEGER NOT NULL,
      phase TEXT NOT NULL,
      seconds REAL NOT NULL,
      PRIMARY KEY (run, attempt, epoch, phase),
      FOREIGN KEY (run, attempt) REFERENCES attempts(run, number) ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;
    """

  private static let epochs = """
    CREATE TABLE series (
      series INTEGER PRIMARY KEY,
      split TEXT NOT NULL,
      metric TEXT NOT NULL,
      UNIQUE (split, metric)
    ) STRICT;
    CREATE TABLE epochs (
      run INTEGER NOT NULL REFERENCES runs(number) ON DELETE CASCADE,
      epoch INTEGER NOT NULL,
      attempt INTEGER NOT NULL,
      step INTEGER NOT NULL,
      learning_rate REAL NOT NULL,
      examples INTEGER NOT NULL,
      started_at TEXT NOT NULL,
      finished_at TEXT NOT NULL,
      PRIMARY KEY (run, epoch),
      FOREIGN KEY (run, attempt) REFERENCES attempts(run, number)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE epoch_metrics (
      run INTEGER NOT NULL,
      series INTEGER NOT NULL REFERENCES series(series),
      epoch INTEGER NOT NULL,
      value REAL,
      PRIMARY KEY (run, series, epoch),
      FOREIGN KEY (run, epoch) REFERENCES epochs(run, epoch) ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE run_metrics (
      run INTEGER NOT NULL REFERENCES runs(number) ON DELETE CASCADE,
      series INTEGER NOT NULL REFERENCES series(series),
      last REAL,
      smallest REAL,
      smallest_epoch INTEGER,
      largest REAL,
      largest_epoch INTEGER,
      PRIMARY KEY (run, series)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE class_metrics (
      run INTEGER NOT NULL,
      series INTEGER NOT NULL REFERENCES series(series),
      epoch INTEGER NOT NULL,
      class_values BLOB NOT NULL,
      PRIMARY KEY (run, series, epoch),
      FOREIGN KEY (run, epoch) REFERENCES epochs(run, epoch) ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE confusion_matrices (
      run INTEGER NOT NULL,
      series INTEGER NOT NULL REFERENCES series(series),
      epoch INTEGER NOT NULL,
      classes INTEGER NOT NULL,
      counts BLOB NOT NULL,
      PRIMARY KEY (run, series, epoch),
      FOREIGN KEY (run, epoch) REFERENCES epochs(run, epoch) ON DELETE CASCADE
    ) STRICT;
    """

  private static let snapshots = """
    CREATE TABLE snapshots (
      run INTEGER NOT NULL REFERENCES runs(number) ON DELETE CASCADE,
      epoch INTEGER NOT NULL,
      batch INTEGER NOT NULL,
      step INTEGER NOT NULL,
      values_file INTEGER NOT NULL REFERENCES run_files(file),
      state_file INTEGER REFERENCES run_files(file),
      frozen_file INTEGER REFERENCES run_files(file),
      PRIMARY KEY (run, epoch, batch)
    ) STRICT, WITHOUT ROWID;
    """

  private static let evaluations = """
    CREATE TABLE evaluations (
      evaluation INTEGER PRIMARY KEY,
      run INTEGER NOT NULL REFERENCES runs(number) ON DELETE CASCADE,
      number INTEGER NOT NULL,
      created_at TEXT NOT NULL,
      split TEXT,
      folder TEXT,
      epoch INTEGER NOT NULL,
      batch INTEGER NOT NULL,
      examples INTEGER NOT NULL,
      clips INTEGER NOT NULL,
      seconds REAL NOT NULL,
      predictions_file INTEGER REFERENCES run_files(file),
      UNIQUE (run, number),
      CHECK ((split IS NULL) <> (folder IS NULL))
    ) STRICT;
    CREATE TABLE evaluation_metrics (
      evaluation INTEGER NOT NULL REFERENCES evaluations(evaluation) ON DELETE CASCADE,
      metric TEXT NOT NULL,
      value REAL,
      PRIMARY KEY (evaluation, metric)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE evaluation_class_metrics (
      evaluation INTEGER NOT NULL REFERENCES evaluations(evaluation) ON DELETE CASCADE,
      metric TEXT NOT NULL,
      class_values BLOB NOT NULL,
      PRIMARY KEY (evaluation, metric)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE evaluation_confusion_matrices (
      evaluation INTEGER NOT NULL REFERENCES evaluations(evaluation) ON DELETE CASCADE,
      name TEXT NOT NULL,
      classes INTEGER NOT NULL,
      counts BLOB NOT NULL,
      PRIMARY KEY (evaluation, name)
    ) STRICT;
    """

  private static let exampleScores = """
    ALTER TABLE evaluations ADD COLUMN scores_file INTEGER REFERENCES run_files(file);
    ALTER TABLE evaluations ADD COLUMN aggregation TEXT;
    ALTER TABLE evaluations ADD COLUMN clips_sha256 TEXT;
    """

  /// `sequence` puts runs in order: the time at which a run began, or that of the one before where the clock was set
  /// back. Runs that are restored or merged later stand where they belong.
  private static let orderAndParents = """
    ALTER TABLE runs ADD COLUMN sequence TEXT NOT NULL DEFAULT '';
    UPDATE runs SET sequence = latest FROM
      (SELECT number AS other, max(created_at) OVER (ORDER BY number) AS latest FROM runs) WHERE number = other;
    CREATE INDEX runs_sequence ON runs(sequence, number);
    CREATE TABLE run_parents (
      run INTEGER PRIMARY KEY REFERENCES runs(number) ON DELETE CASCADE,
      parent TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('rerun', 'fork'))
    ) STRICT;
    """

  private static let looks = """
    CREATE TABLE looks (
      look INTEGER PRIMARY KEY,
      clips_sha256 TEXT NOT NULL,
      run_id TEXT NOT NULL,
      evaluation INTEGER NOT NULL,
      looked_at TEXT NOT NULL,
      UNIQUE (run_id, evaluation)
    ) STRICT;
    CREATE INDEX looks_clips ON looks(clips_sha256, looked_at);
    INSERT INTO looks (clips_sha256, run_id, evaluation, looked_at)
      SELECT ifnull(clips_sha256, ''), id, evaluations.number, evaluations.created_at
      FROM evaluations JOIN runs ON runs.number = run
      WHERE split = 'test' OR split IS NULL ORDER BY evaluations.created_at;
    """
}
