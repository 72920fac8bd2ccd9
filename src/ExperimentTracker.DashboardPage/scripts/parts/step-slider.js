// The step that is shown of what exists at several.
import { formatNumber } from "../format.js";
import { html } from "../lib.js";
import { change } from "../router.js";

/**
 * The step to show: without a choice the newest, which follows what is written.
 * @param {number[]} steps Ascending.
 * @param {string | undefined} chosen As it is in the address.
 * @returns {number | null}
 */
export function shownStep(steps, chosen) {
    if (chosen === undefined || steps.length === 0) return steps.at(-1) ?? null;
    return steps.filter(step => step <= Number(chosen)).at(-1) ?? steps[0];
}

/**
 * The chosen step is in the address.
 * @param {{ id: string, steps: number[], step: number | null, param?: string }} props
 */
export function StepSlider({ id, steps, step, param = "step" }) {
    if (steps.length < 2) return null;
    const last = steps.length - 1, at = step === null ? last : steps.indexOf(step);
    const move = (/** @type {any} */ event) => {
        const to = Number(event.currentTarget.value);
        change({ [param]: to === last ? "" : String(steps[to]) }, { replace: true });
    };
    return html`<label class="field step-field"><span>Step</span><input type="range" id=${id} min="0" max=${last} step="1" value=${at} aria-valuetext=${`Step ${step}`} onInput=${move} /><output class="number">${formatNumber(steps[at])}</output><span class="note">of ${steps.length.toLocaleString()}</span></label>`;
}
