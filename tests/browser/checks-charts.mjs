// The charts.
import assert from "node:assert/strict";
import { table, point, settled, inked, picture } from "./page.mjs";

export const checks = {
    async "pointing at a chart shows the values there"({ comparison }) {
        await point(comparison, "#charts .plot", 0.5);
        const tip = comparison.locator("#charts .tooltip");
        const text = await tip.innerText();
        assert.match(text, /Step 50/);
        assert.match(text, /\/000\s+0\.55/);
        assert.match(text, /NaN/);
    },

    async "the keyboard moves along a chart"({ comparison }) {
        await comparison.mouse.move(0, 0);
        await comparison.locator("#charts .plot").focus();
        for (let i = 0; i < 3; i++) await comparison.keyboard.press("ArrowRight");
        assert.match(await comparison.locator("#charts .tooltip").innerText(), /Step 2\b/);
    },

    async "the legend switches curves off and on"({ comparison }) {
        const entry = comparison.locator(".legend button").first();
        const before = await inked(comparison, "#charts", "--series-0");
        await entry.click();
        await settled(comparison);
        assert.equal(await entry.getAttribute("aria-pressed"), "false");
        const without = await inked(comparison, "#charts", "--series-0");
        await entry.click();
        await settled(comparison);
        assert.ok(before > 200 && without < before / 10, `${before} points in its colour, and ${without} without it`);
        assert.equal(await inked(comparison, "#charts", "--series-0"), before);
    },

    async "the scale can be logarithmic, and curves smoothed"({ comparison }) {
        const plain = await picture(comparison, "#charts");
        await comparison.locator("#log").check();
        await settled(comparison);
        assert.notEqual(await picture(comparison, "#charts"), plain);
        await comparison.locator("#log").uncheck();
        await comparison.locator("#smoothing").fill("1");
        await settled(comparison);
        assert.notEqual(await picture(comparison, "#charts"), plain);
        await point(comparison, "#charts .plot", 0);
        const [smooth, raw] = (await comparison.locator("#charts .tooltip tr").first().locator(".number").allInnerTexts()).map(Number);
        assert.ok(raw > smooth && smooth > 0.5, `${raw} became ${smooth}`);
        await comparison.locator("#smoothing").fill("0");
        await settled(comparison);
        assert.equal(await picture(comparison, "#charts"), plain);
    },

    async "another metric can be chosen, or all"({ comparison }, expected) {
        await comparison.locator("#metric").selectOption({ label: expected.otherMetric });
        assert.equal(await comparison.locator("#charts .metric").innerText(), expected.otherMetric);
        await comparison.locator("#metric").selectOption("all");
        assert.ok((await comparison.locator("#charts .plot").count()) > 1);
        await comparison.locator("#metric").selectOption({ label: "loss" });
    },

    async "a chart is zoomed by dragging, and shows all again after a double click"({ comparison }) {
        await comparison.locator("#charts .plot").scrollIntoViewIfNeeded();
        await settled(comparison);
        const plain = await picture(comparison, "#charts");
        const box = await comparison.locator("#charts .u-over").boundingBox();
        const y = box.y + box.height / 2;
        await comparison.mouse.move(box.x + box.width * 0.2, y);
        await comparison.mouse.down();
        await comparison.mouse.move(box.x + box.width * 0.4, y, { steps: 5 });
        await comparison.mouse.up();
        await settled(comparison);
        await point(comparison, "#charts .plot", 0.5);
        assert.match(await comparison.locator("#charts .tooltip").innerText(), /Step 30/);
        await comparison.mouse.dblclick(box.x + box.width / 2, y);
        await comparison.mouse.move(0, 0);
        await settled(comparison);
        assert.equal(await picture(comparison, "#charts"), plain);
    },

    async "a run is found and selected among the points"({ comparison }) {
        await comparison.getByText("Select none").click();
        await point(comparison, "#scatter .plot", 0.04);
        const over = comparison.locator("#scatter .u-over");
        const { width, height } = await over.boundingBox();
        for (let y = 0.05; y < 1 && (await comparison.locator("#scatter .tooltip").isHidden()); y += 0.05) {
            await over.hover({ position: { x: width * 0.04, y: height * y } });
        }
        assert.match(await comparison.locator("#scatter .tooltip").innerText(), /\/001\s+lr\s+0\.01\s+loss\s+0\.2/);
        await comparison.mouse.down();
        await comparison.mouse.up();
        assert.deepEqual(
            await comparison
                .locator(`${table} tr.selected th.run .link`)
                .evaluateAll(links => links.map(link => link.textContent.slice(-4))),
            ["/001"],
        );
        await comparison.getByText("Select all").click();
    },
};
