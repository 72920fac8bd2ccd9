// The artifacts of a run: a list, by the parts of their names, and a look at the chosen one.
import { collator, formatCount, formatDate, formatSize } from "../format.js";
import { html } from "../lib.js";
import { Empty } from "../parts/basic.js";
import { linkTo } from "../router.js";
import { CopyButton } from "../parts/copy.js";
import { Preview } from "./preview.js";
import { contentAddress } from "./read-text.js";

/** @typedef {{ artifact: ArtifactData, file?: ArtifactFile, name: string }} Entry */

/** Artifacts, and the files of the folders among them. @param {ArtifactData[]} artifacts @returns {Entry[]} */
const entriesOf = artifacts =>
    [...artifacts]
        .sort((a, b) => collator.compare(a.key, b.key))
        .flatMap(artifact => (artifact.kind === "folder" ? [{ artifact, name: artifact.key }, ...(artifact.files ?? []).map(file => ({ artifact, file, name: file.path }))] : [{ artifact, name: artifact.key }]));

/** @param {{ runId: string, entry: Entry, current: boolean }} props */
function Line({ runId, entry, current }) {
    const { artifact, file, name } = entry;
    const size = file ? file.size : artifact.size;
    const link = linkTo("run", { tab: "artifacts", artifact: artifact.id, file: file?.path }, runId);
    const what = artifact.kind === "folder" && !file ? formatCount(artifact.fileCount ?? artifact.files?.length ?? 0, "file") : artifact.kind === "reference" ? "reference" : size === undefined ? "" : formatSize(size);
    return html`<li class=${file ? "within" : ""}><a href=${link} aria-current=${current ? "true" : null}><span class="artifact-name">${name}</span><span class="note number">${what}</span></a></li>`;
}

/** @param {{ entry: Entry }} props */
function Facts({ entry: { artifact, file } }) {
    /** @type {[name: string, value: any][]} */
    const facts = [
        ["Kind", artifact.type ?? artifact.kind],
        ["Media type", file?.mediaType ?? artifact.mediaType],
        ["Size", (file ?? artifact).size === undefined ? undefined : formatSize((file ?? artifact).size)],
        ["Step", artifact.step?.toLocaleString()],
        ["Created", artifact.created === undefined ? undefined : formatDate(artifact.created)],
        ["Place", artifact.location],
        ["Digest", artifact.digest],
    ];
    return html`<dl class="facts">${facts.filter(([, value]) => value !== undefined && value !== "").map(([name, value]) => html`<dt key=${name}>${name}</dt><dd class=${name === "Digest" ? "code" : null}>${value}</dd>`)}</dl>`;
}

/** @param {{ data: RunData, params: Record<string, string> }} props */
export function Artifacts({ data, params }) {
    const entries = entriesOf(data.artifacts);
    if (entries.length === 0) return html`<${Empty}><p>This run has no artifacts${data.run.status === "Running" && " yet"}.</p><//>`;
    const chosen = entries.find(each => each.artifact.id === params.artifact && (each.file?.path ?? "") === (params.file ?? "")) ?? entries[0];
    const title = chosen.file?.path ?? chosen.artifact.key;
    const hasContent = chosen.artifact.kind !== "reference" && chosen.artifact.stored !== false;
    const file = hasContent ? contentAddress(chosen.artifact, chosen.file?.path, true) : undefined;
    return html`<div class="artifacts">
        <nav aria-label="Artifacts"><ul class="rows artifact-list">${entries.map(each => html`<${Line} key=${`${each.artifact.id} ${each.file?.path ?? ""}`} runId=${data.run.id} entry=${each} current=${each === chosen} />`)}</ul></nav>
        <section class="artifact" aria-label=${title}>
            <div class="section-head"><h2>${title}</h2>
                <span class="toolbar">${file && html`<a class="button" href=${file} download=${title.split("/").at(-1)}>Download</a>`}${chosen.artifact.digest && html`<${CopyButton} text=${chosen.artifact.digest} label="Copy the digest" />`}</span></div>
            ${chosen.artifact.kind === "folder" && !chosen.file ? html`<p class="note">A folder. Choose one of its files to look at it.</p>` : html`<${Preview} key=${`${chosen.artifact.id} ${title}`} artifact=${chosen.artifact} file=${chosen.file} />`}
            <${Facts} entry=${chosen} />
        </section>
    </div>`;
}
