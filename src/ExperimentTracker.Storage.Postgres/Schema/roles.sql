-- Who may do what in a store that several users share. It runs when the store is initialized and after each update of its schema, as the owners' role. {schema} and
-- {reader} ... are names quoted as identifiers, {writer_text} ... as texts.
--
-- The tables belong to the owners, whom row-level security does not restrict. Everyone else who may use the store reads everything: a policy that is true costs a
-- query nothing. UPDATE policies see all rows and check the new one, so that a change of another's record is an error and not a change of no rows.

GRANT USAGE ON SCHEMA {schema} TO {reader}, {query};
GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {reader};
GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {writer};

-- The totals are kept by triggers, whoever writes. pg_temp comes last, because a table in it would otherwise come first.
ALTER FUNCTION count_run() SECURITY DEFINER SET search_path = {schema}, pg_temp;

-- A DELETE policy would leave out the rows of others without an error.
CREATE OR REPLACE FUNCTION refuse_removal_of_tag() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (CASE OLD.target_type
            WHEN 4 THEN EXISTS (SELECT FROM runs r WHERE r.pk = OLD.target_pk AND r.owner = session_user)
            WHEN 5 THEN EXISTS (SELECT FROM models m WHERE m.pk = OLD.target_pk AND m.owner = session_user)
            WHEN 6 THEN EXISTS (SELECT FROM model_versions v WHERE v.pk = OLD.target_pk AND v.owner = session_user)
            ELSE true
        END OR pg_has_role(session_user, {curator_text}, 'MEMBER')) THEN RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the tag belongs to a record of another user' USING ERRCODE = 'insufficient_privilege';
END
$$;
DROP TRIGGER IF EXISTS tags_of_others ON tags;
CREATE TRIGGER tags_of_others BEFORE DELETE ON tags FOR EACH ROW EXECUTE FUNCTION refuse_removal_of_tag();

DO $rules$
DECLARE
    own_run CONSTANT text := 'EXISTS (SELECT FROM runs r WHERE r.pk = run_pk AND r.owner = session_user)';
    own_series CONSTANT text := 'EXISTS (SELECT FROM metrics m JOIN runs r ON r.pk = m.run_pk WHERE m.pk = metric_pk AND r.owner = session_user)';
    own_artifact CONSTANT text := 'CASE WHEN run_pk IS NULL THEN owner = session_user ELSE ' || own_run || ' END';
    own_tag CONSTANT text := 'CASE target_type WHEN 4 THEN EXISTS (SELECT FROM runs r WHERE r.pk = target_pk AND r.owner = session_user)
        WHEN 5 THEN EXISTS (SELECT FROM models m WHERE m.pk = target_pk AND m.owner = session_user)
        WHEN 6 THEN EXISTS (SELECT FROM model_versions v WHERE v.pk = target_pk AND v.owner = session_user) ELSE true END';

    -- The catalogue is shared: every writer adds to it and describes it. Removing records of others is for curators.
    live CONSTANT text := 'removed_at IS NULL OR owner = session_user';
    rule record;
    command text;
    granted text;
    item text;
