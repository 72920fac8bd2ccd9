// Tables in text files, JSON, and differences of code.
import { formatCount } from "../format.js";
import { html } from "../lib.js";

const mostRows = 1000;
const mostColumns = 100;
const mostMembers = 500;

/**
 * Rows of comma- or tab-separated text, with quoted cells that may hold line breaks.
 * @param {string} text @param {string} separator @param {number} most
 */
export function parseTable(text, separator, most) {
    /** @type {string[][]} */
    const rows = [];
    let row = /** @type {string[]} */ ([]);
    let cell = "";
    let quoted = false;
    const endRow = () => {
        row.push(cell);
        if (row.length > 1 || cell !== "") rows.push(row);
        [row, cell] = [[], ""];
    };
    for (let i = 0; i < text.length && rows.length < most; i++) {
        const c = text[i];
        if (quoted && c === '"' && text[i + 1] === '"') cell += text[++i];
        else if (c === '"' && (quoted || cell === "")) quoted = !quoted;
        else if (quoted) cell += c;
        else if (c === separator) {
            row.push(cell);
            cell = "";
        } else if (c === "\n") endRow();
        else if (c !== "\r") cell += c;
    }
    if (rows.length < most) endRow();
    return rows;
}

/** @param {{ text: string, tabs: boolean, label: string }} props */
export function TableView({ text, tabs, label }) {
    const firstLine = text.slice(0, 5000).split("\n")[0];
    const separator = tabs ? "\t" : firstLine.includes(";") && !firstLine.includes(",") ? ";" : ",";
    const [head = [], ...rows] = parseTable(text, separator, mostRows + 2);
    const numeric = head.map((_, c) => rows.length > 0 && rows.every(row => row[c] === undefined || row[c] === "" || !Number.isNaN(Number(row[c]))));
    const shown = head.slice(0, mostColumns);
    return html`<div class="scroll preview-box" tabindex="0" role="region" aria-label=${label}><table class="plain sticky-head">
            <thead><tr>${shown.map((name, c) => html`<th key=${c} scope="col" class=${numeric[c] ? "number" : null}>${name}</th>`)}</tr></thead>
            <tbody>${rows.slice(0, mostRows).map((row, r) => html`<tr key=${r}>${shown.map((_, c) => html`<td key=${c} class=${numeric[c] ? "number" : null}>${row[c] ?? ""}</td>`)}</tr>`)}</tbody>
        </table></div>
        <p class="hint">${formatCount(Math.min(rows.length, mostRows), "row")}${rows.length > mostRows && " of more"}, ${formatCount(head.length, "column")}${head.length > mostColumns && `, of which ${mostColumns} are shown`}</p>`;
}

/** @param {unknown} value */
const brief = value => (Array.isArray(value) ? formatCount(value.length, "item") : value && typeof value === "object" ? formatCount(Object.keys(value).length, "member") : "");

/** @param {{ name?: string, value: unknown, depth?: number }} props */
export function JsonTree({ name, value, depth = 0 }) {
    const label = name !== undefined && html`<span class="member">${name}</span>: `;
    if (value === null || typeof value !== "object") return html`<div class="leaf-line">${label}<span class=${`json-${value === null ? "null" : typeof value}`}>${JSON.stringify(value)}</span></div>`;
    const members = Object.entries(value);
    const rest = members.length - mostMembers;
    return html`<details open=${depth < 3 && members.length <= 50}>
        <summary>${label}<span class="note">${brief(value)}</span></summary>
        <div class="members">
            ${members.slice(0, mostMembers).map(([each, child]) => html`<${JsonTree} key=${each} name=${each} value=${child} depth=${depth + 1} />`)}
            ${rest > 0 && html`<p class="hint">and ${rest.toLocaleString()} more</p>`}
        </div>
    </details>`;
}

/** A difference as git writes it. @param {{ text: string }} props */
export const DiffView = ({ text }) => html`<pre class="code diff" tabindex="0" role="region" aria-label="Changes of the code">${text.split("\n").slice(0, 5000).map((line, i) => {
    const kind = /^(diff|index|---|\+\+\+)/.test(line) ? "diff-file" : line.startsWith("@@") ? "diff-place" : line.startsWith("+") ? "diff-added" : line.startsWith("-") ? "diff-removed" : "";
    return html`<span key=${i} class=${kind}>${line}${"\n"}</span>`;
})}</pre>`;
