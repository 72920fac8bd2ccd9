// Runs beside each other, and the home page.
import assert from "node:assert/strict";

const params = page => new URLSearchParams(new URL(page.url()).hash.split("?")[1] ?? "");

// The id of the experiment of the sweep, and its runs as the API has them.
async function sweep({ open }) {
    const page = await open("#/");
    const found = await page.evaluate(async () => {
        const { experiments } = await (await fetch("api/home")).json();
        const { id } = experiments.find(each => each.name === "digits");
        const { rows } = await (await fetch(`api/runs?experiment=${id}&count=100&columns=all`)).json();
        return { id, rows };
    });
    await page.context().close();
    return found;
}

export const checks = {
    async "compare: the table shows what differs, or everything"(tools) {
        const { rows } = await sweep(tools);
        const chosen = rows.filter(run => run.parameters.lr !== undefined).slice(0, 3);
        const page = await tools.open(`#/compare?runs=${chosen.map(run => run.id).join(",")}`);
        await page.locator("table.differences").waitFor();
        const names = () => page.locator("table.differences tbody tr:not(.group) th").allInnerTexts();
        assert.ok((await names()).includes("seed"));
        assert.ok(!(await names()).includes("epochs"));
        assert.deepEqual(await page.locator("table.differences tr", { has: page.locator('th:text-is("seed")') }).locator("td").allInnerTexts(), chosen.map(run => String(run.parameters.seed)));
        await page.locator("#only-different").uncheck();
        await page.locator('table.differences th:text-is("epochs")').waitFor();
        assert.equal(params(page).get("every"), "1");
        await page.reload();
        await page.locator('table.differences th:text-is("epochs")').waitFor();
    },

    async "compare: a range that is dragged or typed keeps runs, and a link restores it"(tools) {
        const { id, rows } = await sweep(tools);
        const page = await tools.open(`#/compare?experiment=${id}&view=parallel`);
        const svg = page.locator(".parallel svg");
        await svg.waitFor();
        const axis = page.locator(".parallel g", { has: page.locator('title:text-is("seed")') }).last();
        const box = await axis.locator(".axis-line").boundingBox();
        await page.mouse.move(box.x, box.y + box.height * 0.5);
        await page.mouse.down();
        await page.mouse.move(box.x, box.y - 5, { steps: 4 });
        await page.mouse.up();
        await page.locator("#clear-brushes").waitFor();
        const total = rows.length;
        const kept = rows.filter(run => run.parameters.seed >= 29.5).length;
        await page.waitForFunction(text => document.querySelector("#kept").textContent.startsWith(text), `${kept} of ${total} runs`);
        assert.equal(await page.locator(".parallel path.within").count(), kept);
        await page.reload();
        await page.waitForFunction(text => document.querySelector("#kept")?.textContent.startsWith(text), `${kept} of ${total} runs`);
        await page.locator("#clear-brushes").click();
        await page.locator("#ranges summary").focus();
        await page.keyboard.press("Enter");
        await page.getByLabel("lr, from").fill("0.02");
        await page.keyboard.press("Tab");
        const large = rows.filter(run => run.parameters.lr >= 0.02).length;
        await page.waitForFunction(text => document.querySelector("#kept").textContent.startsWith(text), `${large} of ${total} runs`);
    },

    async "compare: axes are moved by dragging and by keys, and a link restores their order"(tools) {
        const { id } = await sweep(tools);
        const page = await tools.open(`#/compare?experiment=${id}&view=parallel`);
        const order = () => page.locator(".parallel .axis-title").allTextContents();
        await page.locator(".parallel svg").waitFor();
        const before = await order();
        const [first, second] = await Promise.all([0, 1].map(i => page.locator(".parallel .axis-title").nth(i).boundingBox()));
        await page.mouse.move(first.x + first.width / 2, first.y + first.height / 2);
        await page.mouse.down();
        await page.mouse.move(second.x + second.width / 2 + 5, second.y + 5, { steps: 4 });
        await page.mouse.up();
        const [one, two, ...rest] = before;
        await page.waitForFunction(name => document.querySelector(".parallel .axis-title").textContent === name, two);
        assert.deepEqual(await order(), [two, one, ...rest]);
        await page.locator("#axes summary").focus();
        await page.keyboard.press("Enter");
        await page.getByRole("button", { name: `Move ${one} to the right` }).focus();
        await page.keyboard.press("Enter");
        await page.waitForFunction(name => document.querySelectorAll(".parallel .axis-title")[2].textContent === name, one);
        assert.equal(await page.getByRole("button", { name: `Move ${two} to the left` }).getAttribute("aria-disabled"), "true");
        await page.keyboard.press("Enter");
        await page.waitForFunction(name => document.querySelectorAll(".parallel .axis-title")[3].textContent === name, one);
        await page.reload();
        await page.locator(".parallel svg").waitFor();
        assert.deepEqual(await order(), [two, ...rest.slice(0, 2), one, ...rest.slice(2)]);
    },

    async "compare: the Pareto front has the runs that no other beats in both metrics"(tools) {
        const { id, rows } = await sweep(tools);
        const page = await tools.open(`#/compare?experiment=${id}&view=scatter&sx=${encodeURIComponent("m:train/loss")}&sy=${encodeURIComponent("m:val/accuracy")}`);
        await page.locator(".front summary").click();
        const points = rows.filter(run => run.metrics["train/loss"]).map(run => ({ path: run.path, loss: run.metrics["train/loss"].best, accuracy: run.metrics["val/accuracy"].best }));
        const front = points.filter(a => !points.some(b => b.loss <= a.loss && b.accuracy >= a.accuracy && (b.loss < a.loss || b.accuracy > a.accuracy)));
        assert.deepEqual((await page.locator(".front tbody th").allInnerTexts()).sort(), front.map(point => point.path).sort());
        await page.locator(".scatter").focus();
        await page.keyboard.press("ArrowRight");
        assert.match(await page.locator(".chart-tip").innerText(), /train\/loss\s+\d/);
        await page.keyboard.press("Enter");
        await page.waitForFunction(() => location.hash.startsWith("#/run/"));
    },

    async "compare: the parameter that decides is the most important one"(tools) {
        const { id } = await sweep(tools);
        const page = await tools.open(`#/compare?experiment=${id}&view=importance&target=train%2Floss`);
        await page.locator("table.importance tbody tr").first().waitFor();
        // The loss is the learning rate and a little more.
        assert.equal(await page.locator("table.importance tbody th").first().innerText(), "lr");
        await page.locator("table.importance tbody a").first().click();
        await page.locator(".scatter").waitFor();
        assert.equal(params(page).get("sx"), "p:lr");
    },

    async "compare: images with the same key stand side by side"(tools) {
        const page = await tools.open("#/");
        const { experiments } = await page.evaluate(async () => (await fetch("api/home")).json());
        await page.evaluate(id => (location.hash = `#/compare?experiment=${id}&view=media&key=dot.png`), experiments.find(each => each.name === "files").id);
        const image = page.locator(".media-grid img");
        await image.waitFor();
        await page.waitForFunction(() => document.querySelector(".media-grid img").naturalWidth === 1);
        assert.match(await image.getAttribute("alt"), /dot\.png/);
    },

    async "home: a running run is shown with its curve, and failures with their message"(tools) {
        await tools.write("$shown = Start-Run shown 'seen at home' -NoProvenance; Add-Metric loss 3, 2, 1.25 -Goal Minimize");
        const page = await tools.open("#/");
        const row = page.locator("#running li", { hasText: "seen at home" });
        await row.locator("svg polyline").waitFor();
        assert.match(await row.innerText(), /loss\s+1\.25/);
        assert.match(await page.locator("#failures").innerText(), /out of memory/);
        await tools.write("Add-Metric loss 0.5");
        await page.waitForFunction(() => /loss\s+0\.5/.test([...document.querySelectorAll("#running li")].find(each => /seen at home/.test(each.textContent))?.textContent ?? ""));
        await tools.write("Complete-Run");
        await row.waitFor({ state: "detached" });
    },

    async "compare and home: axe-core finds nothing in light and dark, and nothing scrolls sideways"(tools) {
        const { id } = await sweep(tools);
        for (const colorScheme of ["light", "dark"]) {
            for (const [route, ready] of [["#/", "#experiments"], ...[["", "table.differences"], ["parallel", ".parallel svg"], ["scatter", ".scatter canvas"], ["importance", "table.importance"], ["media", ".empty, .media-grid"]].map(([view, node]) => [`#/compare?experiment=${id}&view=${view}`, node])]) {
                const page = await tools.open(route, { colorScheme, viewport: { width: 390, height: 800 } });
                await page.locator(ready).first().waitFor();
                assert.deepEqual(await tools.violations(page), [], `${colorScheme} ${route}`);
                assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${route} scrolls sideways`);
            }
        }
    },
};
