// The table over many runs. Times are those of the page's own thread, so that the load of the machine does not matter.
import assert from "node:assert/strict";

async function clock(page) {
    const session = await page.context().newCDPSession(page);
    await session.send("Performance.enable", { timeDomain: "threadTicks" });
    return async () => (await session.send("Performance.getMetrics")).metrics.find(({ name }) => name === "TaskDuration").value * 1000;
}

export const checks = {
    async "large: the first of many runs are there at once, and scrolling is smooth"({ open, large }) {
        const page = await open("#/", { from: large });
        const spent = await clock(page);
        await page.locator("#experiments tbody tr").first().waitFor();
        const before = await spent();
        await page.evaluate(() => (location.hash = "#/runs"));
        await page.locator(".grid #row-0 .run a").waitFor();
        const opened = (await spent()) - before;
        await page.waitForFunction(() => /^\d\d,\d+ runs|^\d{3},\d+ runs/.test(document.querySelector(".count").textContent));
        const steps = [];
        for (let i = 0; i < 40; i++) {
            const start = await spent();
            await page.locator(".virtual").evaluate((box, by) => {
                box.scrollTop += by;
                return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
            }, i < 20 ? 120 : 9000);
            steps.push((await spent()) - start);
        }
        await page.waitForFunction(() => !document.querySelector(".grid .waiting"));
        const drawn = await page.locator(".grid tbody tr[id]").count();
        const figures = JSON.stringify({ opened, slowest: Math.max(...steps), drawn });
        assert.ok(opened < 500 && Math.max(...steps) < 200 && drawn < 100, figures);
        await page.locator(".grid").focus();
        await page.keyboard.press("End");
        await page.locator(".grid tr.current .run a").waitFor();
        assert.match(await page.locator(".grid tr.current .run a").innerText(), /\/0+$/);
    },
};
