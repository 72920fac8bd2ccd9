// What is going on: the experiments, what runs now, and what failed lately.
import { useApi } from "../api.js";
import { useSparklines } from "../charts/sparkline-curves.js";
import { formatCount, formatNumber } from "../format.js";
import { html, useEffect, useMemo, useState } from "../lib.js";
import { useChanges, useReload } from "../live.js";
import { Age, Duration, Empty, Failure, Loading, Progress, RunLink, Section, Status, Tags, Tile, isNamed } from "../parts/basic.js";
import { Sparkline } from "../parts/sparkline.js";
import { linkTo } from "../router.js";

/** The metric of a run that says most: one with a goal, otherwise the first. @param {RunRow} run */
function mainMetric(run) {
    const all = Object.entries(run.metrics);
    return all.find(([, value]) => value.goal) ?? all[0];
}

/** @param {{ run: RunRow }} props */
function RunName({ run }) {
    return html`<${RunLink} run=${run} />${isNamed(run) && html` <span class="run-name">${run.name}</span>`}`;
}

/** @param {{ run: RunRow, curve: Curve | undefined }} props */
function RunningRow({ run, curve }) {
    const metric = mainMetric(run);
    return html`<li>
        <div class="row-head"><${RunName} run=${run} /><span class="note"><${Duration} run=${run} /></span></div>
        <div class="running-facts">
            <${Progress} run=${run} />
            ${metric && html`<span class="running-metric"><${Sparkline} values=${curve?.values ?? []} label=${`${metric[0]} so far`} /><span class="note">${metric[0]}</span> <b class="number">${formatNumber(metric[1].last, 4)}</b></span>`}
        </div>
    </li>`;
}

const mostRunning = 12;

/** @param {{ runs: RunRow[], count: number }} props */
function Running({ runs, count }) {
    const shown = runs.slice(0, mostRunning);
    const curveOf = useSparklines(shown, run => mainMetric(run)?.[0]);
    const charts = runs.length > 0 && html`<a href=${linkTo("charts", { runs: runs.map(run => run.id).join(",") })}>${runs.length > 1 ? "Charts of these" : "Charts"}</a>`;
    return html`<${Section} id="running" title="Running now" aside=${charts}>
        ${runs.length === 0
            ? html`<${Empty}><p>Nothing is running.</p><//>`
            : html`<ul class="rows">${shown.map(run => html`<${RunningRow} key=${run.id} run=${run} curve=${curveOf(run)} />`)}
                  ${count > shown.length && html`<li><a href=${linkTo("runs", { status: "Running" })}>and ${count - shown.length} more</a></li>`}</ul>`}
    <//>`;
}

/** @param {{ runs: RunRow[] }} props */
const Failures = ({ runs }) => html`<${Section} id="failures" title="Latest failures" aside=${runs.length > 0 && html`<a href=${linkTo("runs", { status: "Failed,Killed" })}>All failures</a>`}>
    ${runs.length === 0
        ? html`<${Empty}><p>No run has failed.</p><//>`
        : html`<ul class="rows">${runs.slice(0, 8).map(
              run => html`<li key=${run.id}>
                  <div class="row-head"><${Status} status=${run.status} /><${RunName} run=${run} /><span class="note"><${Age} time=${run.ended ?? run.created} /></span></div>
                  ${run.error && html`<p class="error-line" title=${run.error}>${run.error.split("\n")[0]}</p>`}
              </li>`,
          )}</ul>`}
<//>`;

/** Shares of the statuses of an experiment's runs. @param {{ row: ExperimentRow }} props */
function Shares({ row }) {
    const rest = row.runs - row.running - row.failed - row.succeeded;
    const parts = [["running", row.running], ["succeeded", row.succeeded], ["failed", row.failed], ["pending", rest]].filter(([, count]) => Number(count) > 0);
    const text = parts.map(([name, count]) => `${count} ${name === "pending" ? "other" : name}`).join(", ");
    return html`<span class="bar" role="img" aria-label=${text} title=${text}>${parts.map(([name, count]) => html`<span key=${name} class=${`part ${name}`} style=${{ flexGrow: count }}></span>`)}</span>`;
}

/** @param {{ row: ExperimentRow }} props */
const ExperimentLine = ({ row }) => html`<tr>
    <th scope="row"><a href=${linkTo("runs", { experiment: row.id })}>${row.name}</a>${row.description && html`<span class="run-name experiment-text">${row.description}</span>`}</th>
    <td>${row.project}</td>
    <td class="number">${row.runs.toLocaleString()}</td>
    <td class="shares">${row.runs > 0 && html`<${Shares} row=${row} />`}</td>
    <td><${Tags} tags=${row.tags} /></td>
    <td><${Age} time=${row.lastActivity ?? row.created} /></td>
    <td><a href=${linkTo("charts", { experiment: row.id })} aria-label=${`Charts of ${row.name}`}>Charts</a></td>
</tr>`;

/** @param {{ store: StoreData }} props */
export function HomePage({ store }) {
    /** @type {import("../api.js").Loaded<HomeData>} */
    const { data, error, reload } = useApi("home");
    useReload(reload, () => true, 2000);
    // Between two readings the rows of running runs are those that the server has sent.
    const [fresh, setFresh] = useState(/** @type {Map<string, RunRow>} */ (new Map()));
    useChanges(news => news && setFresh(before => new Map([...before, ...news.runs.map(run => /** @type {[string, RunRow]} */ ([run.id, run]))])));
    useEffect(() => setFresh(new Map()), [data]);
    const running = useMemo(() => (data?.running ?? []).map(run => fresh.get(run.id) ?? run).filter(run => run.status === "Running"), [data, fresh]);
    if (error && !data) return html`<${Failure} error=${error} retry=${reload} />`;
    if (!data) return html`<${Loading} />`;
    const { experiments, failures, counts } = data;
    if (experiments.length === 0) {
        return html`<${Empty}><h1>No experiments yet</h1>
            <p>Runs appear here as soon as a script records one in ${store.address}:</p>
            <pre class="code">Invoke-Run -Experiment digits { Add-Metric loss 0.5 }</pre><//>`;
    }
    return html`<h1>Home</h1>
        ${error && html`<${Failure} error=${error} retry=${reload} />`}
        <dl class="tiles">
            <${Tile} label="Running" value=${counts.running.toLocaleString()} href=${linkTo("runs", { status: "Running" })} />
            <${Tile} label="Failed in 24 hours" value=${counts.failed24h.toLocaleString()} href=${linkTo("runs", { status: "Failed,Killed" })} />
            <${Tile} label="Runs" value=${counts.runs.toLocaleString()} note=${`in ${formatCount(experiments.length, "experiment")}`} href=${linkTo("runs")} />
        </dl>
        <div class="two"><${Running} runs=${running} count=${counts.running} /><${Failures} runs=${failures} /></div>
        <${Section} id="experiments" title="Experiments">
            <div class="scroll" tabindex="0" role="region" aria-label="Table of experiments"><table class="plain">
                <thead><tr><th scope="col">Experiment</th><th scope="col">Project</th><th scope="col" class="number">Runs</th><th scope="col">Status</th><th scope="col">Tags</th><th scope="col">Last activity</th><th scope="col"><span class="hidden">Charts</span></th></tr></thead>
                <tbody>${experiments.map(row => html`<${ExperimentLine} key=${row.id} row=${row} />`)}</tbody>
            </table></div>
        <//>`;
}
