// From curves and options to the lines of a chart.
import { groupLine } from "./groups.js";
import { extents, firstFrom, smoothExponential, smoothKernel, valueAt } from "./transform.js";

/** @typedef {import("./curve-store.js").CurveStore} CurveStore */

/**
 * Where the points of a curve are on the axis.
 * @param {Curve} curve
 * @param {RunRow} run
 * @param {ChartOptions} options
 * @param {CurveStore} store
 */
function positions(curve, run, options, store) {
    const { steps, times } = curve;
    if (options.x === "time") return times ?? [];
    if (options.x === "elapsed") {
        const start = run.started ?? times?.[0] ?? 0;
        return times?.map(time => time - start) ?? [];
    }
    if (!options.x.startsWith("m:")) return steps;
    const other = store.get(run.id, options.x.slice(2));
    return other ? steps.map(step => valueAt(other.steps, other.values, step)) : [];
}

/**
 * The steps of a curve that are in view, a point more on either side.
 * @param {Curve} curve
 * @param {RunRow} run
 * @param {ChartOptions} options
 * @returns {Extent | null}
 */
export function stepsInView(curve, run, { x, zoom }) {
    const { steps, times } = curve;
    if (!zoom || x.startsWith("m:") || steps.length === 0) return null;
    const start = x === "elapsed" ? (run.started ?? times?.[0] ?? 0) : 0;
    const xs = x === "step" ? steps : (times ?? []);
    const from = firstFrom(xs, zoom[0] + start), to = firstFrom(xs, zoom[1] + start);
    return from < xs.length && to > 0 ? [steps[Math.max(0, from - 1)], steps[Math.min(steps.length - 1, to)]] : null;
}

/** @param {number[]} xs */
function isSorted(xs) {
    for (let i = 1; i < xs.length; i++) if (!(xs[i] >= xs[i - 1])) return false;
    return true;
}

/**
 * @param {Curve} curve
 * @param {RunRow} run
 * @param {Look} look
 * @param {ChartOptions} options
 * @param {CurveStore} store
 * @returns {ChartLine}
 */
function lineOf(curve, run, { key, colour, dash, bright }, options, store) {
    const look = { key, label: run.path, colour, dash, bright };
    const xs = positions(curve, run, options, store);
    if (xs.length === 0) return { ...look, run, xs: [], ys: [], sorted: true };
    const sorted = options.x.startsWith("m:") ? isSorted(xs) : true;
    if (options.smoothing === 0) return { ...look, run, xs, ys: curve.values, sorted };
    const ys = options.smoother === "ema" ? smoothExponential(curve.values, options.smoothing) : smoothKernel(curve.steps, curve.values, options.smoothing);
    return { ...look, run, xs, ys, raw: curve.values, sorted };
}

/**
 * The same points with x ascending, which a mean needs.
 * @param {ChartLine} line
 * @returns {ChartLine}
 */
function ascending(line) {
    if (line.sorted) return line;
    const order = line.xs.map((_, i) => i).filter(i => Number.isFinite(line.xs[i])).sort((a, b) => line.xs[a] - line.xs[b]);
    return { ...line, xs: order.map(i => line.xs[i]), ys: order.map(i => line.ys[i]), sorted: true };
}

/**
 * @param {ChartLine[]} lines
 * @param {Palette} palette
 * @param {ChartOptions} options
 */
function grouped(lines, palette, options) {
    /** @type {Map<string, ChartLine[]>} */
    const groups = new Map();
    for (const line of lines) groups.set(line.key, [...(groups.get(line.key) ?? []), ascending(line)]);
    return palette.entries.flatMap(entry => groupLine({ key: entry.key, label: entry.label, colour: entry.colour, dash: entry.dash, bright: true }, groups.get(entry.key) ?? [], options.band) ?? []);
}

const titles = { step: "Step", time: "Time", elapsed: "Time since the start" };

/**
 * @param {MetricInfo} metric
 * @param {RunRow[]} runs
 * @param {CurveStore} store
 * @param {Palette} palette
 * @param {ChartOptions} options
 * @param {string[]} differing
 * @returns {ChartModel}
 */
export function modelOf(metric, runs, store, palette, options, differing) {
    /** @type {ChartLine[]} */
    let lines = [];
    for (const run of runs) {
        const curve = store.get(run.id, metric.name);
        if (!curve) continue;
        const look = palette.lookOf(run);
        if (!options.hidden.has(look.key)) lines.push(lineOf(curve, run, look, options, store));
    }
    if (options.group) lines = grouped(lines, palette, options);
    else lines.sort((a, b) => Number(a.bright) - Number(b.bright));
    const logX = options.logX && options.x !== "time";
    const xKind = options.x.startsWith("m:") ? "metric" : options.x;
    return {
        metric,
        lines,
        ...extents(lines, options.zoom, options.log, logX, options.ignoreOutliers),
        xKind,
        xTitle: xKind === "metric" ? options.x.slice(2) : titles[/** @type {keyof typeof titles} */ (xKind)] ?? "Step",
        log: options.log,
        logX,
        smoothed: options.smoothing > 0 && !options.group,
        differing,
    };
}
