// The charts.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { inked, picture, point, settled } from "./page.mjs";

// Six runs whose values are known: their number plus a thousandth of the step, up to step 2,999. Even ones use adam, odd ones sgd.
const steps = 3000;
const waves =
    `foreach ($i in 0..5) { $null = Start-Run waves -Parameter @{ lr = 0.1 / ($i + 1); optimizer = ('adam', 'sgd')[$i % 2] } -Tag team=red -NoProvenance; ` +
    `Add-Metric train/loss ([double[]](0..${steps - 1} | ForEach-Object { $i + $_ / 1000 })) -Step (0..${steps - 1}) -Goal Minimize; ` +
    "Add-Metric val/accuracy ([double[]](1..10 | ForEach-Object { $_ / (10 + $i) })) -Step (1..10) -Goal Maximize; Add-Metric 'last word' 1; Complete-Run }";
const crowd =
    "$random = [Random]::new(1); foreach ($i in 1..500) { $null = Start-Run crowd -Parameter @{ lr = $i / 1000 } -NoProvenance; " +
    "Add-Metric loss ([double[]]@(for ($k = 0; $k -lt 1000; $k++) { [Math]::Exp(-$k / 200) + $i / 500 + $random.NextDouble() / 10 })) -Step (0..999) -Goal Minimize; Complete-Run }";

const written = new Map();
// Writes an experiment unless the store has it, and returns its id.
async function experiment(name, script, { open, write }) {
    const page = await open("#/");
    const find = async () => (await page.evaluate(async () => (await fetch("api/home")).json())).experiments.find(each => each.name === name)?.id;
    if (!written.has(name)) written.set(name, (await find()) ? null : write(script));
    await written.get(name);
    const id = await find();
    await page.context().close();
    return id;
}

const described = (page, pattern) => page.waitForFunction(text => new RegExp(text).test(document.querySelector(".chart-plot")?.getAttribute("aria-label") ?? ""), pattern);
const texts = async locator => (await locator.allInnerTexts()).map(text => text.replace(/\s+/g, " ").trim());
const tip = page => page.locator(".chart-tip");
const params = page => new URLSearchParams(new URL(page.url()).hash.split("?")[1] ?? "");

async function openWaves(tools, more = "", options = {}) {
    const id = await experiment("waves", waves, tools);
    const page = await tools.open(`#/charts?experiment=${id}${more}`, options);
    await page.locator(".chart-plot canvas").first().waitFor();
    return page;
}

async function drag(page, chart, from, to) {
    const box = await page.locator(`${chart} .u-over`).first().boundingBox();
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + box.width * from, y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * to, y, { steps: 5 });
    await page.mouse.up();
}

