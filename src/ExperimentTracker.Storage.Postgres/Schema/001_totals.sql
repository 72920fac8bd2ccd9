-- The number of runs by experiment, status and removal (0 live, 1 removed, 2 marked by a garbage collection), with the series and points of those whose
-- counts are known. Triggers keep it, whoever writes.
CREATE TABLE run_totals (
    experiment_pk  bigint NOT NULL,
    status         bigint NOT NULL,
    removal        bigint NOT NULL,
    runs           bigint NOT NULL,
    metrics        bigint NOT NULL,
    points         bigint NOT NULL,
    PRIMARY KEY (experiment_pk, status, removal)
);

CREATE FUNCTION removal_of(bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT CASE WHEN $1 IS NULL THEN 0 WHEN $1 = 0 THEN 2 ELSE 1 END';

CREATE FUNCTION add_to_totals(run runs, sign bigint) RETURNS void LANGUAGE sql AS $$
    INSERT INTO run_totals
    VALUES (run.experiment_pk, run.status, removal_of(run.removed_at), sign, sign * coalesce(run.metric_count, 0), sign * coalesce(run.point_count, 0))
    ON CONFLICT (experiment_pk, status, removal) DO UPDATE
    SET runs = run_totals.runs + excluded.runs, metrics = run_totals.metrics + excluded.metrics, points = run_totals.points + excluded.points
$$;

CREATE FUNCTION count_run() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- In the order of their keys, so that two transactions cannot wait for each other.
    IF TG_OP = 'DELETE' THEN PERFORM add_to_totals(OLD, -1);
    ELSIF TG_OP = 'INSERT' THEN PERFORM add_to_totals(NEW, 1);
    ELSIF OLD.status <= NEW.status THEN PERFORM add_to_totals(OLD, -1); PERFORM add_to_totals(NEW, 1);
    ELSE PERFORM add_to_totals(NEW, 1); PERFORM add_to_totals(OLD, -1);
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER run_totals_insert AFTER INSERT ON runs FOR EACH ROW EXECUTE FUNCTION count_run();
CREATE TRIGGER run_totals_delete AFTER DELETE ON runs FOR EACH ROW EXECUTE FUNCTION count_run();
CREATE TRIGGER run_totals_update AFTER UPDATE OF experiment_pk, status, removed_at, metric_count, point_count ON runs FOR EACH ROW
    WHEN (OLD.experiment_pk <> NEW.experiment_pk OR OLD.status <> NEW.status OR OLD.removed_at IS DISTINCT FROM NEW.removed_at
        OR OLD.metric_count IS DISTINCT FROM NEW.metric_count OR OLD.point_count IS DISTINCT FROM NEW.point_count)
    EXECUTE FUNCTION count_run();

-- A change of the series of a run whose counts are known: those of running runs are not.
CREATE FUNCTION uncount_run() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE runs SET metric_count = NULL, point_count = NULL
    WHERE pk = CASE WHEN TG_OP = 'DELETE' THEN OLD.run_pk ELSE NEW.run_pk END AND point_count IS NOT NULL AND removed_at IS DISTINCT FROM 0;
    RETURN NULL;
END
$$;
CREATE TRIGGER run_counts_insert AFTER INSERT ON metrics FOR EACH ROW EXECUTE FUNCTION uncount_run();
CREATE TRIGGER run_counts_delete AFTER DELETE ON metrics FOR EACH ROW EXECUTE FUNCTION uncount_run();
CREATE TRIGGER run_counts_update AFTER UPDATE OF count ON metrics FOR EACH ROW WHEN (OLD.count <> NEW.count) EXECUTE FUNCTION uncount_run();
