// The table of runs: searched, filtered and ordered by the store, so that it is as fast for 100,000 runs as for ten.
import { useApi } from "../api.js";
import { formatCount } from "../format.js";
import { html, useCallback, useLayoutEffect, useMemo, useRef, useState } from "../lib.js";
import { useReload } from "../live.js";
import { Empty, Failure, Loading } from "../parts/basic.js";
import { VirtualTable, rowHeight } from "../parts/virtual-table.js";
import { change, goTo, linkTo } from "../router.js";
import { ranking, readChoices, readList, whichRuns, writeList } from "../runs/choices.js";
import { ColumnMenu } from "../runs/column-menu.js";
import { allColumns, columnsOf, defaultColumns, leaderboardColumns, runColumn, valuesOf } from "../runs/columns.js";
import { GroupTitle, groupCell, itemsOf, useGroups } from "../runs/groups.js";
import { tableColumns } from "../runs/head.js";
import { Foot, Toolbar } from "../runs/toolbar.js";
import { useRows } from "../runs/use-rows.js";

const mostSelected = 500;
/** @type {ColumnsData} */
const none = { parameters: [], metrics: [], tags: [] };

/** @typedef {import("../runs/run-rows.js").RunRows} RunRows */

/**
 * Rows that came from elsewhere keep their place under the reader's eyes: the table scrolls by as much as was put before them.
 * @param {{ current: HTMLDivElement | null }} scroller
 */
function useAnchor(scroller) {
    const shift = useRef(0);
    const [fresh, setFresh] = useState(0);
    useLayoutEffect(() => {
        if (!shift.current || !scroller.current) return;
        scroller.current.scrollTop += shift.current;
        shift.current = 0;
    });
    const replace = useCallback((/** @type {RunRows} */ before, /** @type {RunRows} */ after) => {
        const box = scroller.current;
        if (!box || box.scrollTop < rowHeight) return setFresh(0);
        const top = Math.floor(box.scrollTop / rowHeight);
        const anchor = before.at(top);
        const now = anchor ? after.indexOf(anchor.id) : -1;
        if (now >= 0) shift.current = (now - top) * rowHeight;
        const added = (after.total ?? 0) - (before.total ?? 0);
        if (added > 0) setFresh(count => count + added);
        return undefined;
    }, []);
    const toTop = () => {
        if (scroller.current) scroller.current.scrollTop = 0;
        setFresh(0);
    };
    return { fresh, replace, toTop };
}

/** @param {{ route: import("../router.js").Route, fill?: boolean }} props `fill`: whether the table fills the window, or stands among other parts of a page. */
export function RunsPage({ route, fill = true }) {
    const choices = readChoices(route.params);
    /** @type {import("../api.js").Loaded<ColumnsData>} */
    const known = useApi("columns", { experiment: readList(choices.experiment) });
    /** @type {import("../api.js").Loaded<HomeData>} */
    const home = useApi("home");
    // A metric that is logged for the first time becomes a column.
    useReload(known.reload, () => true, 15000);
    // A leaderboard needs to know which values of its metric are good, before its first row.
    if (choices.view !== "table" && !known.data) return html`<h1 class="hidden">Runs</h1>${known.error ? html`<${Failure} error=${known.error} retry=${known.reload} />` : html`<${Loading} />`}`;
    return html`<${RunsTable} choices=${choices} known=${known.data} experiments=${home.data?.experiments ?? []} fill=${fill} />`;
}

