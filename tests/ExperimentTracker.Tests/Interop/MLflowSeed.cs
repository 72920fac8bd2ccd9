using Microsoft.Data.Sqlite;

namespace ExperimentTracker.Tests.Interop;

/// <summary>Databases with the schemas of several versions of MLflow, filled with what each of them can have.</summary>
internal static class MLflowSeed
{
    public const string Parent = "0123456789abcdef0123456789abcdef";
    public const string Child = "1123456789abcdef0123456789abcdef";
    public const string Deleted = "2123456789abcdef0123456789abcdef";
    public const string Version1 = "mlflow-c48cb773bb87-v1.16.0.sql";
    public const string Version2 = "mlflow-sqlite-7f2a7d5fae7d-v2.8.0.sql";
    public const string Version3 = "3";

    private const string Common = """
        INSERT INTO experiments (experiment_id, name, artifact_location, lifecycle_stage) VALUES (1, 'wine', './mlruns/1', 'active'), (2, 'old', './mlruns/2', 'deleted');
        INSERT INTO experiment_tags (key, value, experiment_id) VALUES ('mlflow.note.content', 'All wines', 1), ('team', 'red', 1);
        INSERT INTO runs (run_uuid, name, source_type, source_name, entry_point_name, user_id, status, start_time, end_time, source_version, lifecycle_stage, artifact_uri, experiment_id) VALUES
          ('0123456789abcdef0123456789abcdef', 'parent', 'LOCAL', 'train.py', '', 'ada', 'FINISHED', 1700000000123, 1700000100456, 'c0ffee', 'active', '/elsewhere/1/0123456789abcdef0123456789abcdef/artifacts', 1),
          ('1123456789abcdef0123456789abcdef', '', 'LOCAL', '', '', 'ada', 'RUNNING', 1700000001000, NULL, '', 'active', 's3://bucket/1/1123456789abcdef0123456789abcdef/artifacts', 1),
          ('2123456789abcdef0123456789abcdef', 'gone', 'LOCAL', '', '', 'bob', 'KILLED', 1700000002000, 1700000003000, '', 'deleted', NULL, 1),
          ('3123456789abcdef0123456789abcdef', 'of the deleted one', 'LOCAL', '', '', 'bob', 'SCHEDULED', 1700000002000, NULL, '', 'deleted', NULL, 2);
        INSERT INTO params (key, value, run_uuid) VALUES ('lr', '0.01', '0123456789abcdef0123456789abcdef'), ('epochs', '10', '0123456789abcdef0123456789abcdef'),
          ('python', '3.10', '0123456789abcdef0123456789abcdef'), ('shuffle', 'True', '0123456789abcdef0123456789abcdef'), ('Optimizer', 'adam', '0123456789abcdef0123456789abcdef'),
          ('optimizer', 'sgd', '0123456789abcdef0123456789abcdef'), ('none', 'None', '1123456789abcdef0123456789abcdef');
        INSERT INTO tags (key, value, run_uuid) VALUES ('mlflow.runName', 'child by tag', '1123456789abcdef0123456789abcdef'), ('mlflow.parentRunId', '0123456789abcdef0123456789abcdef', '1123456789abcdef0123456789abcdef'),
          ('mlflow.source.git.branch', 'main', '0123456789abcdef0123456789abcdef'), ('mlflow.note.content', 'The first', '0123456789abcdef0123456789abcdef'), ('kind', 'trial', '0123456789abcdef0123456789abcdef');
        INSERT INTO metrics (key, value, timestamp, run_uuid, step, is_nan) VALUES
          ('loss', 0.5, 1700000000200, '0123456789abcdef0123456789abcdef', 0, 0), ('loss', 0.1, 1700000000900, '0123456789abcdef0123456789abcdef', 2, 0), ('loss', 0.30000000000000004, 1700000000300, '0123456789abcdef0123456789abcdef', 1, 0),
          ('loss', 0.2, 1700000000301, '0123456789abcdef0123456789abcdef', 1, 0), ('loss', 0, 1700000000999, '0123456789abcdef0123456789abcdef', 3, 1),
          ('bound', 1.7976931348623157e308, 1700000000200, '0123456789abcdef0123456789abcdef', 0, 0), ('bound', -1.7976931348623157e308, 1700000000200, '0123456789abcdef0123456789abcdef', 1, 0),
          ('Bound', -0.0, 1700000000200, '0123456789abcdef0123456789abcdef', 9223372036854775807, 0), ('system/cpu', 12, 1700000000200, '1123456789abcdef0123456789abcdef', 7, 0),
          ('early', 1, 1700000000200, '1123456789abcdef0123456789abcdef', -1, 0), ('early', 2, 1700000000200, '1123456789abcdef0123456789abcdef', 0, 0);
        INSERT INTO registered_models (name, creation_time, last_updated_time, description) VALUES ('wine', 1700000200000, 1700000300000, 'Best wine');
        INSERT INTO registered_model_tags (key, value, name) VALUES ('owner', 'ada', 'wine');
        INSERT INTO model_versions (name, version, creation_time, last_updated_time, description, user_id, current_stage, source, run_id, status, status_message, run_link) VALUES
          ('wine', 1, 1700000200001, 1700000200002, 'one', 'ada', 'Production', '/elsewhere/1/0123456789abcdef0123456789abcdef/artifacts/model', '0123456789abcdef0123456789abcdef', 'READY', '', ''),
          ('wine', 2, 1700000200003, 1700000200004, '', 'ada', 'Production', 'runs:/0123456789abcdef0123456789abcdef/model', '0123456789abcdef0123456789abcdef', 'READY', '', ''),
          ('wine', 3, 1700000200005, 1700000200006, '', 'ada', 'Deleted_Internal', 's3://bucket/x', 'ffffffffffffffffffffffffffffffff', 'FAILED_REGISTRATION', 'no disk', 'http://link');
        INSERT INTO model_version_tags (key, value, name, version) VALUES ('tested', 'yes', 'wine', 2);
        """;

