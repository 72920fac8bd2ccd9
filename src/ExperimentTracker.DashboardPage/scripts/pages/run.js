import { html } from "../lib.js";

/** @param {{ route: import("../router.js").Route }} props */
export const RunPage = ({ route }) => html`<h1>Run</h1><p>${route.id}</p>`;
