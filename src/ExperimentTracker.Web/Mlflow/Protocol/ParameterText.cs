using System.Text;
using ExperimentTracker.Json;

namespace ExperimentTracker.Web.Mlflow.Protocol;

/// <summary>
/// The values of parameters, which are typed in a store and strings in MLflow. A string that is exactly how Python writes a number or a truth value becomes that value, and is
/// written as the same string again.
/// </summary>
internal static class ParameterText
{
    // From this power of ten on, Python writes a floating-point number with an exponent.
    private const int FirstExponent = 16;
    private const int LastNegativeExponent = -4;

    /// <summary>Returns the value that a string stands for.</summary>
    public static object Read(string text) => text switch
    {
        "True" => true,
        "False" => false,
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long integer) && Write(integer) == text => integer,
        _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) && Write(number) == text => number,
        _ => text,
    };

    /// <summary>Returns the string of a value.</summary>
    public static string Write(object? value) => value switch
    {
        null => "None",
        string text => text,
        bool flag => flag ? "True" : "False",
        double number => Number(number),
        object?[] or NamedValues => JsonText.Write(value),
        _ => ValueText.Format(value),
    };

    // The shortest digits that identify the number, as Python's repr shows them.
    private static string Number(double number)
    {
        if (!double.IsFinite(number)) return double.IsNaN(number) ? "nan" : number > 0 ? "inf" : "-inf";
        if (number == 0) return double.IsNegative(number) ? "-0.0" : "0.0";
        string plain = Math.Abs(number).ToString("R", CultureInfo.InvariantCulture);
        int mark = plain.IndexOf('E', StringComparison.Ordinal);
        string mantissa = mark < 0 ? plain : plain[..mark], whole = mantissa.Split('.')[0];
        string digits = mantissa.Replace(".", "", StringComparison.Ordinal).TrimStart('0');
        int exponent = mark >= 0 ? int.Parse(plain[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)
            : whole != "0" ? whole.Length - 1
            : digits.Length - mantissa.Length + 1;
        digits = digits.TrimEnd('0');
        var text = new StringBuilder(number < 0 ? "-" : "");
        if (exponent is >= LastNegativeExponent and < FirstExponent)
        {
            if (exponent < 0) text.Append("0.").Append('0', -exponent - 1).Append(digits);
            else if (digits.Length <= exponent + 1) text.Append(digits).Append('0', exponent + 1 - digits.Length).Append(".0");
            else text.Append(digits, 0, exponent + 1).Append('.').Append(digits, exponent + 1, digits.Length - exponent - 1);
        }
        else
        {
            text.Append(digits[0]);
            if (digits.Length > 1) text.Append('.').Append(digits, 1, digits.Length - 1);
            text.Append('e').Append(exponent < 0 ? '-' : '+').Append(Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }
}
