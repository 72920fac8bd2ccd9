// What differs between runs, as a table with a column for each run.
import { useLoaded, post } from "../api.js";
import { formatDate, formatDuration, formatNumber, formatParameter, goalText } from "../format.js";
import { html } from "../lib.js";
import { useReload } from "../live.js";
import { Empty, Failure, Loading, RunLink, Status, isNamed } from "../parts/basic.js";
import { Toggle } from "../parts/controls.js";
import { change } from "../router.js";

/** @typedef {{ name: string, goal?: "Minimize" | "Maximize", values: any[], differs?: boolean, best?: number | number[] | null }} ComparedRow */
/** @typedef {{ runs: RunRow[], run: ComparedRow[], parameters: ComparedRow[], metrics: ComparedRow[], tags: ComparedRow[], inputs: ComparedRow[], origin: ComparedRow[] }} Compared */

const most = 20;

const differs = (/** @type {ComparedRow} */ row) => row.differs ?? new Set(row.values.map(value => JSON.stringify(value ?? null))).size > 1;

/** @param {{ row: ComparedRow, text: (value: any, row: ComparedRow) => string }} props */
function Line({ row, text }) {
    const best = new Set([row.best ?? []].flat());
    return html`<tr>
        <th scope="row">${row.name}${row.goal && html` <span class="goal">${goalText[row.goal]}</span>`}</th>
        ${row.values.map((value, i) => {
            const isBest = best.has(i) && row.goal;
            const absent = value === undefined || value === null;
            return html`<td key=${i} class=${absent ? "absent" : isBest ? "best" : null} title=${isBest ? "Best of these runs" : null}>${absent ? "–" : text(value, row)}${isBest && html`<span class="hidden"> best</span>`}</td>`;
        })}
    </tr>`;
}

/** @param {{ title: string, rows: ComparedRow[], span: number, text: (value: any, row: ComparedRow) => string }} props */
const Part = ({ title, rows, span, text }) =>
    rows.length > 0 &&
    html`<tbody><tr class="group"><th scope="rowgroup" colspan=${span}>${title}</th></tr>${rows.map(row => html`<${Line} key=${row.name} row=${row} text=${text} />`)}</tbody>`;

const number = (/** @type {any} */ value) => formatNumber(value);
const tag = (/** @type {any} */ value) => (value === "" ? "set" : String(value));

/** What .NET writes as 2026-11-30T00:19:35+00:00 and 1.02:03:04.5, as the other pages write it. @param {any} value */
function fact(value) {
    const text = String(value), span = text.match(/^(?:(\d+)\.)?(\d\d):(\d\d):(\d\d(?:\.\d+)?)$/);
    if (/^\d{4}-\d\d-\d\dT/.test(text)) return formatDate(Date.parse(text));
    return span ? formatDuration((((Number(span[1] ?? 0) * 24 + Number(span[2])) * 60 + Number(span[3])) * 60 + Number(span[4])) * 1000) : formatParameter(value);
}

// The heads of the columns have these.
const inHead = new Set(["Name", "Status"]);

/** StartedAt as words. @param {ComparedRow[]} rows */
const facts = rows => rows.filter(row => !inHead.has(row.name)).map(row => ({ ...row, name: row.name.replace(/([a-z])([A-Z])/g, (_, a, b) => `${a} ${b.toLowerCase()}`) }));

/** @param {Compared} data @returns {{ title: string, rows: ComparedRow[], text: (value: any) => string }[]} */
const partsOf = data => [
    { title: "Run", rows: facts(data.run), text: fact },
    { title: "Parameters", rows: data.parameters, text: formatParameter },
    { title: "Metrics", rows: data.metrics, text: number },
    { title: "Tags", rows: data.tags, text: tag },
    { title: "Inputs", rows: data.inputs, text: formatParameter },
    { title: "Origin", rows: data.origin, text: formatParameter },
];

/** @param {{ runs: RunRow[], params: Record<string, string> }} props */
export function Differences({ runs, params }) {
    const shown = runs.slice(0, most), ids = shown.map(run => run.id);
    const every = params.every === "1";
    /** @type {import("../api.js").Loaded<Compared>} */
    const { data, error, reload } = useLoaded(ids.length ? signal => post("compare", { runs: ids }, signal) : null, ids.join(","));
    useReload(reload, news => news.runs.some(run => ids.includes(run.id)), 2000);
    if (error && !data) return html`<${Failure} error=${error} retry=${reload} />`;
    if (!data) return html`<${Loading} />`;
    const compared = data.runs;
    const pick = (/** @type {ComparedRow[]} */ rows) => (every || compared.length < 2 ? rows : rows.filter(differs));
    const parts = partsOf(data).map(part => ({ ...part, rows: pick(part.rows) }));
    const span = compared.length + 1;
    return html`<div class="toolbar">
            <${Toggle} id="only-different" label="Only what differs" checked=${!every} onChange=${(/** @type {boolean} */ only) => change({ every: !only }, { replace: true })} />
            ${runs.length > most && html`<span class="note">The first ${most} of ${runs.length.toLocaleString()} runs.</span>`}
        </div>
        ${parts.every(({ rows }) => rows.length === 0)
            ? html`<${Empty}><p>${compared.length < 2 ? "This is one run: there is nothing to compare it with." : "These runs do not differ in anything that was recorded."}</p><//>`
            : html`<div class="scroll" tabindex="0" role="region" aria-label="Differences"><table class="plain differences">
                  <thead><tr><td></td>${compared.map(run => html`<th scope="col" key=${run.id}><${RunLink} run=${run} />${isNamed(run) && html`<span class="run-name">${run.name}</span>`}<${Status} status=${run.status} /></th>`)}</tr></thead>
                  ${parts.map(part => html`<${Part} key=${part.title} ...${part} span=${span} />`)}
              </table></div>`}`;
}
