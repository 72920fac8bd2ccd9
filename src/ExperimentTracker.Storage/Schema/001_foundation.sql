-- Times are INTEGER ticks of 100 ns since 0001-01-01 UTC: datetime(t / 10000000 - 62135596800, 'unixepoch').
-- *_fold is the form of a name for comparisons (NFC, invariant upper case).
-- Columns without a type store a double unchanged; the REAL affinity would convert -0.0 to 0. NaN is NULL.
-- removed_at is the time when a record was removed, NULL if it is live, and 0 once a garbage collection deletes it: then it cannot be restored.

CREATE TABLE store_info (
    name  TEXT PRIMARY KEY,
    value NOT NULL
) WITHOUT ROWID;

CREATE TABLE projects (
    pk          INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    name        TEXT NOT NULL,
    name_fold   TEXT NOT NULL,
    description TEXT,
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    removed_at  INTEGER
);
CREATE UNIQUE INDEX projects_live_name ON projects (name_fold) WHERE removed_at IS NULL;

CREATE TABLE datasets (
    pk          INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    name        TEXT NOT NULL,
    name_fold   TEXT NOT NULL,
    size        INTEGER,
    size_unit   TEXT,
    location    TEXT,
    digest      TEXT,
    config      TEXT,
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    removed_at  INTEGER
);
CREATE UNIQUE INDEX datasets_live_name ON datasets (name_fold) WHERE removed_at IS NULL;

CREATE TABLE encoders (
    pk          INTEGER PRIMARY KEY,
    type        TEXT NOT NULL UNIQUE,
    config      TEXT,
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    removed_at  INTEGER
);

CREATE TABLE dataset_encoders (
    dataset_pk  INTEGER NOT NULL REFERENCES datasets (pk),
    encoder_pk  INTEGER NOT NULL REFERENCES encoders (pk),
    PRIMARY KEY (dataset_pk, encoder_pk)
) WITHOUT ROWID;

CREATE TABLE experiments (
    pk                  INTEGER PRIMARY KEY,
    id                  TEXT NOT NULL UNIQUE,
    project_pk          INTEGER NOT NULL REFERENCES projects (pk),
    name                TEXT NOT NULL,
    name_fold           TEXT NOT NULL,
    description         TEXT,
    config              TEXT,
    primary_dataset_pk  INTEGER REFERENCES datasets (pk),
    created_at          INTEGER NOT NULL,
    updated_at          INTEGER NOT NULL,
    removed_at          INTEGER
);
CREATE UNIQUE INDEX experiments_live_name ON experiments (project_pk, name_fold) WHERE removed_at IS NULL;

CREATE TABLE experiment_datasets (
    experiment_pk  INTEGER NOT NULL REFERENCES experiments (pk),
    dataset_pk     INTEGER NOT NULL REFERENCES datasets (pk),
    PRIMARY KEY (experiment_pk, dataset_pk)
) WITHOUT ROWID;

-- A run without a trial, or with a removed one, belongs to the default trial of its experiment. The default trial has no row.
CREATE TABLE trials (
    pk             INTEGER PRIMARY KEY,
    id             TEXT NOT NULL UNIQUE,
    experiment_pk  INTEGER NOT NULL REFERENCES experiments (pk),
    name           TEXT NOT NULL,
    name_fold      TEXT NOT NULL,
    description    TEXT,
    config         TEXT,
    created_at     INTEGER NOT NULL,
    started_at     INTEGER,
    updated_at     INTEGER NOT NULL,
    removed_at     INTEGER
);
CREATE UNIQUE INDEX trials_live_name ON trials (experiment_pk, name_fold) WHERE removed_at IS NULL;

