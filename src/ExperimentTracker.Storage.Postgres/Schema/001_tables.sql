-- The tables have the names and columns of the SQLite engine (src/ExperimentTracker.Storage/Schema), so that the statements of both are the same.
-- Times are ticks of 100 ns since 0001-01-01 UTC; iso_time() converts them.
-- *_fold is the form of a name for comparisons (NFC, invariant upper case). Texts are ordered by their bytes (COLLATE "C").
-- NaN is NULL: PostgreSQL sorts NaN above all other numbers. A character U+0000, which PostgreSQL cannot store, is U+FDD0 and '0'; U+FDD0 is U+FDD0 and '1'.
-- removed_at is the time when a record was removed, NULL if it is live, and 0 once a garbage collection deletes it: then it cannot be restored.

-- The internal keys of all tables. A client takes a block of them, so that a row can be inserted without waiting for its key.
CREATE SEQUENCE keys INCREMENT BY 1000;

-- What SQLite has and PostgreSQL has not, as the common statements use it.
CREATE FUNCTION instr(text, text) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT strpos($1, $2)';
CREATE FUNCTION printf(text, bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$SELECT lpad($2::text, greatest(length($2::text), substring($1 FROM '[0-9]+')::integer), '0')$$;
CREATE FUNCTION max(bigint, bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT CASE WHEN $1 IS NULL OR $2 IS NULL THEN NULL ELSE greatest($1, $2) END';
CREATE FUNCTION min(bigint, bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT CASE WHEN $1 IS NULL OR $2 IS NULL THEN NULL ELSE least($1, $2) END';

CREATE TABLE store_info (
    name  text COLLATE "C" PRIMARY KEY,
    value text COLLATE "C" NOT NULL
);

CREATE TABLE projects (
    pk          bigint PRIMARY KEY DEFAULT nextval('keys'),
    id          text COLLATE "C" NOT NULL UNIQUE,
    name        text COLLATE "C" NOT NULL,
    name_fold   text COLLATE "C" NOT NULL,
    description text COLLATE "C",
    created_at  bigint NOT NULL,
    updated_at  bigint NOT NULL,
    removed_at  bigint
);
CREATE UNIQUE INDEX projects_live_name ON projects (name_fold) WHERE removed_at IS NULL;

CREATE TABLE datasets (
    pk          bigint PRIMARY KEY DEFAULT nextval('keys'),
    id          text COLLATE "C" NOT NULL UNIQUE,
    name        text COLLATE "C" NOT NULL,
    name_fold   text COLLATE "C" NOT NULL,
    size        bigint,
    size_unit   text COLLATE "C",
    location    text COLLATE "C",
    digest      text COLLATE "C",
    config      text COLLATE "C",
    created_at  bigint NOT NULL,
    updated_at  bigint NOT NULL,
    removed_at  bigint
);
CREATE UNIQUE INDEX datasets_live_name ON datasets (name_fold) WHERE removed_at IS NULL;

CREATE TABLE encoders (
    pk          bigint PRIMARY KEY DEFAULT nextval('keys'),
    type        text COLLATE "C" NOT NULL UNIQUE,
    config      text COLLATE "C",
    created_at  bigint NOT NULL,
    updated_at  bigint NOT NULL,
    removed_at  bigint
);

CREATE TABLE dataset_encoders (
    dataset_pk  bigint NOT NULL REFERENCES datasets (pk),
    encoder_pk  bigint NOT NULL REFERENCES encoders (pk),
    PRIMARY KEY (dataset_pk, encoder_pk)
);

CREATE TABLE experiments (
    pk                  bigint PRIMARY KEY DEFAULT nextval('keys'),
    id                  text COLLATE "C" NOT NULL UNIQUE,
    project_pk          bigint NOT NULL REFERENCES projects (pk),
    name                text COLLATE "C" NOT NULL,
    name_fold           text COLLATE "C" NOT NULL,
    description         text COLLATE "C",
    config              text COLLATE "C",
    primary_dataset_pk  bigint REFERENCES datasets (pk),
    created_at          bigint NOT NULL,
    updated_at          bigint NOT NULL,
    removed_at          bigint
);
CREATE UNIQUE INDEX experiments_live_name ON experiments (project_pk, name_fold) WHERE removed_at IS NULL;

CREATE TABLE experiment_datasets (
    experiment_pk  bigint NOT NULL REFERENCES experiments (pk),
    dataset_pk     bigint NOT NULL REFERENCES datasets (pk),
    PRIMARY KEY (experiment_pk, dataset_pk)
);

-- A run without a trial, or with a removed one, belongs to the default trial of its experiment. The default trial has no row.
CREATE TABLE trials (
    pk             bigint PRIMARY KEY DEFAULT nextval('keys'),
    id             text COLLATE "C" NOT NULL UNIQUE,
    experiment_pk  bigint NOT NULL REFERENCES experiments (pk),
    name           text COLLATE "C" NOT NULL,
    name_fold      text COLLATE "C" NOT NULL,
    description    text COLLATE "C",
    config         text COLLATE "C",
    created_at     bigint NOT NULL,
    started_at     bigint,
    updated_at     bigint NOT NULL,
    removed_at     bigint
);
CREATE UNIQUE INDEX trials_live_name ON trials (experiment_pk, name_fold) WHERE removed_at IS NULL;

CREATE TABLE runs (
    pk                  bigint PRIMARY KEY DEFAULT nextval('keys'),
    id                  text COLLATE "C" NOT NULL UNIQUE,
    id_reversed         text COLLATE "C" NOT NULL,           -- so that the end of an id is found by an index
    experiment_pk       bigint NOT NULL REFERENCES experiments (pk),
    trial_pk            bigint REFERENCES trials (pk),
    parent_pk           bigint REFERENCES runs (pk),
    namespace           text COLLATE "C" NOT NULL,
    number              bigint NOT NULL,
    name                text COLLATE "C" NOT NULL,
    name_fold           text COLLATE "C" NOT NULL,
    status              bigint NOT NULL,        -- 0 Pending 1 Running 2 Succeeded 3 Failed 4 Cancelled 5 Killed
    description         text COLLATE "C",
    error_message       text COLLATE "C",
    parameter_hash      text COLLATE "C",
    trace_id            text COLLATE "C",
    span_id             text COLLATE "C",
    created_at          bigint NOT NULL,
    started_at          bigint,
    ended_at            bigint,
    updated_at          bigint NOT NULL,
    removed_at          bigint,
    owner_lock          text COLLATE "C",                    -- the file in locks/ that the owning process holds while it lives
    heartbeat_at        bigint,
    heartbeat_seconds   bigint,
    host                text COLLATE "C",
    user_name           text COLLATE "C",
    process             text COLLATE "C",                    -- JSON: pid, start, boot and pid namespace, kept as evidence
    command_line        text COLLATE "C",
    script              text COLLATE "C",
    working_directory   text COLLATE "C",
    git_commit          text COLLATE "C",
    git_branch          text COLLATE "C",
    git_dirty           bigint,
    operating_system    text COLLATE "C",
    powershell_version  text COLLATE "C",
    runtime_version     text COLLATE "C",
    module_version      text COLLATE "C",
    origin_store        text COLLATE "C",                    -- the store and number a merged run had before
    origin_number       bigint,
    progress            float8,
    progress_text       text COLLATE "C",
    error_type          text COLLATE "C",
    error_id            text COLLATE "C",
    error_category      text COLLATE "C",
    error_position      text COLLATE "C",
    error_line          text COLLATE "C",
    error_stack         text COLLATE "C",
    error_inner         text COLLATE "C",
    running_as_of       bigint,
    metric_count        bigint,                 -- the series and points of a run that has ended; NULL until they are counted
    point_count         bigint,
    UNIQUE (experiment_pk, namespace, number)
);
CREATE INDEX runs_by_creation ON runs (created_at, pk);
-- For the newest runs of an experiment.
CREATE INDEX runs_of_experiment ON runs (experiment_pk, created_at, pk);
CREATE INDEX runs_uncounted ON runs (pk) WHERE status > 1 AND point_count IS NULL;
CREATE INDEX runs_by_tail ON runs (id_reversed);
CREATE INDEX runs_by_name ON runs (name_fold);
CREATE INDEX runs_by_parent ON runs (parent_pk) WHERE parent_pk IS NOT NULL;
CREATE INDEX runs_by_trial ON runs (trial_pk) WHERE trial_pk IS NOT NULL;
CREATE INDEX runs_by_parameter_hash ON runs (parameter_hash) WHERE parameter_hash IS NOT NULL;
CREATE INDEX runs_alive ON runs (owner_lock) WHERE status = 1;
CREATE INDEX runs_collected ON runs (pk) WHERE removed_at = 0;

-- The next run number of each (experiment, namespace). It never decreases.
CREATE TABLE run_counters (
    experiment_pk  bigint NOT NULL REFERENCES experiments (pk),
    namespace      text COLLATE "C" NOT NULL,
    next           bigint NOT NULL,
    PRIMARY KEY (experiment_pk, namespace)
);

CREATE TABLE status_changes (
    run_pk       bigint NOT NULL REFERENCES runs (pk),
    ordinal      bigint NOT NULL,
    from_status  bigint,
    to_status    bigint NOT NULL,
    changed_at   bigint NOT NULL,
    reason       text COLLATE "C",
    actor        text COLLATE "C",
    PRIMARY KEY (run_pk, ordinal)
);

CREATE TABLE run_parameters (
    run_pk     bigint NOT NULL REFERENCES runs (pk),
    name_fold  text COLLATE "C" NOT NULL,
    name       text COLLATE "C" NOT NULL,
    type       bigint NOT NULL,                 -- 0 null 1 integer 2 real 3 text 4 boolean 5 date 6 duration 7 JSON
    value      text COLLATE "C",                -- a number as text, without loss
    number     float8 GENERATED ALWAYS AS (CASE WHEN type IN (1, 2, 4, 5, 6) THEN value::float8 END) STORED,
    whole      bigint GENERATED ALWAYS AS (CASE WHEN type IN (1, 4, 5, 6) THEN value::bigint END) STORED,
    PRIMARY KEY (run_pk, name_fold)
);

-- Indexes for filters. The third is for texts that are not plain ASCII, whose equality SQL cannot evaluate. Long texts do not fit into an index.
CREATE INDEX run_parameters_by_number ON run_parameters (name_fold, type, number);
CREATE INDEX run_parameters_by_text ON run_parameters (name_fold, type, lower(left(value, 200)));
CREATE INDEX run_parameters_not_plain ON run_parameters (name_fold) WHERE type = 3 AND value ~ '[^ -~]';

CREATE TABLE tags (
    target_type  bigint NOT NULL,               -- 1 project 2 experiment 4 run 5 model 6 model version
    target_pk    bigint NOT NULL,
    key_fold     text COLLATE "C" NOT NULL,
    key          text COLLATE "C" NOT NULL,
    value        text COLLATE "C",
    created_at   bigint NOT NULL,
    PRIMARY KEY (target_type, target_pk, key_fold)
);

-- One row per series, with its statistics.
CREATE TABLE metrics (
    pk            bigint PRIMARY KEY DEFAULT nextval('keys'),
    run_pk        bigint NOT NULL REFERENCES runs (pk),
    name_fold     text COLLATE "C" NOT NULL,                 -- of key[label]
    key           text COLLATE "C" NOT NULL,
    label         text COLLATE "C" NOT NULL,                 -- '' for none
    unit          text COLLATE "C",
    goal          bigint,                       -- 1 minimize 2 maximize
    count         bigint NOT NULL,
    nan_count     bigint NOT NULL,
    tail_count    bigint NOT NULL,              -- how many of the points are still in metric_tail
    first_step    bigint NOT NULL,
    first_value   float8,
    last_step     bigint NOT NULL,
    last_value    float8,
    last_at       bigint NOT NULL,
    min_value     float8,
    min_step      bigint,
    max_value     float8,
    max_step      bigint,
    sum           float8,
    compensation  float8,
    base_at       bigint NOT NULL,              -- what times in metric_tail are counted from
    UNIQUE (run_pk, name_fold, key, label)
);

-- The only index on statistics, because each one is updated with every point.
CREATE INDEX metrics_by_value ON metrics (name_fold, last_value);

-- For the goal of a metric over all runs. Writing points does not change this column.
CREATE INDEX metrics_by_goal ON metrics (name_fold, goal) WHERE goal IS NOT NULL;

-- New points, until there are enough for a chunk. ordinal is the position of the point in the order of writing.
CREATE TABLE metric_tail (
    metric_pk  bigint NOT NULL,
    step       bigint NOT NULL,
    ordinal    bigint NOT NULL,
    value      float8,
    since      bigint NOT NULL,                 -- time after metrics.base_at
    PRIMARY KEY (metric_pk, step, ordinal)
);

-- Up to 1,024 points, sorted by step, in the layout of the SQLite engine: a merge copies chunks as they are. The columns are described in its 005_chunks.sql.
CREATE TABLE metric_chunks (
    pk             bigint PRIMARY KEY DEFAULT nextval('keys'),
    metric_pk      bigint NOT NULL REFERENCES metrics (pk),
    ordinal        bigint NOT NULL,             -- how many points were sealed before
    count          bigint NOT NULL,
    first_step     bigint NOT NULL,
    last_step      bigint NOT NULL,
    step_width     bigint NOT NULL,
    step_stride    bigint NOT NULL,
    first_at       bigint NOT NULL,
    time_width     bigint NOT NULL,
    time_stride    bigint NOT NULL,
    time_unit      bigint NOT NULL,
    value_form     bigint NOT NULL,
    value_divisor  bigint NOT NULL,
    value_first    bigint NOT NULL,
    value_stride   bigint NOT NULL,
    value_unit     bigint NOT NULL,
    value_width    bigint NOT NULL,
    checksum       bigint,
    data           bytea NOT NULL,
    UNIQUE (metric_pk, ordinal)
);
ALTER TABLE metric_chunks ALTER COLUMN data SET STORAGE EXTERNAL;

-- Summaries of points for curves of long series; see 006_summaries.sql of the SQLite engine.
CREATE TABLE metric_summaries (
    metric_pk bigint NOT NULL REFERENCES metrics (pk), level bigint NOT NULL, number bigint NOT NULL,
    ordinal bigint NOT NULL, count bigint NOT NULL, finite_count bigint NOT NULL, first_step bigint NOT NULL, last_step bigint NOT NULL,
    start_step bigint NOT NULL, start_value float8 NOT NULL, start_at bigint NOT NULL,
    low_step bigint NOT NULL, low_value float8 NOT NULL, low_at bigint NOT NULL,
    high_step bigint NOT NULL, high_value float8 NOT NULL, high_at bigint NOT NULL,
    end_step bigint NOT NULL, end_value float8 NOT NULL, end_at bigint NOT NULL,
    is_high_first bigint NOT NULL, checksum bigint NOT NULL,
    PRIMARY KEY (metric_pk, level, number)
);

CREATE TABLE run_epochs (
    pk                  bigint PRIMARY KEY DEFAULT nextval('keys'),
    id                  text COLLATE "C" NOT NULL UNIQUE,
    run_pk              bigint NOT NULL REFERENCES runs (pk),
    number              bigint NOT NULL,
    total_accuracy float8,
    accuracy_per_label  text COLLATE "C",
    total_loss    float8,
    loss_per_label      text COLLATE "C",
    extra               text COLLATE "C",
    created_at          bigint NOT NULL,
    UNIQUE (run_pk, number)
);

CREATE TABLE run_results (
    pk                  bigint PRIMARY KEY DEFAULT nextval('keys'),
    id                  text COLLATE "C" NOT NULL UNIQUE,
    run_pk              bigint NOT NULL REFERENCES runs (pk),
    number              bigint NOT NULL,
    total_accuracy float8,
    accuracy_per_label  text COLLATE "C",
    total_loss    float8,
    loss_per_label      text COLLATE "C",
    extra               text COLLATE "C",
    created_at          bigint NOT NULL,
    UNIQUE (run_pk, number)
);

-- The keys are assigned by the server while the run is locked, so that within a run they are in the order of the commits: whoever follows a log asks for those
-- after the last one that it has seen.
CREATE SEQUENCE run_log_keys;
CREATE TABLE run_logs (
    pk          bigint PRIMARY KEY DEFAULT nextval('run_log_keys'),
    id          text COLLATE "C" NOT NULL UNIQUE,
    run_pk      bigint NOT NULL REFERENCES runs (pk),
    stream      text COLLATE "C",
    message     text COLLATE "C",
    location    text COLLATE "C",
    logged_at   bigint NOT NULL
);
CREATE INDEX run_logs_by_run ON run_logs (run_pk, pk);

CREATE TABLE artifacts (
    pk             bigint PRIMARY KEY DEFAULT nextval('keys'),
    id             text COLLATE "C" NOT NULL UNIQUE,
    run_pk         bigint REFERENCES runs (pk),
    experiment_pk  bigint REFERENCES experiments (pk),
    epoch_pk       bigint REFERENCES run_epochs (pk),
    result_pk      bigint REFERENCES run_results (pk),
    key            text COLLATE "C" NOT NULL,
    key_fold       text COLLATE "C" NOT NULL,
    kind           bigint NOT NULL,             -- 1 file 2 folder 3 text 4 bytes 5 object 6 reference 7 record
    type           text COLLATE "C",
    media_type     text COLLATE "C",
    size           bigint,
    digest         text COLLATE "C",
    backend        text COLLATE "C" NOT NULL,                -- 'store' or 'external'
    location       text COLLATE "C",
    config         text COLLATE "C",
    created_at     bigint NOT NULL,
    removed_at     bigint,
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
    artifact_pk  bigint NOT NULL REFERENCES artifacts (pk),
    path         text COLLATE "C" NOT NULL,
    size         bigint NOT NULL,
    digest       text COLLATE "C" NOT NULL,
    PRIMARY KEY (artifact_pk, path)
);
CREATE INDEX artifact_files_by_digest ON artifact_files (digest);

-- The blobs of artifacts. Each content is stored once, wherever the bytes are.
CREATE TABLE blobs (
    digest      text COLLATE "C" PRIMARY KEY,
    size        bigint NOT NULL,
    created_at  bigint NOT NULL,
    sample      bigint,    -- a hash of a few places of it; NULL when none was taken
    state       bigint NOT NULL DEFAULT 0,     -- 0: stored; 1: announced, bytes may be in place before a commit refers to them; 2: being deleted
    seen_at     bigint NOT NULL DEFAULT 0      -- when its bytes were last announced or stored
);
CREATE INDEX blobs_by_sample ON blobs (size, sample);

-- The bytes of blobs, in a store without another place for them. An object has a size once all of its parts are there.
CREATE TABLE objects (
    pk          bigint PRIMARY KEY,
    key         text COLLATE "C" NOT NULL,
    size        bigint,
    written_at  bigint NOT NULL                 -- when its upload began, and then when it ended
);
CREATE UNIQUE INDEX objects_by_key ON objects (key) WHERE size IS NOT NULL;
CREATE INDEX objects_unfinished ON objects (pk) WHERE size IS NULL;

CREATE TABLE object_parts (
    object_pk  bigint NOT NULL REFERENCES objects (pk) ON DELETE CASCADE,
    start      bigint NOT NULL,                 -- the offset of its first byte in the object
    data       bytea NOT NULL,
    PRIMARY KEY (object_pk, start)
);

-- Most contents are compressed already.
ALTER TABLE object_parts ALTER COLUMN data SET STORAGE EXTERNAL;

CREATE TABLE models (
    pk            bigint PRIMARY KEY DEFAULT nextval('keys'),
    id            text COLLATE "C" NOT NULL UNIQUE,
    project_pk    bigint NOT NULL REFERENCES projects (pk),
    name          text COLLATE "C" NOT NULL,
    name_fold     text COLLATE "C" NOT NULL,
    description   text COLLATE "C",
    next_version  bigint NOT NULL DEFAULT 1,    -- never goes back
    created_at    bigint NOT NULL,
    updated_at    bigint NOT NULL,
    removed_at    bigint
);
CREATE UNIQUE INDEX models_live_name ON models (project_pk, name_fold) WHERE removed_at IS NULL;

CREATE TABLE model_versions (
    pk           bigint PRIMARY KEY DEFAULT nextval('keys'),
    id           text COLLATE "C" NOT NULL UNIQUE,
    model_pk     bigint NOT NULL REFERENCES models (pk),
    version      bigint NOT NULL,
    stage        bigint NOT NULL,               -- 0 None 1 Staging 2 Production 3 Archived
    run_pk       bigint REFERENCES runs (pk),
    artifact_pk  bigint REFERENCES artifacts (pk),
    description  text COLLATE "C",
    created_at   bigint NOT NULL,
    updated_at   bigint NOT NULL,
    removed_at   bigint,
    origin_store    text COLLATE "C",                        -- the store and number a merged version had before
    origin_version  bigint,
    UNIQUE (model_pk, version)
);
CREATE UNIQUE INDEX model_versions_one_production ON model_versions (model_pk) WHERE stage = 2 AND removed_at IS NULL;
CREATE INDEX model_versions_by_run ON model_versions (run_pk) WHERE run_pk IS NOT NULL;
CREATE INDEX model_versions_by_artifact ON model_versions (artifact_pk) WHERE artifact_pk IS NOT NULL;

CREATE TABLE model_aliases (
    model_pk    bigint NOT NULL REFERENCES models (pk),
    alias_fold  text COLLATE "C" NOT NULL,
    alias       text COLLATE "C" NOT NULL,
    version_pk  bigint NOT NULL REFERENCES model_versions (pk),
    PRIMARY KEY (model_pk, alias_fold)
);

CREATE TABLE stage_changes (
    version_pk  bigint NOT NULL REFERENCES model_versions (pk),
    ordinal     bigint NOT NULL,
    from_stage  bigint,
    to_stage    bigint NOT NULL,
    changed_at  bigint NOT NULL,
    reason      text COLLATE "C",
    actor       text COLLATE "C",
    PRIMARY KEY (version_pk, ordinal)
);

-- The inputs of a run: each is exactly one of the three, in a role such as 'train'.
CREATE TABLE run_inputs (
    pk          bigint PRIMARY KEY DEFAULT nextval('keys'),
    run_pk      bigint NOT NULL REFERENCES runs (pk),
    artifact_pk bigint REFERENCES artifacts (pk),
    version_pk  bigint REFERENCES model_versions (pk),
    dataset_pk  bigint REFERENCES datasets (pk),
    role        text COLLATE "C",
    created_at  bigint NOT NULL,
    CHECK (num_nonnulls(artifact_pk, version_pk, dataset_pk) = 1)
);
CREATE INDEX run_inputs_by_run ON run_inputs (run_pk);
CREATE INDEX run_inputs_by_artifact ON run_inputs (artifact_pk) WHERE artifact_pk IS NOT NULL;
CREATE INDEX run_inputs_by_version ON run_inputs (version_pk) WHERE version_pk IS NOT NULL;
CREATE INDEX run_inputs_by_dataset ON run_inputs (dataset_pk) WHERE dataset_pk IS NOT NULL;

-- Ids of collected records, so that they are not used again and a merge does not restore the records. Records that exist only with a run (epochs,
-- results, logs) have no tombstones.
CREATE TABLE tombstones (
    id          text COLLATE "C" NOT NULL,
    type        bigint NOT NULL,                -- 1 project 2 experiment 3 trial 4 run 5 model 6 model version 9 dataset 11 artifact
    removed_at  bigint NOT NULL,
    PRIMARY KEY (id, type)
);

-- The processes that have runs. Each says regularly that it lives, by the clock of the server; it also holds the advisory lock with its key, where there is a
-- session of the server that can.
CREATE TABLE sessions (
    id       text COLLATE "C" PRIMARY KEY,
    key      bigint NOT NULL,
    beat_at  timestamptz NOT NULL
);

-- A token of each recent write transaction, by which a client whose connection was lost learns whether it was committed.
CREATE TABLE commits (
    token         uuid PRIMARY KEY,
    committed_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX commits_by_time ON commits (committed_at);
