// The page of a run, and those of models.
import assert from "node:assert/strict";

// Opens the run that a search finds first.
async function run(open, words, more = "", options = {}) {
    const page = await open(`#/runs?search=${encodeURIComponent(words)}`, options);
    const link = await page.locator(".grid #row-0 .run a").getAttribute("href");
    await page.evaluate(hash => (location.hash = hash), link + more);
    await page.locator(".run-head h1").waitFor();
    return page;
}

const loaded = page => page.waitForFunction(() => document.querySelector("main h1, .run-head") && !document.querySelector(".loading, .busy"));
const tab = (page, name) => page.locator(".tabs a", { hasText: name }).click();
const artifact = (page, name) => page.locator(".artifact-list a", { hasText: name }).click();

export const checks = {
    async "run: the overview has parameters, metrics, results, history and commands"({ open }) {
        const page = await run(open, "digits/007");
        assert.match(await page.locator("#parameters").innerText(), /lr[\s\S]*0\.003/);
        const loss = page.locator("#metrics tbody tr", { hasText: "train/loss" });
        await loss.locator("svg polyline").waitFor();
        // The rate is 0.003, and the points are 0.003 + 1 / (k + 7).
        assert.match(await loss.innerText(), /0\.0863333[\s\S]*0\.128/);
        assert.match(await page.locator("#history").innerText(), /Running[\s\S]*Succeeded/);
        assert.match(await page.locator("#reproduce").innerText(), /New-DashboardStore|Set-Location/);
    },

    async "run: a failure says why"({ open }) {
        const page = await run(open, "digits/059");
        assert.match(await page.locator(".run-error summary").innerText(), /out of memory/);
        await page.locator(".run-error summary").click();
        assert.match(await page.locator(".run-error pre").innerText(), /at layer 59/);
    },

    async "run: children are a tree"({ open }) {
        const page = await run(open, "trees parent");
        assert.equal(await page.locator("#children .rows > li").count(), 3);
        await page.locator("#children .rows a").first().click();
        await page.locator(".trail a", { hasText: "trees/000" }).click();
        await page.locator("h1", { hasText: "trees/000" }).waitFor();
    },

    async "run: a sweep shows how far it is and its best trials, and leads to their comparison"({ open, write }) {
        const page = await run(open, "grid of rates");
        const text = () => page.locator("#sweep").innerText();
        // Two trials come to their end, one falls behind, and one throws.
        assert.match((await text()).replace(/\s+/g, " "), /4 of 4 trials ended 1 failed 1 stopped early Grid, stopped early by SuccessiveHalving/);
        assert.deepEqual(await page.locator("#sweep tbody tr").evaluateAll(rows => rows.map(row => [...row.cells].map(cell => cell.innerText).join(" "))), ["0.5 searched/004 2 0.5 Succeeded", "1 searched/001 2 1 Succeeded"]);
        await write("$null = New-Run -ParentRun searched/0 another");
        await page.waitForFunction(() => document.querySelector("#sweep").innerText.replace(/\s+/g, " ").includes("4 of 5 trials ended"));
        await page.locator("#sweep a", { hasText: "Compare the trials" }).click();
        await page.locator(".tabs a[aria-current]", { hasText: "Parallel coordinates" }).waitFor();
        await page.locator("svg", { hasText: "loss" }).waitFor();
    },

    async "run: the log is searched, narrowed to a stream, and read from its beginning"({ open }) {
        const page = await run(open, "all kinds", "?tab=log");
        await page.locator(".log-line", { hasText: "careful" }).waitFor();
        assert.equal(await page.locator(".log-line", { hasText: "<script>" }).count(), 1);
        await page.waitForFunction(() => document.querySelector(".count").textContent.startsWith("5,000"));
        await page.getByRole("button", { name: "From the beginning" }).click();
        await page.waitForFunction(() => document.querySelector(".count").textContent.startsWith("6,002"));
        await page.locator(".log").evaluate(box => (box.scrollTop = 0));
        await page.locator(".log-line", { hasText: /line 0$/ }).waitFor();
        await page.fill("#search", "line 1234");
        await page.waitForFunction(() => document.querySelectorAll(".log-line mark").length === 1);
        await page.fill("#search", "");
        await page.locator(".chip", { hasText: "Warning" }).click();
        await page.waitForFunction(() => document.querySelector(".count").textContent === "2 lines");
        await page.reload();
        await page.waitForFunction(() => document.querySelector(".count")?.textContent === "2 lines");
    },

    async "run: the log follows while the run writes"({ open, write }) {
        const [id] = await write("$talker = Start-Run talks; Add-RunLog 'first words' -Run $talker; $talker.Id");
        const page = await open(`#/run/${id}?tab=log`);
        await page.locator(".log-line", { hasText: "first words" }).waitFor();
        await write("Add-RunLog (1..200 | ForEach-Object { \"word $_\" }) -Run $talker; Complete-Run $talker");
        await page.locator(".log-line", { hasText: "word 200" }).waitFor();
    },

    async "run: artifacts are shown as what they are"({ open }) {
        const page = await run(open, "all kinds", "?tab=artifacts");
        await artifact(page, "notes.md");
        await page.locator(".markdown strong", { hasText: "bold" }).waitFor();
        assert.equal(await page.locator(".markdown b").count(), 0);
        await artifact(page, "table.csv");
        await page.locator(".artifact tbody td", { hasText: "x, y" }).waitFor();
        assert.deepEqual(await page.locator(".artifact tbody tr").first().locator("td").allInnerTexts(), ["x, y", "1"]);
        await artifact(page, "config.json");
        await page.locator(".json .member", { hasText: "dropout" }).waitFor();
        await artifact(page, "changes.diff");
        assert.equal(await page.locator(".diff-added").innerText(), "+new\n");
        await artifact(page, "dot.png");
        await page.waitForFunction(() => document.querySelector(".picture img")?.naturalWidth === 1);
        await artifact(page, "a.txt");
        await page.locator("pre", { hasText: "inside" }).waitFor();
        const link = page.url();
        await page.goto("about:blank");
        await page.goto(link);
        await page.locator("pre", { hasText: "inside" }).waitFor();
        await artifact(page, "large.bin");
        await page.locator(".artifact .empty", { hasText: "s3://bucket/large.bin" }).waitFor();
        assert.equal(await page.evaluate(() => window.pwned), undefined);
    },

    async "run: a page among the artifacts cannot leave its sandbox"({ open }) {
        const page = await run(open, "all kinds", "?tab=artifacts", { expectErrors: true });
        const asked = [], opened = [];
        page.on("response", response => response.request().frame() !== page.mainFrame() && asked.push(response.url()));
        page.context().on("page", other => opened.push(other.url()));
        await artifact(page, "page.html");
        const frame = page.frameLocator("iframe.sandbox");
        await frame.locator("h1", { hasText: "Page" }).waitFor();
        // Its script has run, and tells of each way out that it was closed.
        await frame.locator("#tried", { hasText: "done" }).waitFor();
        const tried = (await frame.locator("#tried").innerText()).split("\n").filter(line => line !== "done");
        assert.deepEqual(tried, ["parent: refused", "top: refused", "popup: refused", "cookie: refused", "storage: refused", "form: refused", "dialog: refused", "worker: refused", "image: refused", "fetch: refused"]);
        assert.equal(await page.locator("iframe.sandbox").getAttribute("sandbox"), "allow-scripts");
        assert.equal(await page.evaluate(() => window.pwned), undefined);
        assert.match(page.url(), /tab=artifacts/);
        assert.deepEqual([asked.filter(url => !/\/api\/artifact\//.test(url)), opened], [[], []]);
    },

    async "run: code, environment and lineage are there"({ open }) {
        const page = await run(open, "all kinds");
        await tab(page, "Code");
        assert.match(await page.locator("main").innerText(), /Run it again/);
        await tab(page, "Environment");
        assert.match(await page.locator(".facts.boxed").innerText(), /PowerShell/);
        await tab(page, "Lineage");
        assert.match(await page.locator(".lineage").innerText(), /Dataset · train\s+digits/);
        await page.goBack();
        assert.match(page.url(), /tab=environment/);
    },

    async "run: tags, description and removal are changed when the server allows it"({ open }) {
        const page = await run(open, "digits/003");
        await page.getByRole("button", { name: "Add a tag" }).click();
        await page.locator("dialog input").fill("kind=<b>bold</b>");
        await page.locator("dialog .main").click();
        await page.locator(".run-head .tag", { hasText: "kind=<b>bold</b>" }).waitFor();
        await page.getByRole("button", { name: "Edit the description" }).click();
        await page.locator("dialog textarea").fill("Looks good.");
        await page.locator("dialog .main").click();
        await page.locator(".description", { hasText: "Looks good." }).waitFor();
        await page.getByLabel("Remove the tag kind").click();
        await page.waitForFunction(() => !document.querySelector(".run-head").textContent.includes("<b>"));
        await page.getByRole("button", { name: "Remove", exact: true }).click();
        await page.getByRole("button", { name: "Restore" }).click();
        await page.getByRole("button", { name: "Remove", exact: true }).waitFor();
    },

    async "models: stages over time, and what is in production"({ open }) {
        const page = await open("#/models");
        await page.locator("th a", { hasText: "digits" }).click();
        await page.locator("h1", { hasText: "digits" }).waitFor();
        assert.match(await page.locator(".facts-line").innerText(), /In production\s+version 2/);
        assert.equal(await page.locator(".period.production").count(), 2);
        assert.equal(await page.locator("#versions tbody tr").count(), 3);
        await page.getByLabel("Stage of version 3").selectOption("Staging");
        await page.locator("#changes li", { hasText: /version 3\s*Staging/ }).waitFor();
    },

    async "run and models: axe-core finds nothing in each tab, light and dark"({ open, violations }) {
        const found = [];
        for (const colorScheme of ["light", "dark"]) {
            const page = await run(open, "all kinds", "", { colorScheme });
            const look = async state => found.push(...(await violations(page)).map(text => `${colorScheme}, ${state}: ${text}`));
            for (const name of ["Overview", "Log", "Artifacts", "Code", "Environment", "Lineage"]) {
                await tab(page, name);
                await loaded(page);
                await look(name);
            }
            await page.locator(".pages a", { hasText: "Models" }).click();
            await page.locator("th a", { hasText: "digits" }).waitFor();
            await look("models");
            await page.locator("th a", { hasText: "digits" }).click();
            await page.locator("#versions").waitFor();
            await look("model");
        }
        assert.deepEqual(found, []);
    },

    async "all pages: nothing is wider than a telephone or a screen"({ open }) {
        for (const width of [360, 2560]) {
            const page = await run(open, "all kinds", "", { viewport: { width, height: 900 } });
            const head = new URL(page.url()).hash;
            for (const route of ["#/", "#/runs", "#/models", head, `${head}?tab=log`, `${head}?tab=artifacts`, `${head}?tab=code`, `${head}?tab=lineage`]) {
                await page.evaluate(hash => (location.hash = hash), route);
                await loaded(page);
                const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
                assert.ok(wide <= 0, `${route} at ${width} is ${wide} pixels too wide`);
            }
        }
    },
};
