// The faint background of the curves: the raw values of smoothed curves, and the runs that are not selected.

const mostBehind = 2000;

/**
 * @param {number} metric
 * @param {ShownCurve[]} chosen
 * @returns {FaintCurve[]}
 */
function behind(metric, chosen) {
    const raw =
        state.smoothing > 0
            ? chosen.map(curve => ({ steps: curve.steps, values: curve.raw, colour: colourVariable(curve.run), alpha: 0.3 }))
            : [];
    const others = state.everyRun
        ? state.filtered
              .filter(run => !state.selected.has(run))
              .flatMap(run => run.curves.get(metric) ?? [])
              .slice(0, mostBehind)
        : [];
    const alpha = Math.max(0.05, Math.min(0.6, 40 / Math.max(1, others.length)));
    return [...others.map(curve => ({ ...curve, colour: "--faint", alpha })), ...raw];
}

/**
 * The lowest and the highest value that can be drawn.
 * @param {number[][]} lists
 * @param {boolean} log
 * @returns {Extent | null}
 */
function extent(lists, log) {
    let [least, greatest] = [Infinity, -Infinity];
    for (const values of lists) {
        for (const value of values) {
            if (!drawable(value, log)) continue;
            if (value < least) least = value;
            if (value > greatest) greatest = value;
        }
    }
    return least <= greatest ? [least, greatest] : null;
}

/**
 * @param {uPlot} chart
 * @param {FaintCurve[]} curves
 */
function drawBehind(chart, curves) {
    const { ctx, bbox } = chart;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    ctx.lineWidth = devicePixelRatio;
    ctx.lineJoin = "round";
    for (const { steps, values, colour, alpha } of curves) {
        ctx.strokeStyle = themeColour(colour);
        ctx.globalAlpha = alpha;
        ctx.beginPath();
        let pen = false;
        for (let i = 0; i < steps.length; i++) {
            if (!drawable(values[i], state.log)) {
                pen = false;
                continue;
            }
            const [x, y] = [chart.valToPos(steps[i], "x", true), chart.valToPos(values[i], "y", true)];
            if (pen) ctx.lineTo(x, y);
            else ctx.moveTo(x, y);
            pen = true;
        }
        ctx.stroke();
    }
    ctx.restore();
}
