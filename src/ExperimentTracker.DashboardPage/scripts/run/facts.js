// The code and the environment of a run.
import { useLoaded } from "../api.js";
import { html } from "../lib.js";
import { Empty, Failure, Loading, Section } from "../parts/basic.js";
import { CodeBlock } from "../parts/copy.js";
import { DiffView } from "./data-views.js";
import { contentAddress, readText } from "./read-text.js";

/** @param {{ facts: [name: string, text: string][] }} props */
export const Facts = ({ facts }) => html`<dl class="facts boxed">${facts.map(([name, text], i) => html`<dt key=${`name ${i}`}>${name}</dt><dd key=${`text ${i}`}>${text.includes("\n") ? html`<pre class="code" tabindex="0">${text}</pre>` : text}</dd>`)}</dl>`;

/** @param {{ artifact: ArtifactData }} props */
function Changes({ artifact }) {
    const address = contentAddress(artifact);
    const { data, error, reload } = useLoaded(address ? signal => readText(address, signal) : null, address ?? "");
    return html`<${Section} id="diff" title="Changes that were not committed" aside=${html`<a class="note" href=${contentAddress(artifact, "", true)} download>${artifact.key}</a>`}>
        ${error ? html`<${Failure} error=${error} retry=${reload} />` : data ? html`<${DiffView} text=${data.text} />` : html`<${Loading} />`}
    <//>`;
}

/** @param {{ data: RunData }} props */
export function Code({ data }) {
    const patches = data.artifacts.filter(each => /\.(diff|patch)$/i.test(each.key) && each.stored !== false && contentAddress(each));
    return html`<div class="stack">
        ${data.code.length === 0 && patches.length === 0 ? html`<${Empty}><p>Nothing is known about the code of this run.</p><//>` : html`<${Facts} facts=${data.code} />`}
        ${patches.map(each => html`<${Changes} key=${each.id} artifact=${each} />`)}
        ${data.reproduce && html`<${Section} id="reproduce" title="Run it again"><${CodeBlock} text=${data.reproduce} label="Commands" /><//>`}
    </div>`;
}

/** @param {{ data: RunData }} props */
export function Environment({ data }) {
    const facts = [...(data.place ?? []), ...data.environment].filter(([, text]) => text !== null && text !== "");
    return facts.length === 0 ? html`<${Empty}><p>Nothing is known about the environment of this run.</p><//>` : html`<${Facts} facts=${facts} />`;
}
