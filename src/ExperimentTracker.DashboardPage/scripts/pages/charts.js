// The curves of many runs.
import { RunCharts } from "../charts/run-charts.js";
import { html } from "../lib.js";
import { Empty, Failure, Loading } from "../parts/basic.js";
import { RunChooser, useChosenRuns } from "../parts/chosen-runs.js";
import { linkTo } from "../router.js";

/** @param {{ route: import("../router.js").Route }} props */
export function ChartsPage({ route: { params } }) {
    const chosen = useChosenRuns(params);
    const { runs, error, reload } = chosen;
    const { experiment, filter, runs: ids, by, count } = params;
    return html`<div class="page-head"><h1>Charts</h1><a href=${linkTo("compare", { experiment, filter, runs: ids, by, count })}>Compare these runs</a></div>
        <${RunChooser} params=${params} chosen=${chosen} />
        ${error && error.column === undefined && html`<${Failure} error=${error} retry=${reload} />`}
        ${!runs && !error && html`<${Loading} />`}
        ${runs && runs.length === 0 && !error && html`<${Empty}><p>${ids ? "None of the runs in this address exists any more." : filter ? "No run matches the filter." : "There is no run here yet."}</p><//>`}
        ${runs && runs.length > 0 && html`<${RunCharts} runs=${runs} />`}`;
}
