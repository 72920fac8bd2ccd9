// Pictures of a chart: PNG from its canvas, SVG from its data.
import { padded } from "./transform.js";
import { alphaOf, scaler, trace } from "./draw.js";
import { paint } from "./palette.js";

/** @typedef {import("./chart.js").Drawn} Drawn */

const font = "12px system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif";
const head = 28;
const row = 18;
const mostNamed = 24;

/** @param {ChartModel} model */
const named = model => model.lines.filter(line => line.bright).slice(0, mostNamed);

/** @param {Blob} blob @param {string} name */
function save(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/** A name that every file system accepts. @param {string} text @param {string} ending */
const fileName = (text, ending) => `${text.replace(/[^\p{L}\p{N}._-]+/gu, "-").replace(/^[-.]+|[-.]+$/g, "").slice(0, 80) || "chart"}.${ending}`;

/** @param {Drawn} drawn @param {ChartModel} model */
export function savePng({ chart }, model) {
    const scale = devicePixelRatio;
    const source = chart.ctx.canvas, lines = named(model);
    const canvas = document.createElement("canvas");
    canvas.width = source.width;
    canvas.height = source.height + (head + 10 + row * lines.length) * scale;
    const ctx = canvas.getContext("2d");
    if (!ctx) return;
    ctx.fillStyle = paint("--panel");
    ctx.fillRect(0, 0, canvas.width, canvas.height);
    ctx.drawImage(source, 0, head * scale);
    ctx.scale(scale, scale);
    ctx.fillStyle = paint("--text");
    ctx.font = `600 ${font}`;
    ctx.fillText(titleOf(model), 12, 19);
    ctx.font = font;
    lines.forEach((line, i) => {
        const y = head + source.height / scale + row * i + 14;
        ctx.strokeStyle = paint(line.colour);
        ctx.lineWidth = 2.5;
        ctx.setLineDash(line.dash ?? []);
        ctx.beginPath();
        ctx.moveTo(12, y - 4);
        ctx.lineTo(36, y - 4);
        ctx.stroke();
        ctx.fillText(line.label, 44, y);
    });
    canvas.toBlob(blob => blob && save(blob, fileName(model.metric.name, "png")), "image/png");
}

/** @param {ChartModel} model */
const titleOf = ({ metric, xTitle }) => `${metric.name}${metric.unit ? ` (${metric.unit})` : ""} by ${xTitle.toLowerCase()}`;

const escapes = /** @type {Record<string, string>} */ ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" });

/** Text within XML, which has no control characters. @param {string} text */
// eslint-disable-next-line no-control-regex
const xml = text => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd").replace(/[&<>"]/g, mark => escapes[mark]);

/** @param {number} value */
const digits = value => String(Math.round(value * 100) / 100);

/** An outline in the syntax of SVG. */
class SvgPath {
    text = "";
    /** @param {number} scale @param {number} down */
    constructor(scale, down) {
        this.scale = scale;
        this.down = down;
    }
    /** @param {string} verb @param {number} x @param {number} y */
    #add(verb, x, y) {
        this.text += `${verb}${digits(x / this.scale)} ${digits(y / this.scale + this.down)}`;
    }
    /** @param {number} x @param {number} y */
    moveTo(x, y) {
        this.#add("M", x, y);
    }
    /** @param {number} x @param {number} y */
    lineTo(x, y) {
        this.#add("L", x, y);
    }
}

/**
 * @param {Drawn} drawn
 * @param {ChartModel} model
 */
export function svgOf({ chart, ticks }, model) {
    const scale = devicePixelRatio;
    const box = Object.fromEntries(Object.entries(chart.bbox).map(([name, value]) => [name, value / scale]));
    const top = box.top + head, bottom = top + box.height, right = box.left + box.width;
    const lines = named(model);
    const height = head + chart.height + 10 + row * lines.length;
    const toX = scaler(chart, "x", model.logX), toY = scaler(chart, "y", model.log);
    /** @type {(line: ChartLine, ys: number[]) => string} */
    const outline = (line, ys) => {
        const path = new SvgPath(scale, head);
        trace(line, ys, chart, path, model);
        return path.text;
    };
    /** @type {string[]} */
    const out = [];
    const text = (/** @type {number} */ x, /** @type {number} */ y, /** @type {string} */ content, more = "") => out.push(`<text x="${digits(x)}" y="${digits(y)}" ${more}>${xml(content)}</text>`);
    out.push(`<svg xmlns="http://www.w3.org/2000/svg" width="${chart.width}" height="${height}" viewBox="0 0 ${chart.width} ${height}" font-family="system-ui, sans-serif" font-size="12">`);
    out.push(`<title>${xml(titleOf(model))}</title><rect width="100%" height="100%" fill="${paint("--panel")}"/>`);
    out.push(`<clipPath id="plot"><rect x="${digits(box.left)}" y="${digits(top)}" width="${digits(box.width)}" height="${digits(box.height)}"/></clipPath>`);
    out.push(`<g stroke="${paint("--grid")}">`);
    ticks.x.splits.forEach(value => out.push(`<path d="M${digits(toX(value) / scale)} ${digits(top)}V${digits(bottom)}"/>`));
    ticks.y.splits.forEach(value => out.push(`<path d="M${digits(box.left)} ${digits(toY(value) / scale + head)}H${digits(right)}"/>`));
    out.push(`</g><g fill="none" stroke-linejoin="round" clip-path="url(#plot)">`);
    for (const line of model.lines) {
        const colour = paint(line.colour);
        if (line.band) {
            const { low, high } = line.band, floor = padded(model.y, model.log)[0];
            const known = line.xs.map((_, i) => i).filter(i => Number.isFinite(low[i]));
            const xs = [...known, ...[...known].reverse()].map(i => line.xs[i]);
            const edge = [...known.map(i => high[i]), ...[...known].reverse().map(i => (model.log && low[i] <= 0 ? floor : low[i]))];
            out.push(`<path d="${outline({ ...line, xs, sorted: false }, edge)}Z" fill="${colour}" fill-opacity="0.16"/>`);
        }
        const dash = line.bright && line.dash ? ` stroke-dasharray="${line.dash.join(" ")}"` : "";
        out.push(`<path d="${outline(line, line.ys)}" stroke="${colour}" stroke-width="${line.bright ? 1.75 : 1}" stroke-opacity="${digits(alphaOf(line, model.lines.length))}"${dash}/>`);
    }
    out.push(`</g><g fill="${paint("--muted")}">`);
    ticks.x.splits.forEach((value, i) => text(toX(value) / scale, bottom + 18, ticks.x.labels[i] ?? "", 'text-anchor="middle"'));
    ticks.y.splits.forEach((value, i) => text(box.left - 8, toY(value) / scale + head + 4, ticks.y.labels[i] ?? "", 'text-anchor="end"'));
    out.push(`</g><g fill="${paint("--text")}">`);
    text(12, 19, titleOf(model), 'font-weight="600"');
    lines.forEach((line, i) => {
        const y = head + chart.height + row * i + 14;
        out.push(`<path d="M12 ${y - 4}H36" stroke="${paint(line.colour)}" stroke-width="2.5"${line.dash ? ` stroke-dasharray="${line.dash.join(" ")}"` : ""}/>`);
        text(44, y, line.label);
    });
    out.push("</g></svg>");
    return out.join("\n");
}

/** @param {Drawn} drawn @param {ChartModel} model */
export const saveSvg = (drawn, model) => save(new Blob([svgOf(drawn, model)], { type: "image/svg+xml" }), fileName(model.metric.name, "svg"));
