// Numbers of curves: smoothing, ranges and positions.

/** @param {number} value @param {boolean} log */
export const drawable = (value, log) => Number.isFinite(value) && (!log || value > 0);

// The maximum width of smoothing, as a share of the range of steps.
const widest = 0.1;

/**
 * Accumulates values from one end to the other; the weight decreases by a factor of e per width.
 * @param {number[]} xs
 * @param {number[]} values
 * @param {number} width
 * @param {boolean} backwards
 */
function fadingSums(xs, values, width, backwards) {
    const sums = new Float64Array(xs.length), weights = new Float64Array(xs.length);
    let sum = 0, weight = 0;
    for (let k = 0; k < xs.length; k++) {
        const i = backwards ? xs.length - 1 - k : k;
        const kept = k === 0 ? 0 : Math.exp(-Math.abs(xs[i] - xs[backwards ? i + 1 : i - 1]) / width);
        const counts = Number.isFinite(values[i]);
        sum = sum * kept + (counts ? values[i] : 0);
        weight = weight * kept + (counts ? 1 : 0);
        sums[i] = sum;
        weights[i] = weight;
    }
    return { sums, weights };
}

/**
 * The weighted mean around each point (a Laplace kernel), which does not lag behind and does not depend on how a curve was thinned. Gaps stay gaps.
 * @param {number[]} xs
 * @param {number[]} values
 * @param {number} share From 0 to 1.
 */
export function smoothKernel(xs, values, share) {
    const width = share ** 2 * widest * (xs[xs.length - 1] - xs[0]);
    if (!(width > 0)) return values;
    const before = fadingSums(xs, values, width, false), after = fadingSums(xs, values, width, true);
    return values.map((value, i) => (Number.isFinite(value) ? (before.sums[i] + after.sums[i] - value) / (before.weights[i] + after.weights[i] - 1) : value));
}

/**
 * The exponential moving average of the points so far, corrected for its start at zero. Gaps stay gaps.
 * @param {number[]} values
 * @param {number} share From 0 to 1: the weight of the past.
 */
export function smoothExponential(values, share) {
    const kept = Math.min(share, 0.999);
    let sum = 0, weight = 0;
    return values.map(value => {
        if (!Number.isFinite(value)) return value;
        sum = sum * kept + value * (1 - kept);
        weight = weight * kept + (1 - kept);
        return sum / weight;
    });
}

/**
 * The first index whose x is not below a position, in ascending xs.
 * @param {number[]} xs
 * @param {number} x
 */
export function firstFrom(xs, x) {
    let low = 0, high = xs.length;
    while (low < high) {
        const middle = (low + high) >> 1;
        if (xs[middle] < x) low = middle + 1;
        else high = middle;
    }
    return low;
}

/**
 * The index of the point nearest to a position.
 * @param {number[]} xs
 * @param {number} x
 * @param {boolean} sorted
 */
export function nearestIndex(xs, x, sorted) {
    if (!sorted) {
        let near = 0;
        for (let i = 1; i < xs.length; i++) if (Math.abs(xs[i] - x) < Math.abs(xs[near] - x)) near = i;
        return near;
    }
    const i = Math.min(firstFrom(xs, x), xs.length - 1);
    return i > 0 && x - xs[i - 1] <= xs[i] - x ? i - 1 : i;
}

/**
 * The value at a position between points; NaN outside of them.
 * @param {number[]} xs Ascending.
 * @param {number[]} ys
 * @param {number} x
 */
export function valueAt(xs, ys, x) {
    const i = firstFrom(xs, x);
    if (i === xs.length) return NaN;
    if (xs[i] === x) return ys[i];
    if (i === 0) return NaN;
    return ys[i - 1] + ((ys[i] - ys[i - 1]) * (x - xs[i - 1])) / (xs[i] - xs[i - 1]);
}

// Percentiles of more values than these are those of a sample.
const mostSorted = 20000;

/**
 * @param {number[]} values
 * @param {Extent} shares
 * @returns {Extent}
 */
function percentiles(values, shares) {
    const stride = Math.max(1, Math.floor(values.length / mostSorted));
    const sample = Float64Array.from(stride === 1 ? values : values.filter((_, i) => i % stride === 0)).sort();
    const at = (/** @type {number} */ share) => sample[Math.min(sample.length - 1, Math.round(share * (sample.length - 1)))];
    return [at(shares[0]), at(shares[1])];
}

/**
 * The range of y of what is drawn within a range of x.
 * @param {ChartLine[]} lines
 * @param {Extent | null} within
 * @param {boolean} log
 * @param {boolean} logX
 * @param {boolean} ignoreOutliers
 * @returns {{ x: Extent | null, y: Extent | null, clipped: boolean }}
 */
export function extents(lines, within, log, logX, ignoreOutliers) {
    let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
    /** @type {number[]} */
    const values = [];
    const see = (/** @type {number} */ y) => {
        if (!drawable(y, log)) return false;
        if (y < low) low = y;
        if (y > high) high = y;
        return true;
    };
    for (const { xs, ys, band } of lines) {
        for (let i = 0; i < xs.length; i++) {
            const x = xs[i];
            if (!drawable(x, logX) || !drawable(ys[i], log)) continue;
            if (x < left) left = x;
            if (x > right) right = x;
            if (within && (x < within[0] || x > within[1])) continue;
            see(ys[i]);
            if (ignoreOutliers) values.push(ys[i]);
            if (band) see(band.low[i]), see(band.high[i]);
        }
    }
    const x = left <= right ? /** @type {Extent} */ ([left, right]) : null;
    if (low > high) return { x, y: null, clipped: false };
    const y = ignoreOutliers && values.length ? percentiles(values, [0.01, 0.99]) : /** @type {Extent} */ ([low, high]);
    return { x, y, clipped: low < y[0] || high > y[1] };
}

/**
 * Room around the drawing, so that no line touches an edge.
 * @param {Extent | null} range
 * @param {boolean} log
 * @returns {Extent}
 */
export function padded(range, log) {
    if (!range) return log ? [0.1, 1] : [0, 1];
    let [low, high] = range;
    if (log) return low === high ? [low / 2, high * 2] : [low / (high / low) ** 0.05, high * (high / low) ** 0.05];
    if (low === high) [low, high] = [low - (Math.abs(low) || 1) / 2, high + (Math.abs(high) || 1) / 2];
    const room = (high - low) * 0.05;
    return [low - room, high + room];
}

/** Learning rates and sizes vary by powers. @param {number[]} values */
export function spansDecades(values) {
    const finite = values.filter(Number.isFinite);
    if (finite.length === 0) return false;
    const low = finite.reduce((a, b) => Math.min(a, b)), high = finite.reduce((a, b) => Math.max(a, b));
    return low > 0 && high / low >= 50;
}
