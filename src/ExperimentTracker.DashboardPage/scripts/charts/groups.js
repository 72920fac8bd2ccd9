// Runs with the same value of a parameter or tag as one line: the mean, and a band around it.
import { valueAt } from "./transform.js";

// The positions of a mean when its curves do not have the same ones.
const most = 300;

// 97.5 % quantiles of Student's t with 1 to 6 degrees of freedom; beyond them an expansion is exact to three digits.
const quantiles = [12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469];

/** @param {number} freedom */
export function studentQuantile(freedom) {
    if (freedom < 1) return NaN;
    if (freedom <= quantiles.length) return quantiles[freedom - 1];
    const z = 1.959964;
    return z + (z ** 3 + z) / (4 * freedom) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2);
}

/**
 * The positions at which curves are averaged: theirs, or evenly spaced ones when they differ or are many.
 * @param {number[][]} columns
 */
function positionsOf(columns) {
    const first = columns[0];
    const same = columns.every(xs => xs === first || (xs.length <= first.length && xs.every((x, i) => x === first[i])));
    if (same) return first;
    const union = [...new Set(columns.flat())].sort((a, b) => a - b);
    if (union.length <= most) return union;
    const low = union[0], high = union[union.length - 1];
    return Array.from({ length: most }, (_, i) => low + ((high - low) * i) / (most - 1));
}

/**
 * @param {number[]} values
 * @param {ChartOptions["band"]} kind
 * @returns {[mean: number, low: number, high: number, count: number]}
 */
export function summarise(values, kind) {
    const n = values.length;
    if (n === 0) return [NaN, NaN, NaN, 0];
    let sum = 0, low = Infinity, high = -Infinity;
    for (const value of values) {
        sum += value;
        if (value < low) low = value;
        if (value > high) high = value;
    }
    const mean = sum / n;
    if (kind === "minmax") return [mean, low, high, n];
    if (kind === "none" || n < 2) return [mean, mean, mean, n];
    let squares = 0;
    for (const value of values) squares += (value - mean) ** 2;
    const deviation = Math.sqrt(squares / (n - 1));
    const reach = kind === "sd" ? deviation : (studentQuantile(n - 1) * deviation) / Math.sqrt(n);
    return [mean, mean - reach, mean + reach, n];
}

/**
 * One line for the runs of a group.
 * @param {Look} look
 * @param {ChartLine[]} lines With ascending xs.
 * @param {ChartOptions["band"]} kind
 * @returns {ChartLine | null}
 */
export function groupLine(look, lines, kind) {
    const filled = lines.filter(line => line.xs.length > 0);
    if (filled.length === 0) return null;
    const xs = positionsOf(filled.map(line => line.xs));
    /** @type {{ low: number[], high: number[], counts: number[] }} */
    const band = { low: [], high: [], counts: [] };
    const ys = xs.map(x => {
        const values = filled.map(line => valueAt(line.xs, line.ys, x)).filter(Number.isFinite);
        const [mean, low, high, count] = summarise(values, kind);
        band.low.push(low);
        band.high.push(high);
        band.counts.push(count);
        return mean;
    });
    return { ...look, bright: true, xs, ys, sorted: true, count: filled.length, band };
}
