// The charts of one run.
import { RunCharts } from "../charts/run-charts.js";
import { html, useMemo } from "../lib.js";

/** @param {{ data: RunData, route: import("../router.js").Route }} props */
export function RunChartsTab({ data }) {
    const runs = useMemo(() => [data.run], [data.run]);
    return html`<${RunCharts} runs=${runs} />`;
}
