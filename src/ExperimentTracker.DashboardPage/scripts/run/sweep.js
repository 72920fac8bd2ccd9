// How far a sweep is, and its best trials.
import { writeList } from "../charts/options.js";
import { formatCount, formatDuration, formatNumber, formatParameter, formatShare, goalText } from "../format.js";
import { html } from "../lib.js";
import { Empty, RunLink, Section, Status } from "../parts/basic.js";
import { linkTo } from "../router.js";

/** @param {{ best: SweepData["best"], sweep: SweepData }} props */
const BestTrials = ({ best, sweep: { metric, goal, names } }) => html`<div class="scroll" tabindex="0" role="region" aria-label="Table of the best trials"><table class="plain">
    <thead><tr>
        <th scope="col" class="number">${metric}${goal && html` <span class="goal" title=${goalText[goal]} aria-label=${goalText[goal]} role="img">${goal === "Maximize" ? "↑" : "↓"}</span>`}</th>
        <th scope="col">Trial</th>
        ${names.map(name => html`<th scope="col" key=${name}>${name}</th>`)}
        <th scope="col">Status</th>
    </tr></thead>
    <tbody>${best.map(
        ({ run, value }) => html`<tr key=${run.id}>
            <td class="number">${formatNumber(value)}</td>
            <th scope="row"><${RunLink} run=${run} /></th>
            ${names.map(name => html`<td key=${name}>${formatParameter(run.parameters[name])}</td>`)}
            <td><${Status} status=${run.status} /></td>
        </tr>`,
    )}</tbody>
</table></div>`;

/** @param {{ data: RunData, sweep: SweepData }} props */
export function Sweep({ data, sweep }) {
    const { total, ended, left, best, metric } = sweep;
    const counts = [[sweep.running, "running"], [sweep.waiting, "to come"], [sweep.failed, "failed"], [sweep.pruned, "stopped early"], [sweep.cancelled, "cancelled"]].filter(([count]) => count);
    const runs = [...new Set([...best.map(({ run }) => run.id), ...data.children.map(run => run.id)])].slice(0, data.children.length).join(",");
    const compare = data.children.length > 1 && html`<a href=${linkTo("compare", { runs, view: "parallel", axes: writeList([...sweep.names.map(name => `p:${name}`), ...(metric ? [`m:${metric}`] : [])]) })}>Compare the trials</a>`;
    return html`<${Section} id="sweep" title="Sweep" aside=${compare}>
        <div class="sweep">
            <progress value=${ended} max=${Math.max(1, total)} aria-label="Ended trials" title=${formatShare(total ? ended / total : 0)}></progress>
            <p class="sweep-line"><span><strong class="number">${ended.toLocaleString()}</strong> of <span class="number">${formatCount(total, "trial")}</span> ended</span>
                ${left !== undefined && data.run.status === "Running" && html`<span class="note">about ${formatDuration(left)} left</span>`}
                ${counts.map(([count, what]) => html`<span key=${what}><span class="number">${count.toLocaleString()}</span> <span class="note">${what}</span></span>`)}
                <span class="note">${sweep.strategy}${sweep.stopEarly && `, stopped early by ${sweep.stopEarly}`}</span></p>
        </div>
        ${best.length > 0 ? html`<${BestTrials} best=${best} sweep=${sweep} />` : html`<${Empty}><p>${metric ? `No trial has a value of ${metric} yet.` : "Its trials are not ranked: it has no metric."}</p><//>`}
    <//>`;
}