CREATE TABLE runs (
    pk                  INTEGER PRIMARY KEY,
    id                  TEXT NOT NULL UNIQUE,
    id_reversed         TEXT NOT NULL,           -- so that the end of an id is found by an index
    experiment_pk       INTEGER NOT NULL REFERENCES experiments (pk),
    trial_pk            INTEGER REFERENCES trials (pk),
    parent_pk           INTEGER REFERENCES runs (pk),
    namespace           TEXT NOT NULL,
    number              INTEGER NOT NULL,
    name                TEXT NOT NULL,
    name_fold           TEXT NOT NULL,
    status              INTEGER NOT NULL,        -- 0 Pending 1 Running 2 Succeeded 3 Failed 4 Cancelled 5 Killed
    description         TEXT,
    error_message       TEXT,
    parameter_hash      TEXT,
    trace_id            TEXT,
    span_id             TEXT,
    created_at          INTEGER NOT NULL,
    started_at          INTEGER,
    ended_at            INTEGER,
    updated_at          INTEGER NOT NULL,
    removed_at          INTEGER,
    owner_lock          TEXT,                    -- the file in locks/ that the owning process holds while it lives
    heartbeat_at        INTEGER,
    heartbeat_seconds   INTEGER,
    host                TEXT,
    user_name           TEXT,
    process             TEXT,                    -- JSON: pid, start, boot and pid namespace, kept as evidence
    command_line        TEXT,
    script              TEXT,
    working_directory   TEXT,
    git_commit          TEXT,
    git_branch          TEXT,
    git_dirty           INTEGER,
    operating_system    TEXT,
    powershell_version  TEXT,
    runtime_version     TEXT,
    module_version      TEXT,
    origin_store        TEXT,                    -- the store and number a merged run had before
    origin_number       INTEGER,
    UNIQUE (experiment_pk, namespace, number)
);
CREATE INDEX runs_by_creation ON runs (created_at, pk);
CREATE INDEX runs_by_tail ON runs (id_reversed);
CREATE INDEX runs_by_name ON runs (name_fold);
CREATE INDEX runs_by_parent ON runs (parent_pk) WHERE parent_pk IS NOT NULL;
CREATE INDEX runs_by_trial ON runs (trial_pk) WHERE trial_pk IS NOT NULL;
CREATE INDEX runs_by_parameter_hash ON runs (parameter_hash) WHERE parameter_hash IS NOT NULL;
CREATE INDEX runs_alive ON runs (owner_lock) WHERE status = 1;
CREATE INDEX runs_collected ON runs (pk) WHERE removed_at = 0;

-- The next run number of each (experiment, namespace). It never decreases.
CREATE TABLE run_counters (
    experiment_pk  INTEGER NOT NULL REFERENCES experiments (pk),
    namespace      TEXT NOT NULL,
    next           INTEGER NOT NULL,
    PRIMARY KEY (experiment_pk, namespace)
) WITHOUT ROWID;

CREATE TABLE status_changes (
    run_pk       INTEGER NOT NULL REFERENCES runs (pk),
    ordinal      INTEGER NOT NULL,
    from_status  INTEGER,
    to_status    INTEGER NOT NULL,
    changed_at   INTEGER NOT NULL,
    reason       TEXT,
    actor        TEXT,
    PRIMARY KEY (run_pk, ordinal)
) WITHOUT ROWID;

CREATE TABLE run_parameters (
    run_pk     INTEGER NOT NULL REFERENCES runs (pk),
    name_fold  TEXT NOT NULL,
    name       TEXT NOT NULL,
    type       INTEGER NOT NULL,                 -- 0 null 1 integer 2 real 3 text 4 boolean 5 date 6 duration 7 JSON
    value,
    PRIMARY KEY (run_pk, name_fold)
) WITHOUT ROWID;

-- Indexes for filters. The second is for texts that are not plain ASCII, whose equality SQL cannot evaluate.
CREATE INDEX run_parameters_by_value ON run_parameters (name_fold, type, value COLLATE NOCASE);
CREATE INDEX run_parameters_not_plain ON run_parameters (name_fold) WHERE type = 3 AND value GLOB '*[^ -~]*';

CREATE TABLE tags (
    target_type  INTEGER NOT NULL,               -- 1 project 2 experiment 4 run 5 model 6 model version
    target_pk    INTEGER NOT NULL,
    key_fold     TEXT NOT NULL,
    key          TEXT NOT NULL,
    value        TEXT,
    created_at   INTEGER NOT NULL,
    PRIMARY KEY (target_type, target_pk, key_fold)
) WITHOUT ROWID;

