// One model: its versions, their stages over time, and the runs and data behind them.
import { useApi } from "../api.js";
import { useChange } from "../changes.js";
import { formatDate, formatNumber } from "../format.js";
import { html } from "../lib.js";
import { useReload } from "../live.js";
import { Age, Empty, Failure, Loading, RunLink, Section, Tags } from "../parts/basic.js";
import { linkTo } from "../router.js";
import { Timeline } from "./timeline.js";

const stages = ["None", "Staging", "Production", "Archived"];

/** @param {{ stage: string }} props */
export const Stage = ({ stage }) => (stage === "None" ? html`<span class="absent">–</span>` : html`<span class=${`stage ${stage.toLowerCase()}`}>${stage}</span>`);

/** @param {{ version: ModelVersionData, allow: boolean, change: (what: Record<string, unknown>) => void }} props */
function StageCell({ version, allow, change }) {
    if (!allow) return html`<${Stage} stage=${version.stage} />`;
    return html`<select aria-label=${`Stage of version ${version.version}`} value=${version.stage} onChange=${(/** @type {any} */ event) => change({ type: "stage", ids: [version.id], stage: event.currentTarget.value })}>
        ${stages.map(each => html`<option key=${each} value=${each} selected=${each === version.stage}>${each}</option>`)}
    </select>`;
}

/** @param {{ data: ModelData, allow: boolean, change: (what: Record<string, unknown>) => void }} props */
function Versions({ data, allow, change }) {
    const metrics = [...new Set(data.versions.flatMap(each => Object.keys(each.metrics ?? {})))].slice(0, 6);
    return html`<div class="scroll" tabindex="0" role="region" aria-label="Table of versions"><table class="plain versions">
        <thead><tr><th scope="col">Version</th><th scope="col">Stage</th><th scope="col">Registered</th><th scope="col">Run</th>${metrics.map(name => html`<th key=${name} scope="col" class="number">${name}</th>`)}<th scope="col">Data</th><th scope="col">Description</th></tr></thead>
        <tbody>${data.versions.map(
            each => html`<tr key=${each.version}>
                <th scope="row">${each.version}${(each.aliases ?? []).map(alias => html` <span class="tag" key=${alias}>@${alias}</span>`)}</th>
                <td><${StageCell} version=${each} allow=${allow} change=${change} /></td>
                <td><${Age} time=${each.created} /></td>
                <td>${each.run ? html`<${RunLink} run=${each.run} />` : html`<span class="absent">–</span>`}${each.run && each.artifact && html` <a class="note" href=${linkTo("run", { tab: "artifacts", artifact: each.artifact.id }, each.run.id)}>${each.artifact.key}</a>`}</td>
                ${metrics.map(name => html`<td key=${name} class="number">${formatNumber(each.metrics?.[name]?.best ?? each.metrics?.[name]?.last)}</td>`)}
                <td>${(each.inputs ?? []).map((input, i) => html`<span class="input" key=${i}>${input.run ? html`<a href=${linkTo("run", { tab: "lineage" }, input.run)}>${input.name}</a>` : input.name}</span>`)}</td>
                <td class="wrap">${each.description}${each.tags && html`<${Tags} tags=${each.tags} />`}</td>
            </tr>`,
        )}</tbody>
    </table></div>`;
}

/** @param {{ changes: StageChangeData[] }} props */
const Changes = ({ changes }) => html`<ol class="rows">${[...changes].sort((a, b) => b.time - a.time).map(
    (each, i) => html`<li key=${i}><div class="row-head"><b>version ${each.version}</b><span>${each.from === undefined && each.to === "None" ? "registered" : `${each.from && each.from !== "None" ? `${each.from} → ` : ""}${each.to}`}</span><time class="note" datetime=${new Date(each.time).toISOString()}>${formatDate(each.time)}</time></div>
        ${(each.reason || each.actor) && html`<p class="note">${[each.reason, each.actor && `by ${each.actor}`].filter(Boolean).join(" · ")}</p>`}</li>`,
)}</ol>`;

/** @param {{ id: string, store: StoreData }} props */
export function ModelView({ id, store }) {
    /** @type {import("../api.js").Loaded<ModelData>} */
    const { data, error, reload } = useApi(`models/${encodeURIComponent(id)}`);
    useReload(reload, change => change.models);
    const changed = useChange(store, reload);
    if (error && !data) return html`<h1>Model</h1><${Failure} error=${error} retry=${reload} />`;
    if (!data) return html`<h1 class="hidden">Model</h1><${Loading} />`;
    const { model } = data;
    const current = data.versions.find(each => each.stage === "Production");
    return html`<div class="run-head">
            <nav class="trail" aria-label="Place of the model"><a href=${linkTo("models")}>Models</a></nav>
            <h1>${model.name}</h1>
            <div class="toolbar facts-line">${current ? html`<span><span class="note">In production </span><b>version ${current.version}</b></span>` : html`<span class="note">No version is in production.</span>`}${model.tags && html`<span><${Tags} tags=${model.tags} /></span>`}</div>
            ${model.description && html`<p class="description">${model.description}</p>`}
            ${changed.error && html`<p class="bad" role="alert">${changed.error.message}</p>`}
        </div>
        ${data.changes.length > 0 && html`<${Section} id="timeline" title="Stages over time"><${Timeline} data=${data} /><//>`}
        <${Section} id="versions" title="Versions">${data.versions.length === 0 ? html`<${Empty}><p>This model has no versions.</p><//>` : html`<${Versions} data=${data} allow=${store.allowChanges} change=${changed.make} />`}<//>
        ${data.changes.length > 0 && html`<${Section} id="changes" title="Changes"><${Changes} changes=${data.changes} /><//>`}`;
}
