// One run, in tabs. Each tab has an address.
import { useApi } from "../api.js";
import { titlePage } from "../frame.js";
import { html, useEffect } from "../lib.js";
import { useReload, useReloadWhile } from "../live.js";
import { Failure, Loading } from "../parts/basic.js";
import { Tabs } from "../parts/controls.js";
import { linkTo } from "../router.js";
import { Artifacts } from "../run/artifacts.js";
import { RunChartsTab } from "../run/charts-tab.js";
import { Distributions } from "../run/distributions.js";
import { Code, Environment } from "../run/facts.js";
import { RunHead } from "../run/head.js";
import { Lineage } from "../run/lineage.js";
import { Log } from "../run/log.js";
import { Overview } from "../run/overview.js";
import { Predictions, predictionsOf } from "../run/predictions.js";

/** @param {string} text @param {number} count */
const counted = (text, count) => html`${text}${count > 0 && html` <span class="tab-count number">${count.toLocaleString()}</span>`}`;

/** @typedef {[id: string, text: any, link: string]} Tab */

/** A tab of what not every run has. @param {boolean} has @param {Tab} tab */
const optional = (has, tab) => (has ? [tab] : []);

/** @param {{ route: import("../router.js").Route, store: StoreData }} props */
export function RunPage({ route, store }) {
    /** @type {import("../api.js").Loaded<RunData>} */
    const { data: loaded, error, reload } = useApi(`run/${encodeURIComponent(route.id)}`);
    const data = loaded?.run && matches(loaded.run, route.id) ? loaded : undefined;
    const path = data?.run.path;
    useReload(reload, change => change.removed.includes(data?.run.id ?? "") || change.runs.some(run => run.id === data?.run.id || run.parent === data?.run.id));
    // Artifacts and distributions are added without a change of the run's row.
    useReloadWhile(data?.run.status === "Running", reload);
    useEffect(() => {
        if (path) titlePage(path);
    }, [path]);
    if (error && !data) return html`<h1>Run</h1><${Failure} error=${error} retry=${reload} />`;
    if (!data) return html`<h1 class="hidden">Run</h1><${Loading} />`;
    const tab = route.params.tab ?? "overview", predictions = predictionsOf(data.artifacts), { distributions } = data;
    /** @type {Tab[]} */
    const tabs = [
        ["overview", "Overview", linkTo("run", {}, route.id)],
        ["charts", counted("Charts", data.metrics.length), linkTo("run", { tab: "charts" }, route.id)],
        ...optional(distributions.length > 0, ["distributions", counted("Distributions", distributions.length), linkTo("run", { tab: "distributions" }, route.id)]),
        ...optional(predictions.length > 0, ["predictions", counted("Predictions", predictions.length), linkTo("run", { tab: "predictions" }, route.id)]),
        ...optional(data.logCount !== undefined, ["log", counted("Log", data.logCount ?? 0), linkTo("run", { tab: "log" }, route.id)]),
        ["artifacts", counted("Artifacts", data.artifacts.length), linkTo("run", { tab: "artifacts" }, route.id)],
        ["code", "Code", linkTo("run", { tab: "code" }, route.id)],
        ["environment", "Environment", linkTo("run", { tab: "environment" }, route.id)],
        ["lineage", counted("Lineage", data.inputs.length + data.usedBy.length), linkTo("run", { tab: "lineage" }, route.id)],
    ];
    return html`<${RunHead} data=${data} store=${store} reload=${reload} />
        ${error && html`<${Failure} error=${error} retry=${reload} />`}
        <${Tabs} label="Parts of the run" tabs=${tabs} current=${tab} />
        ${tab === "charts" ? html`<${RunChartsTab} data=${data} route=${route} />`
        : tab === "distributions" ? html`<${Distributions} data=${data} params=${route.params} />`
        : tab === "predictions" ? html`<${Predictions} series=${predictions} params=${route.params} />`
        : tab === "log" ? html`<${Log} key=${data.run.id} run=${data.run} params=${route.params} />`
        : tab === "artifacts" ? html`<${Artifacts} data=${data} params=${route.params} />`
        : tab === "code" ? html`<${Code} data=${data} />`
        : tab === "environment" ? html`<${Environment} data=${data} />`
        : tab === "lineage" ? html`<${Lineage} data=${data} />`
        : html`<${Overview} key=${data.run.id} data=${data} />`}`;
}

/** A run is named in an address by its identity, the beginning of it, or its path. @param {RunRow} run @param {string} text */
const matches = (run, text) => [run.id, run.shortId, run.uid, run.path].includes(text) || run.id.startsWith(text);
