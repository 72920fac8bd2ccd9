// What is measured of the predictions of a run: confusion matrices and precision–recall curves, by key and step.
import { html } from "../lib.js";
import { Empty, Section } from "../parts/basic.js";
import { shownStep, StepSlider } from "../parts/step-slider.js";
import { contentAt, seriesOf, stepsOf } from "./artifact-series.js";
import { contentKind, Preview } from "./preview.js";

/** @param {ArtifactData[]} artifacts */
export const predictionsOf = artifacts => seriesOf(artifacts).filter(({ contents }) => /^(confusion|curve)$/.test(contentKind(contents[0])));

/** @param {{ series: import("./artifact-series.js").Series[], params: Record<string, string> }} props */
export function Predictions({ series, params }) {
    if (series.length === 0) return html`<${Empty}><p>This run has no confusion matrix and no precision–recall curve. <code>Add-ConfusionMatrix</code> and <code>Add-PrecisionRecallCurve</code> add them.</p><//>`;
    const steps = stepsOf(series.flatMap(({ contents }) => contents)), step = shownStep(steps, params.step);
    return html`<div class="stack">
        <${StepSlider} id="prediction-step" steps=${steps} step=${step} />
        ${series.map(({ id, contents }, i) => {
            const { artifact } = contentAt(contents, step) ?? contents[0];
            return html`<${Section} key=${id} id=${`prediction-${i}`} title=${id} aside=${artifact.step !== undefined && html`<span class="note">step ${artifact.step.toLocaleString()}</span>`}><${Preview} artifact=${artifact} /><//>`;
        })}
    </div>`;
}
