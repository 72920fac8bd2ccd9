// The experiments of a report: what they are configured with, and their own artifacts.
import { formatSize } from "../format.js";
import { html } from "../lib.js";
import { Section } from "../parts/basic.js";
import { Facts } from "../run/facts.js";
import { contentAddress } from "../run/read-text.js";

/** @param {{ artifact: ArtifactEntry }} props */
const Pictures = ({ artifact }) =>
    (artifact.contents ?? []).filter(([, mediaType]) => mediaType.startsWith("image/")).map(([path]) => html`<figure class="card" key=${path}><figcaption>${path ? `${artifact.key}/${path}` : artifact.key}</figcaption><img src=${contentAddress(artifact, path)} alt=${path || artifact.key} loading="lazy" /></figure>`);

/** @param {{ artifacts: ArtifactEntry[] }} props */
const OwnArtifacts = ({ artifacts }) => html`<div class="media-grid">${artifacts.map(artifact => html`<${Pictures} key=${artifact.id} artifact=${artifact} />`)}</div>
    <div class="scroll tall" tabindex="0" role="region" aria-label="Artifacts of the experiment"><table class="plain">
        <thead><tr><th scope="col">Artifact</th><th scope="col">Kind</th><th scope="col" class="number">Size</th><th scope="col">Digest or place</th></tr></thead>
        <tbody>${artifacts.map(({ id, key, type, kind, size, digest, location }) => html`<tr key=${id}><th scope="row">${key}</th><td>${[type, kind].filter(Boolean).join(" · ")}</td><td class="number">${formatSize(size)}</td><td class="code wrap">${location ?? digest}</td></tr>`)}</tbody>
    </table></div>`;

/** @param {{ report: import("./data.js").Report }} props */
export function Experiments({ report: { experiments } }) {
    const told = experiments.filter(({ config, datasets, artifacts }) => config || datasets || artifacts);
    return told.map(({ id, name, config = [], datasets = [], artifacts = [] }) => {
        const facts = [...datasets, ...config.map(([fact, text]) => /** @type {Fact} */ ([fact || "Configuration", text]))];
        return html`<${Section} key=${id} id=${`experiment-${id}`} title=${`Experiment ${name}`}>
            ${facts.length > 0 && html`<${Facts} facts=${facts} />`}
            ${artifacts.length > 0 && html`<${OwnArtifacts} artifacts=${artifacts} />`}
        <//>`;
    });
}

/** What all runs have in common in their code and environment. @param {{ report: import("./data.js").Report }} props */
export function CommonOrigin({ report: { data, entries } }) {
    const origins = [...new Set(entries.map(entry => entry.data.origin))].map(index => data.origins?.[index] ?? {});
    return /** @type {["code" | "environment", string][]} */ ([["code", "Code of all runs"], ["environment", "Environment of all runs"]]).map(([part, title]) => {
        const [first, ...others] = origins.map(origin => origin[part] ?? []);
        const same = (first ?? []).filter(([name, text]) => others.every(facts => facts.some(([other, value]) => other === name && value === text)));
        return same.length > 0 && html`<${Section} key=${part} id=${part} title=${title}><${Facts} facts=${same} /><//>`;
    });
}