/** @param {{ choices: import("../runs/choices.js").Choices, known: ColumnsData | undefined, experiments: ExperimentRow[], fill: boolean }} props */
function RunsTable({ choices, known, experiments, fill }) {
    const [early, setEarly] = useState(none);
    const data = known ?? early;
    const metric = choices.metric || (data.metrics.find(each => each.goal) ?? data.metrics[0])?.name || "";
    const goal = data.metrics.find(each => each.name === metric)?.goal;
    const all = useMemo(() => allColumns(data), [data]);
    const { view } = choices;
    const initial = view === "leaderboard" ? leaderboardColumns(data, metric) : defaultColumns(data, !choices.experiment && experiments.length !== 1);
    const chosen = choices.columns ?? initial;
    const shown = chosen.flatMap(id => all.get(id) ?? []);
    const order = view === "leaderboard" && metric ? ranking(metric, goal) : { order: choices.order, descending: choices.descending };
    const wanted = view === "groups" ? [...chosen, choices.group, `m:${metric}`] : chosen;
    const query = { ...whichRuns(choices), ...order, columns: valuesOf(wanted, known) };

    const scroller = useRef(/** @type {HTMLDivElement | null} */ (null));
    const anchor = useAnchor(scroller);
    const [at, setAt] = useState(0);
    const grouped = useGroups(view === "groups" ? query : null, choices.group || "status", metric, goal);
    const volatile = /^(m:|status|duration|ended)/.test(order.order);
    const { rows, loading, want, reload } = useRows(query, { volatile, onReplace: anchor.replace, onNew: anchor.toTop });
    // The first rows do not wait for the names of all columns.
    useLayoutEffect(() => {
        if (!known && rows) setEarly(columnsOf(rows.known));
    }, [rows, known === undefined]);
    const items = view === "groups" ? itemsOf(grouped.data, choices.open) : null;
    const count = items ? items.length : (rows?.length ?? 0);

    const runAt = (/** @type {number} */ index) => (items ? items[index]?.run : rows?.at(index));
    const toggleGroup = (/** @type {string} */ key) => change({ open: writeList(choices.open.includes(key) ? choices.open.filter(other => other !== key) : [...choices.open, key]) }, { replace: true });
    const last = useRef(-1);
    const select = (/** @type {number} */ index, extend = false) => {
        const from = extend && last.current >= 0 ? Math.min(last.current, index) : index;
        const to = extend && last.current >= 0 ? Math.max(last.current, index) : index;
        const ids = Array.from({ length: to - from + 1 }, (_, i) => runAt(from + i)?.id).filter(id => id !== undefined);
        const on = !choices.selected.includes(runAt(index)?.id ?? "");
        last.current = index;
        const rest = choices.selected.filter(id => !ids.includes(id));
        change({ runs: writeList(on ? [...rest, ...ids].slice(0, mostSelected) : rest) }, { replace: true });
    };
    const open = (/** @type {number} */ index) => {
        const run = runAt(index);
        if (run) goTo(linkTo("run", {}, run.id));
        else if (items?.[index]) toggleGroup(items[index].group.key);
    };

    const narrow = innerWidth < 640;
    const heads = useMemo(() => tableColumns({ shown, order, view, metric, narrow }), [JSON.stringify([chosen, order, view, metric, narrow]), data]);
    // Rows that are not drawn again must not act on what was chosen when they were drawn.
    const act = useRef({ select, toggleGroup });
    act.current = { select, toggleGroup };
    const row = (/** @type {number} */ index) => {
        const run = runAt(index);
        const item = items?.[index];
        if (item && !run) {
            const isOpen = choices.open.includes(item.group.key);
            const title = () => html`<${GroupTitle} group=${item.group} open=${isOpen} onToggle=${() => act.current.toggleGroup(item.group.key)} />`;
            return { memo: [item.group], class: "group", level: 1, expanded: isOpen, cells: () => [null, title(), ...heads.slice(2).map(head => groupCell(item.group, head.id))] };
        }
        if (!run) return { memo: [], class: "waiting", cells: () => heads.map((_, i) => i > 0 && html`<span class="blank"></span>`) };
        const selected = choices.selected.includes(run.id);
        const box = () =>
            html`<input type="checkbox" tabindex="-1" aria-label=${`Select ${run.path}`} checked=${selected} onClick=${(/** @type {MouseEvent} */ event) => act.current.select(index, event.shiftKey)} />`;
        const cell = (/** @type {string} */ id) => {
            if (id === "rank") return run.metrics[metric] ? (index + 1).toLocaleString() : "–";
            return html`<span title=${all.get(id)?.exact?.(run)}>${all.get(id)?.cell(run)}</span>`;
        };
        return { memo: [run], selected, level: item ? 2 : undefined, class: selected ? "selected" : "", cells: () => [box(), runColumn.cell(run), ...heads.slice(2).map(head => cell(head.id))] };
    };
    const onChoose = (/** @type {string[] | null} */ columns, /** @type {number} */ pinned) => change({ columns: columns ? writeList(columns) : "", pinned: pinned || "" }, { replace: true });
    const refused = /** @type {import("../api.js").ApiError | undefined} */ (view === "groups" ? grouped.error : rows?.error);
    // The box for the filter says what is wrong with it.
    const failure = refused?.column === undefined ? refused : undefined;
    const busy = view === "groups" ? grouped.loading : loading;
    const filtered = choices.filter || choices.search || choices.status.length > 0;
    const leftOut = view === "groups" ? grouped.data?.leftOut : rows?.leftOut;
    const empty = html`<${Empty}>${busy ? html`<p>Loading…</p>` : filtered ? html`<p>No run matches.</p><p><button type="button" class="link" onClick=${() => change({ filter: "", search: "", status: "" })}>Show all runs</button></p>` : html`<p>There are no runs${choices.removed && " that were removed"}.</p>`}<//>`;
    return html`<div class=${fill ? "fill-page" : "part-page"}>
        ${fill ? html`<h1 class="hidden">Runs</h1>` : html`<h2 class="hidden">Runs</h2>`}
        <${Toolbar} choices=${choices} experiments=${experiments} columns=${data} metric=${metric}>
            <${ColumnMenu} all=${all} chosen=${chosen} pinned=${choices.pinned} onChoose=${onChoose} />
        <//>
        ${failure && html`<${Failure} error=${failure} retry=${view === "groups" ? grouped.reload : reload} />`}
        <div class="table-frame">
            ${anchor.fresh > 0 && html`<button type="button" class="button fresh" onClick=${() => (anchor.toTop(), setAt(0))}>↑ ${formatCount(anchor.fresh, "new run")}</button>`}
            <${VirtualTable} label="Runs" columns=${heads} pinned=${narrow ? 2 : 2 + (view === "leaderboard" ? 1 : 0) + choices.pinned} count=${count} row=${row} at=${Math.min(at, Math.max(0, count - 1))} busy=${busy} selectable
                onMove=${setAt} onSelect=${select} onOpen=${open} onRange=${want} scroller=${scroller} empty=${empty} />
        </div>
        <${Foot} choices=${choices} total=${items ? grouped.data?.total : rows?.total} csv=${{ ...query, columns: chosen }}>
            ${items && grouped.data && grouped.data.runs < grouped.data.total && html`<p class="hint">The first ${grouped.data.runs.toLocaleString()} runs are grouped.</p>`}
            ${leftOut && html`<p class="hint" role="status">${leftOut}</p>`}
        <//>
    </div>`;
}
