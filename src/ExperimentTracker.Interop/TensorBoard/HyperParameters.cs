using ExperimentTracker.Interop.Protobuf;
using ExperimentTracker.Interop.Reading;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Interop.TensorBoard;

/// <summary>Reads what the hyperparameter plugin keeps in the metadata of summaries (TensorBoard's <c>plugin_data.proto</c>): parameters, and how a run ended.</summary>
internal static class HyperParameters
{
    private const int Succeeded = 1, Failed = 2, Running = 3;

    /// <summary>Reads one message into a run.</summary>
    public static void ReadInto(ForeignRun run, TransferLosses losses, ReadOnlySpan<byte> message)
    {
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field == 3) ReadStart(run, losses, reader.Bytes());
            else if (reader.Field == 4) ReadEnd(run, reader.Bytes());
            else reader.Skip();
        }
    }

    private static void ReadStart(ForeignRun run, TransferLosses losses, ReadOnlySpan<byte> message)
    {
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: ReadParameter(run, losses, reader.Bytes()); break;
                case 4: run.SetTag("group", reader.String()); break;
                case 5: run.StartedAt = ForeignTimes.FromSeconds(reader.Double()) ?? run.StartedAt; break;
                default: reader.Skip(); break;
            }
        }
    }

    private static void ReadEnd(ForeignRun run, ReadOnlySpan<byte> message)
    {
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field == 1) run.Status = reader.Int64() switch { Succeeded => RunStatus.Succeeded, Failed => RunStatus.Failed, Running => RunStatus.Running, _ => run.Status };
            else if (reader.Field == 2) run.EndedAt = ForeignTimes.FromSeconds(reader.Double()) ?? run.EndedAt;
            else reader.Skip();
        }
    }

    // An entry of a map: the name and a value of google.protobuf.Value.
    private static void ReadParameter(ForeignRun run, TransferLosses losses, ReadOnlySpan<byte> entry)
    {
        string name = "";
        ReadOnlySpan<byte> value = default;
        var reader = new ProtoReader(entry);
        while (reader.Next())
        {
            if (reader.Field == 1) name = reader.String();
            else if (reader.Field == 2) value = reader.Bytes();
            else reader.Skip();
        }

        var choice = new ProtoReader(value);
        while (choice.Next())
        {
            switch (choice.Field)
            {
                case 1:
                    choice.Skip();
                    run.SetParameter(name, null);
                    break;
                case 2: run.SetParameter(name, choice.Double()); break;
                case 3: run.SetParameter(name, choice.String()); break;
                case 4: run.SetParameter(name, choice.Int64() != 0); break;
                default:
                    choice.Skip();
                    losses.Add("hyperparameter", "it is a list or an object, which the plugin does not show either", name);
                    break;
            }
        }
    }
}
