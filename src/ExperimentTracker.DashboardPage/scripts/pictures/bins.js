// What the bins of a distribution say, without drawing.

/** The shares of values below which the lines of a distribution are. */
export const quantiles = [0.05, 0.25, 0.5, 0.75, 0.95];

const sum = (/** @type {number[]} */ counts) => counts.reduce((a, b) => a + b, 0);

/**
 * The value below which a share of the values in bins lies, if those of a bin are spread evenly in it. NaN without values.
 * @param {DistributionStep} step
 * @param {number} share From 0 to 1.
 */
export function quantileOf({ edges, counts }, share) {
    const wanted = share * sum(counts);
    if (counts.length === 0 || sum(counts) === 0) return NaN;
    let below = 0;
    for (let bin = 0; bin < counts.length; bin++) {
        const count = counts[bin];
        if (count > 0 && below + count >= wanted) {
            const within = (wanted - below) / count;
            return edges[bin] * (1 - within) + edges[bin + 1] * within;
        }
        below += count;
    }
    return edges[edges.length - 1];
}

/** The bin that a value is in; -1 for one outside of all. @param {DistributionStep} step @param {number} value */
export function binOf({ edges, counts }, value) {
    if (counts.length === 0 || !(value >= edges[0] && value <= edges[counts.length])) return -1;
    let low = 0, high = counts.length - 1;
    while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (edges[middle] <= value) low = middle;
        else high = middle - 1;
    }
    return low;
}

/**
 * How full each bin is for its width, as a share of the fullest one of the step.
 * @param {DistributionStep} step
 */
export function densities({ edges, counts }) {
    const narrowest = Math.min(...counts.map((_, bin) => edges[bin + 1] - edges[bin]).filter(width => width > 0));
    const dense = counts.map((count, bin) => count / (Number.isFinite(narrowest) ? Math.max((edges[bin + 1] - edges[bin]) / narrowest, Number.MIN_VALUE) : 1));
    const fullest = dense.reduce((a, b) => Math.max(a, b), 0);
    return dense.map(each => (fullest > 0 ? each / fullest : 0));
}

/** The steps that have bins; of several with the same step the last. @param {DistributionStep[]} steps */
export const drawnSteps = steps => steps.filter((each, i) => each.counts.length > 0 && each.step !== steps[i + 1]?.step);

/** The lowest and the highest edge of the bins with values. @param {DistributionStep[]} steps @returns {Extent | null} */
export function valueRange(steps) {
    let low = Infinity, high = -Infinity;
    for (const { edges, counts } of steps) {
        counts.forEach((count, bin) => {
            if (count === 0) return;
            low = Math.min(low, edges[bin]);
            high = Math.max(high, edges[bin + 1]);
        });
    }
    return low <= high ? [low, high] : null;
}

/** Where the column of each step begins and ends: half-way to its neighbours. @param {DistributionStep[]} steps @returns {Extent[]} */
export function columnsOf(steps) {
    if (steps.length === 1) return [[steps[0].step - 0.5, steps[0].step + 0.5]];
    const borders = steps.slice(1).map(({ step }, i) => (step + steps[i].step) / 2);
    const first = 2 * steps[0].step - borders[0], last = 2 * steps[steps.length - 1].step - borders[borders.length - 1];
    return steps.map((_, i) => [borders[i - 1] ?? first, borders[i] ?? last]);
}