-- One row per series, with its statistics.
CREATE TABLE metrics (
    pk            INTEGER PRIMARY KEY,
    run_pk        INTEGER NOT NULL REFERENCES runs (pk),
    name_fold     TEXT NOT NULL,                 -- of key[label]
    key           TEXT NOT NULL,
    label         TEXT NOT NULL,                 -- '' for none
    unit          TEXT,
    goal          INTEGER,                       -- 1 minimize 2 maximize
    count         INTEGER NOT NULL,
    nan_count     INTEGER NOT NULL,
    tail_count    INTEGER NOT NULL,              -- how many of the points are still in metric_tail
    first_step    INTEGER NOT NULL,
    first_value,
    last_step     INTEGER NOT NULL,
    last_value,
    last_at       INTEGER NOT NULL,
    min_value,
    min_step      INTEGER,
    max_value,
    max_step      INTEGER,
    sum,
    compensation,
    base_at       INTEGER NOT NULL,              -- what times in metric_tail are counted from
    UNIQUE (run_pk, name_fold, key, label)
);

-- The only index on statistics, because each one is updated with every point.
CREATE INDEX metrics_by_value ON metrics (name_fold, last_value);

-- For the goal of a metric over all runs. Writing points does not change this column.
CREATE INDEX metrics_by_goal ON metrics (name_fold, goal) WHERE goal IS NOT NULL;

-- New points, until there are enough for a chunk. ordinal is the position of the point in the order of writing.
CREATE TABLE metric_tail (
    metric_pk  INTEGER NOT NULL,
    step       INTEGER NOT NULL,
    ordinal    INTEGER NOT NULL,
    value,
    since      INTEGER NOT NULL,                 -- time after metrics.base_at
    PRIMARY KEY (metric_pk, step, ordinal)
) WITHOUT ROWID;

-- Up to 1,024 points, sorted by step; 005_chunks.sql has the current layout. data contains three columns of unsigned big-endian numbers, one after
-- the other:
--   steps   step_width bytes each, added to first_step; with width 0, first_step + i * step_stride
--   times   time_width bytes each, added to first_at; with width 0, all are first_at
--   values  8 bytes each, IEEE 754 binary64
CREATE TABLE metric_chunks (
    pk           INTEGER PRIMARY KEY,
    metric_pk    INTEGER NOT NULL REFERENCES metrics (pk),
    ordinal      INTEGER NOT NULL,               -- how many points were sealed before
    count        INTEGER NOT NULL,
    first_step   INTEGER NOT NULL,
    last_step    INTEGER NOT NULL,
    step_width   INTEGER NOT NULL,
    step_stride  INTEGER NOT NULL,
    first_at     INTEGER NOT NULL,
    time_width   INTEGER NOT NULL,
    data         BLOB NOT NULL,
    UNIQUE (metric_pk, ordinal)
);

CREATE TABLE run_epochs (
    pk                  INTEGER PRIMARY KEY,
    id                  TEXT NOT NULL UNIQUE,
    run_pk              INTEGER NOT NULL REFERENCES runs (pk),
    number              INTEGER NOT NULL,
    total_accuracy,
    accuracy_per_label  TEXT,
    total_loss,
    loss_per_label      TEXT,
    extra               TEXT,
    created_at          INTEGER NOT NULL,
    UNIQUE (run_pk, number)
);

CREATE TABLE run_results (
    pk                  INTEGER PRIMARY KEY,
    id                  TEXT NOT NULL UNIQUE,
    run_pk              INTEGER NOT NULL REFERENCES runs (pk),
    number              INTEGER NOT NULL,
    total_accuracy,
    accuracy_per_label  TEXT,
    total_loss,
    loss_per_label      TEXT,
    extra               TEXT,
    created_at          INTEGER NOT NULL,
    UNIQUE (run_pk, number)
);

