// Records of which the page only shows the members: epochs and results.
import { formatDate, formatNumber } from "../format.js";
import { html, useState } from "../lib.js";
import { Section } from "../parts/basic.js";

const first = 20;
const times = /^(created|started|ended|time|updated)$/;

/** @param {string} name @param {unknown} value */
function cell(name, value) {
    if (value === null || value === undefined) return html`<span class="absent">–</span>`;
    if (typeof value === "number") return times.test(name) ? formatDate(value) : formatNumber(value);
    return typeof value === "object" ? html`<code>${JSON.stringify(value)}</code>` : String(value);
}

/** Members that are objects of plain values, such as metrics, become columns. @param {PlainRecord} record */
function flatten(record) {
    /** @type {PlainRecord} */
    const flat = {};
    for (const [name, value] of Object.entries(record)) {
        if (name === "id" || /Id$/.test(name)) continue;
        if (value && typeof value === "object" && !Array.isArray(value)) Object.assign(flat, value);
        else flat[name] = value;
    }
    return flat;
}

/** @param {{ id: string, title: string, records: PlainRecord[] }} props */
export function Records({ id, title, records }) {
    const [all, setAll] = useState(false);
    const rows = records.map(flatten);
    const columns = [...new Set(rows.flatMap(Object.keys))];
    const shown = all ? rows : rows.slice(-first);
    const isNumber = (/** @type {string} */ name) => rows.some(row => typeof row[name] === "number" && !times.test(name));
    const more = rows.length > first && html`<button type="button" class="link" onClick=${() => setAll(!all)}>${all ? `The last ${first}` : `All ${rows.length.toLocaleString()}`}</button>`;
    return html`<${Section} id=${id} title=${title} aside=${more}>
        <div class="scroll tall" tabindex="0" role="region" aria-label=${`Table of ${title.toLowerCase()}`}><table class="plain">
            <thead><tr>${columns.map(name => html`<th key=${name} scope="col" class=${isNumber(name) ? "number" : null}>${name}</th>`)}</tr></thead>
            <tbody>${shown.map((row, i) => html`<tr key=${i}>${columns.map(name => html`<td key=${name} class=${isNumber(name) ? "number" : null}>${cell(name, row[name])}</td>`)}</tr>`)}</tbody>
        </table></div>
    <//>`;
}
