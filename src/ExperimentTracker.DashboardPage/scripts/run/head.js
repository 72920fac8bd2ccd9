// What one wants to know of a run at first sight, and what can be changed about it.
import { TextDialog, useChange } from "../changes.js";
import { formatTag } from "../format.js";
import { Fragment, html, useState } from "../lib.js";
import { Age, Duration, Progress, Status, isNamed } from "../parts/basic.js";
import { linkTo } from "../router.js";

/** "team=red" is a tag with a value, "team" one without. @param {string} text */
function readTag(text) {
    const at = text.indexOf("=");
    return at < 0 ? { name: text.trim(), value: null } : { name: text.slice(0, at).trim(), value: text.slice(at + 1).trim() };
}

/** @param {{ run: RunRow, allow: boolean, make: (what: Record<string, unknown>) => Promise<boolean>, onAdd: () => void }} props */
const RunTags = ({ run, allow, make, onAdd }) => html`<span class="tags" role="group" aria-label="Tags">
    ${Object.entries(run.tags).map(
        ([name, value]) => html`<span class="tag" key=${name}>${formatTag(name, value)}${allow && html`<button type="button" class="untag" aria-label=${`Remove the tag ${name}`} onClick=${() => make({ type: "untag", ids: [run.id], name })}>✕</button>`}</span>`,
    )}
    ${allow && html`<button type="button" class="link" onClick=${onAdd}>Add a tag</button>`}
</span>`;

/** A long error shows its first line until one wants more. @param {{ error: string }} props */
function RunError({ error }) {
    const [first, ...rest] = error.split("\n");
    if (rest.length === 0 && first.length < 400) return html`<p class="failure">${first}</p>`;
    return html`<details class="failure run-error"><summary>${first.slice(0, 400)}</summary><pre class="code" tabindex="0">${error}</pre></details>`;
}

/** @param {{ data: RunData, store: StoreData, reload: () => void }} props */
export function RunHead({ data, store, reload }) {
    const { run, ancestors } = data;
    const [asking, setAsking] = useState(/** @type {"tag" | "description" | null} */ (null));
    const { make, error, busy } = useChange(store, reload);
    const allow = store.allowChanges;
    const close = () => setAsking(null);
    return html`<div class="run-head">
        <nav class="trail" aria-label="Place of the run">
            <a href=${linkTo("runs", { experiment: run.experiment.id })}>${run.experiment.name}</a>
            ${ancestors.map(each => html`<${Fragment} key=${each.id}><span aria-hidden="true">/</span><a href=${linkTo("run", {}, each.id)}>${each.path}</a><//>`)}
        </nav>
        <h1>${run.path}${isNamed(run) && html` <span class="run-name">${run.name}</span>`}</h1>
        <div class="toolbar facts-line">
            <${Status} status=${run.status} />
            <span><span class="note">Time </span><${Duration} run=${run} /></span>
            ${run.started !== undefined && html`<span><span class="note">Started </span><${Age} time=${run.started} /></span>`}
            ${run.status === "Running" && html`<${Progress} run=${run} />`}
            <${RunTags} run=${run} allow=${allow} make=${make} onAdd=${() => setAsking("tag")} />
            ${data.run.removed !== undefined && html`<span class="tag">removed <${Age} time=${data.run.removed} /></span>`}
            ${allow &&
            html`<span class="spacing"></span>
                <button type="button" class="button" onClick=${() => setAsking("description")}>Edit the description</button>
                <button type="button" class="button" disabled=${busy || run.status === "Running"} onClick=${() => make({ type: data.run.removed === undefined ? "remove" : "restore", ids: [run.id] })}>
                    ${data.run.removed === undefined ? "Remove" : "Restore"}
                </button>`}
        </div>
        ${run.description && html`<p class="description">${run.description}</p>`}
        ${run.error && html`<${RunError} error=${data.errorDetails ?? run.error} />`}
        ${error && !asking && html`<p class="bad" role="alert">${error.message}</p>`}
        ${asking === "tag" && html`<${TextDialog} title="Add a tag" label="A name, or name=value" value="" action="Add" error=${error} onClose=${close} onSave=${(/** @type {string} */ text) => make({ type: "tag", ids: [run.id], ...readTag(text) })} />`}
        ${asking === "description" &&
        html`<${TextDialog} title="Description" label=${`Description of ${run.path}`} value=${run.description ?? ""} multiline error=${error} onClose=${close} onSave=${(/** @type {string} */ text) => make({ type: "describe", ids: [run.id], text })} />`}
    </div>`;
}
