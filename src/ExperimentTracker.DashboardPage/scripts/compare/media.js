// Artifacts with the same key and of the same step, run beside run.
import { get, useLoaded } from "../api.js";
import { collator } from "../format.js";
import { html } from "../lib.js";
import { useReload, useReloadWhile } from "../live.js";
import { Empty, Failure, Loading, RunLink } from "../parts/basic.js";
import { Choice } from "../parts/controls.js";
import { shownStep, StepSlider } from "../parts/step-slider.js";
import { isPrecisionRecall, PrecisionRecall } from "../pictures/precision-recall.js";
import { change, linkTo } from "../router.js";
import { contentAt, seriesOf, stepsOf } from "../run/artifact-series.js";
import { contentKind, Preview } from "../run/preview.js";
import { contentAddress, readText } from "../run/read-text.js";

/** @typedef {import("../run/artifact-series.js").Series} Series */
/** @typedef {{ run: RunRow, content: import("../run/artifact-series.js").Content | undefined }} Shown */

const most = 12;

/** What can be looked at. @param {Series} series */
const isShown = ({ contents: [content] }) => content.artifact.kind !== "reference" && content.artifact.stored !== false && (content.artifact.kind !== "folder" || content.file) && contentKind(content) !== "none";

/** @param {{ shown: Shown, name: string }} props */
function Card({ shown: { run, content }, name }) {
    const address = content && contentAddress(content.artifact, content.file?.path), step = content?.artifact.step;
    const isPicture = content && contentKind(content) === "image" && address;
    return html`<figure class="card"><figcaption><${RunLink} run=${run} />${step !== undefined && html`<span class="note">step ${step.toLocaleString()}</span>`}</figcaption>
        ${!content ? html`<p class="none">It has none of this name${step === undefined ? "" : " up to this step"}.</p>`
        : isPicture ? html`<a href=${linkTo("run", { tab: "artifacts", key: content.artifact.key, file: content.file?.path, step }, run.id)}><img src=${address} alt=${`${name} of ${run.path}${step === undefined ? "" : ` at step ${step}`}`} loading="lazy" /></a>`
        : html`<${Preview} artifact=${content.artifact} file=${content.file} />`}
    </figure>`;
}

/** The curves of several runs in one chart. @param {{ shown: Shown[] }} props */
function Curves({ shown }) {
    const found = shown.flatMap(({ run, content }) => {
        const address = content && contentAddress(content.artifact);
        return address ? [{ run, address }] : [];
    });
    /** @type {import("../api.js").Loaded<import("../pictures/precision-recall.js").NamedCurve[]>} */
    const { data, error, reload } = useLoaded(
        async signal => {
            const read = await Promise.all(found.map(async ({ run, address }) => ({ label: run.path, run, data: JSON.parse((await readText(address, signal)).text) })));
            return read.filter(curve => isPrecisionRecall(curve.data));
        },
        found.map(({ address }) => address).join("\n"),
    );
    if (error && !data) return html`<${Failure} error=${error} retry=${reload} />`;
    return data ? html`<${PrecisionRecall} curves=${data} height=${420} />` : html`<${Loading} />`;
}

/** @param {{ runs: RunRow[], params: Record<string, string> }} props */
export function Media({ runs, params }) {
    const chosen = runs.slice(0, most), ids = chosen.map(run => run.id);
    /** @type {import("../api.js").Loaded<{ run: RunRow, series: Series[] }[]>} */
    const { data, error, reload } = useLoaded(
        signal =>
            Promise.all(
                chosen.map(async run => {
                    /** @type {{ artifacts?: ArtifactData[] }} */
                    const { artifacts = [] } = await get(`run/${encodeURIComponent(run.id)}`, {}, signal);
                    return { run, series: seriesOf(artifacts).filter(isShown) };
                }),
            ),
        ids.join(","),
    );
    useReload(reload, news => news.runs.some(run => ids.includes(run.id)), 5000);
    useReloadWhile(chosen.some(({ status }) => status === "Running"), reload, 5000);
    if (error && !data) return html`<${Failure} error=${error} retry=${reload} />`;
    if (!data) return html`<${Loading} />`;
    const keys = [...new Set(data.flatMap(({ series }) => series.map(({ id }) => id)))].sort(collator.compare);
    if (keys.length === 0) return html`<${Empty}><p>None of these runs has an artifact that can be shown. <code>Add-Artifact</code> adds images, texts and tables; those with the same key are shown side by side here.</p><//>`;
    const key = keys.includes(params.key) ? params.key : keys[0];
    const of = data.map(({ run, series }) => ({ run, contents: series.find(({ id }) => id === key)?.contents ?? [] }));
    const steps = stepsOf(of.flatMap(({ contents }) => contents)), step = shownStep(steps, params.step);
    const shown = of.map(({ run, contents }) => ({ run, content: contentAt(contents, step) }));
    const kinds = new Set(shown.flatMap(({ content }) => (content ? [contentKind(content)] : [])));
    return html`<div class="toolbar">
            <${Choice} id="media-key" label="Artifact" value=${key} options=${keys.map(each => [each, each])} onChange=${(/** @type {string} */ value) => change({ key: value, step: "" })} />
            <${StepSlider} id="media-step" steps=${steps} step=${step} />
            ${runs.length > most && html`<span class="note">The first ${most} of ${runs.length.toLocaleString()} runs.</span>`}
        </div>
        ${kinds.size === 1 && kinds.has("curve") ? html`<${Curves} shown=${shown} />` : html`<div class=${kinds.size === 1 && kinds.has("image") ? "media-grid" : "media-grid wide"}>${shown.map(each => html`<${Card} key=${`${each.run.id} ${key}`} shown=${each} name=${key} />`)}</div>`}`;
}