CREATE TABLE run_logs (
    pk          INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    run_pk      INTEGER NOT NULL REFERENCES runs (pk),
    stream      TEXT,
    message     TEXT,
    location    TEXT,
    logged_at   INTEGER NOT NULL
);
CREATE INDEX run_logs_by_run ON run_logs (run_pk, pk);

CREATE TABLE artifacts (
    pk             INTEGER PRIMARY KEY,
    id             TEXT NOT NULL UNIQUE,
    run_pk         INTEGER REFERENCES runs (pk),
    experiment_pk  INTEGER REFERENCES experiments (pk),
    epoch_pk       INTEGER REFERENCES run_epochs (pk),
    result_pk      INTEGER REFERENCES run_results (pk),
    key            TEXT NOT NULL,
    key_fold       TEXT NOT NULL,
    kind           INTEGER NOT NULL,             -- 1 file 2 folder 3 text 4 bytes 5 object 6 reference 7 record
    type           TEXT,
    media_type     TEXT,
    size           INTEGER,
    digest         TEXT,
    backend        TEXT NOT NULL,                -- 'store' or 'external'
    location       TEXT,
    config         TEXT,
    created_at     INTEGER NOT NULL,
    removed_at     INTEGER,
    CHECK ((run_pk IS NULL) <> (experiment_pk IS NULL))
);
CREATE UNIQUE INDEX artifacts_live_run_key ON artifacts (run_pk, key_fold) WHERE removed_at IS NULL AND run_pk IS NOT NULL;
CREATE UNIQUE INDEX artifacts_live_experiment_key ON artifacts (experiment_pk, key_fold) WHERE removed_at IS NULL AND experiment_pk IS NOT NULL;
CREATE INDEX artifacts_by_digest ON artifacts (digest) WHERE digest IS NOT NULL;
CREATE INDEX artifacts_by_run ON artifacts (run_pk) WHERE run_pk IS NOT NULL;
CREATE INDEX artifacts_by_experiment ON artifacts (experiment_pk) WHERE experiment_pk IS NOT NULL;
CREATE INDEX artifacts_by_epoch ON artifacts (epoch_pk) WHERE epoch_pk IS NOT NULL;
CREATE INDEX artifacts_by_result ON artifacts (result_pk) WHERE result_pk IS NOT NULL;
CREATE INDEX artifacts_collected ON artifacts (pk) WHERE removed_at = 0;

CREATE TABLE artifact_files (
    artifact_pk  INTEGER NOT NULL REFERENCES artifacts (pk),
    path         TEXT NOT NULL,
    size         INTEGER NOT NULL,
    digest       TEXT NOT NULL,
    PRIMARY KEY (artifact_pk, path)
) WITHOUT ROWID;
CREATE INDEX artifact_files_by_digest ON artifact_files (digest);

-- The blobs in the artifacts folder. Each content is stored once.
CREATE TABLE blobs (
    digest      TEXT PRIMARY KEY,
    size        INTEGER NOT NULL,
    created_at  INTEGER NOT NULL,
    sample      INTEGER     -- a hash of a few places of it; NULL when none was taken
) WITHOUT ROWID;
CREATE INDEX blobs_by_sample ON blobs (size, sample);

CREATE TABLE models (
    pk            INTEGER PRIMARY KEY,
    id            TEXT NOT NULL UNIQUE,
    project_pk    INTEGER NOT NULL REFERENCES projects (pk),
    name          TEXT NOT NULL,
    name_fold     TEXT NOT NULL,
    description   TEXT,
    next_version  INTEGER NOT NULL DEFAULT 1,    -- never goes back
    created_at    INTEGER NOT NULL,
    updated_at    INTEGER NOT NULL,
    removed_at    INTEGER
);
CREATE UNIQUE INDEX models_live_name ON models (project_pk, name_fold) WHERE removed_at IS NULL;

