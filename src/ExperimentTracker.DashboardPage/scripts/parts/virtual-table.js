// A table of which only the visible rows exist. It is one stop of the keyboard: arrows move in it.
import { html, useEffect, useLayoutEffect, useRef, useState } from "../lib.js";
import { usePrinting } from "../printing.js";

/**
 * @typedef {{ id: string, width: number, class?: string, sort?: "ascending" | "descending" | null, header: any }} TableColumn
 * @typedef {{ memo: unknown[], cells: () => any[], class?: string, selected?: boolean, level?: number, expanded?: boolean }} TableRow `memo`: a row is drawn again
 *   when one of these is another.
 */

const extra = 12;
const mostPrinted = 2000;
export const rowHeight = 34;

/** @param {unknown[]} a @param {unknown[]} b */
const same = (a, b) => a.length === b.length && a.every((each, i) => Object.is(each, b[i]));

/**
 * Keeps what was drawn of each row, so that scrolling draws only the rows that come into view.
 * @param {TableColumn[]} columns
 */
function useDrawn(columns) {
    /** @typedef {{ memo: unknown[], drawn: any }} Kept */
    const kept = useRef({ columns, rows: /** @type {Map<number, Kept>} */ (new Map()) });
    if (kept.current.columns !== columns) kept.current = { columns, rows: new Map() };
    const before = kept.current.rows;
    const rows = /** @type {typeof before} */ (new Map());
    kept.current.rows = rows;
    return (/** @type {number} */ index, /** @type {unknown[]} */ memo, /** @type {() => any} */ draw) => {
        const known = before.get(index);
        const now = known && same(known.memo, memo) ? known : { memo, drawn: draw() };
        rows.set(index, now);
        return now.drawn;
    };
}

/**
 * @param {{ label: string, columns: TableColumn[], pinned: number, count: number, row: (index: number) => TableRow, at: number, busy?: boolean,
 *   onMove: (index: number) => void, onSelect?: (index: number, extend: boolean) => void, onOpen?: (index: number) => void, onRange?: (first: number, last: number) => void,
 *   scroller: { current: HTMLDivElement | null }, empty?: any, selectable?: boolean }} props
 */
export function VirtualTable({ label, columns, pinned, count, row, at, busy, onMove, onSelect, onOpen, onRange, scroller, empty, selectable }) {
    const [view, setView] = useState({ top: 0, height: 800 });
    const head = useRef(/** @type {HTMLTableSectionElement | null} */ (null));
    const table = useRef(/** @type {HTMLTableElement | null} */ (null));
    // Rows are drawn again when others come into view, and not for every pixel.
    const look = () => {
        const box = scroller.current;
        if (!box) return;
        const top = Math.floor(box.scrollTop / rowHeight);
        setView(before => (before.top === top && before.height === box.clientHeight ? before : { top, height: box.clientHeight }));
    };
    useLayoutEffect(look);
    useEffect(() => {
        const watcher = new ResizeObserver(look);
        if (scroller.current) watcher.observe(scroller.current);
        return () => watcher.disconnect();
    }, []);
    const seen = Math.ceil(view.height / rowHeight) + 1;
    // On paper one cannot scroll.
    const printing = usePrinting();
    const first = printing ? 0 : Math.max(0, Math.min(view.top - extra, count - 1));
    const last = printing ? Math.min(count, mostPrinted) : Math.min(count, view.top + seen + extra);
    useEffect(() => onRange?.(first, Math.max(first, last - 1)), [first, last, onRange]);

    const reveal = (/** @type {number} */ index) => {
        const box = scroller.current;
        if (!box) return;
        const top = index * rowHeight;
        const room = box.clientHeight - (head.current?.offsetHeight ?? 0);
        if (top < box.scrollTop) box.scrollTop = top;
        else if (top + rowHeight > box.scrollTop + room) box.scrollTop = top + rowHeight - room;
    };
    const press = (/** @type {KeyboardEvent} */ event) => {
        if (event.target !== table.current || event.ctrlKey || event.metaKey || event.altKey || count === 0) return;
        const page = Math.max(1, seen - 3);
        /** @type {Record<string, number>} */
        const moves = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: count - 1 };
        if (event.key in moves) {
            const to = Math.max(0, Math.min(count - 1, moves[event.key]));
            onMove(to);
            reveal(to);
        } else if (event.key === " ") onSelect?.(at, event.shiftKey);
        else if (event.key === "Enter") onOpen?.(at);
        else return;
        event.preventDefault();
    };

    const lefts = columns.map((_, i) => columns.slice(0, i).reduce((sum, each) => sum + each.width, 0));
    const place = (/** @type {number} */ i) => (i < pinned ? { insetInlineStart: `${lefts[i]}px` } : undefined);
    const className = (/** @type {number} */ i) => `${columns[i].class ?? ""}${i < pinned ? " pinned" : ""}${i === pinned - 1 ? " edge" : ""}`;
    const drawn = useDrawn(columns);
    // Rows that come into view use the elements of those that left it.
    const pool = 2 ** Math.ceil(Math.log2(Math.max(32, last - first)));
    const rows = [];
    let isTree = false;
    for (let i = first; i < last; i++) {
        const { memo, cells, class: rowClass = "", selected, level, expanded } = row(i);
        isTree ||= level !== undefined;
        const draw = () => html`<tr key=${i % pool} id=${`row-${i}`} class=${`${rowClass}${i === at ? " current" : ""}`} aria-rowindex=${i + 2} aria-selected=${selected} aria-level=${level} aria-expanded=${expanded}
            onMouseDown=${() => onMove(i)}>
            ${cells().map((cell, c) => html`<td key=${columns[c].id} class=${className(c)} style=${place(c)} role=${c === (selectable ? 1 : 0) ? "rowheader" : null}>${cell}</td>`)}
            <td class="filler" role="presentation"></td>
        </tr>`;
        rows.push(drawn(i, [i === at, pool, pinned, rowClass, selected, level, expanded, ...memo], draw));
    }
    const width = columns.reduce((sum, each) => sum + each.width, 0);
    return html`<div class=${`scroll virtual${busy ? " busy" : ""}`} ref=${scroller} onScroll=${look} aria-busy=${busy ? "true" : null}>
        <table role=${isTree ? "treegrid" : "grid"} class="grid" ref=${table} tabindex="0" aria-label=${label} aria-rowcount=${count + 1} aria-multiselectable=${selectable ? "true" : null}
            aria-activedescendant=${at >= first && at < last ? `row-${at}` : null} onKeyDown=${press} style=${{ minWidth: `${width}px` }}>
            <colgroup>${columns.map(each => html`<col key=${each.id} style=${{ width: `${each.width}px` }} />`)}<col /></colgroup>
            <thead ref=${head}><tr aria-rowindex="1">
                ${columns.map((each, i) => html`<th key=${each.id} scope="col" class=${className(i)} style=${place(i)} aria-sort=${each.sort ?? null}>${each.header}</th>`)}
                <td class="filler" role="presentation"></td>
            </tr></thead>
            <tbody>
                <tr class="spacer" aria-hidden="true" style=${{ height: `${first * rowHeight}px` }}></tr>
                ${rows}
                <tr class="spacer" aria-hidden="true" style=${{ height: `${Math.max(0, count - last) * rowHeight}px` }}></tr>
            </tbody>
        </table>
        ${count === 0 && empty}
    </div>`;
}
