// Small curves in a table.
import { html, useEffect, useMemo, useReducer } from "../lib.js";
import { CurveStore } from "./curve-store.js";

const width = 96;
const height = 22;

/**
 * Reads a curve for each run and keeps it up to date.
 * @param {RunRow[]} runs
 * @param {(run: RunRow) => string | undefined} metricOf
 * @returns {(run: RunRow) => Curve | undefined}
 */
export function useSparklines(runs, metricOf) {
    const store = useMemo(() => new CurveStore({ points: 60, times: false }), []);
    const [, draw] = useReducer((/** @type {number} */ turn) => turn + 1, 0);
    useEffect(() => {
        store.listeners.add(draw);
        return () => {
            store.listeners.delete(draw);
            store.close();
        };
    }, [store]);
    useEffect(() => {
        // Each run only with the metric that is shown, so that no other is read.
        store.setRuns(runs.map(run => ({ ...run, metrics: Object.fromEntries(Object.entries(run.metrics).filter(([name]) => name === metricOf(run))) })));
        store.want(runs.flatMap(run => metricOf(run) ?? []));
    }, [runs]);
    return run => store.get(run.id, metricOf(run) ?? "");
}

/** The form of a curve; its numbers are beside it. @param {{ curve: Curve | undefined }} props */
export function Sparkline({ curve }) {
    const points = curve?.steps.map((step, i) => /** @type {const} */ ([step, curve.values[i]])).filter(([, value]) => Number.isFinite(value)) ?? [];
    if (points.length < 2) return html`<svg class="sparkline" width=${width} height=${height} aria-hidden="true"></svg>`;
    const values = points.map(([, value]) => value);
    const low = Math.min(...values), high = Math.max(...values), [first] = points[0], [last] = points[points.length - 1];
    const at = (/** @type {readonly [number, number]} */ [step, value]) => `${(1 + ((step - first) / (last - first || 1)) * (width - 2)).toFixed(1)},${(height - 2 - ((value - low) / (high - low || 1)) * (height - 4)).toFixed(1)}`;
    return html`<svg class="sparkline" width=${width} height=${height} aria-hidden="true"><polyline points=${points.map(at).join(" ")} /></svg>`;
}
