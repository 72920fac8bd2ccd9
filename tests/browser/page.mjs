// Helpers to use the pages.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

export const table = ".grid";
export const headerOf = (page, name) => page.locator(`${table} thead button`, { has: page.locator(`.name:text-is("${name}")`) });
export const rowCount = page => page.locator(`${table} tbody tr[id]`).count();

export async function column(page, name) {
    const names = await page.locator(`${table} thead th`).evaluateAll(cells => cells.map(cell => cell.querySelector(".name")?.textContent));
    return page.locator(`${table} tbody tr[id]`).evaluateAll((rows, at) => rows.map(row => row.children[at].textContent.trim()), names.indexOf(name));
}

// Waits until the page has executed its delayed work, such as filtering and drawing. It uses the clock of the page, so the load of the machine does
// not matter.
export const settled = page =>
    page.evaluate(
        () => new Promise(done => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 30))), 120)),
    );

// The parameters of the address.
export const params = page => new URLSearchParams(new URL(page.url()).hash.split("?")[1] ?? "");

// What axe-core says against a page, without what it only suspects.
export async function axeViolations(page, playwright) {
    await page.evaluate(readFileSync(join(dirname(playwright), "axe-core", "axe.min.js"), "utf8"));
    const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
    return violations.map(each => `${each.id} (${each.impact}): ${each.nodes.map(node => `${node.target}: ${node.failureSummary}`).slice(0, 3).join("; ")}`);
}

// Moves the mouse to the position of a step, as a fraction of the width of the chart.
export async function point(page, chart, share) {
    const over = page.locator(`${chart} .u-over`).first();
    await over.scrollIntoViewIfNeeded();
    const box = await over.boundingBox();
    await page.mouse.move(box.x + box.width * share, box.y + box.height / 2);
    await settled(page);
}

// The number of pixels of a chart that have approximately a colour of the theme.
export const inked = (page, chart, variable) =>
    page.evaluate(
        ([chart, variable]) => {
            const canvas = document.querySelector(`${chart} canvas`);
            const wanted = getComputedStyle(document.documentElement)
                .getPropertyValue(variable)
                .trim()
                .match(/\w\w/g)
                .map(part => parseInt(part, 16));
            const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
            let count = 0;
            for (let i = 0; i < data.length; i += 4) {
                if (data[i + 3] > 200 && wanted.every((value, k) => Math.abs(data[i + k] - value) < 12)) count++;
            }
            return count;
        },
        [chart, variable],
    );

export const picture = (page, chart) => page.evaluate(chart => document.querySelector(`${chart} canvas`).toDataURL(), chart);
export const shownText = page => page.evaluate(() => document.body.innerText);
