import js from "@eslint/js";
import globals from "globals";
import { rules } from "../ExperimentTracker.ReportPage/eslint.rules.mjs";

export default [
    { ignores: ["lib/", "node_modules/"] },
    js.configs.recommended,
    {
        files: ["scripts/**/*.js"],
        languageOptions: { sourceType: "module", ecmaVersion: 2022, globals: { ...globals.browser, uPlot: "readonly" } },
        linterOptions: { reportUnusedDisableDirectives: "error" },
        rules: { ...rules, "no-restricted-syntax": ["error", { selector: "Literal[value='dangerouslySetInnerHTML']", message: "Nothing in a store may become markup." }] },
    },
];
