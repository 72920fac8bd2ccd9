using System.Collections.Immutable;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace ExperimentTracker.Tests.Architecture;

/// <summary>
/// The dependencies between the namespaces of an assembly, read from its metadata: signatures, base types, attributes, and the instructions of every
/// method. Types that the compiler generates for lambdas and iterators count as the type that contains them.
/// </summary>
public sealed class NamespaceGraph
{
    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes).GetFields()
        .Select(f => f.GetValue(null)).OfType<OpCode>().ToDictionary(o => o.Value);

    private readonly MetadataReader metadata;
    private readonly TypeUses uses = new();
    private readonly Dictionary<(string From, string To), string> edges = [];

    private readonly HashSet<(string User, string Used)> types = [];

    private NamespaceGraph(PEReader assembly)
    {
        metadata = assembly.GetMetadataReader();
        foreach (TypeDefinitionHandle handle in metadata.TypeDefinitions)
        {
            ReadType(assembly, metadata.GetTypeDefinition(handle));
            Note(handle);
        }
    }

    /// <summary>The edges. Each has a type that uses the other namespace, and what it uses there.</summary>
    public IReadOnlyDictionary<(string From, string To), string> Edges => edges;

    public static NamespaceGraph Of(string path)
    {
        using var assembly = new PEReader(File.OpenRead(path));
        return new NamespaceGraph(assembly);
    }

    /// <summary>The types of other namespaces that one type uses.</summary>
    public static IReadOnlyList<string> UsesOf(string path, string type) => [.. Of(path).types.Where(t => t.User == type).Select(t => t.Used)];

    /// <summary>The edges that are part of a cycle: their start can be reached from their end.</summary>
    public IReadOnlyList<string> Circles()
    {
        ILookup<string, string> next = edges.Keys.ToLookup(e => e.From, e => e.To);
        return [.. edges.Where(e => Reaches(e.Key.To, e.Key.From)).Select(e => $"{e.Key.From} -> {e.Key.To} ({e.Value})").Order(StringComparer.Ordinal)];

        bool Reaches(string from, string to)
        {
            var seen = new HashSet<string> { from };
            var left = new Queue<string>(seen);
            while (left.TryDequeue(out string? at))
            {
                if (at == to) return true;
                foreach (string one in next[at]) if (seen.Add(one)) left.Enqueue(one);
            }

            return false;
        }
    }

    private void Note(TypeDefinitionHandle user)
    {
        (string from, string name) = Place(user);
        foreach (TypeDefinitionHandle used in uses.Found)
        {
            (string to, string other) = Place(used);
            if (from == to || from.Length == 0 || to.Length == 0) continue;
            edges.TryAdd((from, to), $"{name} uses {other}");
            types.Add(($"{from}.{name}", $"{to}.{other}"));
        }

        uses.Found.Clear();
    }

    private (string Namespace, string Name) Place(TypeDefinitionHandle handle)
    {
        TypeDefinition type = metadata.GetTypeDefinition(handle);
        while (type.GetDeclaringType() is { IsNil: false } outer) type = metadata.GetTypeDefinition(outer);
        return (metadata.GetString(type.Namespace), metadata.GetString(type.Name));
    }

    private void ReadType(PEReader assembly, TypeDefinition type)
    {
        Use(type.BaseType);
        Use(type.GetCustomAttributes());
        Use(type.GetGenericParameters());
        foreach (InterfaceImplementationHandle one in type.GetInterfaceImplementations()) Use(metadata.GetInterfaceImplementation(one).Interface);
        foreach (FieldDefinitionHandle one in type.GetFields())
        {
            FieldDefinition field = metadata.GetFieldDefinition(one);
            field.DecodeSignature(uses, null);
            Use(field.GetCustomAttributes());
        }

        foreach (PropertyDefinitionHandle one in type.GetProperties()) Use(metadata.GetPropertyDefinition(one).GetCustomAttributes());
        foreach (MethodDefinitionHandle one in type.GetMethods())
        {
            MethodDefinition method = metadata.GetMethodDefinition(one);
            method.DecodeSignature(uses, null);
            Use(method.GetCustomAttributes());
            Use(method.GetGenericParameters());
            foreach (ParameterHandle parameter in method.GetParameters()) Use(metadata.GetParameter(parameter).GetCustomAttributes());
            if (method.RelativeVirtualAddress != 0) ReadBody(assembly.GetMethodBody(method.RelativeVirtualAddress));
        }
    }

    private void ReadBody(MethodBodyBlock body)
    {
        if (!body.LocalSignature.IsNil) metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(uses, null);
        foreach (ExceptionRegion region in body.ExceptionRegions) Use(region.CatchType);
        BlobReader code = body.GetILReader();
        while (code.RemainingBytes > 0)
        {
            byte first = code.ReadByte();
            OpCode operation = OpCodesByValue[first == 0xFE ? (short)(0xFE00 | code.ReadByte()) : first];
            switch (operation.OperandType)
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType:
                    Use(MetadataTokens.EntityHandle(code.ReadInt32()));
                    break;
                case OperandType.InlineSwitch:
                    int targets = code.ReadInt32();
                    code.Offset += 4 * targets;
                    break;
                default:
                    code.Offset += SizeOf(operation.OperandType);
                    break;
            }
        }
    }

    private static int SizeOf(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };

    private void Use(EntityHandle handle)
    {
        if (handle.IsNil) return;
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                uses.Found.Add((TypeDefinitionHandle)handle);
                break;
            case HandleKind.TypeSpecification:
                metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(uses, null);
                break;
            case HandleKind.MethodDefinition:
                uses.Found.Add(metadata.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.FieldDefinition:
                uses.Found.Add(metadata.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.MemberReference:
                Use(metadata.GetMemberReference((MemberReferenceHandle)handle).Parent);
                break;
            case HandleKind.MethodSpecification:
                MethodSpecification method = metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                method.DecodeSignature(uses, null);
                Use(method.Method);
                break;
        }
    }

    private void Use(CustomAttributeHandleCollection attributes)
    {
        foreach (CustomAttributeHandle handle in attributes)
        {
            CustomAttribute attribute = metadata.GetCustomAttribute(handle);
            Use(attribute.Constructor);

            // An argument of type System.Type is encoded as the name of the type.
            string value = System.Text.Encoding.UTF8.GetString(metadata.GetBlobBytes(attribute.Value));
            uses.Found.AddRange(metadata.TypeDefinitions.Where(t => value.Contains("ExperimentTracker", StringComparison.Ordinal) && Names(value, t)));
        }
    }

    private bool Names(string value, TypeDefinitionHandle handle)
    {
        TypeDefinition type = metadata.GetTypeDefinition(handle);
        if (type.IsNested) return false;
        string name = $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
        int at = value.IndexOf(name, StringComparison.Ordinal);
        return at >= 0 && (at + name.Length == value.Length || !char.IsLetterOrDigit(value[at + name.Length]) && value[at + name.Length] is not ('.' or '`' or '_'));
    }

    private void Use(GenericParameterHandleCollection parameters)
    {
        foreach (GenericParameterHandle handle in parameters)
        {
            foreach (GenericParameterConstraintHandle constraint in metadata.GetGenericParameter(handle).GetConstraints())
                Use(metadata.GetGenericParameterConstraint(constraint).Type);
        }
    }

    // Decodes signatures only to find the types in them.
    private sealed class TypeUses : ISignatureTypeProvider<object?, object?>
    {
        public List<TypeDefinitionHandle> Found { get; } = [];

        public object? GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
        {
            Found.Add(handle);
            return null;
        }

        public object? GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
            reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

        public object? GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => null;

        public object? GetArrayType(object? elementType, ArrayShape shape) => null;

        public object? GetByReferenceType(object? elementType) => null;

        public object? GetFunctionPointerType(MethodSignature<object?> signature) => null;

        public object? GetGenericInstantiation(object? genericType, ImmutableArray<object?> typeArguments) => null;

        public object? GetGenericMethodParameter(object? genericContext, int index) => null;

        public object? GetGenericTypeParameter(object? genericContext, int index) => null;

        public object? GetModifiedType(object? modifier, object? unmodifiedType, bool isRequired) => null;

        public object? GetPinnedType(object? elementType) => null;

        public object? GetPointerType(object? elementType) => null;

        public object? GetPrimitiveType(PrimitiveTypeCode typeCode) => null;

        public object? GetSZArrayType(object? elementType) => null;
    }
}
