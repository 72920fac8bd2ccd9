// The table of runs, what depends on the selected ones, and runs that failed.
import assert from "node:assert/strict";
import { column, headerOf, params, rowCount, settled, table } from "./page.mjs";

async function openTable({ open }, name = "comparison", route = "") {
    const page = await open(name, route);
    await page.locator(`${table} tbody tr[id]`).first().waitFor();
    return page;
}

async function filter(page, text) {
    await page.fill("#filter", text);
    await page.waitForFunction(wanted => (new URLSearchParams(location.hash.split("?")[1]).get("filter") ?? "") === wanted, text);
    await settled(page);
}

export const checks = {
    async "headers sort, by mouse and by keyboard, and values that are not numbers are last"(tools) {
        const page = await openTable(tools);
        await headerOf(page, "loss").click();
        await settled(page);
        assert.deepEqual(await column(page, "loss"), ["0.1", "0.2", "0.3", "NaN", "–"]);
        await page.keyboard.press("Enter");
        await settled(page);
        assert.deepEqual(await column(page, "loss"), ["0.3", "0.2", "0.1", "NaN", "–"]);
        assert.equal(await page.locator(`${table} th[aria-sort]`).getAttribute("aria-sort"), "descending");
    },

    async "words, conditions and statuses filter"(tools) {
        const page = await openTable(tools);
        for (const [text, count] of [
            ["loss<0.25", 2],
            ["loss>=0.2 lr=0.01", 1],
            ["status=failed", 1],
            ["SECOND", 1],
            ["nothing at all", 0],
            ['"optimizer"!=sgd', 3],
            ["", 5],
        ]) {
            await filter(page, text);
            assert.equal(await rowCount(page), count, text);
        }
        await page.locator(".chip", { hasText: "Failed" }).click();
        await settled(page);
        assert.equal(await rowCount(page), 1);
        assert.match(await page.locator(".count").innerText(), /^1 run/);
    },

    async "the filter offers the names that begin with what is typed"(tools) {
        const page = await openTable(tools);
        await page.locator("#filter").pressSequentially("opt");
        await page.locator("#filter-offers li").first().waitFor();
        assert.match((await page.locator("#filter-offers li").allInnerTexts())[0], /optimizer/);
        await page.keyboard.press("ArrowDown");
        await page.keyboard.press("Enter");
        assert.equal(await page.locator("#filter").inputValue(), "optimizer");
    },

    async "filter, order and selection are in the address: a reload and the back button restore them"(tools) {
        const page = await openTable(tools);
        await filter(page, "lr<0.4");
        await headerOf(page, "lr").click();
        await settled(page);
        await page.locator(`${table} tbody input`).first().click();
        await settled(page);
        const before = [await column(page, "lr"), params(page).get("runs")];
        assert.deepEqual(before[0], ["0.01", "0.1", "0.1", "0.3"]);
        assert.ok(before[1]);
        await page.reload();
        await page.locator(`${table} tbody tr.selected`).waitFor();
        assert.deepEqual([await column(page, "lr"), params(page).get("runs")], before);
        await page.goBack();
        await page.locator(`${table} th[aria-sort=ascending]`).waitFor({ state: "detached" });
    },

    async "the differences are those of the selected runs"(tools) {
        const page = await openTable(tools);
        for (const i of [3, 4]) await page.locator(`${table} tbody input`).nth(i).click();
        await page.locator(".foot a", { hasText: "Compare" }).click();
        await page.locator("table.differences").waitFor();
        const rows = () => page.locator("table.differences tbody th[scope=row]").allInnerTexts();
        assert.ok((await rows()).includes("lr") && !(await rows()).includes("epochs") && !(await rows()).includes("optimizer"));
        assert.match(await page.locator("table.differences td.best").first().innerText(), /^0\.1/);
        assert.equal(await page.locator("table.differences thead a").count(), 2);
        await page.locator("#only-different").uncheck();
        await page.locator('table.differences th:text-is("epochs")').waitFor();
    },

    async "a run opens, and back closes it"(tools) {
        const page = await openTable(tools);
        await page.locator(`${table} a`, { hasText: "/001" }).click();
        await page.locator(".run-head h1", { hasText: "/001" }).waitFor();
        assert.match(await page.locator("main").innerText(), /Parameters[\s\S]*History/);
        await page.locator(".tabs a", { hasText: "Charts" }).click();
        await page.locator(".chart-plot canvas").first().waitFor();
        await page.goBack();
        await page.goBack();
        await page.locator(`${table} tbody tr[id]`).first().waitFor();
    },

    async "a run that failed shows why, and the end of its log"(tools) {
        const page = await openTable(tools);
        const failed = page.locator("#failures .failed-run");
        assert.equal(await failed.count(), 1);
        assert.match(await failed.innerText(), /The loss is no number/);
        const summary = await failed.locator("summary").innerText();
        const [, shown, whole] = summary.match(/The last ([\d,]+) entries of its log of ([\d,]+)/);
        assert.ok(whole === "300" && Number(shown) > 50 && Number(shown) < 300, summary);
        await failed.locator("summary").click();
        const text = await failed.locator(".log-end").innerText();
        assert.ok(text.trim().endsWith("299: nothing went as it should") && !text.includes("line 0:"), text.slice(-200));
        await failed.getByText("Search it").click();
        await page.locator(".log-line").first().waitFor();
        await page.locator("#search").fill("line 299");
        await page.waitForFunction(() => document.querySelectorAll(".log-line").length === 1);
        assert.match(await page.locator(".log-page .hint").innerText(), /are not in it/);
    },

    async "distributions and a confusion matrix are drawn"(tools) {
        const page = await openTable(tools);
        await page.locator(`${table} a`, { hasText: "/000" }).click();
        await page.locator(".tabs a", { hasText: "Distributions" }).click();
        await page.locator('[data-distribution="weights"] canvas').first().waitFor();
        await page.locator(".tabs a", { hasText: "Predictions" }).click();
        await page.locator("main table", { hasText: "dog" }).first().waitFor();
        assert.match(await page.locator("main").innerText(), /cat[\s\S]*dog/);
    },

    async "a thousand runs of twenty metrics are shown, sorted and filtered at once"({ open }) {
        const began = Date.now();
        const page = await open("large");
        await page.locator(`${table} tbody tr[id]`).first().waitFor();
        const opened = Date.now() - began;
        assert.match(await page.locator(".count").innerText(), /1,000 runs/);
        const spent = await page.evaluate(
            async ([table]) => {
                const time = async (act, done) => {
                    const start = performance.now();
                    act();
                    while (!done() && performance.now() - start < 10000) await new Promise(resolve => setTimeout(resolve));
                    return performance.now() - start;
                };
                const button = [...document.querySelectorAll(`${table} thead button`)].find(each => each.textContent.startsWith("lr"));
                const sort = await time(() => button.click(), () => document.querySelector("#row-0 a")?.textContent === "sweep/000");
                const scroller = document.querySelector(".virtual");
                const scroll = await time(() => (scroller.scrollTop = scroller.scrollHeight), () => document.querySelector("#row-999"));
                return { sort, scroll };
            },
            [table],
        );
        await filter(page, "lr<0.1");
        assert.match(await page.locator(".count").innerText(), /^99 runs/);
        await page.evaluate(() => (location.hash = "#/charts?metric=loss&count=500"));
        const start = Date.now();
        await page.waitForFunction(() => /500 runs/.test(document.querySelector(".chart-plot")?.getAttribute("aria-label") ?? ""));
        const drawn = Date.now() - start;
        assert.ok(opened < 10000 && spent.sort < 2500 && spent.scroll < 2500 && drawn < 4000, JSON.stringify({ opened, ...spent, drawn }));
    },
};
