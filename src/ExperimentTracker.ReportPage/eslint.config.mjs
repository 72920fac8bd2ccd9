import js from "@eslint/js";
import globals from "globals";
import { rules } from "./eslint.rules.mjs";

// References between scripts are checked by tsc, which checks all of them together.
export default [
    { ignores: ["uPlot/", "node_modules/"] },
    js.configs.recommended,
    {
        files: ["scripts/*.js"],
        languageOptions: { sourceType: "script", ecmaVersion: 2022, globals: globals.browser },
        linterOptions: { reportUnusedDisableDirectives: "error" },
        rules: {
            ...rules,
            "no-undef": "off",
            "no-unused-vars": ["error", { vars: "local" }],
        },
    },
];
