// The columns of the table of runs: how they are sorted and displayed, and which are visible initially.

const mostParameters = 8,
    mostMetrics = 6;

/**
 * Converts a number that was written as a string; returns other values unchanged.
 * @param {Value} value
 */
function numberIn(value) {
    if (value === "NaN" || value === "Infinity" || value === "-Infinity") return toNumber(value);
    return typeof value === "string" && /^-?\d{16,}$/.test(value) ? Number(value) : value;
}

/**
 * Whether most of the values are numbers: a parent run can have a list where its children have a number.
 * @param {Value[]} values
 */
function isNumeric(values) {
    const known = values.filter(value => value !== null && value !== undefined);
    return known.filter(value => typeof numberIn(value) === "number").length * 2 > known.length;
}

/** @param {Value[]} values */
function varies(values) {
    return new Set(values.map(value => (value === undefined ? "" : `${typeof value} ${value}`))).size > 1;
}

/**
 * @param {Parameter} parameter
 * @returns {Column}
 */
function parameterColumn(parameter) {
    const values = runs.map(run => run.parameters.get(parameter.index));
    const numeric = isNumeric(values);
    return {
        group: "Parameters",
        title: parameter.name,
        numeric,
        varies: varies(values),
        get: run => {
            const value = run.parameters.get(parameter.index);
            return numeric ? numberIn(value) : value;
        },
        cell: run => (run.parameters.has(parameter.index) ? formatParameter(run.parameters.get(parameter.index)) : ""),
        exact: run => (run.parameters.has(parameter.index) ? String(run.parameters.get(parameter.index)) : null),
    };
}

/**
 * @param {Metric} metric
 * @returns {Column}
 */
function metricColumn(metric) {
    return {
        group: "Metrics",
        title: metric.name,
        note: metric.unit,
        numeric: true,
        downFirst: metric.goal === "Maximize",
        hint: metric.goal && goalText[metric.goal],
        get: run => metricValue(run, metric.index),
        cell: run => (run.metrics.has(metric.index) ? formatNumber(metricValue(run, metric.index)) : ""),
        exact: run => (run.metrics.has(metric.index) ? String(metricValue(run, metric.index) ?? missing) : null),
    };
}

/**
 * Shows the first of the wanted columns, up to a maximum number.
 * @param {Column[]} list
 * @param {number} most
 * @param {(column: Column) => boolean | undefined} wanted
 */
function showFirst(list, most, wanted) {
    let room = most;
    for (const column of list.filter(wanted)) column.shown = room-- > 0;
}

/** @type {Column[]} */
const columns = (() => {
    const parameterColumns = parameters.map(parameterColumn);
    const metricColumns = metrics.map(metricColumn);
    showFirst(parameterColumns, mostParameters, column => column.varies || isSingle);
    showFirst(metricColumns, mostMetrics, () => true);
    return [
        { group: "Run", title: "Status", shown: true, get: run => run.status, cell: run => statusBadge(run.status) },
        {
            group: "Run",
            title: "Started",
            shown: true,
            downFirst: true,
            get: run => run.started,
            cell: run => formatDate(run.started),
            className: "date",
        },
        {
            group: "Run",
            title: "Duration",
            shown: true,
            numeric: true,
            get: run => run.duration,
            cell: run => formatDuration(run.duration),
        },
        ...parameterColumns,
        ...metricColumns,
        {
            group: "Run",
            title: "Tags",
            shown: runs.some(run => run.tags.length),
            get: run => run.tags.map(formatTag).join(", ") || undefined,
            cell: run => run.tags.map(tag => span("tag", formatTag(tag))),
            className: "tags",
        },
    ];
})();

/** @type {SortKey} */
const runColumn = { title: "Run", get: run => run.index };

/**
 * Sorts numbers by size, then strings in natural order.
 * @param {Value} x
 * @param {Value} y
 */
function compareValues(x, y) {
    if (typeof x === "number" && typeof y === "number") return x < y ? -1 : x > y ? 1 : 0;
    return Number(typeof x !== "number") - Number(typeof y !== "number") || collator.compare(String(x), String(y));
}

/**
 * NaN and missing values are last in either direction.
 * @param {Run[]} list
 * @param {SortOrder} order
 */
function sortRuns(list, { column, descending }) {
    const isMissing = (/** @type {Value} */ value) => value === null || value === undefined || Number.isNaN(value);
    return [...list].sort((a, b) => {
        const [x, y] = [column.get(a), column.get(b)];
        if (isMissing(x) || isMissing(y)) return Number(isMissing(x)) - Number(isMissing(y)) || a.index - b.index;
        const order = compareValues(x, y);
        return (descending ? -order : order) || a.index - b.index;
    });
}
