-- Alerts, the causes for which they fired, and the deliveries of these events, in the layout of the SQLite engine.
CREATE TABLE alerts (
    pk             bigint PRIMARY KEY DEFAULT nextval('keys'),
    id             text COLLATE "C" NOT NULL UNIQUE,
    name           text COLLATE "C" NOT NULL,
    name_fold      text COLLATE "C" NOT NULL UNIQUE,
    experiment_pk  bigint REFERENCES experiments (pk) ON DELETE CASCADE,
    definition     text COLLATE "C" NOT NULL,
    enabled        bigint NOT NULL,
    created_at     bigint NOT NULL,
    owner          text COLLATE "C" NOT NULL DEFAULT session_user
);
CREATE INDEX alerts_of_experiment ON alerts (experiment_pk) WHERE experiment_pk IS NOT NULL;

-- Up to when changes of runs have been looked at for an alert: written by watchers, who need not own the alert.
CREATE TABLE alert_looks (
    alert_pk   bigint PRIMARY KEY REFERENCES alerts (pk) ON DELETE CASCADE,
    looked_at  bigint NOT NULL
);

CREATE TABLE alert_events (
    pk          bigint PRIMARY KEY DEFAULT nextval('keys'),
    id          text COLLATE "C" NOT NULL UNIQUE,
    alert_pk    bigint NOT NULL REFERENCES alerts (pk) ON DELETE CASCADE,
    cause       text COLLATE "C" NOT NULL,
    condition   text COLLATE "C" NOT NULL,
    run_pk      bigint REFERENCES runs (pk) ON DELETE CASCADE,
    version_pk  bigint REFERENCES model_versions (pk) ON DELETE CASCADE,
    message     text COLLATE "C" NOT NULL,
    fired_at    bigint NOT NULL,
    existed     bigint NOT NULL,
    UNIQUE (alert_pk, cause)
);
CREATE INDEX alert_events_of_run ON alert_events (run_pk) WHERE run_pk IS NOT NULL;
CREATE INDEX alert_events_of_version ON alert_events (version_pk) WHERE version_pk IS NOT NULL;

CREATE TABLE alert_deliveries (
    event_pk    bigint NOT NULL REFERENCES alert_events (pk) ON DELETE CASCADE,
    number      bigint NOT NULL,
    definition  text COLLATE "C" NOT NULL,
    state       bigint NOT NULL,
    attempts    bigint NOT NULL,
    due_at      bigint NOT NULL,
    watcher     text COLLATE "C",
    sent_at     bigint,
    error       text COLLATE "C",
    PRIMARY KEY (event_pk, number)
);
CREATE INDEX alert_deliveries_open ON alert_deliveries (due_at) WHERE state < 2;

ALTER TABLE model_aliases ADD COLUMN set_at bigint;

CREATE VIEW ALERT_EVENT AS
SELECT v.id AS alert_event_id, a.name AS alert, v.condition, r.id AS trial_run_id, m.id AS model_version_id, v.message, iso_time(v.fired_at) AS fired_at,
    (SELECT count(*) FROM alert_deliveries d WHERE d.event_pk = v.pk AND d.state = 2) AS sent,
    (SELECT count(*) FROM alert_deliveries d WHERE d.event_pk = v.pk AND d.state = 3) AS failed,
    (SELECT count(*) FROM alert_deliveries d WHERE d.event_pk = v.pk AND d.state < 2) AS pending
FROM alert_events v JOIN alerts a ON a.pk = v.alert_pk LEFT JOIN runs r ON r.pk = v.run_pk LEFT JOIN model_versions m ON m.pk = v.version_pk
WHERE v.existed = 0;
