// The charts, and the views that compare runs.
import assert from "node:assert/strict";
import { inked, params, picture, point, settled, table } from "./page.mjs";

const card = '.card[data-metric="loss"]';
const tip = page => page.locator(".chart-tip");

async function openLoss({ open }, more = "") {
    const page = await open("comparison", `#/charts?metric=loss${more}`);
    await page.locator(`${card} canvas`).first().waitFor();
    await settled(page);
    return page;
}

export const checks = {
    async "pointing at a chart shows the values there"(tools) {
        const page = await openLoss(tools);
        await point(page, card, 0.5);
        const text = await tip(page).innerText();
        assert.match(text, /Step 50/);
        assert.match(text, /\/000\s+0\.55/);
    },

    async "the keyboard moves along a chart"(tools) {
        const page = await openLoss(tools);
        await page.locator(".chart-plot").focus();
        for (let i = 0; i < 3; i++) await page.keyboard.press("ArrowRight");
        assert.match(await tip(page).innerText(), /Step 2\b/);
    },

    async "the legend switches curves off and on, and the address keeps it"(tools) {
        const page = await openLoss(tools);
        const entry = page.locator(".chart-legend button", { hasText: "/000" });
        const colour = await entry.locator("line").getAttribute("stroke");
        const variable = await page.evaluate(wanted => [..."0123456789"].map(i => `--series-${i}`).find(name => getComputedStyle(document.documentElement).getPropertyValue(name).trim() === wanted), colour);
        const before = await inked(page, card, variable);
        await entry.click();
        await settled(page);
        assert.equal(await entry.getAttribute("aria-pressed"), "false");
        const without = await inked(page, card, variable);
        assert.ok(before > 200 && without < before / 10, `${before} points in its colour, and ${without} without it`);
        await page.reload();
        await page.locator(`${card} canvas`).first().waitFor();
        assert.equal(await entry.getAttribute("aria-pressed"), "false");
        await entry.click();
        await settled(page);
        assert.equal(await inked(page, card, variable), before);
    },

    async "the scale can be logarithmic, and curves smoothed"(tools) {
        const page = await openLoss(tools);
        const plain = await picture(page, card);
        await page.locator("#smoothing").fill("1");
        await settled(page);
        assert.notEqual(await picture(page, card), plain);
        await page.locator("#smoothing").fill("0");
        await settled(page);
        assert.equal(await picture(page, card), plain);
        await page.evaluate(() => (location.hash += "&log=1"));
        await settled(page);
        assert.notEqual(await picture(page, card), plain);
    },

    async "groups are means with a band"(tools) {
        const page = await openLoss(tools, "&group=p%3Aoptimizer&band=minmax");
        const names = (await page.locator(".chart-legend button").allInnerTexts()).map(text => text.replace(/\s+/g, " ").trim());
        assert.deepEqual(names, ["(none) 1 run", "adam 2 runs", "sgd 2 runs"]);
        await point(page, card, 0.2);
        const line = await tip(page).locator("tr", { hasText: "sgd" }).innerText();
        // At step 20 the two runs have 0.1 + 0.9 × 0.8 and 0.2 + 0.8 × 0.8.
        const [mean, low, high] = line.match(/0\.\d+/g).map(Number);
        assert.ok(Math.abs(mean - 0.83) < 1e-6 && Math.abs(low - 0.82) < 1e-6 && Math.abs(high - 0.84) < 1e-6, line);
    },

    async "every metric has a chart, and one can be shown large"({ open, expected }) {
        const page = await open("comparison", "#/charts");
        await page.locator(".card").nth(1).waitFor();
        const other = page.locator(".card", { has: page.locator(".metric", { hasText: expected.otherMetric }) });
        assert.equal(await other.count(), 1);
        await other.locator(".metric").click();
        await page.locator(".card.large").waitFor();
        assert.equal(await page.locator(".card.large .metric").innerText(), expected.otherMetric);
    },

    async "a chart is zoomed by dragging, and shows all again after a double click"(tools) {
        const page = await openLoss(tools);
        const plain = await picture(page, card);
        const box = await page.locator(`${card} .u-over`).boundingBox();
        const y = box.y + box.height / 2;
        await page.mouse.move(box.x + box.width * 0.2, y);
        await page.mouse.down();
        await page.mouse.move(box.x + box.width * 0.4, y, { steps: 5 });
        await page.mouse.up();
        await page.locator("#zoom-out").waitFor();
        const [low, high] = params(page).get("zoom").split("~").map(Number);
        assert.ok(Math.abs(low - 20) < 1 && Math.abs(high - 40) < 1, `${low} to ${high}`);
        await point(page, card, 0.5);
        assert.match(await tip(page).innerText(), /Step (29|30|31)/);
        await page.mouse.dblclick(box.x + box.width / 2, y);
        await page.mouse.move(0, 0);
        await page.locator("#zoom-out").waitFor({ state: "detached" });
        await settled(page);
        assert.equal(await picture(page, card), plain);
    },

    async "a range of parallel coordinates keeps runs, and the address keeps it"({ open }) {
        const page = await open("comparison", "#/compare?view=parallel");
        const axis = page.locator(".parallel g", { has: page.locator('title:text-is("lr")') }).last();
        await axis.waitFor();
        const box = await axis.locator(".axis-line").boundingBox();
        await page.mouse.move(box.x, box.y + box.height * 0.3);
        await page.mouse.down();
        await page.mouse.move(box.x, box.y - 5, { steps: 4 });
        await page.mouse.up();
        // Learning rates from 0.01 to 0.5 on a logarithmic axis: 0.5 and 0.3 are in the upper third.
        const kept = text => page.waitForFunction(wanted => document.querySelector("#kept")?.textContent.startsWith(wanted), text);
        await kept("2 of 5 runs");
        await page.reload();
        await kept("2 of 5 runs");
    },

    async "a run is found among the points of a scatter, and opens"({ open }) {
        const page = await open("comparison", "#/compare?view=scatter&sx=p%3Alr&sy=m%3Aloss&sxlog=1");
        await page.locator("canvas").first().waitFor();
        await settled(page);
        const over = page.locator(".u-over").first();
        const { width, height } = await over.boundingBox();
        // The run with the lowest rate is at the left end, in the middle of the values.
        let text = "";
        for (let x = 0.005; x < 0.12 && !text; x += 0.01) {
            for (let y = 0.05; y < 1 && !text; y += 0.05) {
                await over.hover({ position: { x: width * x, y: height * y } });
                text = (await tip(page).count()) > 0 && (await tip(page).isVisible()) ? await tip(page).innerText() : "";
            }
        }
        assert.match(text, /\/001/);
        await page.mouse.down();
        await page.mouse.up();
        await page.locator(".run-head h1", { hasText: "/001" }).waitFor();
    },

    async "the importance of parameters is that of the whole experiment"({ open }) {
        const page = await open("large", "#/compare?view=importance&target=loss");
        await page.locator("table.importance").waitFor();
        const names = await page.locator("table.importance tbody th").allInnerTexts();
        assert.deepEqual([...names].sort(), ["dropout", "layers", "lr", "optimizer", "seed"]);
        assert.match(await page.locator("[role=status]", { hasText: "with this metric" }).innerText(), /1,000 runs/);
        assert.equal(await page.locator(table).count(), 0);
    },
};
