// The tooltip beside the cursor: the values of each curve at the current step.

const mostInTooltip = 12;

/** @returns {Tooltip} */
function tooltip() {
    const node = el("div", { class: "tooltip", role: "status" });
    node.hidden = true;
    return {
        node,
        hide: () => {
            node.hidden = true;
        },
        show: (chart, curves, metric) => showValues(node, chart, curves, metric),
    };
}

/**
 * @typedef {{ run: Run, value: number, raw: number }} CurvePoint
 */

/**
 * Returns the point of a curve at a step; none beyond its ends.
 * @param {ShownCurve} curve
 * @param {number} step
 * @param {number} reach
 * @returns {CurvePoint[]}
 */
function pointsAt({ run, steps, raw, values }, step, reach) {
    if (step < steps[0] - reach || step > steps[steps.length - 1] + reach) return [];
    const i = nearest(steps, step);
    return [{ run, value: values[i], raw: raw[i] }];
}

/**
 * @param {HTMLElement} node
 * @param {uPlot} chart
 * @param {ShownCurve[]} curves
 * @param {Metric} metric
 */
function showValues(node, chart, curves, metric) {
    const { left = -1, idx } = chart.cursor;
    node.hidden = true;
    if (left < 0 || idx === null || idx === undefined || curves.length === 0) return;
    node.hidden = false;
    const step = chart.data[0][idx];
    const { min = 0, max = 0 } = chart.scales.x;
    const points = curves.flatMap(curve => pointsAt(curve, step, (max - min) / 100)).sort((a, b) => b.value - a.value);
    const line = (/** @type {CurvePoint} */ { run, value, raw }) =>
        tr(
            el("td", null, swatch(run)),
            el("th", { scope: "row" }, run.path),
            el("td", { class: "number" }, formatNumber(value)),
            state.smoothing > 0 && el("td", { class: "number raw" }, formatNumber(raw)),
        );
    node.replaceChildren(
        p("", `Step ${step.toLocaleString("en-US")}${metric.unit ? ` · ${metric.unit}` : ""}`),
        el("table", null, points.slice(0, mostInTooltip).map(line)),
        ...(points.length > mostInTooltip ? [p("", `and ${points.length - mostInTooltip} more`)] : []),
    );
    place(node, chart.over, left);
}

/**
 * Places the tooltip on the side of the cursor with more space.
 * @param {HTMLElement} node
 * @param {HTMLElement} over
 * @param {number} left
 */
function place(node, over, left) {
    const toTheLeft = left > over.clientWidth / 2;
    node.style.left = toTheLeft ? "auto" : `${left + 14}px`;
    node.style.right = toTheLeft ? `${over.clientWidth - left + 14}px` : "auto";
    node.style.top = "4px";
    node.style.maxWidth = `${Math.max(120, (toTheLeft ? left : over.clientWidth - left) - 18)}px`;
}