    private const string SinceVersion2 = """
        UPDATE experiments SET creation_time = 1690000000000 + experiment_id, last_update_time = 1690000000500 + experiment_id;
        UPDATE runs SET deleted_time = 1700000004000 WHERE lifecycle_stage = 'deleted';
        INSERT INTO registered_model_aliases (alias, version, name) VALUES ('champion', 2, 'wine'), ('production', 1, 'wine');
        INSERT INTO datasets VALUES ('d1', 1, 'wine-quality', 'f8bb6a7e', 'http', '{"url": "https://host/wine.csv"}', '{"mlflow_colspec": []}', '{"num_rows": 7}');
        INSERT INTO inputs (input_uuid, source_type, source_id, destination_type, destination_id) VALUES ('i1', 'DATASET', 'd1', 'RUN', '0123456789abcdef0123456789abcdef'), ('i2', 'DATASET', 'd1', 'RUN', '1123456789abcdef0123456789abcdef');
        INSERT INTO input_tags VALUES ('i1', 'mlflow.data.context', 'train'), ('i2', 'mlflow.data.context', 'eval'), ('i2', 'shuffled', 'yes');
        """;

    // What MLflow 3 added; its columns are documented by its migrations.
    private const string SinceVersion3 = """
        ALTER TABLE inputs ADD COLUMN step BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE model_versions ADD COLUMN storage_location VARCHAR(500);
        CREATE TABLE logged_models (model_id VARCHAR(34) NOT NULL PRIMARY KEY, experiment_id INTEGER NOT NULL, name VARCHAR(500) NOT NULL, artifact_location VARCHAR(1000) NOT NULL,
          creation_timestamp_ms BIGINT NOT NULL, last_updated_timestamp_ms BIGINT NOT NULL, status INTEGER NOT NULL, lifecycle_stage VARCHAR(32), model_type VARCHAR(500), source_run_id VARCHAR(32), status_message VARCHAR(1000));
        CREATE TABLE logged_model_params (model_id VARCHAR(34) NOT NULL, experiment_id INTEGER NOT NULL, param_key VARCHAR(255) NOT NULL, param_value TEXT NOT NULL);
        CREATE TABLE logged_model_tags (model_id VARCHAR(34) NOT NULL, experiment_id INTEGER NOT NULL, tag_key VARCHAR(255) NOT NULL, tag_value TEXT NOT NULL);
        CREATE TABLE trace_info (request_id VARCHAR(50) NOT NULL, experiment_id INTEGER NOT NULL, timestamp_ms BIGINT NOT NULL, execution_time_ms BIGINT, status VARCHAR(50) NOT NULL);
        INSERT INTO logged_models VALUES ('m-aaaabbbbccccdddd', 1, 'model', '/elsewhere/1/models/m-aaaabbbbccccdddd/artifacts', 1700000050000, 1700000050001, 2, 'active', 'sklearn', '0123456789abcdef0123456789abcdef', ''),
          ('m-eeeeffff00001111', 1, 'stray', 'dbfs:/models/stray', 1700000050000, 1700000060001, 1, 'deleted', NULL, NULL, NULL);
        INSERT INTO logged_model_params VALUES ('m-aaaabbbbccccdddd', 1, 'depth', '4');
        INSERT INTO logged_model_tags VALUES ('m-aaaabbbbccccdddd', 1, 'note', 'good');
        INSERT INTO inputs (input_uuid, source_type, source_id, destination_type, destination_id) VALUES ('i3', 'RUN_INPUT', '1123456789abcdef0123456789abcdef', 'MODEL_INPUT', 'm-aaaabbbbccccdddd');
        INSERT INTO model_versions (name, version, creation_time, last_updated_time, current_stage, source, run_id, status) VALUES ('wine', 4, 1700000200007, 1700000200008, 'None', 'models:/m-aaaabbbbccccdddd', '0123456789abcdef0123456789abcdef', 'READY');
        INSERT INTO trace_info VALUES ('t1', 1, 1, 1, 'OK'), ('t2', 1, 1, 1, 'OK');
        """;

