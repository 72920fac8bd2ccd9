// The rows of the table of runs.

/**
 * @param {Run} run
 * @param {Column[]} list
 */
function runRow(run, list) {
    const chosen = state.selected.has(run);
    const full = !chosen && state.selected.size >= mostSelected;
    const box = el("input", {
        type: "checkbox",
        checked: chosen,
        disabled: full,
        "aria-label": `Select ${run.path}`,
        change: () => toggleSelected(run),
    });
    const name = button("link", () => openRun(run), run.path);
    const row = el(
        "tr",
        { class: chosen ? "selected" : null },
        el(
            "td",
            { class: "select" },
            el("label", { title: full ? `At most ${mostSelected} runs are selected at once` : null }, box, swatch(run)),
        ),
        el("th", { scope: "row", class: "run" }, div("", name, run.shownName && span("run-name", run.shownName))),
        list.map(column => runCell(column, run)),
    );
    return { row, box };
}

/**
 * @param {Column} column
 * @param {Run} run
 */
function runCell(column, run) {
    const className = column.className ?? (column.numeric ? "number" : null);
    return el("td", { class: className, title: column.exact?.(run) }, column.cell(run));
}
