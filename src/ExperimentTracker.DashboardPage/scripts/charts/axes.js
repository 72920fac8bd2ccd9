// The axes of a chart, with labels in the reader's locale.
import { formatDuration, formatShort } from "../format.js";
import { themeColour } from "../theme.js";

const font = "12px system-ui, sans-serif";

/** @typedef {{ splits: number[], labels: string[] }} Ticks Where the labels of an axis are, for a picture of the chart. */

/**
 * uPlot gives null for a label of a logarithmic axis that does not fit.
 * @param {(values: number[], step: number) => string[]} format
 * @param {Ticks} ticks
 * @returns {uPlot.Axis.DynamicValues}
 */
function labels(format, ticks) {
    return (_, splits, _axis, _space, step) => {
        const shown = splits.filter(split => split !== null);
        const texts = format(shown, step);
        ticks.splits = shown;
        ticks.labels = texts;
        let next = 0;
        return splits.map(split => (split === null ? "" : texts[next++]));
    };
}

const second = 1000, minute = 60 * second, hour = 60 * minute, day = 24 * hour;
const durations = [1, 2, 5, 10, 20, 50, 100, 200, 500, second, 2 * second, 5 * second, 10 * second, 15 * second, 30 * second, minute, 2 * minute, 5 * minute, 10 * minute, 15 * minute, 30 * minute, hour, 2 * hour, 3 * hour, 6 * hour, 12 * hour, day, 2 * day, 5 * day, 10 * day, 50 * day, 100 * day];

// There is nothing between two steps.
const whole = Array.from({ length: 15 }, (_, power) => [1, 2, 5].map(digit => digit * 10 ** power)).flat();

/** @param {Intl.DateTimeFormatOptions} options */
const dates = options => new Intl.DateTimeFormat(undefined, options);
const clock = dates({ hour: "2-digit", minute: "2-digit" });
const exactClock = dates({ hour: "2-digit", minute: "2-digit", second: "2-digit" });
const date = dates({ month: "short", day: "numeric" });

/** Times of day, with the date where a day begins. @param {number[]} splits @param {number} step */
function timeLabels(splits, step) {
    const ofDay = step < minute ? exactClock : clock;
    return splits.map((time, i) => {
        const newDay = i === 0 || new Date(time).getDate() !== new Date(splits[i - 1]).getDate();
        return step >= day || (newDay && i > 0) ? date.format(time) : ofDay.format(time);
    });
}

/**
 * The labels of a logarithmic axis: powers of ten, with steps between them as far as there is room. uPlot's own do not end when a value is tiny.
 * @param {number} low
 * @param {number} high
 * @param {number} room The number of labels that fit.
 */
export function logSplits(low, high, room) {
    const from = Math.floor(Math.log10(low)), to = Math.ceil(Math.log10(high));
    const every = Math.max(1, Math.ceil((to - from) / Math.max(2, room)));
    const within = (/** @type {number[]} */ mantissas) => {
        const found = [];
        for (let power = from; power <= to; power += every) for (const mantissa of mantissas) found.push(Number(`${mantissa}e${power}`));
        return found.filter(value => value >= low && value <= high);
    };
    const choices = every > 1 ? [[1]] : [[1, 2, 3, 5], [1, 2, 5], [1, 3], [1]];
    const fitting = choices.map(within).find(splits => splits.length <= room);
    if (fitting && fitting.length > 1) return fitting;
    // Less than a decade: evenly spaced values say more.
    const size = 10 ** Math.floor(Math.log10(high - low)), first = Math.ceil(low / size) * size;
    const even = Array.from({ length: Math.floor((high - first) / size) + 1 }, (_, i) => Number((first + i * size).toPrecision(12)));
    return even.length > 1 ? even : [low, high];
}

/** @param {number} space @param {"clientWidth" | "clientHeight"} side @returns {Partial<uPlot.Axis>} */
const logAxis = (space, side) => ({ splits: (chart, _axis, low, high) => logSplits(low, high, Math.max(2, Math.floor((chart.over?.[side] || 200) / space))), filter: (_, splits) => splits });

/** @param {number[]} splits */
const elapsedLabels = splits => splits.map(split => (split === 0 ? "0" : formatDuration(split)));

/** @param {number[]} splits */
const numberLabels = splits => splits.map(formatShort);

/**
 * @param {{ xKind: string, log: boolean, logX: boolean }} model
 * @param {{ x: Ticks, y: Ticks }} ticks
 * @returns {[across: uPlot.Axis, up: uPlot.Axis]}
 */
export function axesOf({ xKind, log, logX }, ticks) {
    /** @type {uPlot.Axis} */
    const common = {
        font,
        stroke: () => themeColour("--muted"),
        grid: { stroke: () => themeColour("--grid"), width: 1 },
        ticks: { stroke: () => themeColour("--grid"), width: 1, size: 4 },
    };
    const widthOf = (/** @type {string[]} */ texts) => Math.max(36, 14 + 7 * Math.max(...texts.map(text => text?.length ?? 0)));
    const across = { ...common, size: 28, gap: 4, space: xKind === "time" ? 84 : 64 };
    const format = xKind === "time" ? timeLabels : xKind === "elapsed" ? elapsedLabels : numberLabels;
    return [
        { ...across, values: labels(format, ticks.x), ...(logX ? logAxis(84, "clientWidth") : xKind === "elapsed" ? { incrs: durations } : xKind === "step" && { incrs: whole }) },
        { ...common, gap: 6, space: 32, values: labels(numberLabels, ticks.y), size: (_, texts) => (texts ? widthOf(texts) : 50), ...(log && logAxis(32, "clientHeight")) },
    ];
}
