// The data of curves for uPlot.

/**
 * @param {Value} value
 * @param {boolean} log
 * @returns {value is number}
 */
function drawable(value, log) {
    return typeof value === "number" && Number.isFinite(value) && (!log || value > 0);
}

// The maximum width of smoothing, as a share of the steps.
const widest = 0.1;

/**
 * Accumulates values from one end to the other; the weight decreases by a factor of e per width.
 * @param {number[]} steps
 * @param {number[]} values
 * @param {number} width
 * @param {number[]} order
 */
function fadingSums(steps, values, width, order) {
    let sum = 0,
        weight = 0;
    /** @type {number | null} */
    let previous = null;
    /** @type {[sum: number, weight: number][]} */
    const sums = [];
    for (const i of order) {
        const kept = previous === null ? 0 : Math.exp(-Math.abs(steps[i] - previous) / width);
        previous = steps[i];
        const counts = Number.isFinite(values[i]);
        sum = sum * kept + (counts ? values[i] : 0);
        weight = weight * kept + (counts ? 1 : 0);
        sums[i] = [sum, weight];
    }
    return sums;
}

/**
 * The weighted mean around each point (a Laplace kernel), which does not lag behind and does not depend on how a curve was
 * downsampled. Gaps stay gaps.
 * @param {number[]} steps
 * @param {number[]} values
 * @param {number} share
 */
function smooth(steps, values, share) {
    const width = share ** 2 * widest * (steps[steps.length - 1] - steps[0]);
    if (width === 0) return values;
    const order = steps.map((_, i) => i);
    const before = fadingSums(steps, values, width, order),
        after = fadingSums(steps, values, width, [...order].reverse());
    return values.map((value, i) =>
        Number.isFinite(value) ? (before[i][0] + after[i][0] - value) / (before[i][1] + after[i][1] - 1) : value,
    );
}

/**
 * The smoothed curve of a run.
 * @param {Run} run
 * @param {number} metric
 * @returns {ShownCurve | undefined}
 */
function curveOf(run, metric) {
    const curve = run.curves.get(metric);
    return curve && { run, steps: curve.steps, raw: curve.values, values: smooth(curve.steps, curve.values, state.smoothing) };
}

/** @param {number} metric */
function shownCurves(metric) {
    return [...state.selected.keys()].filter(run => !state.hidden.has(run)).flatMap(run => curveOf(run, metric) ?? []);
}

/**
 * Inserts gaps for values that cannot be drawn.
 * @param {number[]} values
 */
const forDrawing = values => values.map(value => (drawable(value, state.log) ? value : null));

/**
 * A common column of steps, and a column of values for each curve; undefined if a curve has no point, null for a gap.
 * @param {ShownCurve[]} curves
 * @returns {uPlot.AlignedData}
 */
function alignCurves(curves) {
    if (curves.length === 0) return [[], []];
    if (curves.length === 1) return [curves[0].steps, forDrawing(curves[0].values)];
    return uPlot.join(curves.map(curve => [curve.steps, forDrawing(curve.values)]));
}

/**
 * The position of the point nearest to a step.
 * @param {number[]} steps
 * @param {number} step
 */
function nearest(steps, step) {
    let low = 0,
        high = steps.length - 1;
    while (low < high) {
        const middle = (low + high) >> 1;
        if (steps[middle] < step) low = middle + 1;
        else high = middle;
    }
    return low > 0 && step - steps[low - 1] <= steps[low] - step ? low - 1 : low;
}
