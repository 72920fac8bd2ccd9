// Opens a dashboard as a reader would, and prints an object with an error or null for each check of the dashboard-*.mjs beside it.
// node check-dashboard.mjs <folder of playwright-core> <browser> <address with token> [<part of the names of checks>]
// DASHBOARD_LARGE is the address of another dashboard, over the store of tests/New-LargeStore.ps1. DASHBOARD_WRITER is the command, as a JSON array, of a process that executes the lines that it reads and prints "done" after each.
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { axeViolations } from "./page.mjs";
import { Writer } from "./writer.mjs";

const [playwright, executablePath, address, only = ""] = process.argv.slice(2);
const { chromium } = createRequire(import.meta.url)(playwright);
const folder = dirname(fileURLToPath(import.meta.url));
const browser = await chromium.launch({ executablePath });
const writer = new Writer(JSON.parse(process.env.DASHBOARD_WRITER ?? "[]"));
const complaints = [];
const contexts = [];
const baseOf = from => from.replace(/[?#].*$/, "");

// Opens a page of the dashboard and records what a harmless page never does: log errors, show dialogs, or ask another server.
async function open(route = "#/", { from = address, ...options } = {}) {
    const base = baseOf(from);
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-US", ...options });
    contexts.push(context);
    const page = await context.newPage();
    page.on("console", message => {
        // Checks that count pixels read them, and not the page.
        const isOurs = message.text().includes("willReadFrequently");
        if (["error", "warning"].includes(message.type()) && !options.expectErrors && !isOurs) complaints.push(`${route}: ${message.text()}`);
    });
    page.on("pageerror", error => complaints.push(`${route}: ${error.stack}`));
    page.on("dialog", dialog => {
        complaints.push(`${route} asked: ${dialog.message()}`);
        dialog.dismiss();
    });
    page.on("request", request => {
        if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(base)) complaints.push(`${route} asked for ${request.url()}`);
    });
    page.setDefaultTimeout(30000);
    await page.goto(from);
    await page.goto(`${base}${route}`);
    return page;
}

const violations = page => axeViolations(page, playwright);

const found = {};
async function check(name, act) {
    if (!name.includes(only)) return;
    try {
        await act();
        found[name] = null;
    } catch (error) {
        found[name] = error.stack ?? String(error);
    }
    await Promise.all(contexts.splice(0).map(context => context.close()));
}

for (const file of readdirSync(folder).filter(name => /^dashboard-.*\.mjs$/.test(name)).sort()) {
    const { checks } = await import(`./${file}`);
    for (const [name, act] of Object.entries(checks)) await check(name, () => act({ open, base: baseOf(address), large: process.env.DASHBOARD_LARGE, violations, write: line => writer.write(line) }));
}
await check("silence", () => {
    if (complaints.length) throw new Error(complaints.join("\n"));
});
writer.close();
await browser.close();
console.log(JSON.stringify(found));
