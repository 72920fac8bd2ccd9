// Opens the reports in a folder as a reader would, and prints an object with an error or null for each check.
// node check-reports.mjs <folder of playwright-core> <browser> <folder of the reports> [<folder for screenshots>]
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { axeViolations } from "./page.mjs";
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
const open = new Set();

// Opens a page and records what a harmless report never does: log errors, show dialogs, or request other resources.
async function openReport(name, route = "", options = {}) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, timezoneId: "America/St_Johns", locale: "en-US", ...options });
    open.add(context);
    const page = await context.newPage();
    const url = pathToFileURL(join(folder, `${name}.html`)).href;
    page.on("console", message => {
        // Checks that count pixels read them, and not the page.
        if (!message.text().includes("willReadFrequently")) complaints.push(`${name}${route}: ${message.type()}: ${message.text()}`);
    });
    page.on("pageerror", error => complaints.push(`${name}${route}: ${error.stack}`));
    page.on("dialog", dialog => {
        complaints.push(`${name}${route} asked: ${dialog.message()}`);
        dialog.dismiss();
    });
    page.on("request", request => {
        if (request.url().replace(/#.*/, "") !== url && !/^(data|blob):/.test(request.url())) complaints.push(`${name}${route} asked for ${request.url()}`);
    });
    page.setDefaultTimeout(15000);
    await page.goto(url + route);
    return page;
}

async function check(name, act) {
    try {
        await act();
        found[name] = null;
    } catch (error) {
        found[name] = error.stack ?? String(error);
    }
    await Promise.all([...open].map(context => context.close()));
    open.clear();
}

for (const [name, act] of Object.entries({ ...safety, ...charts, ...tables, ...layout }))
    await check(name, () => act({ open: openReport, expected, violations: page => axeViolations(page, playwright) }));

if (pictures) {
    const views = { run: ["", "#/?tab=charts", "#/?tab=artifacts", "#/?tab=log"], comparison: ["", "#/charts", "#/compare", "#/compare?view=parallel"], large: ["", "#/charts", "#/compare?view=importance"] };
    for (const [name, routes] of Object.entries(views)) {
        for (const route of routes) {
            for (const [colorScheme, width] of [["light", 1280], ["dark", 1280], ["light", 390]]) {
                const page = await openReport(name, route, { colorScheme, viewport: { width, height: 900 } });
                await page.waitForTimeout(500);
                await page.screenshot({ path: join(pictures, `${name}${route.replace(/\W+/g, "-")}-${colorScheme}-${width}.png`), fullPage: true });
                await page.context().close();
            }
        }
    }
}

await check("silence", () => {
    if (complaints.length) throw new Error(complaints.join("\n"));
});
await browser.close();
console.log(JSON.stringify(found));
