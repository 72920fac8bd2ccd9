import { html } from "../lib.js";

/** @param {{ route: import("../router.js").Route }} props */
export const ModelsPage = ({ route }) => html`<h1>Models</h1><p>${route.id}</p>`;
