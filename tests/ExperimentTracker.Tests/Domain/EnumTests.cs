namespace ExperimentTracker.Tests.Domain;

/// <summary>ConvertTo-Json writes enumerations with 64 bits as strings, and others as numbers.</summary>
public sealed class EnumTests
{
    [Fact]
    public void Enumerations_that_records_have_are_strings_in_the_JSON_of_PowerShell()
    {
        Type[] enums = [.. typeof(Run).Assembly.GetExportedTypes().Where(type => type.Namespace == nameof(ExperimentTracker))
            .SelectMany(type => type.GetProperties()).Select(property => Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType)
            .Where(type => type.IsEnum && type.Assembly == typeof(Run).Assembly).Distinct()];
        Assert.Contains(typeof(RunStatus), enums);
        Assert.All(enums, type => Assert.Equal((type, typeof(long)), (type, Enum.GetUnderlyingType(type))));
    }
}
