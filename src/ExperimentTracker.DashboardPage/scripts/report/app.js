// The pages of a report: those of the dashboard that make sense without a server.
import { useApi } from "../api.js";
import { Frame } from "../frame.js";
import { Fragment, html } from "../lib.js";
import { ChartsPage } from "../pages/charts.js";
import { ComparePage } from "../pages/compare.js";
import { RunPage } from "../pages/run.js";
import { RunsPage } from "../pages/runs.js";
import { useRoute } from "../router.js";
import { CommonOrigin, Experiments } from "./experiments.js";
import { FailedRuns, ReportFoot, ReportHead } from "./head.js";

/** @typedef {import("../router.js").Route} Route */
/** @typedef {import("./data.js").Report} Report */

/** @param {{ route: Route, report: Report }} props */
const Runs = ({ route, report }) => html`<${Fragment}>
    <${ReportHead} report=${report} />
    <${RunsPage} route=${route} fill=${false} />
    <${FailedRuns} report=${report} />
    <${Experiments} report=${report} />
    ${report.entries.length > 1 && html`<${CommonOrigin} report=${report} />`}
<//>`;

/** @param {{ route: Route, report: Report, store: StoreData }} props */
const Run = ({ route, report, store }) => html`<${Fragment}>
    <${RunPage} key=${route.id} route=${route} store=${store} />
    ${report.entries.length === 1 && (route.params.tab ?? "overview") === "overview" && html`<${Experiments} report=${report} />`}
<//>`;

/** @param {Report} report @returns {import("../frame.js").Pages} */
const pagesOf = report => {
    const listed = report.entries.length !== 1;
    return {
        runs: { title: "Runs", page: Runs, listed },
        charts: { title: "Charts", page: ChartsPage, listed },
        compare: { title: "Compare", page: ComparePage, listed },
        run: { title: "Run", page: Run },
    };
};

/** The address without a page is that of the table, or of the only run. @param {Route} route @param {Report} report @returns {Route} */
function placeOf(route, { entries }) {
    if (route.page !== "home") return route;
    return entries.length === 1 ? { ...route, page: "run", id: entries[0].run.id } : { ...route, page: "runs" };
}

/** @param {{ report: Report }} props */
export function ReportApp({ report }) {
    const route = placeOf(useRoute(), report);
    const store = useApi("store");
    const pages = pagesOf(report);
    return html`<${Frame} route=${route} pages=${pages} aside=${html`<span class="spacing"></span>`}>
        ${store.data && html`<${pages[route.page]?.page} route=${route} report=${report} store=${store.data} />`}
        <${ReportFoot} report=${report} />
    <//>`;
}