BEGIN
    FOR rule IN SELECT * FROM (VALUES
        -- table, what writers may do, what they may add, what their changes may result in
        ('projects', 'INSERT UPDATE', 'owner = session_user', live),
        ('experiments', 'INSERT UPDATE', 'owner = session_user', live),
        ('trials', 'INSERT UPDATE', 'owner = session_user', live),
        ('datasets', 'INSERT UPDATE', 'owner = session_user', live),
        ('encoders', 'INSERT UPDATE', 'owner = session_user', live),
        ('experiment_datasets', 'INSERT', NULL, NULL),
        ('dataset_encoders', 'INSERT DELETE', NULL, NULL),
        ('runs', 'INSERT UPDATE', 'owner = session_user', 'owner = session_user'),
        ('run_counters', 'INSERT UPDATE', NULL, NULL),
        ('status_changes', 'INSERT UPDATE', own_run, own_run),
        ('run_parameters', 'INSERT UPDATE', own_run, own_run),
        ('run_epochs', 'INSERT UPDATE', own_run, own_run),
        ('run_results', 'INSERT UPDATE', own_run, own_run),
        ('run_logs', 'INSERT UPDATE', own_run, own_run),
        ('run_distributions', 'INSERT', own_run, 'false'),
        ('run_inputs', 'INSERT UPDATE', own_run, own_run),
        ('metrics', 'INSERT UPDATE', own_run, own_run),
        ('metric_tail', 'INSERT UPDATE DELETE', own_series, own_series),
        ('metric_chunks', 'INSERT UPDATE DELETE', own_series, own_series),
        ('metric_summaries', 'INSERT UPDATE DELETE', own_series, own_series),
        ('artifacts', 'INSERT UPDATE', own_artifact, own_artifact),
        ('artifact_files', 'INSERT', 'EXISTS (SELECT FROM artifacts a WHERE a.pk = artifact_pk AND a.owner = session_user)', 'false'),
        ('blobs', 'INSERT UPDATE', NULL, NULL),
        ('objects', 'INSERT UPDATE DELETE', 'true', 'true'), -- while they are uploaded
        ('object_parts', 'INSERT', NULL, NULL),
        ('tombstones', 'INSERT', NULL, NULL),
        ('commits', 'INSERT DELETE', 'true', 'committed_at < now() - interval ''1 day'''), -- nobody asks for the outcome of a transaction of yesterday
        ('sessions', 'INSERT UPDATE DELETE', 'owner = session_user', 'owner = session_user'),
        ('tags', 'INSERT UPDATE DELETE', own_tag, own_tag),
        ('models', 'INSERT UPDATE', 'owner = session_user', live),
        ('model_versions', 'INSERT UPDATE', 'owner = session_user AND stage = 0', 'owner = session_user AND stage = 0'),
        ('stage_changes', 'INSERT', 'to_stage = 0 AND EXISTS (SELECT FROM model_versions v WHERE v.pk = version_pk AND v.owner = session_user)', 'false'),
        ('model_aliases', '', NULL, NULL),
        -- A watcher fires and delivers the alerts of all; what an alert does is for the user who registered it.
        ('alerts', 'INSERT UPDATE DELETE', 'owner = session_user', 'owner = session_user'),
        ('alert_looks', 'INSERT UPDATE', NULL, NULL),
        ('alert_events', 'INSERT', NULL, NULL),
        ('alert_deliveries', 'INSERT UPDATE', NULL, NULL),
        ('run_totals', '', NULL, NULL),
        ('store_info', '', NULL, NULL)) AS rules (name, commands, adding, changing)
    LOOP
        -- Who recorded something is not changed by those whom it restricts.
        SELECT ' (' || string_agg(quote_ident(attname), ', ') || ')' INTO granted FROM pg_catalog.pg_attribute
            WHERE attrelid = rule.name::regclass AND attnum > 0 AND NOT attisdropped AND attname <> 'owner';
        FOREACH command IN ARRAY string_to_array(rule.commands, ' ') LOOP
            EXECUTE format('GRANT %s%s ON %I TO %I', command, CASE WHEN command = 'DELETE' THEN '' ELSE granted END, rule.name, {writer_text});
        END LOOP;
        IF rule.name NOT IN ('run_totals', 'store_info') THEN EXECUTE format('GRANT INSERT, UPDATE ON %I TO %I', rule.name, {curator_text}); END IF;
        CONTINUE WHEN rule.adding IS NULL;

        FOR item IN SELECT policyname FROM pg_catalog.pg_policies WHERE schemaname = current_schema() AND tablename = rule.name LOOP
            EXECUTE format('DROP POLICY %I ON %I', item, rule.name);
        END LOOP;
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', rule.name);
        EXECUTE format('CREATE POLICY reading ON %I FOR SELECT TO %I USING (true)', rule.name, {reader_text});
        EXECUTE format('CREATE POLICY adding ON %I FOR INSERT TO %I WITH CHECK (%s)', rule.name, {writer_text}, rule.adding);
        EXECUTE format('CREATE POLICY changing ON %I FOR UPDATE TO %I USING (%s) WITH CHECK (%s)', rule.name, {writer_text},
            CASE WHEN rule.name = 'objects' THEN 'size IS NULL' ELSE 'true' END, rule.changing);
        EXECUTE format('CREATE POLICY removing ON %I FOR DELETE TO %I USING (%s)', rule.name, {writer_text},
            CASE rule.name WHEN 'objects' THEN 'size IS NULL' WHEN 'tags' THEN 'true' ELSE rule.changing END);
        EXECUTE format('CREATE POLICY curating ON %I TO %I USING (true) WITH CHECK (true)', rule.name, {curator_text});
    END LOOP;
    -- A read that excludes writers is a transaction like theirs.
    EXECUTE format('GRANT INSERT ON commits TO %I', {reader_text});
    EXECUTE format('CREATE POLICY excluding ON commits FOR INSERT TO %I WITH CHECK (true)', {reader_text});
    EXECUTE format('GRANT DELETE ON model_aliases TO %I', {curator_text});

    -- Queries of users read the views, which do so with the rights of the owners.
    FOR item IN SELECT viewname FROM pg_catalog.pg_views WHERE schemaname = current_schema() LOOP
        EXECUTE format('GRANT SELECT ON %I TO %I', item, {query_text});
    END LOOP;
END
$rules$;