    /// <summary>Writes a database, and the artifacts of the first run in the folder that MLflow uses beside it.</summary>
    public static string Write(string folder, string schema)
    {
        string path = Path.Combine(folder, "mlflow.db");
        using (SqliteConnection connection = Open(path))
        {
            Execute(connection, File.ReadAllText(Imports.Sample("mlflow-schema", schema == Version1 ? Version1 : Version2)));
            if (schema == Version1) Execute(connection, "CREATE TABLE IF NOT EXISTS model_version_tags (key, value, name, version)");
            Execute(connection, Common);
            if (schema != Version1) Execute(connection, SinceVersion2);
            if (schema == Version3) Execute(connection, SinceVersion3);
        }

        string artifacts = Path.Combine(folder, "mlruns", "1", Parent, "artifacts");
        Directory.CreateDirectory(Path.Combine(artifacts, "model", "data"));
        File.WriteAllText(Path.Combine(artifacts, "notes.txt"), "a note");
        File.WriteAllText(Path.Combine(artifacts, "model", "MLmodel"), "flavors: {}");
        File.WriteAllBytes(Path.Combine(artifacts, "model", "data", "weights.bin"), [1, 2, 3]);
        string logged = Path.Combine(folder, "mlruns", "1", "models", "m-aaaabbbbccccdddd", "artifacts");
        Directory.CreateDirectory(logged);
        File.WriteAllText(Path.Combine(logged, "MLmodel"), "flavors: { sklearn: }");
        return path;
    }

    public static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        return connection;
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>The rows of a query, as texts.</summary>
    public static List<string[]> Query(string path, string sql)
    {
        using SqliteConnection connection = Open(path);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using SqliteDataReader reader = command.ExecuteReader();
        var rows = new List<string[]>();
        while (reader.Read()) rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "" : Convert.ToString(reader.GetValue(i), System.Globalization.CultureInfo.InvariantCulture)!)]);
        return rows;
    }
}
