// The curves of running runs, for a sparkline beside each.
import { useEffect, useMemo, useReducer } from "../lib.js";
import { CurveStore } from "./curve-store.js";

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
