import { connectSource } from "./api.js";
import { App } from "./app.js";
import { connectLive } from "./connect.js";
import { html, render } from "./lib.js";
import { server } from "./server.js";
import { applyTheme } from "./theme.js";

connectSource(server);
applyTheme();
connectLive();
const host = document.querySelector("#app");
if (host) render(html`<${App} />`, host);
