// Ranges of dimensions that runs must be in, as the address has them: brush=p:lr:0.001~0.1,m:loss:0~0.5
import { writeRange } from "../charts/options.js";
import { numberOf } from "./dimensions.js";

/** @typedef {Map<string, Extent>} Brushes Ranges by the key of their dimension. */

/** @param {string | undefined} text @returns {Brushes} */
export function readBrushes(text) {
    /** @type {Brushes} */
    const brushes = new Map();
    for (const part of (text ?? "").split(",").filter(Boolean)) {
        const at = part.lastIndexOf(":");
        const [low, high] = part.slice(at + 1).split("~").map(Number);
        if (at > 0 && low <= high) brushes.set(decodeURIComponent(part.slice(0, at)), [low, high]);
    }
    return brushes;
}

/** @param {Brushes} brushes */
export const writeBrushes = brushes => [...brushes].map(([key, [low, high]]) => `${encodeURIComponent(key)}:${low < high ? writeRange([low, high]) : `${low}~${high}`}`).join(",");

/** @param {Brushes} brushes @param {string} key @param {Extent | null} range */
export function withBrush(brushes, key, range) {
    const next = new Map(brushes);
    if (range) next.set(key, range);
    else next.delete(key);
    return next;
}

/** @param {RunRow} run @param {Brushes} brushes @param {import("./dimensions.js").Dimension[]} dimensions */
export function isWithin(run, brushes, dimensions) {
    for (const [key, [low, high]] of brushes) {
        const dimension = dimensions.find(each => each.key === key);
        if (!dimension) continue;
        const value = numberOf(dimension, run);
        if (!(value >= low && value <= high)) return false;
    }
    return true;
}
