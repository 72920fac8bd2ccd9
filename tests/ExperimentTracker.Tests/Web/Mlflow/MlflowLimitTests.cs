using System.Globalization;
using System.Text.Json;

namespace ExperimentTracker.Tests.Web.Mlflow;

/// <summary>The limits and errors that the documentation of MLflow's REST API names: the request, the status of HTTP and the code.</summary>
public sealed class MlflowLimitTests : IDisposable
{
    private const string Invalid = "INVALID_PARAMETER_VALUE";
    private const string Missing = "RESOURCE_DOES_NOT_EXIST";
    private const string Taken = "RESOURCE_ALREADY_EXISTS";

    private readonly MlflowClient client = new(StoreUnderTest.InMemory());

    public void Dispose() => client.Dispose();

    // RUN, EXPERIMENT and GONE (a deleted run) stand for ids; *N for a text of that length.
    public static TheoryData<string, string, string, int, string?> Rows => new()
    {
        { "POST", "experiments/create", """{"name":"new"}""", 200, null },
        { "POST", "experiments/create", """{"name":"taken"}""", 400, Taken },
        { "POST", "experiments/create", """{"name":""}""", 400, Invalid },
        { "POST", "experiments/create", """{}""", 400, Invalid },
        { "POST", "experiments/create", """{"name":"*501"}""", 400, Invalid },
        { "POST", "experiments/create", """{"name":5}""", 400, Invalid },
        { "POST", "experiments/create", """[]""", 400, "BAD_REQUEST" },
        { "POST", "experiments/create", """{"name":""", 400, "BAD_REQUEST" },
        { "GET", "experiments/get?experiment_id=nope", "", 404, Missing },
        { "GET", "experiments/get", "", 400, Invalid },
        { "GET", "experiments/get-by-name?experiment_name=nope", "", 404, Missing },
        { "POST", "experiments/delete", """{"experiment_id":"nope"}""", 404, Missing },
        { "POST", "experiments/update", """{"experiment_id":"nope","new_name":"x"}""", 404, Missing },
        { "POST", "experiments/update", """{"experiment_id":"EXPERIMENT","new_name":""}""", 400, Invalid },
        { "POST", "experiments/set-experiment-tag", """{"experiment_id":"EXPERIMENT","key":"*250","value":"*5000"}""", 200, null },
        { "POST", "experiments/set-experiment-tag", """{"experiment_id":"EXPERIMENT","key":"*251","value":"v"}""", 400, Invalid },
        { "POST", "experiments/set-experiment-tag", """{"experiment_id":"EXPERIMENT","key":"k","value":"*5001"}""", 400, Invalid },
        { "GET", "experiments/search?max_results=0", "", 400, Invalid },
        { "GET", "experiments/search?max_results=50000", "", 200, null },
        { "GET", "experiments/search?max_results=50001", "", 400, Invalid },
        { "GET", "experiments/search?view_type=SOME", "", 400, Invalid },
        { "GET", "experiments/search?page_token=nonsense", "", 400, Invalid },
        { "GET", "experiments/search?filter=metrics.x%20%3E%201", "", 400, Invalid },
        { "POST", "runs/create", """{"experiment_id":"nope"}""", 404, Missing },
        { "POST", "runs/create", """{"experiment_id":"EXPERIMENT","run_name":"a","tags":[{"key":"mlflow.runName","value":"b"}]}""", 400, Invalid },
        { "POST", "runs/create", """{"experiment_id":"EXPERIMENT","start_time":"soon"}""", 400, Invalid },
        { "GET", "runs/get?run_id=0123456789abcdef0123456789abcdef", "", 404, Missing },
        { "GET", "runs/get", "", 400, Invalid },
        { "POST", "runs/update", """{"run_id":"nope","status":"FINISHED"}""", 404, Missing },
        { "POST", "runs/update", """{"run_id":"RUN","status":"DONE"}""", 400, Invalid },
        { "POST", "runs/update", """{"run_id":"RUN","status":"SCHEDULED"}""", 400, Invalid },
        { "POST", "runs/update", """{"run_id":"RUN","status":3}""", 200, null },
        { "POST", "runs/delete", """{"run_id":"nope"}""", 404, Missing },
        { "POST", "runs/set-tag", """{"run_id":"RUN","key":"k","value":"*8000"}""", 200, null },
        { "POST", "runs/set-tag", """{"run_id":"RUN","key":"a//b","value":"v"}""", 400, Invalid },
        { "POST", "runs/set-tag", """{"run_id":"RUN","key":"../b","value":"v"}""", 400, Invalid },
        { "POST", "runs/set-tag", """{"run_id":"RUN","key":"\ud800","value":"v"}""", 400, Invalid },
        { "POST", "runs/set-tag", """{"run_id":"GONE","key":"k","value":"v"}""", 400, Invalid },
        { "POST", "runs/delete-tag", """{"run_id":"RUN","key":"none"}""", 404, Missing },
        { "POST", "runs/log-parameter", """{"run_id":"RUN","key":"p","value":"1"}""", 200, null },
        { "POST", "runs/log-parameter", """{"run_id":"RUN","key":"once","value":"1"}""", 200, null },
        { "POST", "runs/log-parameter", """{"run_id":"RUN","key":"once","value":"2"}""", 400, Invalid },
        { "POST", "runs/log-parameter", """{"run_id":"RUN","key":"long","value":"*6000"}""", 200, null },
        { "POST", "runs/log-parameter", """{"run_id":"RUN","key":"empty","value":""}""", 200, null },
        { "POST", "runs/log-parameter", """{"run_id":"RUN","key":"*251","value":"v"}""", 400, Invalid },
        { "POST", "runs/log-parameter", """{"run_id":"RUN","value":"v"}""", 400, Invalid },
        { "POST", "runs/log-parameter", """{"run_id":"RUN","key":"a$b","value":"v"}""", 400, Invalid },
        { "POST", "runs/log-parameter", """{"run_id":"nope","key":"p","value":"1"}""", 404, Missing },
        { "POST", "runs/log-metric", """{"run_id":"RUN","key":"m","value":1,"timestamp":1}""", 200, null },
        { "POST", "runs/log-metric", """{"run_id":"RUN","key":"m","value":"1.5","timestamp":"1","step":"9223372036854775807"}""", 200, null },
        { "POST", "runs/log-metric", """{"run_id":"RUN","key":"m","value":-Infinity,"timestamp":1}""", 200, null },
        { "POST", "runs/log-metric", """{"run_id":"RUN","key":"m","value":"high","timestamp":1}""", 400, Invalid },
        { "POST", "runs/log-metric", """{"run_id":"RUN","key":"m","value":null,"timestamp":1}""", 400, Invalid },
        { "POST", "runs/log-metric", """{"run_id":"RUN","key":"m","value":1}""", 400, Invalid },
        { "POST", "runs/log-metric", """{"run_id":"RUN","key":"m","value":1,"timestamp":-1}""", 400, Invalid },
        { "POST", "runs/log-metric", """{"run_id":"RUN","key":"m","value":1,"timestamp":9223372036854775807}""", 400, Invalid },
        { "POST", "runs/log-metric", """{"run_id":"RUN","key":"m","value":1,"timestamp":1,"step":-1}""", 400, Invalid },
        { "POST", "runs/log-metric", """{"run_id":"RUN","key":"m","value":1,"timestamp":1,"step":1.5}""", 400, Invalid },
        { "POST", "runs/log-metric", """{"run_id":"RUN","key":"m[x]","value":1,"timestamp":1}""", 400, Invalid },
        { "POST", "runs/log-metric", """{"run_id":"RUN","key":"*250","value":1,"timestamp":1}""", 200, null },
        { "POST", "runs/log-metric", """{"run_id":"RUN","key":"*251","value":1,"timestamp":1}""", 400, Invalid },
        { "POST", "runs/log-metric", """{"run_id":"GONE","key":"m","value":1,"timestamp":1}""", 400, Invalid },
        { "POST", "runs/log-batch", """{"run_id":"RUN"}""", 200, null },
        { "POST", "runs/log-batch", """{"run_id":"nope"}""", 404, Missing },
        { "POST", "runs/log-batch", """{"run_id":"RUN","metrics":5}""", 400, Invalid },
        { "POST", "runs/log-batch", """{"run_id":"RUN","params":[{"key":"d","value":"1"},{"key":"d","value":"2"}]}""", 400, Invalid },
        { "POST", "runs/log-batch", """{"run_id":"RUN","tags":[{"value":"v"}]}""", 400, Invalid },
        { "POST", "runs/search", """{"experiment_ids":["EXPERIMENT"],"max_results":50001}""", 400, Invalid },
        { "POST", "runs/search", """{"experiment_ids":["EXPERIMENT"],"filter":"metrics.loss > 'a'"}""", 400, Invalid },
        { "POST", "runs/search", """{"experiment_ids":["EXPERIMENT"],"order_by":["nothing.x"]}""", 400, Invalid },
        { "POST", "runs/search", """{"experiment_ids":["nope"]}""", 200, null },
        { "GET", "metrics/get-history?run_id=RUN&metric_key=none", "", 200, null },
        { "GET", "metrics/get-history?run_id=nope&metric_key=m", "", 404, Missing },
        { "GET", "metrics/get-history?run_id=RUN", "", 400, Invalid },
        { "GET", "artifacts/list?run_id=RUN&path=../x", "", 400, Invalid },
        { "GET", "artifacts/list?run_id=nope", "", 404, Missing },
        { "POST", "registered-models/create", """{"name":""}""", 400, Invalid },
        { "POST", "registered-models/create", """{"name":"model"}""", 400, Taken },
        { "GET", "registered-models/get?name=nope", "", 404, Missing },
        { "GET", "registered-models/search?max_results=1001", "", 400, Invalid },
        { "POST", "registered-models/alias", """{"name":"model","alias":"latest","version":"1"}""", 400, Invalid },
        { "POST", "registered-models/alias", """{"name":"model","alias":"v1","version":"1"}""", 400, Invalid },
        { "POST", "registered-models/alias", """{"name":"model","alias":"a b","version":"1"}""", 400, Invalid },
        { "POST", "registered-models/alias", """{"name":"model","alias":"best","version":"7"}""", 404, Missing },
        { "GET", "registered-models/alias?name=model&alias=none", "", 400, Invalid },
        { "POST", "model-versions/create", """{"name":"nope","source":"x"}""", 404, Missing },
        { "POST", "model-versions/create", """{"name":"model"}""", 400, Invalid },
        { "GET", "model-versions/get?name=model&version=one", "", 400, Invalid },
        { "GET", "model-versions/get?name=model&version=9", "", 404, Missing },
        { "GET", "logged-models/m-none", "", 404, Missing },
        { "GET", "runs/nothing", "", 404, "ENDPOINT_NOT_FOUND" },
        { "POST", "runs/get", """{}""", 404, "ENDPOINT_NOT_FOUND" },
        { "GET", "/api/3.0/mlflow/server-info", "", 404, "ENDPOINT_NOT_FOUND" },
        { "POST", "/api/2.0/mlflow-artifacts/mpu/create/x", """{"num_parts":2}""", 400, Invalid },
        { "POST", "/api/2.0/mlflow-artifacts/mpu/create/x", """{"path":"file","num_parts":2}""", 400, Invalid },
        { "POST", "/api/2.0/mlflow-artifacts/mpu/complete/x", """{"path":"file","upload_id":"none","parts":[]}""", 404, Missing },
        { "GET", "/api/2.0/mlflow-artifacts/artifacts?path=etc/passwd", "", 400, Invalid },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Requests_have_the_status_and_the_code_of_MLflow(string method, string path, string body, int status, string? code)
    {
        string experiment = await client.ExperimentAsync("taken"), run = await client.RunAsync(experiment), gone = await client.RunAsync(experiment);
        await client.PostAsync("runs/delete", new { run_id = gone });
        await client.PostAsync("runs/log-parameter", new { run_id = run, key = "once", value = "1" });
        await client.PostAsync("registered-models/create", new { name = "model" });
        JsonElement reply = await client.SendAsync(method, Filled(path), body.Length == 0 ? null : Filled(body), status);
        Assert.Equal(code, reply.TryGetProperty("error_code", out JsonElement found) ? found.GetString() : null);
        if (code is not null) Assert.True(reply.At("message").GetString()!.Length > 10);

        string Filled(string text)
        {
            text = text.Replace("RUN", run, StringComparison.Ordinal).Replace("EXPERIMENT", experiment, StringComparison.Ordinal).Replace("GONE", gone, StringComparison.Ordinal);
            int star = text.IndexOf('*', StringComparison.Ordinal);
            while (star >= 0)
            {
                int end = star + 1;
                while (char.IsAsciiDigit(text[end])) end++;
                text = $"{text[..star]}{new string('k', int.Parse(text[(star + 1)..end], CultureInfo.InvariantCulture))}{text[end..]}";
                star = text.IndexOf('*', StringComparison.Ordinal);
            }

            return text;
        }
    }

    [Theory]
    [InlineData(1000, 0, 0, 200)]
    [InlineData(1001, 0, 0, 400)]
    [InlineData(0, 100, 0, 200)]
    [InlineData(0, 101, 0, 400)]
    [InlineData(0, 0, 100, 200)]
    [InlineData(0, 0, 101, 400)]
    [InlineData(800, 100, 100, 200)]
    [InlineData(801, 100, 100, 400)]
    public async Task A_batch_has_at_most_the_documented_numbers_and_a_refused_one_writes_nothing(int metrics, int parameters, int tags, int status)
    {
        string id = await client.RunAsync(await client.ExperimentAsync("batch"));
        JsonElement reply = await client.PostAsync(
            "runs/log-batch",
            new
            {
                run_id = id,
                metrics = Enumerable.Range(0, metrics).Select(i => new { key = $"m{i % 10}", value = i, timestamp = i, step = i }),
                @params = Enumerable.Range(0, parameters).Select(i => new { key = $"p{i}", value = "v" }),
                tags = Enumerable.Range(0, tags).Select(i => new { key = $"t{i}", value = "v" }),
            },
            status);
        JsonElement data = (await client.GetAsync($"runs/get?run_id={id}")).At("run");
        int written = status == 200 ? 1 : 0;
        Assert.Equal((Math.Min(metrics, 10) * written, parameters * written, tags * written),
            (MlflowClient.Pairs(data, "data.metrics").Count, MlflowClient.Pairs(data, "data.params").Count, MlflowClient.Pairs(data, "data.tags").Count(t => t.Key.StartsWith('t'))));
        if (status == 400) Assert.Equal(Invalid, reply.At("error_code").GetString());
    }

    [Fact]
    public async Task A_batch_has_at_most_a_megabyte()
    {
        string id = await client.RunAsync(await client.ExperimentAsync("batch"));
        Assert.Equal(Invalid, (await client.PostAsync("runs/log-batch", new { run_id = id, tags = new[] { new { key = "big", value = new string('x', 1_000_000) } } }, 400)).At("error_code").GetString());
    }
}