async function saved(page, name) {
    await page.locator(".card .menu summary").first().click();
    const [download] = await Promise.all([page.waitForEvent("download"), page.locator(".card .menu").first().getByText(name).click()]);
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

export const checks = {
    async "charts: metrics are in groups of their prefix, which a link keeps closed"(tools) {
        const page = await openWaves(tools);
        assert.deepEqual(await texts(page.locator(".chart-group h2 button")), ["train 1", "val 1"]);
        assert.match(await page.locator(".run-charts > .hint").innerText(), /1 more metric has a single value/);
        await page.locator(".chart-group h2 button", { hasText: "train" }).click();
        await page.locator('.card[data-metric="train/loss"]').waitFor({ state: "detached" });
        await page.reload();
        await page.locator('.card[data-metric="val/accuracy"] canvas').first().waitFor();
        assert.equal(await page.locator('.card[data-metric="train/loss"]').count(), 0);
    },

    async "charts: dragging zooms every chart, the address keeps it, and back shows all"(tools) {
        const page = await openWaves(tools);
        await described(page, "6 runs");
        await drag(page, '.card[data-metric="train/loss"]', 0.5, 0.75);
        await page.locator("#zoom-out").waitFor();
        const [low, high] = params(page).get("zoom").split("~").map(Number);
        assert.ok(Math.abs(low - 1500) < 30 && Math.abs(high - 2250) < 30, `${low} to ${high}`);
        // The values in view are those of the range: 1.5 of run 0 to 7.25 of run 5.
        await described(page, "from 1\\.[45]\\d* to 7\\.2\\d*");
        await page.reload();
        await described(page, "from 1\\.[45]\\d* to 7\\.2\\d*");
        await page.goBack();
        await described(page, "from 0 to 7\\.999");
    },

    async "charts: zooming in reads the points that were left out"(tools) {
        const page = await openWaves(tools, "&metric=train%2Floss&zoom=1000~1100");
        await page.waitForRequest(request => request.url().endsWith("api/curves") && JSON.parse(request.postData()).series.some(one => one.to !== undefined));
        await page.waitForLoadState("networkidle").catch(() => {});
        await page.locator(".chart-plot").focus();
        const seen = [];
        for (let i = 0; i < 4; i++) {
            await page.keyboard.press("ArrowRight");
            seen.push(Number((await tip(page).innerText()).match(/Step ([\d,]+)/)[1].replace(",", "")));
        }
        assert.deepEqual(seen, [1000, 1001, 1002, 1003]);
    },

    async "charts: pointing shows values and the parameters that differ, and so do the arrow keys"(tools) {
        const page = await openWaves(tools, "&metric=val%2Faccuracy");
        await described(page, "6 runs");
        await page.locator(".chart-plot").focus();
        for (let i = 0; i < 3; i++) await page.keyboard.press("ArrowRight");
        const text = await tip(page).innerText();
        assert.match(text, /Step 3\b/);
        assert.match(text, /waves\/000\s+0\.3\n/);
        assert.match(text, /waves\/005\s+0\.2\n/);
        assert.match(text, /optimizer\s+(adam|sgd)/);
        assert.doesNotMatch(text, /epochs/);
        await page.keyboard.press("Escape");
        await tip(page).waitFor({ state: "hidden" });
        await point(page, ".card", 0.5);
        assert.match(await tip(page).innerText(), /Step 5|Step 6/);
    },

    async "charts: groups are means with a band"(tools) {
        const page = await openWaves(tools, "&metric=val%2Faccuracy&group=p%3Aoptimizer&band=minmax");
        await described(page, "2 groups");
        assert.deepEqual(await texts(page.locator(".chart-legend button")), ["adam 3 runs", "sgd 3 runs"]);
        await page.locator(".chart-plot").focus();
        for (let i = 0; i < 10; i++) await page.keyboard.press("ArrowRight");
        const mean = ([a, b, c]) => (10 / a + 10 / b + 10 / c) / 3;
        const lines = (await tip(page).locator("tr").allInnerTexts()).map(text => text.split("\t").map(part => part.trim()));
        const adam = lines.find(line => line[1] === "adam"), sgd = lines.find(line => line[1] === "sgd");
        assert.ok(Math.abs(Number(adam[2]) - mean([10, 12, 14])) < 1e-5 && Math.abs(Number(sgd[2]) - mean([11, 13, 15])) < 1e-5, JSON.stringify(lines));
        assert.match(adam[3], /^0\.7143 … 1$/);
        await page.keyboard.press("Escape");
        await page.locator("#band").selectOption("ci95");
        await settled(page);
        await page.locator(".chart-plot").focus();
        for (let i = 0; i < 10; i++) await page.keyboard.press("ArrowRight");
        // Mean ± t × sd / √3, with t = 4.303 of two degrees of freedom.
        const [low, high] = (await tip(page).locator("tr", { hasText: "adam" }).innerText()).match(/([\d.]+) … ([\d.]+)/).slice(1).map(Number);
        const values = [1, 10 / 12, 10 / 14], centre = mean([10, 12, 14]);
        const reach = (4.302653 * Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / 2)) / Math.sqrt(3);
        assert.ok(Math.abs(low - (centre - reach)) < 1e-3 && Math.abs(high - (centre + reach)) < 1e-3, `${low} to ${high}`);
    },

    async "charts: the best runs are bright, the legend hides them, and the address keeps it"(tools) {
        const page = await openWaves(tools, "&metric=train%2Floss&top=2");
        await described(page, "6 runs");
        await page.locator("#chart-options summary").click();
        await page.locator("#rank").selectOption("train/loss");
        await page.keyboard.press("Escape");
        await page.waitForFunction(() => /waves\/000/.test(document.querySelector(".chart-legend button")?.textContent ?? ""));
        assert.match(await page.locator(".chart-legend").innerText(), /waves\/001[^]*4 other runs dim; these are best in train\/loss/);
        const colour = await page.locator(".chart-legend line").first().evaluate(line => getComputedStyle(document.documentElement).getPropertyValue("--series-0").trim() === line.getAttribute("stroke"));
        assert.ok(colour);
        await settled(page);
        const before = await inked(page, ".card", "--series-0");
        await page.locator(".chart-legend button").first().click();
        await described(page, "5 runs");
        await settled(page);
        const without = await inked(page, ".card", "--series-0");
        assert.ok(before > 200 && without < before / 10, `${before} points in its colour, and ${without} without it`);
        await page.reload();
        await described(page, "5 runs");
    },

    async "charts: axes, smoothing and outliers change the picture, and a link restores them"(tools) {
        const page = await openWaves(tools, "&metric=train%2Floss");
        await described(page, "6 runs");
        await settled(page);
        const plain = await picture(page, ".card");
        await page.locator("#smoothing").fill("0.9");
        await page.locator("#chart-options summary").click();
        await page.locator("#log").check();
        await described(page, "logarithmic");
        await page.locator("#outliers").check();
        await described(page, "from 0\\.[1-9]");
        await page.keyboard.press("Escape");
        await page.locator("#x-axis").selectOption("elapsed");
        await described(page, "by time since the start");
        await settled(page);
        assert.notEqual(await picture(page, ".card"), plain);
        await page.reload();
        await described(page, "by time since the start.*logarithmic");
        assert.equal(await page.inputValue("#smoothing"), "0.9");
        await page.locator("#x-axis").selectOption("m:val/accuracy");
        await described(page, "by val/accuracy|No run has points");
    },

    async "charts: a picture is a PNG or an SVG of the lines"(tools) {
        const page = await openWaves(tools, "&metric=train%2Floss");
        await described(page, "6 runs");
        await settled(page);
        const png = await saved(page, "Save as PNG");
        assert.equal(png.name, "train-loss.png");
        assert.equal(png.bytes.subarray(1, 4).toString(), "PNG");
        assert.ok(png.bytes.readUInt32BE(16) > 800, "its width");
        const svg = await saved(page, "Save as SVG");
        assert.equal(svg.name, "train-loss.svg");
        const found = await page.evaluate(text => {
            const parsed = new DOMParser().parseFromString(text, "image/svg+xml");
            return { error: parsed.querySelector("parsererror")?.textContent ?? null, lines: parsed.querySelectorAll("g[clip-path] path").length, text: parsed.documentElement.textContent };
        }, svg.bytes.toString());
        assert.equal(found.error, null);
        assert.equal(found.lines, 6);
        assert.match(found.text, /train\/loss by step[^]*waves\/005/);
    },

    async "charts: points that another process writes appear, and only they are read"(tools) {
        await tools.write("$live = Start-Run growing -NoProvenance; Add-Metric loss (0..99) -Step (0..99)");
        const page = await tools.open("#/charts");
        const { running } = await page.evaluate(async () => (await fetch("api/home")).json());
        await page.evaluate(id => (location.hash = `#/charts?runs=${id}&metric=loss`), running.find(run => run.experiment.name === "growing").id);
        await described(page, "from 0 to 99");
        await page.locator("#smoothing").focus();
        const asked = [];
        page.on("request", request => request.url().endsWith("api/curves") && asked.push(...JSON.parse(request.postData()).series));
        const start = Date.now();
        await tools.write("Add-Metric loss 500 -Step 100");
        await described(page, "from 0 to 500");
        const took = Date.now() - start;
        assert.ok(took < 5000, `${took} ms`);
        assert.deepEqual(asked.map(one => one.from), [99]);
        assert.equal(await page.evaluate(() => document.activeElement?.id), "smoothing", "the focus stays");
        await tools.write("Complete-Run");
    },

    async "charts: 500 runs with 1,000 points are drawn in less than a second"(tools) {
        const id = await experiment("crowd", crowd, tools);
        const page = await tools.open(`#/charts?experiment=${id}&count=500&metric=loss`);
        await described(page, ": 500 runs");
        await settled(page);
        const times = [];
        for (let i = 0; i < 3; i++) {
            times.push(
                await page.evaluate(
                    () =>
                        new Promise(done => {
                            const start = performance.now();
                            document.querySelector("#theme").click();
                            requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
                        }),
                ),
            );
        }
        assert.ok(Math.min(...times) < 1000, `${times.map(Math.round)} ms`);
    },

    async "charts: names that would be markup are text"(tools) {
        const page = await tools.open("#/");
        const { experiments } = await page.evaluate(async () => (await fetch("api/home")).json());
        await page.evaluate(id => (location.hash = `#/charts?experiment=${id}`), experiments.find(each => each.name === "hostile").id);
        await page.waitForFunction(() => document.querySelectorAll(".card canvas").length > 1);
        assert.ok((await page.locator(".card").evaluateAll(all => all.map(card => card.dataset.metric))).includes("<script>window.pwned=1</script>"));
        await page.locator(".chart-plot").first().focus();
        await page.keyboard.press("ArrowRight");
        assert.match(await tip(page).innerText(), /Step 0/);
        assert.equal(await page.evaluate(() => window.pwned), undefined);
    },

    async "charts: axe-core finds nothing in light and dark"(tools) {
        for (const colorScheme of ["light", "dark"]) {
            for (const more of ["", "&group=p%3Aoptimizer&log=1", "&metric=train%2Floss&colour=p%3Alr&zoom=100~200"]) {
                const page = await openWaves(tools, more, { colorScheme });
                await described(page, "6 runs|2 groups");
                await page.locator("#chart-options summary").click();
                assert.deepEqual(await tools.violations(page), [], `${colorScheme} ${more}`);
            }
        }
    },
};
