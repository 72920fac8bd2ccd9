// Runs beside each other.
import { Differences } from "../compare/differences.js";
import { Importance } from "../compare/importance.js";
import { Media } from "../compare/media.js";
import { ParallelCoordinates } from "../compare/parallel.js";
import { Scatter } from "../compare/scatter.js";
import { readBrushes } from "../compare/brushes.js";
import { dimensionsOf } from "../compare/dimensions.js";
import { html, useMemo } from "../lib.js";
import { Empty, Failure, Loading } from "../parts/basic.js";
import { Tabs } from "../parts/controls.js";
import { RunChooser, useChosenRuns } from "../parts/chosen-runs.js";
import { linkTo } from "../router.js";

/** @type {Record<string, { title: string, view: (props: any) => any }>} */
const views = {
    differences: { title: "Differences", view: Differences },
    parallel: { title: "Parallel coordinates", view: ParallelCoordinates },
    scatter: { title: "Scatter", view: Scatter },
    importance: { title: "Importance", view: Importance },
    media: { title: "Artifacts", view: Media },
};

/** @param {{ route: import("../router.js").Route }} props */
export function ComparePage({ route: { params } }) {
    const chosen = useChosenRuns(params);
    const { runs, error, reload } = chosen;
    const current = params.view && params.view in views ? params.view : "differences";
    const { view } = views[current];
    const dimensions = useMemo(() => dimensionsOf(runs ?? []), [runs]);
    const brushes = useMemo(() => readBrushes(params.brush), [params.brush]);
    const { experiment, filter, runs: ids, by, count } = params;
    return html`<div class="page-head"><h1>Compare</h1><a href=${linkTo("charts", { experiment, filter, runs: ids, by, count })}>Charts of these runs</a></div>
        <${RunChooser} params=${params} chosen=${chosen} />
        <${Tabs} label="Views" current=${current} tabs=${Object.entries(views).map(([id, { title }]) => [id, title, linkTo("compare", { ...params, view: id === "differences" ? "" : id })])} />
        ${error && error.column === undefined && html`<${Failure} error=${error} retry=${reload} />`}
        ${!runs && !error && html`<${Loading} />`}
        ${runs && runs.length === 0 && !error && html`<${Empty}><p>${ids ? "None of the runs in this address exists any more." : filter ? "No run matches the filter." : "There is no run here yet."}</p><//>`}
        ${runs && runs.length > 0 && html`<${view} runs=${runs} dimensions=${dimensions} brushes=${brushes} params=${params} />`}`;
}
