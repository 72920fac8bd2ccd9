// Security and accessibility: names are only text, images are only images, and the pages are accessible.
import assert from "node:assert/strict";
import { shownText, table } from "./page.mjs";

const tabs = ["overview", "charts", "log", "artifacts", "code", "environment", "lineage"];

// Clicks an artifact of the list and waits until it is shown, because the page draws after the click.
async function choose(page, link) {
    await link.click();
    await link.and(page.locator('[aria-current="true"]')).waitFor();
}

// The text of every part of a run, and of each of its artifacts.
async function textOfRun(page) {
    let text = "";
    for (const tab of tabs) {
        await page.evaluate(name => (location.hash = `#/?tab=${name}`), tab);
        await page.locator('.tabs a[aria-current="page"]', { hasText: new RegExp(`^${tab}`, "i") }).waitFor();
        for (const link of tab === "artifacts" ? await page.locator(".artifact-list a").all() : [null]) {
            if (link) await choose(page, link);
            text += await shownText(page);
        }
    }
    return text;
}

export const checks = {
    async "hostile names are text"({ open, expected }) {
        const [run, comparison] = [await open("run"), await open("comparison")];
        assert.equal(await run.title(), expected.title);
        const text = await textOfRun(run);
        for (const name of expected.inRun) assert.ok(text.includes(name), `the report of a run shows ${name}`);
        await comparison.locator(`${table} tbody a`).first().waitFor();
        let all = await shownText(comparison);
        await comparison.evaluate(() => (location.hash = "#/charts"));
        await comparison.locator(".card").first().waitFor();
        all += await shownText(comparison);
        for (const name of expected.inComparison) assert.ok(all.includes(name), `the report of several runs shows ${name}`);
        for (const page of [run, comparison]) {
            const made = await page.evaluate(() => ({
                scripts: document.scripts.length,
                foreign: [...document.links].filter(link => !/^(#|data:image\/)/.test(link.getAttribute("href"))).length,
                frames: frames.length,
                outside: [...document.images].filter(image => !image.src.startsWith("data:image/")).length,
                handlers: document.querySelectorAll("[onerror], [onload], [onclick], [style*=url]").length,
            }));
            assert.deepEqual(made, { scripts: 3, foreign: 0, frames: 0, outside: 0, handlers: 0 });
            assert.equal(await page.evaluate(() => window.pwned), undefined);
        }
    },

    async "names of members that every object has are ordinary names"({ open }) {
        const page = await open("run");
        const row = page.locator("#parameters tr", { has: page.locator('th:text-is("__proto__")') });
        assert.equal(await row.locator("td").innerText(), "text");
    },

    async "text is isolated from its direction marks"({ open }) {
        const page = await open("comparison");
        await page.locator(`${table} tbody a`).first().waitFor();
        const shared = await page.evaluate(() => {
            const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            const found = [];
            while (texts.nextNode()) {
                const parent = texts.currentNode.parentElement;
                const isCode = parent.closest("script, style, option, svg");
                if (!isCode && /[\u202A-\u202E\u2066-\u2069]/.test(texts.currentNode.data)) {
                    if (getComputedStyle(parent).unicodeBidi !== "isolate" && getComputedStyle(parent).display === "inline") found.push(parent.outerHTML);
                }
            }
            return found;
        });
        assert.deepEqual(shared, []);
    },

    async "images show, and a picture that is a script does nothing"({ open }) {
        const page = await open("run", "#/?tab=artifacts");
        const shown = {};
        for (const link of await page.locator(".artifact-list a").all()) {
            const name = await link.locator(".artifact-name").innerText();
            await choose(page, link);
            shown[name] = await page.locator(".artifact").evaluate(async section => {
                const image = section.querySelector(".picture img");
                return image !== null && image.decode().then(() => image.naturalWidth > 0, () => false);
            });
        }
        assert.equal(Object.values(shown).filter(Boolean).length, 3, JSON.stringify(shown));
        assert.ok(shown["pixel.png"] && shown["a.gif"] && !shown["lie.png"], JSON.stringify(shown));
        assert.equal(await page.evaluate(() => window.pwned), undefined);
    },

    async "text stands out from its ground, light and dark"({ open }) {
        const poor = await (await open("run")).evaluate(() => {
            const style = document.documentElement;
            const light = hex => {
                const [r, g, b] = hex
                    .match(/\w\w/g)
                    .map(part => parseInt(part, 16) / 255)
                    .map(v => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            };
            const poor = [];
            for (const theme of ["light", "dark"]) {
                style.dataset.theme = theme;
                const value = name => getComputedStyle(style).getPropertyValue(`--${name}`).trim();
                for (const ground of ["ground", "panel", "subtle", "raised"]) {
                    for (const [text, least] of [
                        ["text", 4.5],
                        ["muted", 4.5],
                        ["accent", 4.5],
                        ["good", 4.5],
                        ...Array.from({ length: 10 }, (_, i) => [`series-${i}`, 3]),
                    ]) {
                        const [a, b] = [light(value(text)), light(value(ground))].sort((x, y) => y - x);
                        const contrast = (a + 0.05) / (b + 0.05);
                        if (contrast < least) poor.push(`${theme}: ${text} on ${ground} is ${contrast.toFixed(2)}`);
                    }
                }
            }
            return poor;
        });
        assert.deepEqual(poor, []);
    },

    async "axe-core finds nothing, light and dark"({ open, violations }) {
        const found = [];
        for (const colorScheme of ["light", "dark"]) {
            for (const [name, route, ready] of [["comparison", "", `${table} tbody tr[id]`], ["comparison", "#/charts", ".chart-plot canvas"], ["comparison", "#/compare", "table.differences"], ["run", "", "#metrics"]]) {
                const page = await open(name, route, { colorScheme });
                await page.locator(ready).first().waitFor();
                found.push(...(await violations(page)).map(each => `${name}${route} ${colorScheme}: ${each}`));
            }
        }
        assert.deepEqual(found, []);
    },
};
