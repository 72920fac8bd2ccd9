// Parameters, metrics, results, children, history, and how to run the code again.
import { useLoaded, post } from "../api.js";
import { collator, formatDate, formatDuration, formatNumber, formatParameter, goalText, toNumber } from "../format.js";
import { html, useState } from "../lib.js";
import { Empty, Section } from "../parts/basic.js";
import { CodeBlock } from "../parts/copy.js";
import { Sparkline } from "../parts/sparkline.js";
import { linkTo } from "../router.js";
import { ChildTree } from "./children.js";
import { Records } from "./records.js";
import { Sweep } from "./sweep.js";

const manyParameters = 15;

/** @param {{ parameters: RunData["parameters"] }} props */
function Parameters({ parameters }) {
    const [words, setWords] = useState("");
    const shown = parameters.filter(each => `${each.name} ${each.value}`.toLowerCase().includes(words.toLowerCase()));
    const search = parameters.length > manyParameters && html`<input type="search" aria-label="Search parameters" placeholder="Search" value=${words} onInput=${(/** @type {any} */ event) => setWords(event.currentTarget.value)} />`;
    return html`<${Section} id="parameters" title="Parameters" aside=${search}>
        ${parameters.length === 0
            ? html`<${Empty}><p>This run has no parameters.</p><//>`
            : html`<div class="scroll tall" tabindex="0" role="region" aria-label="Table of parameters"><table class="plain">
                  <thead class="hidden"><tr><th scope="col">Name</th><th scope="col">Value</th></tr></thead>
                  <tbody>${shown.map(each => html`<tr key=${each.name}><th scope="row">${each.name}</th><td class="wrap" title=${`${each.type}: ${each.value}`}>${formatParameter(each.value)}</td></tr>`)}</tbody>
              </table></div>`}
    <//>`;
}

/** A value with the step at which it was. @param {{ value?: NumberData, step?: number, best?: boolean }} props */
const AtStep = ({ value, step, best }) => html`<td class=${`number${best ? " best" : ""}`} title=${value === undefined ? null : String(toNumber(value))}>${formatNumber(value)}${step !== undefined && html`<span class="step">at ${step.toLocaleString()}</span>`}</td>`;

/** @param {{ run: RunRow, metrics: MetricData[] }} props */
function Metrics({ run, metrics }) {
    const drawn = metrics.filter(each => each.count > 1).slice(0, 300);
    // A curve changes when its last step does.
    const key = JSON.stringify([run.id, drawn.map(each => [each.name, each.count > 200 ? Math.floor(each.count / 50) : each.count])]);
    const curves = useLoaded(
        drawn.length === 0 ? null : signal => /** @type {Promise<{ series: SeriesData[] }>} */ (post("curves", { series: drawn.map(each => ({ run: run.id, metric: each.name })), points: 80 }, signal)),
        key,
    );
    const values = new Map((curves.data?.series ?? []).map(each => [each.metric, each.values]));
    const sorted = [...metrics].sort((a, b) => Number(a.name.startsWith("system/")) - Number(b.name.startsWith("system/")) || collator.compare(a.name, b.name));
    return html`<${Section} id="metrics" title="Metrics" aside=${metrics.length > 0 && html`<a href=${linkTo("run", { tab: "charts" }, run.id)}>Charts</a>`}>
        ${metrics.length === 0
            ? html`<${Empty}><p>This run has no metrics${run.status === "Running" && " yet"}.</p><//>`
            : html`<div class="scroll tall" tabindex="0" role="region" aria-label="Table of metrics"><table class="plain metrics">
                  <thead><tr><th scope="col">Metric</th><th scope="col"><span class="hidden">Curve</span></th><th scope="col" class="number">Last</th><th scope="col" class="number">Least</th><th scope="col" class="number">Greatest</th><th scope="col" class="number">Mean</th><th scope="col" class="number">Points</th></tr></thead>
                  <tbody>${sorted.map(
                      each => html`<tr key=${each.name}>
                          <th scope="row">${each.name} ${each.unit && html`<span class="unit">${each.unit}</span>`}${each.goal && html` <span class="goal" title=${goalText[each.goal]} aria-label=${goalText[each.goal]} role="img">${each.goal === "Maximize" ? "↑" : "↓"}</span>`}</th>
                          <td>${values.has(each.name) && html`<${Sparkline} values=${values.get(each.name)} label=${`Curve of ${each.name}`} />`}</td>
                          <${AtStep} value=${each.last} step=${each.lastStep} />
                          <${AtStep} value=${each.min} step=${each.minStep} best=${each.goal === "Minimize" && each.count > 1} />
                          <${AtStep} value=${each.max} step=${each.maxStep} best=${each.goal === "Maximize" && each.count > 1} />
                          <td class="number">${formatNumber(each.mean)}</td>
                          <td class="number">${each.count.toLocaleString()}${each.nan ? html`<span class="step">${each.nan.toLocaleString()} NaN</span>` : null}</td>
                      </tr>`,
                  )}</tbody>
              </table></div>`}
    <//>`;
}

/** @param {{ history: HistoryEntry[] }} props */
const History = ({ history }) => html`<${Section} id="history" title="History">
    <ol class="rows">${history.map((entry, i) => {
        const next = history[i + 1];
        return html`<li key=${i}><div class="row-head"><span class=${`status ${entry.to.toLowerCase()}`}>${entry.to}</span><time class="number" datetime=${new Date(entry.time).toISOString()}>${formatDate(entry.time)}</time>
            ${next && html`<span class="note">for ${formatDuration(next.time - entry.time)}</span>`}</div>
            ${(entry.reason || entry.actor) && html`<p class="note">${[entry.reason, entry.actor && `by ${entry.actor}`].filter(Boolean).join(" · ")}</p>`}</li>`;
    })}</ol>
<//>`;

/** @param {{ data: RunData }} props */
export function Overview({ data }) {
    const { run } = data;
    return html`<div class="overview">
        <div class="stack wide">${data.sweep && html`<${Sweep} data=${data} sweep=${data.sweep} />`}${(data.metrics.length > 0 || !data.sweep) && html`<${Metrics} run=${run} metrics=${data.metrics} />`}
            ${data.childCount > 0 && html`<${ChildTree} run=${run} rows=${data.children} count=${data.childCount} />`}
            ${data.results.length > 0 && html`<${Records} id="results" title="Results" records=${data.results} />`}
            ${data.epochs.length > 0 && html`<${Records} id="epochs" title="Epochs" records=${data.epochs} />`}
        </div>
        <div class="stack"><${Parameters} parameters=${data.parameters} />
            ${data.history.length > 0 && html`<${History} history=${data.history} />`}
            ${data.reproduce && html`<${Section} id="reproduce" title="Run it again"><${CodeBlock} text=${data.reproduce} label="Commands" /><//>`}
        </div>
    </div>`;
}
