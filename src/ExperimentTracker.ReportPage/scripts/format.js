const missing = "–";

// Whole numbers in full, others in six significant digits; the exact value is in the title of a cell.
function formatNumber(value, digits = 6) {
    if (value === null || value === undefined) return missing;
    if (Number.isNaN(value)) return "NaN";
    if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
    if (Number.isInteger(value) && Math.abs(value) < 1e9) return String(value);
    const size = Math.abs(value);
    if (size !== 0 && (size < 1e-4 || size >= 1e9))
        return value
            .toExponential(digits - 1)
            .replace(/\.?0+e/, "e")
            .replace("e+", "e");
    const text = value.toPrecision(digits);
    return text.includes(".") && !text.includes("e") ? text.replace(/\.?0+$/, "") : text;
}

// 12, 3.4k, 5M: for axes.
function formatShort(value) {
    const size = Math.abs(value);
    if (size >= 1e15) return formatNumber(value, 4);
    for (const [unit, name] of [
        [1e12, "T"],
        [1e9, "G"],
        [1e6, "M"],
        [1e4, "k"],
    ]) {
        if (size >= unit) return `${formatNumber(value / (name === "k" ? 1e3 : unit), 4)}${name}`;
    }
    return formatNumber(value, 5);
}

function formatCount(count, noun) {
    return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}

// 340 ms, 4.2 s, 3 min 5 s, 2 h 10 min, 3 d 4 h; from ten of a unit on without the smaller one.
function formatDuration(milliseconds) {
    if (milliseconds === null || milliseconds === undefined) return missing;
    if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
    const seconds = milliseconds / 1000;
    if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
    for (const [large, largeName, small, smallName, most] of [
        [60, "min", 1, "s", 60],
        [3600, "h", 60, "min", 24],
        [86400, "d", 3600, "h", Infinity],
    ]) {
        const ratio = large / small;
        let smalls = Math.round(seconds / small);
        if (smalls / ratio >= 10) smalls = Math.round(seconds / large) * ratio;
        const [whole, rest] = [Math.floor(smalls / ratio), smalls % ratio];
        if (whole < most) return rest === 0 ? `${whole} ${largeName}` : `${whole} ${largeName} ${rest} ${smallName}`;
    }
}

// In the reader's own time zone.
function formatMoment(milliseconds) {
    if (milliseconds === null || milliseconds === undefined) return missing;
    const moment = new Date(milliseconds);
    const pad = value => String(value).padStart(2, "0");
    return `${moment.getFullYear()}-${pad(moment.getMonth() + 1)}-${pad(moment.getDate())} ${pad(moment.getHours())}:${pad(moment.getMinutes())}`;
}

function formatValue(value) {
    return typeof value === "number" ? formatNumber(value) : value === null || value === undefined ? missing : value;
}

const formatParameter = value => (value === null ? "null" : formatValue(value));

function formatTag([key, value]) {
    return value === undefined ? key : `${key}=${value}`;
}

const goalText = { Minimize: "lower is better", Maximize: "higher is better" };
