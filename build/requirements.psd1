# What the tests need beside the .NET SDK and PowerShell, pinned here and nowhere else.
@{
    Pester = '5.9.1'
}