CREATE TABLE model_versions (
    pk           INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    model_pk     INTEGER NOT NULL REFERENCES models (pk),
    version      INTEGER NOT NULL,
    stage        INTEGER NOT NULL,               -- 0 None 1 Staging 2 Production 3 Archived
    run_pk       INTEGER REFERENCES runs (pk),
    artifact_pk  INTEGER REFERENCES artifacts (pk),
    description  TEXT,
    created_at   INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL,
    removed_at   INTEGER,
    origin_store    TEXT,                        -- the store and number a merged version had before
    origin_version  INTEGER,
    UNIQUE (model_pk, version)
);
CREATE UNIQUE INDEX model_versions_one_production ON model_versions (model_pk) WHERE stage = 2 AND removed_at IS NULL;
CREATE INDEX model_versions_by_run ON model_versions (run_pk) WHERE run_pk IS NOT NULL;
CREATE INDEX model_versions_by_artifact ON model_versions (artifact_pk) WHERE artifact_pk IS NOT NULL;

CREATE TABLE model_aliases (
    model_pk    INTEGER NOT NULL REFERENCES models (pk),
    alias_fold  TEXT NOT NULL,
    alias       TEXT NOT NULL,
    version_pk  INTEGER NOT NULL REFERENCES model_versions (pk),
    PRIMARY KEY (model_pk, alias_fold)
) WITHOUT ROWID;

CREATE TABLE stage_changes (
    version_pk  INTEGER NOT NULL REFERENCES model_versions (pk),
    ordinal     INTEGER NOT NULL,
    from_stage  INTEGER,
    to_stage    INTEGER NOT NULL,
    changed_at  INTEGER NOT NULL,
    reason      TEXT,
    actor       TEXT,
    PRIMARY KEY (version_pk, ordinal)
) WITHOUT ROWID;

-- The inputs of a run: each is exactly one of the three, in a role such as 'train'.
CREATE TABLE run_inputs (
    pk          INTEGER PRIMARY KEY,
    run_pk      INTEGER NOT NULL REFERENCES runs (pk),
    artifact_pk INTEGER REFERENCES artifacts (pk),
    version_pk  INTEGER REFERENCES model_versions (pk),
    dataset_pk  INTEGER REFERENCES datasets (pk),
    role        TEXT,
    created_at  INTEGER NOT NULL,
    CHECK ((artifact_pk IS NOT NULL) + (version_pk IS NOT NULL) + (dataset_pk IS NOT NULL) = 1)
);
CREATE INDEX run_inputs_by_run ON run_inputs (run_pk);
CREATE INDEX run_inputs_by_artifact ON run_inputs (artifact_pk) WHERE artifact_pk IS NOT NULL;
CREATE INDEX run_inputs_by_version ON run_inputs (version_pk) WHERE version_pk IS NOT NULL;
CREATE INDEX run_inputs_by_dataset ON run_inputs (dataset_pk) WHERE dataset_pk IS NOT NULL;

-- Ids of collected records, so that they are not used again and a merge does not restore the records. Records that exist only with a run (epochs,
-- results, logs) have no tombstones.
CREATE TABLE tombstones (
    id          TEXT NOT NULL,
    type        INTEGER NOT NULL,                -- 1 project 2 experiment 3 trial 4 run 5 model 6 model version 9 dataset 11 artifact
    removed_at  INTEGER NOT NULL,
    PRIMARY KEY (id, type)
) WITHOUT ROWID;

-- Powers of two for the view of points: the multiples of 32, and those from -31 to 31. Every other one is the product of two of them. They are exact, because
-- each is computed from its neighbour by an exact multiplication.
CREATE TABLE powers_of_two (
    exponent  INTEGER PRIMARY KEY,
    value     NOT NULL
) WITHOUT ROWID;
INSERT INTO powers_of_two
WITH RECURSIVE
    up (exponent, value) AS (SELECT 0, 1.0 UNION ALL SELECT exponent + 1, value * 2.0 FROM up WHERE exponent < 960),
    down (exponent, value) AS (SELECT -1, 0.5 UNION ALL SELECT exponent - 1, value * 0.5 FROM down WHERE exponent > -1056)
SELECT exponent, value FROM (SELECT exponent, value FROM up UNION ALL SELECT exponent, value FROM down) WHERE exponent % 32 = 0 OR abs(exponent) < 32;
