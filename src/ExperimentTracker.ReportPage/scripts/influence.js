// The axes available to the chart of runs, and the parameter with the largest effect on a metric.

function axisChoices() {
    /** @type {(column: Column) => ChartAxis} */
    const of = column => ({
        title: column.title,
        get: column.get,
        numeric: column.numeric === true,
        date: column.className === "date",
        isParameter: column.group === "Parameters",
    });
    const inParameters = columns.filter(column => column.group === "Parameters" && column.varies).map(of);
    const inMetrics = columns.filter(column => column.group === "Metrics").map(of);
    const inTime = columns
        .filter(column => ["Started", "Duration"].includes(column.title))
        .map(column => ({ ...of(column), numeric: true }));
    return { xs: [...inParameters, ...inTime, ...inMetrics], ys: [...inMetrics, ...inTime] };
}

/** @param {number[]} values */
const meanOf = values => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * The share of a metric's variance that lies between groups of runs with similar values of a parameter, corrected for chance
 * (epsilon squared, T. L. Kelley 1935): 1 when the parameter determines the metric completely.
 * @param {ChartAxis} axis
 * @param {ChartAxis} metric
 */
function explained(axis, metric) {
    const most = 8;
    /** @type {[x: string | number, y: number][]} */
    const points = runs.flatMap(run => {
        const [x, y] = [axis.get(run), metric.get(run)];
        if (x === undefined || x === null || (axis.numeric && !drawable(x, false)) || !drawable(y, false)) return [];
        return [[x, y]];
    });
    const distinct = new Set(points.map(([x]) => x)).size;
    const count = Math.min(most, distinct, Math.floor(points.length / 2));
    if (count < 2) return -1;
    points.sort(([a], [b]) => (axis.numeric ? Number(a) - Number(b) : collator.compare(String(a), String(b))));
    /** @type {Map<string | number, number[]>} */
    const groups = new Map();
    points.forEach(([x, y], i) => {
        const key = distinct <= most ? x : Math.floor((i * count) / points.length);
        groups.set(key, [...(groups.get(key) ?? []), y]);
    });
    const mean = meanOf(points.map(([, y]) => y));
    const total = points.reduce((sum, [, y]) => sum + (y - mean) ** 2, 0);
    const within = [...groups.values()].reduce((sum, ys) => sum + ys.reduce((part, y) => part + (y - meanOf(ys)) ** 2, 0), 0);
    if (total === 0 || points.length <= groups.size) return -1;
    return 1 - within / (points.length - groups.size) / (total / (points.length - 1));
}

/**
 * @param {ChartAxis[]} axes
 * @param {ChartAxis} metric
 */
function mostTelling(axes, metric) {
    const candidates = axes.filter(axis => axis.isParameter).map(axis => ({ axis, share: explained(axis, metric) }));
    return candidates.sort((a, b) => b.share - a.share)[0]?.axis ?? axes[0];
}

/**
 * Learning rates and sizes vary by powers.
 * @param {ChartAxis} axis
 */
function spansDecades(axis) {
    const values = axis.numeric && !axis.date ? runs.map(axis.get).filter(value => drawable(value, false)) : [];
    return (
        values.length > 0 &&
        values.every(value => value > 0) &&
        values.reduce((a, b) => Math.max(a, b)) / values.reduce((a, b) => Math.min(a, b)) >= 50
    );
}
