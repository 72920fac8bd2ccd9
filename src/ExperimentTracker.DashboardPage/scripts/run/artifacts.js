// The artifacts of a run: a list, by the parts of their names, and a look at the chosen one.
import { formatCount, formatDate, formatSize } from "../format.js";
import { html } from "../lib.js";
import { Empty } from "../parts/basic.js";
import { linkTo } from "../router.js";
import { CopyButton } from "../parts/copy.js";
import { shownStep, StepSlider } from "../parts/step-slider.js";
import { contentAt, seriesOf, stepsOf } from "./artifact-series.js";
import { Preview } from "./preview.js";
import { contentAddress } from "./read-text.js";

/** @typedef {import("./artifact-series.js").Content} Content */
/** @typedef {import("./artifact-series.js").Series} Series */

/** @param {{ runId: string, series: Series, current: boolean }} props */
function Line({ runId, series: { name, contents }, current }) {
    const { artifact, file } = contents[contents.length - 1];
    const size = file ? file.size : artifact.size;
    const link = linkTo("run", { tab: "artifacts", key: artifact.key, file: file?.path }, runId);
    const what = contents.length > 1 ? formatCount(contents.length, "step")
        : artifact.kind === "folder" && !file ? formatCount(artifact.fileCount ?? artifact.files?.length ?? 0, "file")
        : artifact.kind === "reference" ? "reference"
        : size === undefined ? "" : formatSize(size);
    return html`<li class=${file ? "within" : ""}><a href=${link} aria-current=${current ? "true" : null}><span class="artifact-name">${name}</span><span class="note number">${what}</span></a></li>`;
}

/** @param {{ content: Content }} props */
function Facts({ content: { artifact, file } }) {
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
    const all = seriesOf(data.artifacts);
    if (all.length === 0) return html`<${Empty}><p>This run has no artifacts${data.run.status === "Running" && " yet"}.</p><//>`;
    const series = all.find(({ contents: [{ artifact, file }] }) => artifact.key === params.key && (file?.path ?? "") === (params.file ?? "")) ?? all[0];
    const steps = stepsOf(series.contents), step = shownStep(steps, params.step);
    const chosen = contentAt(series.contents, step) ?? series.contents[0];
    const { artifact, file } = chosen, title = series.name;
    const hasContent = artifact.kind !== "reference" && artifact.stored !== false;
    const download = hasContent ? contentAddress(artifact, file?.path, true) : undefined;
    return html`<div class="artifacts">
        <nav aria-label="Artifacts"><ul class="rows artifact-list">${all.map(each => html`<${Line} key=${each.id} runId=${data.run.id} series=${each} current=${each === series} />`)}</ul></nav>
        <section class="artifact" aria-label=${title}>
            <div class="section-head"><h2>${title}</h2>
                <span class="toolbar">${download && html`<a class="button" href=${download} download=${title.split("/").at(-1)}>Download</a>`}${artifact.digest && html`<${CopyButton} text=${artifact.digest} label="Copy the digest" />`}</span></div>
            <${StepSlider} id="artifact-step" steps=${steps} step=${step} />
            ${artifact.kind === "folder" && !file ? html`<p class="note">A folder. Choose one of its files to look at it.</p>` : html`<${Preview} key=${series.id} artifact=${artifact} file=${file} />`}
            <${Facts} content=${chosen} />
        </section>
    </div>`;
}
