// Security and accessibility: names are only text, images are only images, and the page is accessible.
import assert from "node:assert/strict";
import { table, shownText } from "./page.mjs";

export const checks = {
    async "hostile names are text"({ run, comparison }, expected) {
        const text = await shownText(run);
        for (const name of expected.inRun) assert.ok(text.includes(name), `the report of a run shows ${name}`);
        await comparison.locator(`${table} .link`).first().click();
        const all = await shownText(comparison);
        await comparison.keyboard.press("Escape");
        for (const name of expected.inComparison) assert.ok(all.includes(name), `the report of several runs shows ${name}`);
        for (const page of [run, comparison]) {
            const made = await page.evaluate(() => ({
                scripts: document.scripts.length,
                links: document.links.length,
                frames: frames.length,
                outside: [...document.images].filter(image => !image.src.startsWith("data:image/")).length,
                handlers: document.querySelectorAll("[onerror], [onload], [onclick], [style*=url]").length,
            }));
            assert.deepEqual(made, { scripts: 3, links: 0, frames: 0, outside: 0, handlers: 0 });
            assert.equal(await page.evaluate(() => window.pwned), undefined);
        }
        assert.equal(await run.title(), expected.title);
    },

    async "text is isolated from its direction marks"({ comparison }) {
        const shared = await comparison.evaluate(() => {
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

    async "images show, and a picture that is a script does nothing"({ run }) {
        const images = await run.locator("#artifacts img").evaluateAll(list =>
            Promise.all(
                list.map(async image => {
                    image.loading = "eager";
                    await image.decode();
                    return [image.alt, image.naturalWidth > 0];
                }),
            ),
        );
        assert.deepEqual(
            images.map(([, shown]) => shown),
            [true, true, true],
            JSON.stringify(images),
        );
    },

    async "text stands out from its ground, light and dark"({ run }) {
        const poor = await run.evaluate(() => {
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
            style.dataset.theme = "light";
            return poor;
        });
        assert.deepEqual(poor, []);
    },

    async "every control has a name"({ comparison }) {
        const nameless = await comparison.evaluate(() =>
            [...document.querySelectorAll("button, input, select, [role=img], [role=region]")]
                .filter(control => !(control.getAttribute("aria-label") || control.textContent.trim() || control.labels?.length))
                .map(control => control.outerHTML),
        );
        assert.deepEqual(nameless, []);
    },
};
