import { App } from "./app.js";
import { html, render } from "./lib.js";
import { connectLive } from "./live.js";
import { applyTheme } from "./theme.js";

applyTheme();
connectLive();
const host = document.querySelector("#app");
if (host) render(html`<${App} />`, host);
