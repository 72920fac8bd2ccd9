// The differences between the selected runs, side by side.

const mostCompared = 8;

/**
 * @param {Fact[]} facts
 * @returns {[name: string, cell: DifferenceCell][]}
 */
const factRows = (facts = []) => facts.map(([name, text = ""]) => [name, { text, same: text }]);

/**
 * The rows of a run in one group, by name.
 * @type {[title: string, read: (run: Run) => [name: string, cell: DifferenceCell][]][]}
 */
const groups = [
    [
        "Parameters",
        run =>
            [...run.parameters].map(([index, value]) => [
                parameters[index].name,
                { text: formatParameter(value), same: `${typeof value} ${value}` },
            ]),
    ],
    [
        "Metrics",
        run =>
            statisticsOf(run).map(([metric, s]) => [
                metric.name,
                { text: formatNumber(s.last), same: String(s.last), rank: metric.ranked?.indexOf(run.index) ?? -1, metric },
            ]),
    ],
    ["Tags", run => run.tags.map(([key, value]) => [key, { text: value ?? "yes", same: `${value}` }])],
    ["Data and models", run => factRows(run.data)],
    ["Code", run => factRows(run.origin.code)],
    ["Environment", run => factRows(run.origin.environment)],
    [
        "Artifacts",
        run =>
            run.artifacts.map(artifact => [
                artifact.key,
                { text: artifact.what, same: artifact.digest ?? artifact.place, image: artifact.images?.[0] },
            ]),
    ],
];

/**
 * Tests for the best run of a row, if at least two are ranked and not all values are equal.
 * @param {(DifferenceCell | undefined)[]} cells
 * @returns {(cell: DifferenceCell | undefined) => boolean}
 */
function markBest(cells) {
    const ranked = cells.flatMap(cell => (cell?.rank !== undefined && cell.rank >= 0 ? cell : []));
    if (ranked.length < 2 || ranked.every(cell => cell.same === ranked[0].same)) return () => false;
    const best = ranked.reduce((a, b) => ((b.rank ?? -1) < (a.rank ?? -1) ? b : a));
    return cell => cell === best;
}

/**
 * @param {Run[]} list
 * @param {boolean} onlyDifferent
 */
function compareRuns(list, onlyDifferent) {
    return groups.map(([title, read]) => {
        /** @type {Map<string, (DifferenceCell | undefined)[]>} */
        const rows = new Map();
        list.forEach((run, column) => {
            for (const [name, cell] of read(run)) {
                const cells = rows.get(name) ?? [];
                rows.set(name, cells);
                // Several values with the same name, such as two datasets with the same role, are all kept.
                const former = cells[column];
                cells[column] = former ? { ...former, text: `${former.text}, ${cell.text}`, same: `${former.same}, ${cell.same}` } : cell;
            }
        });
        const all = [...rows].map(([name, cells]) => ({ name, cells: list.map((_, i) => cells[i]) }));
        const different = all.filter(
            ({ cells }) => new Set(cells.map(cell => (cell === undefined ? "nothing" : `= ${cell.same}`))).size > 1,
        );
        return { title, list: onlyDifferent ? different : all };
    });
}

/**
 * @param {Run[]} list
 * @param {boolean} onlyDifferent
 */
function differencesTable(list, onlyDifferent) {
    const compared = compareRuns(list, onlyDifferent).filter(rows => rows.list.length > 0);
    if (compared.length === 0) return p("none", "These runs do not differ.");
    const heads = list.map(run =>
        columnHead([button("link", () => openRun(run), swatch(run), " ", run.path), run.shownName && span("run-name", run.shownName)]),
    );
    /** @type {(cell: DifferenceCell | undefined, isBest: boolean) => HTMLElement} */
    const cellOf = (cell, isBest) => {
        const goal = isBest ? cell?.metric?.goal : undefined;
        return el(
            "td",
            { class: cell ? (isBest ? "best" : null) : "absent", title: goal && goalText[goal] },
            cell ? [cell.image && preview(cell.image, ""), span("", cell.text)] : missing,
        );
    };
    /** @type {(row: { name: string, cells: (DifferenceCell | undefined)[] }) => HTMLElement} */
    const rowOf = ({ name, cells }) => {
        const isBest = markBest(cells);
        return tr(
            rowHead(name),
            cells.map(cell => cellOf(cell, isBest(cell))),
        );
    };
    const groupHead = (/** @type {string} */ title) =>
        el("tr", { class: "group" }, el("th", { scope: "rowgroup", colspan: list.length + 1 }, title));
    const bodies = compared.map(rows => el("tbody", null, groupHead(rows.title), rows.list.map(rowOf)));
    return el(
        "div",
        { class: "scroll", tabindex: "0", role: "region", "aria-label": "Differences" },
        el("table", { class: "differences" }, el("thead", null, tr(el("td"), heads)), bodies),
    );
}

function differencesSection() {
    if (runs.length < 2) return null;
    let onlyDifferent = true;
    const place = el("div");

    function draw() {
        const list = [...state.selected.keys()].slice(0, mostCompared);
        const more = state.selected.size - list.length;
        place.replaceChildren(
            list.length < 2 ? p("none", "Select at least two runs to compare them.") : differencesTable(list, onlyDifferent),
            more > 0 ? p("hint", `The first ${mostCompared} of ${state.selected.size} selected runs.`) : "",
        );
    }

    const narrow = (/** @type {boolean} */ only) => {
        onlyDifferent = only;
        draw();
    };
    on("selection", draw);
    draw();
    return section(
        "differences",
        "Differences",
        div("toolbar", toggle("Only what differs", true, narrow, { id: "only-different" })),
        place,
    );
}
