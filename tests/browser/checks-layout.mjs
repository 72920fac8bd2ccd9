// Colours and widths.
import assert from "node:assert/strict";

export const checks = {
    async "the theme is the system's until one chooses, and the choice stays"({ run }, expected, open) {
        const ground = page => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
        const dark = await open("run.html", { colorScheme: "dark" });
        assert.notEqual(await ground(dark), await ground(run));
        await dark.locator("#theme").click();
        assert.equal(await ground(dark), await ground(run));
        await dark.reload();
        assert.equal(await ground(dark), await ground(run));
        await dark.context().close();
    },

    async "nothing is wider than a telephone or a screen"(pages, expected, open) {
        for (const width of [390, 1280]) {
            for (const name of Object.keys(pages)) {
                const page = await open(`${name}.html`, { viewport: { width, height: 800 } });
                assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name} at ${width}`);
                await page.context().close();
            }
        }
    },
};
