import { connectSource } from "../api.js";
import { html, render } from "../lib.js";
import { applyTheme } from "../theme.js";
import { ReportApp } from "./app.js";
import { reportSource } from "./source.js";

const { source, report } = reportSource(JSON.parse(document.querySelector("#data")?.textContent ?? ""));
connectSource(source);
applyTheme();
const host = document.querySelector("#app");
if (host) render(html`<${ReportApp} report=${report} />`, host);
