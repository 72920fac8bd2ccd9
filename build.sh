#!/usr/bin/env bash
# The verbs of build.ps1 for a shell. Uses PowerShell 7.4 or later from the PATH, or restores it as a local .NET tool. Without either, it runs what
# needs only the .NET SDK, and prints what it did not run, with the reason.
set -eu
cd "$(dirname "$0")"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_USE_MSBUILD_SERVER=0
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false
export POWERSHELL_TELEMETRY_OPTOUT=1 POWERSHELL_UPDATECHECK=Off

# Whether a version such as "PowerShell 7.6.5" is 7.4 or later.
is_new_enough() {
    [[ $1 =~ ^PowerShell\ ([0-9]+)\.([0-9]+) ]] &&
        ((BASH_REMATCH[1] > 7 || (BASH_REMATCH[1] == 7 && BASH_REMATCH[2] >= 4)))
}

if command -v pwsh >/dev/null; then
    found=$(pwsh --version 2>/dev/null || true)
    if is_new_enough "$found"; then exec pwsh -NoProfile -NonInteractive -File ./build.ps1 "$@"; fi
    reason="the one on the PATH is ${found:-a pwsh that does not start}"
else
    reason='pwsh is not on the PATH'
fi

if ! dotnet --version >/dev/null 2>&1; then
    echo 'The .NET SDK is required, but dotnet is not on the PATH: https://dotnet.microsoft.com/download' >&2
    exit 1
fi

# A network that drops packets must not block the build. macOS has no timeout command.
limit=$(command -v timeout >/dev/null && echo 'timeout 120' || true)
if restored=$($limit dotnet tool restore 2>&1); then
    # The tool may need an older .NET than that of the SDK.
    export DOTNET_ROLL_FORWARD=Major
    if is_new_enough "$(dotnet pwsh --version 2>/dev/null || true)"; then
        exec dotnet pwsh -NoProfile -NonInteractive -File ./build.ps1 "$@"
    fi
    reason="$reason, and the one restored as a .NET tool does not start"
else
    restored=${restored%%$'\n'*}
    reason="$reason, and restoring it as a .NET tool failed (${restored:-no answer})"
fi
echo "PowerShell 7.4 or later was not found: $reason."

verb=${1:-build}
if (($# > 1)); then
    echo "Not run: options of '$verb' need PowerShell."
    exit 1
fi

options=(--configuration Release --nologo --verbosity quiet -tl:off)
results=$PWD/out/test-results
passed=0 failed=0 skipped=0

# Packages come from the cache of this machine, or once from the feed.
restore_packages() {
    local log
    if log=$(dotnet restore "$1" --nologo --verbosity quiet -tl:off 2>&1); then return; fi
    echo "Packages could not be restored: $(grep -m1 -o 'error .*' <<<"$log" || echo "$log")"
    echo 'They are not in the cache of this machine, and no package feed answered. Run this command once with a network; later it needs none.'
    return 1
}

# Read the report of xunit, which has one element a line: an attribute of <Counters>, and a text without entities.
counter() { sed -n "s/.*<Counters.* $1=\"\([0-9]*\)\".*/\1/p" "$results/xunit.trx"; }
plain() { sed -e 's/&lt;/</g' -e 's/&gt;/>/g' -e 's/&quot;/"/g' -e 's/&#x*[0-9a-fA-F]*;/ /g' -e 's/&amp;/\&/g'; }

run_xunit() {
    local status=0 total executed
    TZ=America/St_Johns dotnet test tests/ExperimentTracker.Tests --no-build "${options[@]}" --results-directory "$results" \
        --logger 'trx;LogFileName=xunit.trx' --logger 'console;verbosity=minimal' || status=$?
    if [ -f "$results/xunit.trx" ]; then
        total=$(counter total) executed=$(counter executed) passed=$(counter passed)
        failed=$((executed - passed)) skipped=$((total - executed))
        awk -F'"' '
            /<UnitTestResult / { name = ""; if (/outcome="NotExecuted"/) for (i = 1; i < NF; i++) if ($i ~ / testName=$/) name = $(i + 1) }
            /<Message>/ && name { sub(/.*<Message>/, ""); sub(/<\/Message>.*/, ""); print "SKIPPED " name ": " $0; name = "" }
        ' "$results/xunit.trx" | plain
    fi
    if ((status != 0 && failed == 0)); then
        echo "FAILED dotnet test: it ended with exit code $status"
        failed=1
    fi
}

run_quickstart() {
    local project=$PWD/examples/QuickStart
    mkdir -p "$results/QuickStart"
    if (cd "$results/QuickStart" && dotnet run --project "$project" --configuration Release --no-build); then
        passed=$((passed + 1))
    else
        echo 'FAILED examples/QuickStart'
        failed=$((failed + 1))
    fi
}

case $verb in
test)
    rm -rf "$results"
    unset EXPERIMENT_STORE TRACEPARENT
    if restore_packages ExperimentTracker.slnx && dotnet build ExperimentTracker.slnx "${options[@]}"; then
        run_xunit
        run_quickstart
        echo 'SKIPPED src/ExperimentTracker.ReportPage: it needs PowerShell'
        skipped=$((skipped + 1))
        for file in tests/*.Tests.ps1; do
            [ -e "$file" ] || continue
            echo "SKIPPED $file: it needs PowerShell"
            skipped=$((skipped + 1))
        done
        echo 'Not built: the module and its help, which need PowerShell.'
    else
        echo 'FAILED build'
        failed=1
    fi
    echo "$passed passed, $failed failed, $skipped skipped"
    ((failed == 0 && passed > 0))
    ;;
demo)
    echo 'Not run: examples/Train-Iris.ps1. This is examples/QuickStart, the same experiment in C#.'
    restore_packages examples/QuickStart
    dotnet run --project examples/QuickStart --configuration Release
    ;;
build)
    dotnet build ExperimentTracker.slnx "${options[@]}"
    echo 'Not built: the module in module/bin and its help, which need PowerShell.'
    ;;
*)
    echo "Not run: '$verb' needs PowerShell."
    exit 1
    ;;
esac
