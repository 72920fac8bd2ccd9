// Which version of a model was in which stage when.
import { formatBriefDate, formatDate, formatDuration } from "../format.js";
import { html } from "../lib.js";
import { useNow } from "../parts/basic.js";

/** @typedef {{ version: number, stage: string, from: Time, to: Time | null, reason?: string, actor?: string }} Period */

/** @param {StageChangeData[]} changes @returns {Period[]} Each lasts until the next change of the same version; null: it lasts. */
export function periodsOf(changes) {
    const sorted = [...changes].sort((a, b) => a.time - b.time);
    return sorted.flatMap((change, i) => {
        if (change.to === "None") return [];
        const next = sorted.slice(i + 1).find(other => other.version === change.version);
        return [{ version: change.version, stage: change.to, from: change.time, to: next?.time ?? null, reason: change.reason, actor: change.actor }];
    });
}

const ticks = 3;

/** @param {{ data: ModelData }} props */
export function Timeline({ data }) {
    const now = useNow(true, 60000);
    const periods = periodsOf(data.changes);
    if (periods.length === 0) return null;
    const start = Math.min(...periods.map(each => each.from), ...data.versions.map(each => each.created));
    const span = Math.max(1, now - start);
    const share = (/** @type {number} */ time) => `${((time - start) / span) * 100}%`;
    const versions = [...new Set(periods.map(each => each.version))].sort((a, b) => b - a);
    return html`<div class="timeline" role="list" aria-label="Stages over time">
        ${versions.map(
            version => html`<div class="lane" role="listitem" key=${version}>
                <span class="lane-name">version ${version}</span>
                <div class="lane-bars">${periods
                    .filter(each => each.version === version)
                    .map(each => {
                        const text = `${each.stage} from ${formatDate(each.from)} ${each.to === null ? "until now" : `to ${formatDate(each.to)}`} (${formatDuration((each.to ?? now) - each.from)})${each.reason ? `: ${each.reason}` : ""}`;
                        return html`<span key=${each.from} class=${`period ${each.stage.toLowerCase()}`} role="img" aria-label=${text} title=${text} style=${{ insetInlineStart: share(each.from), width: `${(((each.to ?? now) - each.from) / span) * 100}%` }}><span aria-hidden="true">${each.stage}</span></span>`;
                    })}</div>
            </div>`,
        )}
        <div class="lane axis" aria-hidden="true"><span class="lane-name"></span><div class="lane-bars">${Array.from({ length: ticks }, (_, i) => html`<span key=${i} class="tick" style=${{ insetInlineStart: `${(i / (ticks - 1)) * 100}%` }}>${formatBriefDate(start + (span * i) / (ticks - 1))}</span>`)}</div></div>
    </div>`;
}
