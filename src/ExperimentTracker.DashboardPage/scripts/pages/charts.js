import { html } from "../lib.js";

/** @param {{ route: import("../router.js").Route }} props */
export const ChartsPage = ({ route }) => html`<h1>Charts</h1><p>${route.id}</p>`;
