// The table of runs.
import assert from "node:assert/strict";

const rows = page => page.locator(".grid tbody tr[id]");
const names = page => page.locator(".grid tbody tr[id] .run a").allInnerTexts();
const count = page => page.locator(".count").first();
const header = (page, name) => page.locator(".grid thead button.head", { has: page.locator(`.name:text-is("${name}")`) });
const params = page => new URLSearchParams(new URL(page.url()).hash.split("?")[1] ?? "");
const shown = (page, pattern) => page.waitForFunction(text => new RegExp(text).test(document.querySelector(".count")?.textContent ?? ""), pattern);

// The texts of a column, top to bottom.
async function column(page, title) {
    const titles = await page.locator(".grid thead th").evaluateAll(cells => cells.map(cell => cell.querySelector(".name")?.textContent));
    return rows(page).evaluateAll((all, at) => all.map(row => row.children[at].textContent), titles.indexOf(title));
}

async function digits(open, more = "", options = {}) {
    const page = await open("#/", options);
    const link = await page.locator("#experiments a:text-is('digits')").getAttribute("href");
    await page.evaluate(hash => (location.hash = hash), link + more);
    await page.locator(".grid #row-0").waitFor();
    return page;
}

export const checks = {
    async "runs: a header orders, and the address restores it"({ open }) {
        const page = await digits(open, "&status=Succeeded%2CFailed");
        await header(page, "train/loss").click();
        await page.locator('th[aria-sort="ascending"]').waitFor();
        await page.waitForFunction(() => !document.querySelector(".virtual.busy"));
        const values = (await column(page, "train/loss")).filter(text => text !== "–").map(Number);
        assert.ok(values.length > 20);
        assert.deepEqual(values, [...values].sort((a, b) => a - b));
        assert.equal(params(page).get("order"), "m:train/loss");
        await header(page, "train/loss").click();
        await page.locator('th[aria-sort="descending"]').waitFor();
        await page.reload();
        await page.locator('th[aria-sort="descending"]').waitFor();
        await page.goBack();
        await page.locator('th[aria-sort="ascending"]').waitFor();
    },

    async "runs: a filter counts what it matches, and says where it is wrong"({ open }) {
        const page = await digits(open);
        await page.fill("#filter", "$_.Parameters.lr -eq 0.1");
        await shown(page, "^15 runs");
        assert.deepEqual([...new Set(await column(page, "lr"))], ["0.1"]);
        await page.fill("#filter", "$_.Parameters.lr -eq");
        await page.locator(".filter-error mark").waitFor();
        assert.equal(await page.locator("#filter").getAttribute("aria-invalid"), "true");
        await page.fill("#filter", "$_.Metrics.'val/accuracy' -gt 0.8");
        await page.waitForFunction(() => !document.querySelector(".filter-error") && /^\d+ runs?/.test(document.querySelector(".count").textContent) && !/^15 /.test(document.querySelector(".count").textContent));
        const link = page.url();
        const found = await count(page).innerText();
        await page.goto("about:blank");
        await page.goto(link);
        await shown(page, `^${found}`);
    },

    async "runs: suggestions are taken with the keyboard"({ open }) {
        const page = await digits(open);
        await page.locator("#filter").pressSequentially("$_.Sta");
        await page.locator('.offers [role="option"]').first().waitFor();
        await page.keyboard.press("ArrowDown");
        assert.equal(await page.locator("#filter").getAttribute("aria-activedescendant"), "offer-0");
        await page.keyboard.press("Enter");
        assert.match(await page.inputValue("#filter"), /^\$_\.Sta\w+/);
        assert.equal(await page.locator(".offers").isHidden(), true);
    },

    async "runs: statuses and words narrow, and one click shows all again"({ open }) {
        const page = await digits(open);
        await page.locator(".chip", { hasText: "Failed" }).click();
        await shown(page, "^6 runs");
        // A path: words of two digits are in some ids, which are random.
        await page.fill("#search", (await names(page))[0]);
        await shown(page, "^1 run$");
        await page.fill("#search", "no such words");
        await page.locator(".virtual .empty button").click();
        await shown(page, "^6\\d runs");
    },

    async "runs: keys move, select and open"({ open }) {
        const page = await digits(open);
        await page.locator(".grid").focus();
        for (const key of ["ArrowDown", "ArrowDown", "Space", "ArrowUp", "Space"]) await page.keyboard.press(key);
        await shown(page, "2 selected");
        assert.equal(await page.locator('.grid tr[aria-selected="true"]').count(), 2);
        assert.equal(params(page).get("runs").split(",").length, 2);
        await page.reload();
        await page.locator('.grid tr[aria-selected="true"]').nth(1).waitFor();
        assert.match(await page.locator(".foot a", { hasText: "Compare" }).getAttribute("href"), /runs=[^&]+%2C/);
        await page.locator(".grid").focus();
        await page.keyboard.press("End");
        const last = await page.locator(".grid tr.current .run a").innerText();
        assert.equal(last, "digits/000");
        await page.keyboard.press("Enter");
        await page.locator("h1", { hasText: "digits/000" }).waitFor();
        await page.goBack();
        await page.locator(".grid #row-0").waitFor();
    },

    async "runs: columns are chosen, ordered, pinned and saved"({ open }) {
        const page = await digits(open);
        await page.locator("#columns summary").click();
        await page.locator("#columns").getByLabel("User", { exact: true }).check();
        await page.getByLabel("Remove Duration").click();
        await page.getByLabel("Keep Status in view").click();
        await page.locator("#columns").getByLabel("Name of the set").fill("mine");
        await page.locator("#columns").getByRole("button", { name: "Save" }).click();
        const titles = await page.locator(".grid thead .name").allInnerTexts();
        assert.ok(titles.includes("User") && !titles.includes("Duration"), String(titles));
        assert.match(await page.locator(".grid thead th").nth(2).getAttribute("class"), /pinned/);
        await page.locator("#columns").getByText("As at first").click();
        await page.locator(".grid thead .name:text-is('Duration')").waitFor();
        await page.locator("#columns").getByRole("button", { name: "mine", exact: true }).click();
        await page.locator(".grid thead .name:text-is('User')").waitFor();
        await page.keyboard.press("Escape");
        assert.equal(await page.locator("#columns[open]").count(), 0);
    },

    async "runs: groups have their counts, and open"({ open }) {
        const page = await digits(open);
        await page.selectOption("#view", "groups");
        await page.selectOption("#group", "p:lr");
        await page.selectOption("#metric", "train/loss");
        await page.waitForFunction(() => document.querySelectorAll(".grid tr.group").length >= 4);
        const groups = await page.locator(".grid tr.group .group-title").allInnerTexts();
        assert.deepEqual(groups.slice(0, 4).map(text => text.replace(/^▸\s*/, "").trim()), ["0.003 15 runs", "0.01 15 runs", "0.03 15 runs", "0.1 15 runs"]);
        await page.locator(".grid").focus();
        await page.keyboard.press("Home");
        await page.keyboard.press("Enter");
        await page.waitForFunction(() => document.querySelectorAll(".grid tr[aria-level='2']").length === 15);
        await page.reload();
        await page.waitForFunction(() => document.querySelectorAll(".grid tr[aria-level='2']").length === 15);
    },

    async "runs: a leaderboard ranks by its metric and shows what differs"({ open }) {
        const page = await digits(open);
        await page.selectOption("#view", "leaderboard");
        await page.selectOption("#metric", "val/accuracy");
        await page.waitForFunction(() => document.querySelector(".grid #row-0 td:nth-child(3)")?.textContent === "1");
        await page.waitForFunction(() => !document.querySelector(".virtual.busy"));
        const values = (await column(page, "val/accuracy")).filter(text => text !== "–").map(Number);
        assert.deepEqual(values, [...values].sort((a, b) => b - a));
        const titles = await page.locator(".grid thead .name").allInnerTexts();
        assert.ok(titles.includes("lr") && titles.includes("optimizer") && !titles.includes("epochs"), String(titles));
    },

    async "runs: a run that another process writes appears and grows"({ open, write }) {
        const page = await digits(open);
        const [id, path] = await write("$live = Start-Run digits 'seen live' -Parameter @{ lr = 0.5 }; $live.Id; $live.Path");
        const row = page.locator(".grid tbody tr", { hasText: path });
        await row.waitFor();
        await write("Add-Metric 'train/loss' 0.123456 -Run $live -Step 0; Set-Run $live -Progress 0.25");
        await row.locator("td", { hasText: "0.123456" }).waitFor();
        assert.match(await row.innerText(), /Running/);
        await row.locator(".run a").click();
        await page.waitForURL(url => url.hash.includes(id));
        await write("Add-Metric 'train/loss' 0.0625 -Run $live -Step 1; Complete-Run $live");
        await page.locator("#metrics td", { hasText: "0.0625" }).first().waitFor();
        await page.locator(".facts-line .status.succeeded").waitFor();
    },

    async "runs: new runs do not move what one reads"({ open, write }) {
        const page = await digits(open, "", { viewport: { width: 1280, height: 500 } });
        await page.locator(".virtual").evaluate(box => (box.scrollTop = 340));
        const place = () => page.evaluate(() => {
            const box = document.querySelector(".virtual").getBoundingClientRect();
            const row = [...document.querySelectorAll(".grid tbody tr[id]")].find(each => each.getBoundingClientRect().top > box.top + 60);
            return [row.querySelector(".run a").textContent, Math.round(row.getBoundingClientRect().top)];
        });
        await page.waitForFunction(() => document.querySelector(".virtual").scrollTop === 340);
        const before = await place();
        await write("1..2 | ForEach-Object { $null = Start-Run digits 'one more'; Complete-Run }");
        await page.locator(".fresh").waitFor();
        assert.match(await page.locator(".fresh").innerText(), /new runs?/);
        assert.deepEqual(await place(), before);
        await page.locator(".fresh").click();
        await page.waitForFunction(() => document.querySelector(".virtual").scrollTop === 0);
        await page.locator("#row-0", { hasText: "one more" }).waitFor();
    },

    async "runs: hostile names are text"({ open }) {
        const page = await open("#/runs?search=hostile&columns=status%2Ctags%2Cerror%2Cdescription");
        await page.locator(".grid #row-0").waitFor();
        assert.match(await page.locator("#row-0").innerText(), /<script>window\.pwned=1<\/script>/);
        await page.locator("#columns summary").click();
        await page.locator("#columns").getByText("__proto__").click();
        await page.locator(".grid thead .name:text-is('__proto__')").waitFor();
        await page.locator("#row-0 .run a").click();
        await page.locator("#parameters").getByText("__proto__").waitFor();
        assert.equal(await page.evaluate(() => window.pwned), undefined);
    },

    async "runs: axe-core finds nothing in its states, light and dark"({ open, violations }) {
        const found = [];
        for (const colorScheme of ["light", "dark"]) {
            const page = await digits(open, "", { colorScheme });
            const look = async state => found.push(...(await violations(page)).map(text => `${colorScheme}, ${state}: ${text}`));
            await look("table");
            await page.keyboard.press("/");
            await page.keyboard.type("$_.Status -eq");
            await page.locator(".filter-error").waitFor();
            await look("error");
            await page.fill("#filter", "");
            await page.locator("#columns summary").click();
            await look("columns");
            await page.keyboard.press("Escape");
            await page.selectOption("#view", "groups");
            await page.locator(".grid tr.group").first().click();
            await look("groups");
        }
        assert.deepEqual(found, []);
    },
};
