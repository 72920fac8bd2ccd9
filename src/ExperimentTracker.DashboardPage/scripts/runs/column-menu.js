// Chooses the columns of a table, their order and those that stay in view, and keeps sets of them under a name.
import { collator } from "../format.js";
import { keep, kept } from "../kept.js";
import { html, useState } from "../lib.js";
import { Menu } from "../parts/controls.js";
import { readList, writeList } from "./choices.js";

const storage = "experimenttracker-columns";

/** @returns {Record<string, { columns: string, pinned: number }>} */
function savedSets() {
    try {
        return JSON.parse(kept(storage) ?? "{}");
    } catch {
        return {}; // Somebody wrote something else there.
    }
}

/** @typedef {import("./columns.js").RunColumn} RunColumn */
/** @typedef {(columns: string[] | null, pinned: number) => void} Choose */

/** @param {{ columns: string[], pinned: number, onChoose: Choose }} props */
function SavedSets({ columns, pinned, onChoose }) {
    const [sets, setSets] = useState(savedSets);
    const [name, setName] = useState("");
    const keepSets = (/** @type {Record<string, { columns: string, pinned: number }>} */ now) => {
        keep(storage, JSON.stringify(now));
        setSets(now);
    };
    const save = (/** @type {Event} */ event) => {
        event.preventDefault();
        if (!name.trim()) return;
        keepSets({ ...sets, [name.trim()]: { columns: writeList(columns), pinned } });
        setName("");
    };
    return html`<form class="saved" onSubmit=${save}>
        <h2 class="menu-title">Saved sets</h2>
        ${Object.entries(sets).map(
            ([each, set]) => html`<div class="saved-set" key=${each}>
                <button type="button" class="link" onClick=${() => onChoose(readList(set.columns), set.pinned)}>${each}</button>
                <button type="button" class="quiet" aria-label=${`Delete the set ${each}`} onClick=${() => keepSets(Object.fromEntries(Object.entries(sets).filter(([other]) => other !== each)))}>✕</button>
            </div>`,
        )}
        <div class="saved-set"><input class="text" aria-label="Name of the set" placeholder="Name" value=${name} onInput=${(/** @type {any} */ event) => setName(event.currentTarget.value)} /><button class="button" disabled=${!name.trim()}>Save</button></div>
    </form>`;
}

/** @param {{ all: Map<string, RunColumn>, chosen: string[], pinned: number, onChoose: Choose }} props */
function Chosen({ all, chosen, pinned, onChoose }) {
    const move = (/** @type {number} */ from, /** @type {number} */ to) => {
        const now = [...chosen];
        now.splice(to, 0, ...now.splice(from, 1));
        onChoose(now, pinned);
    };
    return html`<ol class="chosen" aria-label="Shown columns">
        ${chosen.map((id, i) => {
            const title = all.get(id)?.title ?? id;
            return html`<li key=${id}>
                <span class="chosen-name">${title}${all.get(id)?.note && html` <span class="unit">${all.get(id)?.note}</span>`}</span>
                <button type="button" class="quiet" aria-pressed=${i < pinned ? "true" : "false"} aria-label=${`Keep ${title} in view`} title="Keep in view with the columns before it" onClick=${() => onChoose(chosen, i < pinned ? i : i + 1)}>⇤</button>
                <button type="button" class="quiet" aria-label=${`Move ${title} forward`} disabled=${i === 0} onClick=${() => move(i, i - 1)}>↑</button>
                <button type="button" class="quiet" aria-label=${`Move ${title} back`} disabled=${i === chosen.length - 1} onClick=${() => move(i, i + 1)}>↓</button>
                <button type="button" class="quiet" aria-label=${`Remove ${title}`} onClick=${() => onChoose(chosen.filter(other => other !== id), i < pinned ? pinned - 1 : pinned)}>✕</button>
            </li>`;
        })}
    </ol>`;
}

/** @param {{ all: Map<string, RunColumn>, chosen: string[], pinned: number, onChoose: Choose }} props */
export function ColumnMenu({ all, chosen, pinned, onChoose }) {
    const [words, setWords] = useState("");
    const matching = [...all.values()]
        .filter(each => `${each.title} ${each.note ?? ""}`.toLowerCase().includes(words.toLowerCase()))
        .sort((a, b) => (a.group === b.group ? collator.compare(a.title, b.title) : 0));
    const groups = ["Run", "Parameters", "Metrics", "Tags"].map(group => /** @type {const} */ ([group, matching.filter(each => each.group === group)])).filter(([, list]) => list.length > 0);
    const toggle = (/** @type {string} */ id) => onChoose(chosen.includes(id) ? chosen.filter(other => other !== id) : [...chosen, id], pinned);
    return html`<${Menu} label="Columns" id="columns">
        <div class="column-menu">
            <div>
                <div class="section-head"><h2 class="menu-title">Shown</h2><button type="button" class="link" onClick=${() => onChoose(null, 0)}>As at first</button></div>
                <${Chosen} all=${all} chosen=${chosen} pinned=${pinned} onChoose=${onChoose} />
                <${SavedSets} columns=${chosen} pinned=${pinned} onChoose=${onChoose} />
            </div>
            <div>
                <input type="search" aria-label="Search columns" placeholder="Search columns" value=${words} onInput=${(/** @type {any} */ event) => setWords(event.currentTarget.value)} />
                ${groups.map(
                    ([group, list]) => html`<fieldset key=${group}><legend>${group}</legend>
                        ${list.slice(0, 200).map(
                            each => html`<label class="toggle" key=${each.id}><input type="checkbox" checked=${chosen.includes(each.id)} onChange=${() => toggle(each.id)} /><span>${each.title} ${each.note && html`<span class="unit">${each.note}</span>`}</span></label>`,
                        )}
                        ${list.length > 200 && html`<p class="hint">${list.length - 200} more: search for them.</p>`}
                    </fieldset>`,
                )}
            </div>
        </div>
    <//>`;
}
