import { html } from "../lib.js";

/** @param {{ route: import("../router.js").Route }} props */
export const ComparePage = ({ route }) => html`<h1>Compare</h1><p>${route.id}</p>`;
