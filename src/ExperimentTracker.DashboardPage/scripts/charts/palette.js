// Which colour a run has. Ten colours that colour-blind readers tell apart, then the same ones dashed.
import { collator, formatParameter, toNumber } from "../format.js";
import { isDark, themeColour } from "../theme.js";
import { spansDecades } from "./transform.js";

const colours = 10;
const dashes = [undefined, [7, 4], [2, 3], [10, 3, 2, 3]];
// A parameter with more distinct numbers is a scale of colours rather than a list.
const mostListed = 12;

// Viridis (Smith and van der Walt), whose lightness rises evenly; each theme leaves out the end that its background swallows.
const ramp = [[68, 1, 84], [65, 68, 135], [42, 120, 142], [34, 168, 132], [122, 209, 81], [253, 231, 37]];

/** @param {number} share From 0 to 1. */
function rampColour(share) {
    const at = (isDark() ? 0.32 + 0.68 * share : 0.78 * share) * (ramp.length - 1);
    const i = Math.min(ramp.length - 2, Math.floor(at));
    return `rgb(${ramp[i].map((low, k) => Math.round(low + (ramp[i + 1][k] - low) * (at - i))).join(" ")})`;
}

/** The colour of a look in the current theme. @param {string} colour */
export const paint = colour => (colour.startsWith("ramp:") ? rampColour(Number(colour.slice(5))) : themeColour(colour));

/** @param {number} index @returns {{ colour: string, dash?: number[] }} */
export const distinctLook = index => ({ colour: `--series-${index % colours}`, dash: dashes[Math.floor(index / colours) % dashes.length] });

/**
 * What a run has for "p:name", "t:name", "status" or "experiment".
 * @param {RunRow} run
 * @param {string} by
 * @returns {ParameterValue | undefined}
 */
export function valueOf(run, by) {
    const name = by.slice(2);
    if (by.startsWith("p:")) return run.parameters[name];
    if (by.startsWith("t:")) return name in run.tags ? (run.tags[name] ?? "") : undefined;
    return by === "experiment" ? run.experiment.name : run.status;
}

/** @param {ParameterValue | undefined} value */
const textOf = value => (value === undefined ? "(none)" : value === "" ? "(set)" : formatParameter(value));

/**
 * The value of a metric that ranks a run; NaN when it has none.
 * @param {RunRow} run
 * @param {string} metric
 */
export function scoreOf(run, metric) {
    const value = run.metrics[metric];
    return value ? toNumber(value.best ?? value.last) : NaN;
}

/**
 * The runs from the best to the worst; those without a value come last, and without a goal the newest is first.
 * @param {RunRow[]} runs
 * @param {MetricInfo | undefined} metric
 */
export function ranked(runs, metric) {
    if (!metric?.goal) return [...runs].sort((a, b) => b.created - a.created);
    const sign = metric.goal === "Minimize" ? 1 : -1;
    const scores = new Map(runs.map(run => [run, sign * scoreOf(run, metric.name)]));
    const order = (/** @type {RunRow} */ run) => {
        const score = scores.get(run) ?? NaN;
        return Number.isNaN(score) ? Infinity : score;
    };
    return [...runs].sort((a, b) => (order(a) === order(b) ? b.created - a.created : order(a) - order(b)));
}

/**
 * A run keeps its colour while it stays among the bright ones, so that a new best run does not repaint the others.
 * @param {Map<string, number>} slots
 * @param {RunRow[]} bright
 */
function assignSlots(slots, bright) {
    const ids = new Set(bright.map(run => run.id));
    for (const id of slots.keys()) if (!ids.has(id)) slots.delete(id);
    const taken = new Set(slots.values());
    let next = 0;
    for (const id of ids) {
        if (slots.has(id)) continue;
        while (taken.has(next)) next++;
        taken.add(next);
        slots.set(id, next);
    }
}

/**
 * @param {RunRow[]} runs
 * @param {ChartOptions} options
 * @param {MetricInfo | undefined} rank
 * @param {Map<string, number>} slots Kept from one call to the next.
 * @returns {Palette}
 */
export function paletteOf(runs, options, rank, slots) {
    const by = options.group || options.colour;
    return by ? paletteByValue(runs, by, options, rank) : paletteByRun(runs, options, rank, slots);
}

/**
 * @param {RunRow[]} runs
 * @param {ChartOptions} options
 * @param {MetricInfo | undefined} rank
 * @param {Map<string, number>} slots
 * @returns {Palette}
 */
function paletteByRun(runs, options, rank, slots) {
    const bright = ranked(runs, rank).slice(0, options.top);
    assignSlots(slots, bright);
    /** @type {LegendEntry[]} */
    const entries = bright.map(run => ({ ...distinctLook(slots.get(run.id) ?? 0), key: run.id, label: run.path, bright: true, run }));
    const byRun = new Map(entries.map(entry => [entry.key, entry]));
    return {
        lookOf: run => byRun.get(run.id) ?? { key: run.id, label: run.path, colour: "--faint", bright: false },
        entries,
        bright: bright.map(run => run.id),
        dim: runs.length - bright.length,
    };
}

/**
 * @param {RunRow[]} runs
 * @param {string} by
 * @param {ChartOptions} options
 * @param {MetricInfo | undefined} rank
 * @returns {Palette}
 */
function paletteByValue(runs, by, options, rank) {
    /** @type {Map<string, { value: ParameterValue | undefined, count: number }>} */
    const found = new Map();
    for (const run of runs) {
        const value = valueOf(run, by), key = textOf(value);
        const entry = found.get(key);
        if (entry) entry.count++;
        else found.set(key, { value, count: 1 });
    }
    const numbers = [...found.values()].flatMap(({ value }) => (typeof value === "number" ? [value] : []));
    const best = new Set(ranked(runs, rank).slice(0, options.top).map(run => run.id));
    if (!options.group && numbers.length > mostListed && numbers.length >= found.size - 1) return rampPalette(numbers, by, best);
    const sorted = [...found].sort(([a, { value: x }], [b, { value: y }]) => (typeof x === "number" && typeof y === "number" ? x - y : collator.compare(a, b)));
    const entries = sorted.map(([label, { count }], i) => ({ ...distinctLook(i), key: label, label, bright: true, count }));
    const byKey = new Map(entries.map(({ key, label, colour, dash }) => [key, { key, label, colour, dash }]));
    const none = { key: "", label: "", colour: "--faint", bright: false };
    return { lookOf: run => ({ ...(byKey.get(textOf(valueOf(run, by))) ?? none), bright: best.has(run.id) }), entries, bright: [...best], dim: 0 };
}

/**
 * @param {number[]} numbers
 * @param {string} by
 * @param {Set<string>} best
 * @returns {Palette}
 */
function rampPalette(numbers, by, best) {
    const low = numbers.reduce((a, b) => Math.min(a, b)), high = numbers.reduce((a, b) => Math.max(a, b));
    const scale = spansDecades(numbers) ? Math.log : (/** @type {number} */ x) => x;
    const share = (/** @type {number} */ value) => (scale(value) - scale(low)) / (scale(high) - scale(low) || 1);
    return {
        lookOf: run => {
            const value = valueOf(run, by);
            return { key: run.id, label: run.path, colour: typeof value === "number" ? `ramp:${share(value).toFixed(3)}` : "--faint", bright: best.has(run.id) };
        },
        entries: [],
        bright: [...best],
        ramp: { name: by.slice(2), low, high },
        dim: 0,
    };
}
