// What a report is about, and what it found.
import { formatBriefDate, formatCount, formatDate, formatDuration, formatNumber, formatParameter } from "../format.js";
import { html } from "../lib.js";
import { Status, Tags, Tile } from "../parts/basic.js";
import { linkTo } from "../router.js";
import { linesOf } from "../run/log-lines.js";
import { rankedRuns, statusCounts } from "./data.js";

/** @typedef {import("./data.js").Report} Report */

const mostBest = 4;
const mostCommon = 30;
const kinds = { run: "Run", comparison: "Comparison", experiment: "Experiment" };

/** @param {{ runs: RunRow[] }} props */
function Shares({ runs }) {
    const counts = statusCounts(runs);
    const text = counts.map(({ status, count }) => `${count.toLocaleString()} ${status.toLowerCase()}`).join(", ");
    return html`<span class="bar" role="img" aria-label=${text}>${counts.map(({ status, count }) => html`<span key=${status} class=${`part ${status.toLowerCase()}`} style=${{ flexGrow: count }}></span>`)}</span><span class="note">${text}</span>`;
}

/** @param {{ report: Report, runs: RunRow[] }} props */
function Tiles({ report, runs }) {
    const started = runs.flatMap(run => run.started ?? []).sort((a, b) => a - b);
    const best = report.metrics.filter(({ goal, best: value }) => goal && value !== undefined).slice(0, mostBest);
    return html`<dl class="tiles">
        <div class="tile wide"><dt>Runs</dt><dd><span class="value">${runs.length.toLocaleString()}</span><${Shares} runs=${runs} /></dd></div>
        ${started.length > 0 && html`<${Tile} label="Started" value=${formatBriefDate(started[0])} note=${started.length > 1 ? `to ${formatDate(started[started.length - 1])}` : undefined} />`}
        ${best.map(metric => {
            const [run] = rankedRuns(report, metric);
            return html`<${Tile} key=${metric.name} label=${`Best ${metric.name} (${report.data.ranking})`} value=${formatNumber(metric.best)} note=${html`<a href=${linkTo("run", {}, run.id)}>${run.path}</a>`} />`;
        })}
    </dl>`;
}

/** Parameters with the same value in all runs are shown once. @param {{ runs: RunRow[] }} props */
function Common({ runs }) {
    if (runs.length < 2) return null;
    const same = Object.entries(runs[0].parameters).filter(([name, value]) => runs.every(run => name in run.parameters && run.parameters[name] === value));
    if (same.length === 0) return null;
    return html`<p class="common"><span>The same in all runs:</span>${same.slice(0, mostCommon).map(([name, value]) => html`<span class="pair" key=${name}><span>${name}</span><b>${formatParameter(value)}</b></span>`)}${same.length > mostCommon && html`<span>and ${same.length - mostCommon} more</span>`}</p>`;
}

/** @param {{ report: Report }} props */
export function ReportHead({ report }) {
    const { data, experiments, entries } = report;
    const runs = entries.map(({ run }) => run);
    const projects = [...new Set(experiments.map(({ project }) => project))];
    const [only] = experiments.length === 1 ? experiments : [];
    return html`<div class="report-head">
        <p class="kind">${[kinds[data.kind], ...projects.map(project => `project ${project}`)].join(" · ")}</p>
        <h1>${data.title}</h1>
        ${only?.description && html`<p class="description">${only.description}</p>`}
        ${only?.tags && html`<p><${Tags} tags=${Object.fromEntries(only.tags.map(([name, text]) => [name, text ?? null]))} /></p>`}
        ${runs.length > 0 && html`<${Tiles} report=${report} runs=${runs} />`}
        <${Common} runs=${runs} />
        <${Left} report=${report} />
    </div>`;
}

/** What is not in the report. @param {{ report: Report }} props */
export const Left = ({ report: { data } }) =>
    data.runsWithoutCurves > 0 && html`<p class="hint">${formatCount(data.runsWithoutCurves, "run")} of this report ${data.runsWithoutCurves === 1 ? "has" : "have"} no curves in it, because the file would be too large.</p>`;

/** @param {{ report: Report }} props */
export const ReportFoot = ({ report: { data, entries } }) => html`<footer class="hint">Exported ${formatDate(data.exportedAt)} by ExperimentTracker. ${formatCount(entries.length, "run")}; nothing on this page is loaded from elsewhere.</footer>`;

/** A run that failed: what it said, and the end of its log. @param {{ entry: import("./data.js").Entry }} props */
function FailedRun({ entry: { run, data } }) {
    const log = data.log ?? [], omitted = (data.logCount ?? 0) - log.length;
    return html`<li class="failed-run">
        <div class="row-head"><${Status} status=${run.status} /><a href=${linkTo("run", {}, run.id)}>${run.path}</a><span class="note">${formatDate(run.ended ?? run.created)}${run.duration !== undefined && ` · after ${formatDuration(run.duration)}`}</span></div>
        ${data.error && html`<pre class="code error-text" tabindex="0" role="region" aria-label=${`Error of ${run.path}`}>${data.error}</pre>`}
        ${log.length > 0 && html`<details><summary>The last ${formatCount(log.length, "entry", "entries")} of its log${omitted > 0 && ` of ${(data.logCount ?? 0).toLocaleString()}`}</summary>
            <pre class="code log-end" tabindex="0" role="region" aria-label=${`End of the log of ${run.path}`}>${linesOf(log.map(([time, text]) => ({ time, text }))).map(({ text }) => text).join("\n")}</pre>
            <p><a href=${linkTo("run", { tab: "log" }, run.id)}>Search it</a></p></details>`}
    </li>`;
}

const mostFailures = 20;

/** @param {{ report: Report }} props */
export function FailedRuns({ report: { entries } }) {
    const failed = entries.filter(({ run: { status } }) => status === "Failed" || status === "Killed");
    if (failed.length === 0) return null;
    return html`<section id="failures" aria-labelledby="failures-title">
        <div class="section-head"><h2 id="failures-title">Failed runs</h2><a href=${linkTo("runs", { status: "Failed,Killed" })}>Only these in the table</a></div>
        <ul class="rows">${failed.slice(0, mostFailures).map(entry => html`<${FailedRun} key=${entry.run.id} entry=${entry} />`)}</ul>
        ${failed.length > mostFailures && html`<p class="hint">The first ${mostFailures} of ${failed.length.toLocaleString()}.</p>`}
    </section>`;
}
