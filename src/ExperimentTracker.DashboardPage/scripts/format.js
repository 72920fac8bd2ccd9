// Numbers, dates and durations as text, in the reader's locale.

const missing = "–";

/** @param {NumberData | null | undefined} value */
export const toNumber = value => (typeof value === "string" ? Number(value) : (value ?? NaN));

/**
 * Integers in full, others with six significant digits; the title of a cell has the exact value.
 * @param {NumberData | null | undefined} value
 */
export function formatNumber(value, digits = 6) {
    if (value === null || value === undefined) return missing;
    const number = toNumber(value);
    if (Number.isNaN(number)) return "NaN";
    if (!Number.isFinite(number)) return number > 0 ? "∞" : "−∞";
    if (Number.isInteger(number) && Math.abs(number) < 1e9) return number.toLocaleString(undefined, { useGrouping: Math.abs(number) >= 10000 });
    const size = Math.abs(number);
    return number.toLocaleString(undefined, {
        maximumSignificantDigits: digits,
        notation: size < 1e-4 || size >= 1e9 ? "scientific" : "standard",
        useGrouping: size >= 10000,
    });
}

/** For axes: 12, 34k, 5M. @param {number} value */
export function formatShort(value) {
    if (Math.abs(value) < 10000) return formatNumber(value, 5);
    return value.toLocaleString(undefined, { notation: "compact", maximumSignificantDigits: 4 });
}

/**
 * @param {number} count
 * @param {string} noun
 * @param {string} [plural]
 */
export function formatCount(count, noun, plural = `${noun}s`) {
    return `${count.toLocaleString()} ${count === 1 ? noun : plural}`;
}

/**
 * 340 ms, 4.2 s, 3 min 5 s, 2 h 10 min, 3 d 4 h.
 * @param {number | null | undefined} milliseconds
 */
export function formatDuration(milliseconds) {
    if (milliseconds === null || milliseconds === undefined) return missing;
    if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
    const seconds = milliseconds / 1000;
    if (seconds < 59.95) return `${seconds.toLocaleString(undefined, { maximumFractionDigits: 1 })} s`;
    const whole = Math.round(seconds);
    const [days, hours, minutes] = [Math.floor(whole / 86400), Math.floor(whole / 3600) % 24, Math.floor(whole / 60) % 60];
    if (days) return hours ? `${days} d ${hours} h` : `${days} d`;
    if (hours) return minutes ? `${hours} h ${minutes} min` : `${hours} h`;
    return whole % 60 ? `${minutes} min ${whole % 60} s` : `${minutes} min`;
}

/** A share of a whole as percent. @param {number} share */
export const formatShare = share => share.toLocaleString(undefined, { style: "percent" });

const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const brief = new Intl.DateTimeFormat(undefined, { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" });
const withYear = new Intl.DateTimeFormat(undefined, { year: "numeric", month: "short", day: "numeric" });

/** In the reader's time zone. @param {Time | null | undefined} time */
export const formatDate = time => (time === null || time === undefined ? missing : exact.format(time));

/** Without the year when it is this one. @param {Time | null | undefined} time */
export function formatBriefDate(time) {
    if (time === null || time === undefined) return missing;
    return (new Date(time).getFullYear() === new Date().getFullYear() ? brief : withYear).format(time);
}

const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto", style: "short" });
/** @type {[seconds: number, unit: Intl.RelativeTimeFormatUnit][]} */
const ages = [[86400, "day"], [3600, "hour"], [60, "minute"]];

/**
 * "5 min. ago"; a date when it is more than a month ago.
 * @param {Time | null | undefined} time
 */
export function formatAge(time, now = Date.now()) {
    if (time === null || time === undefined) return missing;
    const seconds = (time - now) / 1000;
    if (Math.abs(seconds) > 30 * 86400) return formatBriefDate(time);
    for (const [size, unit] of ages) if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
    return Math.abs(seconds) < 5 ? "just now" : relative.format(Math.trunc(seconds), "second");
}

/** @param {number | null | undefined} bytes */
export function formatSize(bytes) {
    if (bytes === null || bytes === undefined) return missing;
    if (bytes < 1024) return formatCount(bytes, "byte");
    const power = Math.min(4, Math.floor(Math.log2(bytes) / 10));
    return `${(bytes / 1024 ** power).toLocaleString(undefined, { maximumSignificantDigits: 3 })} ${["", "KB", "MB", "GB", "TB"][power]}`;
}

/** @param {ParameterValue | undefined} value */
export function formatParameter(value) {
    if (value === undefined) return missing;
    return value === null ? "null" : typeof value === "number" ? formatNumber(value) : String(value);
}

/** @param {string} name @param {string | null} value */
export const formatTag = (name, value) => (value === null || value === "" ? name : `${name}=${value}`);

/** Natural order of names: layer2 before layer10. */
export const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

export const goalText = { Minimize: "lower is better", Maximize: "higher is better" };
