// The table of runs: sorted by its headers, filtered by words, conditions and status, and extended page by page on request.

const pageSize = 100;

function runTable() {
    /** @type {SortOrder} */
    const sort = { column: runColumn, descending: false };
    /** @type {Set<string>} */
    const statuses = new Set();
    /** @type {Map<Run, HTMLInputElement>} */
    const boxes = new Map();
    let shown = pageSize;

    const head = el("thead"),
        body = el("tbody");
    const table = el("table", { class: "runs", "aria-label": "Runs" }, head, body);
    const count = el("p", { class: "count", role: "status" });
    const more = div("more");
    const input = el("input", {
        type: "search",
        id: "filter",
        placeholder: "Filter runs",
        "aria-label": "Filter runs",
        "aria-describedby": "filter-hint",
        autocomplete: "off",
        spellcheck: "false",
        input: debounce(() => refilter(), 80),
    });

    function refilter() {
        const test = parseFilter(input.value);
        state.filtered = runs.filter(run => (statuses.size === 0 || statuses.has(run.status)) && test(run));
        shown = pageSize;
        emit("filter");
    }

    /** @param {SortKey} column */
    function sortBy(column) {
        if (sort.column === column) sort.descending = !sort.descending;
        else Object.assign(sort, { column, descending: column.downFirst === true });
        drawHead(column);
        drawBody();
    }

    /**
     * @param {SortKey} column
     * @param {string} [className]
     */
    function header(column, className) {
        const chosen = sort.column === column;
        const button = el(
            "button",
            { type: "button", title: [column.hint, "Sort"].filter(Boolean).join(" · "), click: () => sortBy(column) },
            span("name", column.title),
            column.note && span("unit", column.note),
            el("span", { class: "arrow", "aria-hidden": "true" }, chosen ? (sort.descending ? "↓" : "↑") : ""),
        );
        return el(
            "th",
            {
                scope: "col",
                class: className ?? (column.numeric ? "number" : null),
                "aria-sort": chosen ? (sort.descending ? "descending" : "ascending") : null,
            },
            button,
        );
    }

    /**
     * The header is rebuilt when it is clicked, and keeps the keyboard focus.
     * @param {SortKey} [focused]
     */
    function drawHead(focused) {
        /** @type {SortKey[]} */
        const list = columns.filter(column => column.shown);
        const cells = list.map(column => header(column));
        const first = header(runColumn, "run");
        head.replaceChildren(tr(el("th", { class: "select" }, span("hidden", "Selected")), first, cells));
        if (focused) (focused === runColumn ? first : cells[list.indexOf(focused)])?.querySelector("button")?.focus();
    }

    // The rows are rebuilt, and the checkbox keeps the keyboard focus.
    function drawBody() {
        const list = columns.filter(column => column.shown);
        const sorted = sortRuns(state.filtered, sort);
        const focused = [...boxes].find(([, box]) => box === document.activeElement)?.[0];
        boxes.clear();
        const rows = sorted.slice(0, shown).map(run => {
            const { row, box } = runRow(run, list);
            boxes.set(run, box);
            return row;
        });
        const none = tr(
            el("td", { colspan: list.length + 2, class: "none" }, runs.length ? "No run matches the filter." : "There are no runs."),
        );
        body.replaceChildren(...(rows.length > 0 ? rows : [none]));
        if (focused) boxes.get(focused)?.focus();
        describeRows(sorted.length);
    }

    /** @param {number} number */
    function describeRows(number) {
        const all = formatCount(runs.length, "run");
        count.textContent = number === runs.length ? all : `${number.toLocaleString("en-US")} of ${all}`;
        const rest = number - shown;
        const show = (/** @type {number} */ most) => () => {
            shown = most;
            drawBody();
        };
        more.replaceChildren(
            ...nodes([
                rest > 0 && button("button", show(shown + pageSize), `Show ${Math.min(rest, pageSize)} more`),
                rest > pageSize && button("button", show(number), `Show all ${number.toLocaleString("en-US")}`),
            ]),
        );
    }

    function draw() {
        drawHead();
        drawBody();
    }

    /** @param {Run[]} list */
    function selectOnly(list) {
        [...state.selected.keys()].forEach(deselect);
        list.forEach(select);
        emit("selection");
    }

    on("filter", drawBody);
    on("selection", drawBody);
    on("statistic", draw);
    draw();
    return section(
        "runs",
        "Runs",
        div("toolbar", input, statusChips(statuses, refilter), metrics.length > 0 && statisticChoice(), columnMenu(draw)),
        div(
            "row",
            filterHint(),
            div(
                "more",
                button(
                    "button",
                    () => selectOnly(sortRuns(state.filtered, sort)),
                    runs.length > mostSelected ? `Select first ${mostSelected}` : "Select all",
                ),
                button("button", () => selectOnly([]), "Select none"),
            ),
        ),
        el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Table of runs" }, table),
        div("table-foot", count, more),
    );
}
