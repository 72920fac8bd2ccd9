// The log of a run: only the visible lines exist, and it follows the end while the run writes.
import { formatCount, formatDate } from "../format.js";
import { html, useEffect, useLayoutEffect, useReducer, useRef, useState } from "../lib.js";
import { useChanges } from "../live.js";
import { Empty, Failure, Loading } from "../parts/basic.js";
import { Toggle } from "../parts/controls.js";
import { change } from "../router.js";
import { readList, writeList } from "../runs/choices.js";
import { SearchBox } from "../runs/filter-box.js";
import { LogLines } from "./log-lines.js";

const lineHeight = 19;
const extra = 30;
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" });

/** @param {RunRow} run @param {string} streamText @param {string} search */
function useLog(run, streamText, search) {
    const [, redraw] = useReducer(count => count + 1, 0);
    const log = useRef(/** @type {LogLines | null} */ (null));
    useEffect(() => {
        const made = new LogLines(run.id, { streams: readList(streamText), search }, () => redraw(undefined));
        log.current = made;
        made.readEnd();
        redraw(undefined);
        return () => made.close();
    }, [run.id, streamText, search]);
    const running = run.status === "Running";
    // A log grows without a change of the run's row, so it is asked for while the run goes on.
    useEffect(() => {
        if (!running) {
            log.current?.readNewer();
            return undefined;
        }
        const timer = setInterval(() => !document.hidden && log.current?.readNewer(), 1000);
        return () => clearInterval(timer);
    }, [running]);
    useChanges(now => {
        if (!now || now.runs.some(each => each.id === run.id)) log.current?.readNewer();
    });
    return log.current;
}

/** The streams that lines were seen of; a choice of some does not make the others vanish. @param {string} run @param {LogLines | null} log @param {string[]} chosen */
function useStreams(run, log, chosen) {
    const known = useRef({ run, names: new Set(chosen) });
    if (known.current.run !== run) known.current = { run, names: new Set(chosen) };
    const { names } = known.current;
    for (const line of log?.lines ?? []) if (line.stream) names.add(line.stream);
    return [...names].sort();
}

/** A line with the words one searched for marked. @param {string} text @param {string} search */
function marked(text, search) {
    const at = search ? text.toLowerCase().indexOf(search.toLowerCase()) : -1;
    return at < 0 ? text : html`${text.slice(0, at)}<mark>${text.slice(at, at + search.length)}</mark>${text.slice(at + search.length)}`;
}

/** @param {{ log: LogLines, follow: boolean, onFollow: (follow: boolean) => void, search: string }} props */
function Lines({ log, follow, onFollow, search }) {
    const box = useRef(/** @type {HTMLDivElement | null} */ (null));
    const [top, setTop] = useState(0);
    const { lines } = log;
    const look = () => {
        const node = box.current;
        if (!node) return;
        setTop(Math.floor(node.scrollTop / lineHeight));
        const atEnd = node.scrollTop + node.clientHeight >= node.scrollHeight - 2 * lineHeight;
        if (atEnd !== follow) onFollow(atEnd);
    };
    useLayoutEffect(() => {
        if (follow && box.current) box.current.scrollTop = box.current.scrollHeight;
    }, [lines, follow]);
    const seen = Math.ceil((box.current?.clientHeight ?? 800) / lineHeight) + 1;
    const first = Math.max(0, Math.min(top, lines.length - seen) - extra);
    const shown = lines.slice(first, first + seen + 2 * extra);
    return html`<div class="log code" ref=${box} onScroll=${look} tabindex="0" role="log" aria-label="Log" aria-live="off">
        <div class="log-lines" style=${{ height: `${lines.length * lineHeight}px` }}>
            <div style=${{ transform: `translateY(${first * lineHeight}px)` }}>
                ${shown.map((line, i) => html`<div key=${first + i} class="log-line" data-stream=${line.stream?.toLowerCase()}><time title=${[formatDate(line.time), line.stream].filter(Boolean).join(", ")}>${line.first ? clock.format(line.time) : ""}</time><span>${marked(line.text, search)}</span></div>`)}
            </div>
        </div>
    </div>`;
}

/** @param {{ run: RunRow, params: Record<string, string> }} props */
export function Log({ run, params }) {
    const search = params.search ?? "";
    const streamText = params.streams ?? "";
    const chosen = readList(streamText);
    const log = useLog(run, streamText, search);
    const streams = useStreams(run.id, log, chosen);
    const [follow, setFollow] = useState(true);
    const toggle = (/** @type {string} */ name) => change({ streams: writeList(chosen.includes(name) ? chosen.filter(other => other !== name) : [...chosen, name]) }, { replace: true });
    const readAll = () => {
        setFollow(false);
        log?.readAll();
    };
    return html`<div class="log-page">
        <div class="toolbar">
            <${SearchBox} value=${search} label="Search the log" onChange=${(/** @type {string} */ now) => change({ search: now }, { replace: true })} />
            ${streams.length > 1 && html`<div class="chips" role="group" aria-label="Streams">${streams.map(name => html`<button type="button" key=${name} class="chip" aria-pressed=${chosen.includes(name) ? "true" : "false"} onClick=${() => toggle(name)}>${name}</button>`)}</div>`}
            <span class="spacing"></span>
            ${log && !log.whole && log.lines.length > 0 && html`<button type="button" class="button" disabled=${log.loading} onClick=${readAll}>From the beginning</button>`}
            <${Toggle} label="Follow" checked=${follow} onChange=${setFollow} />
            <span class="count number" role="status">${log ? log.lines.length.toLocaleString() : 0} lines</span>
        </div>
        ${log && log.omitted > 0 && log.lines.length > 0 && html`<p class="hint">This report has the last part of the log; ${formatCount(log.omitted, "entry", "entries")} before it ${log.omitted === 1 ? "is" : "are"} not in it.</p>`}
        ${log?.error && html`<${Failure} error=${log.error} retry=${() => log.readEnd()} />`}
        ${!log || (log.loading && log.lines.length === 0) ? html`<${Loading} />` : log.lines.length === 0 ? html`<${Empty}><p>${search || chosen.length > 0 ? "No line matches." : log.omitted > 0 ? "The log of this run is not in this report." : "This run has no log. Invoke-Run -Capture keeps what its block writes."}</p><//>` : html`<${Lines} log=${log} follow=${follow} onFollow=${setFollow} search=${search} />`}
    </div>`;
}
