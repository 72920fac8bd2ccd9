// What a run was made from, and what was made from it.
import { formatCount } from "../format.js";
import { html } from "../lib.js";
import { Empty, RunLink, Status } from "../parts/basic.js";
import { linkTo } from "../router.js";

/** @param {{ input: InputData }} props */
function Input({ input }) {
    const name = input.model && input.version !== undefined ? `${input.name} version ${input.version}` : input.name;
    const link = input.model ? linkTo("models", {}, input.model) : input.run && input.artifact ? linkTo("run", { tab: "artifacts", artifact: input.id }, input.run) : input.run ? linkTo("run", {}, input.run) : null;
    return html`<li class="node"><span class="note">${[input.kind, input.role].filter(Boolean).join(" · ")}</span>
        ${link ? html`<a href=${link}>${name}</a>` : html`<span>${name}</span>`}
        ${input.run && input.model && html`<a class="note" href=${linkTo("run", {}, input.run)}>its run</a>`}</li>`;
}

/** What the run gave to others: the same run uses several of its artifacts. @param {RunData["usedBy"]} usedBy */
function usersOf(usedBy) {
    /** @type {Map<string, { run: RunName, what: string[] }>} */
    const users = new Map();
    for (const { run, what } of usedBy) {
        const user = users.get(run.id) ?? { run, what: [] };
        user.what.push(what);
        users.set(run.id, user);
    }
    return [...users.values()];
}

/** @param {{ title: string, id: string, empty: string, count: number, children?: any }} props */
const Column = ({ title, id, empty, count, children }) => html`<section class="lineage-column" aria-labelledby=${id}>
    <h2 id=${id}>${title}${count > 0 && html` <span class="note number">${count.toLocaleString()}</span>`}</h2>
    ${count === 0 ? html`<${Empty}><p>${empty}</p><//>` : html`<ul class="nodes">${children}</ul>`}
</section>`;

/** @param {{ data: RunData }} props */
export function Lineage({ data }) {
    const { run, inputs, modelVersions } = data;
    const users = usersOf(data.usedBy);
    const parent = data.ancestors.at(-1);
    return html`<div class="lineage">
        <${Column} id="lineage-inputs" title="Made from" count=${inputs.length + (parent ? 1 : 0)} empty="No inputs were recorded. Add-RunInput records them.">
            ${parent && html`<li class="node"><span class="note">Run it is part of</span><${RunLink} run=${parent} /></li>`}
            ${inputs.map(input => html`<${Input} key=${`${input.kind} ${input.id} ${input.role}`} input=${input} />`)}
        <//>
        <div class="lineage-self"><span class="arrow-line" aria-hidden="true">→</span>
            <div class="node self"><${Status} status=${run.status} /><b>${run.path}</b><span class="note">${formatCount(data.artifacts.length, "artifact")}</span></div>
            <span class="arrow-line" aria-hidden="true">→</span></div>
        <${Column} id="lineage-outputs" title="Used by" count=${modelVersions.length + users.length} empty="Nothing uses it yet.">
            ${modelVersions.map(each => html`<li class="node" key=${`${each.model} ${each.version}`}><span class="note">Model${each.stage !== "None" && ` · ${each.stage}`}</span>${each.modelId ? html`<a href=${linkTo("models", {}, each.modelId)}>${each.model} version ${each.version}</a>` : `${each.model} version ${each.version}`}${each.description && html`<span class="note">${each.description}</span>`}</li>`)}
            ${users.map(({ run: user, what }) => html`<li class="node" key=${user.id}><span class="note">Run, of ${what.slice(0, 3).join(", ")}${what.length > 3 && ` and ${what.length - 3} more`}</span><${RunLink} run=${user} /></li>`)}
        <//>
    </div>`;
}
