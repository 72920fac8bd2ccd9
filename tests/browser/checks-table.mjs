// The table of runs, and everything that depends on the selected ones.
import assert from "node:assert/strict";
import { table, headerOf, rowCount, column, filter } from "./page.mjs";

export const checks = {
    async "headers sort, by mouse and by keyboard, and values that are not numbers are last"({ comparison }) {
        await headerOf(comparison, "loss").click();
        assert.deepEqual(await column(comparison, "loss"), ["0.1", "0.2", "0.3", "NaN", ""]);
        await comparison.keyboard.press("Enter");
        assert.deepEqual(await column(comparison, "loss"), ["0.3", "0.2", "0.1", "NaN", ""]);
        assert.equal(await comparison.locator(`${table} th[aria-sort]`).getAttribute("aria-sort"), "descending");
        await headerOf(comparison, "Run").click();
    },

    async "words, conditions and statuses filter"({ comparison }) {
        for (const [text, count] of [
            ["loss<0.25", 2],
            ["loss>=0.2 lr=0.01", 1],
            ["status=failed", 1],
            ["SECOND", 1],
            ["nothing at all", 0],
            ['"optimizer"!=sgd', 3],
            ["", 5],
        ]) {
            await filter(comparison, text);
            assert.equal(await rowCount(comparison), count, text);
        }
        const chip = comparison.locator(".chip", { hasText: "Failed" });
        await chip.click();
        assert.equal(await rowCount(comparison), 1);
        assert.match(await comparison.locator(".count").innerText(), /^1 of 5 runs/);
        await chip.click();
    },

    async "the differences are those of the selected runs"({ comparison }) {
        const rows = () => comparison.locator("#differences tbody th[scope=row]").allInnerTexts();
        assert.ok((await rows()).includes("lr") && !(await rows()).includes("epochs"));
        assert.equal(await comparison.locator("#differences .best").first().innerText(), "0.1");
        await comparison.locator("#only-different").uncheck();
        assert.ok((await rows()).includes("epochs"));
        await comparison.locator("#only-different").check();
        await comparison.getByText("Select none").click();
        assert.match(await comparison.locator("#differences .none").innerText(), /Select at least two runs/);
        for (const i of [0, 1]) await comparison.locator(`${table} tbody input`).nth(i).press("Space");
        assert.equal(await comparison.locator("#differences thead .link").count(), 2);
        assert.equal(await comparison.evaluate(() => document.activeElement.type), "checkbox");
        await comparison.getByText("Select all").click();
    },

    async "a run opens in a box, and Escape closes it"({ comparison }) {
        await comparison.locator(`${table} .link`, { hasText: "/001" }).click();
        const box = comparison.locator("dialog[open]");
        assert.match(await box.innerText(), /Parameters[\s\S]*Identity/);
        await comparison.keyboard.press("Escape");
        assert.equal(await box.count(), 0);
    },

    async "a thousand runs of twenty metrics are shown, sorted and filtered at once"({ large }, expected, open) {
        const began = Date.now();
        const page = await open("large.html");
        await page.locator(`${table} tbody tr`).first().waitFor();
        const opened = Date.now() - began;
        assert.match(await page.locator(".count").innerText(), /1,000 runs/);
        const spent = await page.evaluate(
            async ([table]) => {
                const time = async act => {
                    const start = performance.now();
                    act();
                    await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
                    return performance.now() - start;
                };
                const sort = await time(() =>
                    [...document.querySelectorAll(`${table} thead button`)].find(b => b.textContent.startsWith("lr")).click(),
                );
                const all = await time(() => [...document.querySelectorAll(".table-foot button")].at(-1).click());
                const every = await time(() => document.querySelector("#every").click());
                return { sort, all, every, rows: document.querySelectorAll(`${table} tbody tr`).length };
            },
            [table],
        );
        await filter(page, "lr<0.1");
        assert.equal(await rowCount(page), 99);
        await page.context().close();
        assert.equal(spent.rows, 1000);
        assert.ok(opened < 10000 && spent.sort < 2500 && spent.all < 5000 && spent.every < 4000, JSON.stringify({ opened, ...spent }));
    },
};
