// Colours, widths and paper.
import assert from "node:assert/strict";
import { rowCount, table } from "./page.mjs";

const routes = { run: ["", "#/?tab=charts", "#/?tab=artifacts", "#/?tab=environment"], comparison: ["", "#/charts", "#/compare", "#/compare?view=parallel"], large: ["", "#/charts", "#/compare?view=importance"] };

export const checks = {
    async "the theme is the system's until one chooses, and the choice stays"({ open }) {
        const ground = page => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
        const [run, dark] = [await open("run"), await open("run", "", { colorScheme: "dark" })];
        assert.notEqual(await ground(dark), await ground(run));
        await dark.locator("#theme").click();
        assert.equal(await ground(dark), await ground(run));
        await dark.reload();
        assert.equal(await ground(dark), await ground(run));
    },

    async "nothing is wider than a telephone or a screen"({ open }) {
        for (const width of [390, 1280]) {
            for (const [name, list] of Object.entries(routes)) {
                const page = await open(name, "", { viewport: { width, height: 800 } });
                for (const route of list) {
                    await page.evaluate(hash => (location.hash = hash), route || "#/");
                    await page.locator("main > *").nth(1).waitFor();
                    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name}${route} at ${width}`);
                }
                await page.context().close();
            }
        }
    },

    async "on paper the table has all its rows, the charts are drawn, and controls are left out"({ open }) {
        const page = await open("large");
        await page.locator(`${table} tbody tr[id]`).first().waitFor();
        await page.emulateMedia({ media: "print" });
        await page.waitForFunction(rows => document.querySelectorAll(rows).length === 1000, `${table} tbody tr[id]`);
        assert.equal(await rowCount(page), 1000);
        assert.equal(await page.locator("#theme").isVisible(), false);
        const [end, next] = await page.evaluate(rows => [[...document.querySelectorAll(rows)].at(-1).getBoundingClientRect().bottom, document.querySelector("#failures").getBoundingClientRect().top], `${table} tbody tr[id]`);
        assert.ok(next >= end, `what follows the table begins at ${next}, and the table ends at ${end}`);
        await page.evaluate(() => (location.hash = "#/charts"));
        await page.waitForFunction(() => document.querySelectorAll(".chart-plot canvas").length >= 20);
        assert.equal(await page.locator("main .toolbar:visible").count(), 0);
    },
};
