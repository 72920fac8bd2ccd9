// Distributions, measures of predictions, and artifacts as series by step. The expected numbers follow from those that New-DashboardStore.ps1 writes.
import assert from "node:assert/strict";

async function runs(page) {
    return page.evaluate(async () => (await (await fetch("api/runs?search=pictures%2F&order=number&columns=m:none")).json()).rows);
}

async function openRun({ open }, tab, options = {}) {
    const page = await open("#/", options);
    const [first] = await runs(page);
    await page.evaluate(hash => (location.hash = hash), `#/run/${first.id}?tab=${tab}`);
    await page.locator(".tabs a[aria-current]", { hasText: new RegExp(tab.split("&")[0], "i") }).waitFor();
    return page;
}

// Whether a canvas has the colour of the accent somewhere in a part of it.
const inked = (page, chart) =>
    page.evaluate(name => {
        const canvas = document.querySelector(`[data-distribution="${name}"] canvas`);
        const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        let blue = 0;
        for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 20 && data[i + 2] > data[i] + 40) blue++;
        return blue;
    }, chart);

export const checks = {
    async "pictures: distributions are drawn for each key, and their quantiles are those of the bins"(tools) {
        const page = await openRun(tools, "distributions");
        await page.locator("[data-distribution=weights] canvas").waitFor();
        assert.equal(await page.locator(".charts figure").count(), 2);
        assert.ok((await inked(page, "weights")) > 500);
        await page.locator("[data-distribution=weights] .metric").click();
        const chart = page.locator(".card.large .distribution");
        await chart.waitFor();
        await chart.focus();
        await page.keyboard.press("ArrowRight");
        // The median of 1, 2 and 1 values between -1, 0, 1 and 2 is in the middle of the second bin.
        assert.match(await page.locator(".chart-tip").innerText(), /Step 0[\s\S]*0 … 1: 2 values \(50%\)[\s\S]*Median\s+0\.5[\s\S]*4 values/);
        await page.keyboard.press("ArrowUp");
        assert.match(await page.locator(".chart-tip").innerText(), /1 … 2: 1 value \(25%\)/);
        await page.keyboard.press("ArrowRight");
        assert.match(await page.locator(".chart-tip").innerText(), /Step 10[\s\S]*6 values, 1 NaN, 1 outside of the bins/);
        await page.locator(".numbers summary").click();
        const cells = await page.locator(".numbers tbody tr").last().locator("th, td").allInnerTexts();
        assert.deepEqual(cells, ["0", "4", "–", "-0.8", "0", "0.5", "1", "1.8", "–", "–", "–", "0"]);
        await page.getByLabel("Draw").selectOption("bands");
        await page.waitForFunction(() => /look=bands/.test(location.hash));
        await page.reload();
        await page.locator(".card.large .distribution canvas").waitFor();
        assert.equal(await page.getByLabel("Draw").inputValue(), "bands");
    },

    async "pictures: a distribution that another process adds appears"(tools) {
        const [id] = await tools.write("$layers = Start-Run layers -NoProvenance; Add-Metric w 1, 2, 3 -Histogram -Run $layers; $layers.Id");
        const page = await tools.open(`#/run/${id}?tab=distributions`);
        await page.locator(".numbers summary").click();
        await page.waitForFunction(() => document.querySelectorAll(".numbers tbody tr").length === 1);
        await tools.write("Add-Metric w 4, 5 -Histogram -Step 8 -Run $layers; Complete-Run $layers");
        await page.waitForFunction(() => document.querySelector(".numbers tbody th")?.textContent === "8");
    },

    async "pictures: a confusion matrix is a table of counts and shares of its rows"(tools) {
        const page = await openRun(tools, "predictions");
        const matrix = page.locator("table.matrix");
        await matrix.waitFor();
        assert.deepEqual(await matrix.locator("thead th").allInnerTexts(), ["Actual ↓, predicted →", "bird", "cat", "dog", "Recall"]);
        assert.deepEqual((await matrix.locator("tbody tr").nth(1).locator("th, td").allInnerTexts()).map(text => text.replace(/\s+/g, " ")), ["cat", "0", "3 75%", "1 25%", "75%"]);
        assert.deepEqual((await matrix.locator("tfoot td").allInnerTexts()).slice(0, 3), ["100%", "75%", "66.7%"]);
        assert.match(await page.locator(".measures").innerText(), /75% accuracy\s*8 predictions/);
        await page.locator(".confusion summary").click();
        assert.match(await page.locator(".confusions li").first().innerText(), /cat taken for dog: 1 \(25%\)/);
    },

    async "pictures: a precision–recall curve has its average precision, and a step of its own"(tools) {
        const page = await openRun(tools, "predictions");
        const row = page.locator(".pr-curve tbody tr");
        await row.first().waitFor();
        // Hits at ranks 1, 2 and 4 of 4: (1 + 1 + 3/4) / 3; F1 is highest where all are found.
        assert.deepEqual((await row.locator("td").allInnerTexts()), ["0.9167", "0.8571", "0.6", "3", "4"]);
        await page.locator("#prediction-step").focus();
        await page.keyboard.press("Home");
        // At the first step all positives have the highest scores.
        await page.waitForFunction(() => document.querySelector(".pr-curve tbody td").textContent === "1");
        assert.match(page.url(), /step=1/);
        // Scrolling to the chart hides what a key showed before.
        await page.locator(".pr-curve .chart-plot").scrollIntoViewIfNeeded();
        await page.locator(".pr-curve .chart-plot").focus();
        await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))));
        await page.keyboard.press("ArrowRight");
        assert.match(await page.locator(".chart-tip").innerText(), /Recall 0[\s\S]*pr-curve\s+1/);
    },

    async "pictures: artifacts of several steps are one entry with a slider"(tools) {
        const page = await openRun(tools, "artifacts");
        await page.locator(".artifact-list a", { hasText: "samples.txt" }).click();
        await page.locator("pre", { hasText: "first run, step 20" }).waitFor();
        assert.equal(await page.locator(".artifact-list a", { hasText: "samples.txt" }).count(), 1);
        await page.locator("#artifact-step").focus();
        await page.keyboard.press("ArrowLeft");
        await page.locator("pre", { hasText: "first run, step 10" }).waitFor();
        await page.reload();
        await page.locator("pre", { hasText: "first run, step 10" }).waitFor();
    },

    async "pictures: artifacts of the same step stand side by side"(tools) {
        const page = await tools.open("#/");
        const found = await runs(page);
        await page.evaluate(hash => (location.hash = hash), `#/compare?runs=${found.map(run => run.id).join(",")}&view=media&key=samples.txt&step=10`);
        await page.locator("pre", { hasText: "first run, step 10" }).waitFor();
        // The second run has none of step 10: its last one before it is shown.
        await page.locator("pre", { hasText: "second run, step 0" }).waitFor();
        await page.getByLabel("Artifact").selectOption("dot.png");
        await page.waitForFunction(() => document.querySelectorAll(".media-grid img").length === 2 && [...document.querySelectorAll(".media-grid img")].every(image => image.naturalWidth === 1));
        await page.getByLabel("Artifact").selectOption("pr-curve");
        await page.waitForFunction(() => document.querySelectorAll(".pr-curve tbody tr").length === 2);
        await page.getByLabel("Artifact").selectOption("confusion-matrix");
        await page.waitForFunction(() => document.querySelectorAll("table.matrix").length === 1);
        assert.match(await page.locator(".media-grid .none").innerText(), /It has none of this name/);
    },

    async "pictures: axe-core finds nothing in light and dark, and nothing scrolls sideways"(tools) {
        for (const colorScheme of ["light", "dark"]) {
            for (const [tab, ready] of [["distributions", ".distribution canvas"], ["distributions&key=weights", ".distribution canvas"], ["predictions", "table.matrix"], ["artifacts&key=samples.txt", "#artifact-step"]]) {
                const page = await openRun(tools, tab, { colorScheme, viewport: { width: 390, height: 800 } });
                await page.locator(ready).first().waitFor();
                assert.deepEqual(await tools.violations(page), [], `${colorScheme} ${tab}`);
                assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${tab} scrolls sideways`);
            }
        }
    },
};
