using ExperimentTracker.Web.Http;
using ExperimentTracker.Web.Json;

namespace ExperimentTracker.Web.Api;

/// <summary><c>GET api/store</c>: which store this is, and what the page may do.</summary>
internal static class StoreEndpoint
{
    public static HttpReply Get(ApiContext context)
    {
        StoreInfo info = context.Store.Describe(context.Cancellation);
        ApiServices services = context.Services;
        bool canChange = services.AllowChanges && !info.IsReadOnly;
        return ApiContext.Object(json =>
        {
            json.WriteString("id", info.StoreId);
            json.WriteString("address", info.Path);
            json.WriteString("engine", info.Engine);
            json.WriteString("engineVersion", info.EngineVersion);
            json.WriteString("moduleVersion", services.ModuleVersion);
            json.WriteBoolean("readOnly", info.IsReadOnly);
            json.WriteBoolean("allowChanges", canChange);
            if (canChange) json.WriteString("changeSecret", services.ChangeSecret);
            json.WriteNumber("experiments", info.Experiments);
            json.WriteNumber("runs", info.Runs);
            json.WriteTime("time", context.Store.Time.GetUtcNow().UtcDateTime);
        });
    }
}
