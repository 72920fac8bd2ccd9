// What the charts show is in the address. These are its parameters and their defaults.

const names = ["metric", "x", "log", "logx", "smooth", "smoother", "outliers", "colour", "group", "band", "rank", "top", "zoom", "hide", "closed", "find"];

/** Identifies the options. @param {Record<string, string>} params */
export const optionsKey = params => names.map(name => params[name] ?? "").join("\n");

/** @param {string | undefined} text */
export const readList = text => new Set((text ?? "").split(",").filter(Boolean).map(decode));

/** @param {Iterable<string>} list */
export const writeList = list => [...list].map(encodeURIComponent).join(",");

/** @param {string} text */
function decode(text) {
    try {
        return decodeURIComponent(text);
    } catch {
        return text;
    }
}

/** @param {Set<string>} set @param {string} key */
export function toggled(set, key) {
    const next = new Set(set);
    if (!next.delete(key)) next.add(key);
    return next;
}

/** @param {string | undefined} text @returns {Extent | null} */
export function readRange(text) {
    const [low, high] = (text ?? "").split("~").map(part => (part === "" ? NaN : Number(part)));
    return low < high ? [low, high] : null;
}

/** Ends of a range with as many digits as its width needs. @param {Extent | null} range */
export function writeRange(range) {
    if (!range) return "";
    const digits = Math.max(0, Math.min(15, 3 - Math.floor(Math.log10(range[1] - range[0]))));
    return range.map(end => String(Number(end.toFixed(digits)))).join("~");
}

/** @param {Record<string, string>} params @returns {ChartOptions} */
export function readOptions(params) {
    const smoothing = Number(params.smooth);
    return {
        metric: params.metric ?? "",
        x: params.x ?? "step",
        log: params.log === "1",
        logX: params.logx === "1",
        smoothing: smoothing > 0 ? Math.min(1, smoothing) : 0,
        smoother: params.smoother === "ema" ? "ema" : "kernel",
        ignoreOutliers: params.outliers === "1",
        colour: params.colour ?? "",
        group: params.group ?? "",
        band: params.band === "ci95" || params.band === "minmax" || params.band === "none" ? params.band : "sd",
        rank: params.rank ?? "",
        top: Math.max(1, Math.min(20, Number(params.top) || 10)),
        zoom: readRange(params.zoom),
        hidden: readList(params.hide),
        closed: readList(params.closed),
        find: params.find ?? "",
    };
}
