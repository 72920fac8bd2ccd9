// Images with the same key and of the same step, run beside run.
import { get, useLoaded } from "../api.js";
import { collator } from "../format.js";
import { html } from "../lib.js";
import { useReload } from "../live.js";
import { Empty, Failure, Loading, RunLink } from "../parts/basic.js";
import { Choice } from "../parts/controls.js";
import { change } from "../router.js";
import { contentAddress } from "../run/read-text.js";

/** @typedef {{ id: string, key: string, mediaType?: string, step?: number, epoch?: number, created?: number, files?: { path: string, mediaType?: string }[] }} ArtifactData */
/** @typedef {{ key: string, step: number | null, source: string, name: string }} Picture */

const most = 12;

const isPicture = (/** @type {string | undefined} */ type) => type?.startsWith("image/") ?? false;

/** @param {ArtifactData} artifact @returns {Picture[]} */
function picturesOf(artifact) {
    const { key, mediaType, step, epoch, files } = artifact;
    const at = step ?? epoch ?? null;
    /** @type {(name: string, path?: string) => Picture[]} */
    const picture = (name, path) => {
        const source = contentAddress(artifact, path);
        return source ? [{ key: path ? `${key}/${path}` : key, step: at, source, name }] : [];
    };
    if (isPicture(mediaType)) return picture(key);
    return (files ?? []).filter(file => isPicture(file.mediaType)).flatMap(file => picture(file.path, file.path));
}

/** The last picture up to a step, as a run that logs less often has none of exactly that step. @param {Picture[]} pictures @param {number | null} step */
function pictureAt(pictures, step) {
    if (step === null) return pictures.at(-1);
    return pictures.filter(picture => picture.step === null || picture.step <= step).at(-1);
}

/** @param {{ runs: RunRow[], params: Record<string, string> }} props */
export function Media({ runs, params }) {
    const shown = runs.slice(0, most), ids = shown.map(run => run.id);
    /** @type {import("../api.js").Loaded<{ run: RunRow, pictures: Picture[] }[]>} */
    const { data, error, reload } = useLoaded(
        signal =>
            Promise.all(
                shown.map(async run => {
                    /** @type {{ artifacts?: ArtifactData[] }} */
                    const { artifacts = [] } = await get(`run/${encodeURIComponent(run.id)}`, {}, signal);
                    return { run, pictures: artifacts.flatMap(picturesOf).sort((a, b) => (a.step ?? -1) - (b.step ?? -1)) };
                }),
            ),
        ids.join(","),
    );
    useReload(reload, news => news.runs.some(run => ids.includes(run.id)), 5000);
    if (error && !data) return html`<${Failure} error=${error} retry=${reload} />`;
    if (!data) return html`<${Loading} />`;
    const keys = [...new Set(data.flatMap(({ pictures }) => pictures.map(picture => picture.key)))].sort(collator.compare);
    if (keys.length === 0) return html`<${Empty}><p>None of these runs has an image. <code>Add-Artifact</code> adds one; images with the same key are shown side by side here.</p><//>`;
    const key = keys.includes(params.key) ? params.key : keys[0];
    const of = data.map(({ run, pictures }) => ({ run, pictures: pictures.filter(picture => picture.key === key) }));
    const steps = [...new Set(of.flatMap(({ pictures }) => pictures.flatMap(({ step }) => step ?? [])))].sort((a, b) => a - b);
    const wanted = Number(params.step), last = steps.length - 1;
    // Without a choice the newest step is shown, and follows the runs.
    const at = params.step === undefined ? last : Math.max(0, steps.filter(each => each <= wanted).length - 1);
    const step = steps[at] ?? null;
    return html`<div class="toolbar">
            <${Choice} id="media-key" label="Image" value=${key} options=${keys.map(each => [each, each])} onChange=${(/** @type {string} */ value) => change({ key: value, step: "" })} />
            ${steps.length > 1 && html`<label class="field step-field"><span>Step</span><input type="range" id="media-step" min="0" max=${last} step="1" value=${at} aria-valuetext=${`Step ${step}`} onInput=${(/** @type {any} */ event) => change({ step: Number(event.currentTarget.value) === last ? "" : String(steps[event.currentTarget.value]) }, { replace: true })} /><output class="number">${step?.toLocaleString()}</output></label>`}
            ${runs.length > most && html`<span class="note">The first ${most} of ${runs.length.toLocaleString()} runs.</span>`}
        </div>
        <div class="media-grid">${of.map(({ run, pictures }) => {
            const picture = pictureAt(pictures, step);
            return html`<figure key=${run.id} class="card"><figcaption><${RunLink} run=${run} />${picture && picture.step !== null && html`<span class="note">step ${picture.step.toLocaleString()}</span>`}</figcaption>
                ${picture ? html`<a href=${picture.source} target="_blank" rel="noreferrer"><img src=${picture.source} alt=${`${key} of ${run.path}${picture.step === null ? "" : ` at step ${picture.step}`}`} loading="lazy" /></a>` : html`<p class="none">No such image${step === null ? "" : " up to this step"}.</p>`}
            </figure>`;
        })}</div>`;
}
