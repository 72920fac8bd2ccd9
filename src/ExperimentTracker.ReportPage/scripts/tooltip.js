// The box beside the cursor: the values of each curve at the step that is pointed at.

const mostInTooltip = 12;

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

// The point of a curve at a step; nothing beyond its ends.
function pointAt({ run, steps, raw, values }, step, reach) {
    if (step < steps[0] - reach || step > steps.at(-1) + reach) return null;
    const i = nearest(steps, step);
    return { run, step: steps[i], value: values[i], raw: raw[i] };
}

function showValues(node, chart, curves, metric) {
    const { left, idx } = chart.cursor;
    node.hidden = left < 0 || idx === null || idx === undefined || curves.length === 0;
    if (node.hidden) return;
    const step = chart.data[0][idx];
    const reach = (chart.scales.x.max - chart.scales.x.min) / 100;
    const points = curves
        .map(curve => pointAt(curve, step, reach))
        .filter(Boolean)
        .sort((a, b) => b.value - a.value);
    const line = ({ run, value, raw }) =>
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

// On the side of the cursor that has more room.
function place(node, over, left) {
    const toTheLeft = left > over.clientWidth / 2;
    node.style.left = toTheLeft ? "auto" : `${left + 14}px`;
    node.style.right = toTheLeft ? `${over.clientWidth - left + 14}px` : "auto";
    node.style.top = "4px";
    node.style.maxWidth = `${Math.max(120, (toTheLeft ? left : over.clientWidth - left) - 18)}px`;
}
