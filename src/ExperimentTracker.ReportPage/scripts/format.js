const missing = "–";

/**
 * Integers in full, others with six significant digits; the title of a cell has the exact value.
 * @param {number | null | undefined} value
 */
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

// The lower bound of each unit.
const units = [
    { from: 1e12, unit: 1e12, name: "T" },
    { from: 1e9, unit: 1e9, name: "G" },
    { from: 1e6, unit: 1e6, name: "M" },
    { from: 1e4, unit: 1e3, name: "k" },
];

/**
 * 12, 34k, 5M: for axes.
 * @param {number} value
 */
function formatShort(value) {
    const size = Math.abs(value);
    if (size >= 1e15) return formatNumber(value, 4);
    const fit = units.find(({ from }) => size >= from);
    return fit ? `${formatNumber(value / fit.unit, 4)}${fit.name}` : formatNumber(value, 5);
}

/**
 * @param {number} count
 * @param {string} noun
 */
function formatCount(count, noun) {
    return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}

const durations = [
    { large: 60, largeName: "min", small: 1, smallName: "s", most: 60 },
    { large: 3600, largeName: "h", small: 60, smallName: "min", most: 24 },
    { large: 86400, largeName: "d", small: 3600, smallName: "h", most: Infinity },
];

/**
 * 340 ms, 4.2 s, 3 min 5 s, 2 h 10 min, 3 d 4 h; from ten of a unit on without the smaller one.
 * @param {number | null | undefined} milliseconds
 */
function formatDuration(milliseconds) {
    if (milliseconds === null || milliseconds === undefined) return missing;
    if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
    const seconds = milliseconds / 1000;
    if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
    for (const { large, largeName, small, smallName, most } of durations) {
        const ratio = large / small;
        let smalls = Math.round(seconds / small);
        if (smalls / ratio >= 10) smalls = Math.round(seconds / large) * ratio;
        const [whole, rest] = [Math.floor(smalls / ratio), smalls % ratio];
        if (whole < most) return rest === 0 ? `${whole} ${largeName}` : `${whole} ${largeName} ${rest} ${smallName}`;
    }
    return "∞";
}

/**
 * In the reader's own time zone.
 * @param {number | null | undefined} milliseconds
 */
function formatDate(milliseconds) {
    if (milliseconds === null || milliseconds === undefined) return missing;
    const date = new Date(milliseconds);
    const pad = (/** @type {number} */ value) => String(value).padStart(2, "0");
    return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())} ${pad(date.getHours())}:${pad(date.getMinutes())}`;
}

/**
 * @param {Value} value
 * @returns {string}
 */
function formatValue(value) {
    return typeof value === "number" ? formatNumber(value) : value === null || value === undefined ? missing : value;
}

/** @param {Value} value */
const formatParameter = value => (value === null ? "null" : formatValue(value));

/** @param {Fact} tag */
function formatTag([key, value]) {
    return value === undefined ? key : `${key}=${value}`;
}

const goalText = { Minimize: "lower is better", Maximize: "higher is better" };
