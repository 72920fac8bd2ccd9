import { html } from "../lib.js";

/** @param {{ route: import("../router.js").Route }} props */
export const RunsPage = ({ route }) => html`<h1>Runs</h1><p>${route.id}</p>`;
