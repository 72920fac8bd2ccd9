-- Alerts, the causes for which they fired, and the deliveries of these events. definition is the JSON of AlertDefinition or AlertDelivery. existed is 1 for a cause that was
-- there when the alert was registered. due_at of a delivery is when it is tried next, or when another watcher takes it over.
CREATE TABLE alerts (
    pk             INTEGER PRIMARY KEY,
    id             TEXT NOT NULL UNIQUE,
    name           TEXT NOT NULL,
    name_fold      TEXT NOT NULL UNIQUE,
    experiment_pk  INTEGER REFERENCES experiments (pk) ON DELETE CASCADE,
    definition     TEXT NOT NULL,
    enabled        INTEGER NOT NULL,
    created_at     INTEGER NOT NULL
);
CREATE INDEX alerts_of_experiment ON alerts (experiment_pk) WHERE experiment_pk IS NOT NULL;

-- Up to when changes of runs have been looked at for an alert: written by watchers, who need not own the alert.
CREATE TABLE alert_looks (
    alert_pk   INTEGER PRIMARY KEY REFERENCES alerts (pk) ON DELETE CASCADE,
    looked_at  INTEGER NOT NULL
);

CREATE TABLE alert_events (
    pk          INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    alert_pk    INTEGER NOT NULL REFERENCES alerts (pk) ON DELETE CASCADE,
    cause       TEXT NOT NULL,
    condition   TEXT NOT NULL,
    run_pk      INTEGER REFERENCES runs (pk) ON DELETE CASCADE,
    version_pk  INTEGER REFERENCES model_versions (pk) ON DELETE CASCADE,
    message     TEXT NOT NULL,
    fired_at    INTEGER NOT NULL,
    existed     INTEGER NOT NULL,
    UNIQUE (alert_pk, cause)
);
CREATE INDEX alert_events_of_run ON alert_events (run_pk) WHERE run_pk IS NOT NULL;
CREATE INDEX alert_events_of_version ON alert_events (version_pk) WHERE version_pk IS NOT NULL;

CREATE TABLE alert_deliveries (
    event_pk    INTEGER NOT NULL REFERENCES alert_events (pk) ON DELETE CASCADE,
    number      INTEGER NOT NULL,
    definition  TEXT NOT NULL,
    state       INTEGER NOT NULL,               -- 0 Pending 1 Sending 2 Sent 3 Failed
    attempts    INTEGER NOT NULL,
    due_at      INTEGER NOT NULL,
    watcher     TEXT,
    sent_at     INTEGER,
    error       TEXT,
    PRIMARY KEY (event_pk, number)
) WITHOUT ROWID;
CREATE INDEX alert_deliveries_open ON alert_deliveries (due_at) WHERE state < 2;

-- When an alias was given to its version; NULL for one that was there before, or came with a merge.
ALTER TABLE model_aliases ADD COLUMN set_at INTEGER;

CREATE VIEW ALERT_EVENT AS
SELECT v.id AS alert_event_id, a.name AS alert, v.condition, r.id AS trial_run_id, m.id AS model_version_id, v.message,
    strftime('%Y-%m-%dT%H:%M:%S', v.fired_at / 10000000 - 62135596800, 'unixepoch') || printf('.%07dZ', v.fired_at % 10000000) AS fired_at,
    (SELECT count(*) FROM alert_deliveries d WHERE d.event_pk = v.pk AND d.state = 2) AS sent,
    (SELECT count(*) FROM alert_deliveries d WHERE d.event_pk = v.pk AND d.state = 3) AS failed,
    (SELECT count(*) FROM alert_deliveries d WHERE d.event_pk = v.pk AND d.state < 2) AS pending
FROM alert_events v JOIN alerts a ON a.pk = v.alert_pk LEFT JOIN runs r ON r.pk = v.run_pk LEFT JOIN model_versions m ON m.pk = v.version_pk
WHERE v.existed = 0;
