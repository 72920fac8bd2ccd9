// Opens the reports in a folder as a reader would, and prints an object with an error or null for each check.
// node check-reports.mjs <folder of playwright-core> <browser> <folder of the reports> [<folder for screenshots>]
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { checks as charts } from "./checks-charts.mjs";
import { checks as layout } from "./checks-layout.mjs";
import { checks as safety } from "./checks-safety.mjs";
import { checks as tables } from "./checks-table.mjs";

const [playwright, executablePath, folder, pictures] = process.argv.slice(2);
const { chromium } = createRequire(import.meta.url)(playwright);
const expected = JSON.parse(readFileSync(join(folder, "expected.json"), "utf8"));
const browser = await chromium.launch({ executablePath });
const found = {};
const complaints = [];

// Opens a page and records what a harmless report never does: log errors, show dialogs, or request other resources.
async function open(name, options = {}) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, timezoneId: "America/St_Johns", ...options });
    const page = await context.newPage();
    const url = pathToFileURL(join(folder, name)).href;
    page.on("console", message => complaints.push(`${name}: ${message.type()}: ${message.text()}`));
    page.on("pageerror", error => complaints.push(`${name}: ${error.stack}`));
    page.on("dialog", dialog => {
        complaints.push(`${name} asked: ${dialog.message()}`);
        dialog.dismiss();
    });
    page.on("request", request => {
        if (request.url() !== url && !request.url().startsWith("data:")) complaints.push(`${name} asked for ${request.url()}`);
    });
    page.setDefaultTimeout(15000);
    await page.goto(url);
    return page;
}

async function check(name, act) {
    try {
        await act();
        found[name] = null;
    } catch (error) {
        found[name] = error.stack ?? String(error);
    }
}

const pages = { run: await open("run.html"), comparison: await open("comparison.html"), large: await open("large.html") };
for (const [name, act] of Object.entries({ ...safety, ...charts, ...tables, ...layout }))
    await check(name, () => act(pages, expected, open));

if (pictures) {
    for (const [name, page] of Object.entries(pages)) {
        for (const colorScheme of ["light", "dark"]) {
            for (const width of [1280, 390]) {
                const fresh = await open(`${name}.html`, { colorScheme, viewport: { width, height: 900 } });
                const height = await fresh.evaluate(() => document.documentElement.scrollHeight);
                await fresh.setViewportSize({ width, height: Math.min(height, 4000) });
                await fresh.waitForTimeout(300);
                await fresh.screenshot({ path: join(pictures, `${name}-${colorScheme}-${width}.png`) });
                await fresh.context().close();
            }
        }
    }
}

await check("silence", () => {
    if (complaints.length) throw new Error(complaints.join("\n"));
});
await browser.close();
console.log(JSON.stringify(found));
