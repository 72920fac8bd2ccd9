import js from "@eslint/js";
import globals from "globals";

// What one script takes from another is checked by tsc, which sees all of them at once.
export default [
    { ignores: ["uPlot/", "node_modules/"] },
    js.configs.recommended,
    {
        files: ["scripts/*.js"],
        languageOptions: { sourceType: "script", ecmaVersion: 2022, globals: globals.browser },
        linterOptions: { reportUnusedDisableDirectives: "error" },
        rules: {
            "no-undef": "off",
            "no-unused-vars": ["error", { vars: "local" }],
            eqeqeq: "error",
            "no-var": "error",
            "prefer-const": "error",
            "no-shadow": ["error", { builtinGlobals: false }],
            "object-shorthand": "error",
            "prefer-template": "error",
            "no-else-return": "error",
            "no-implicit-coercion": "error",
            // Names in a report are data. What would make markup or code of them is not used.
            "no-eval": "error",
            "no-implied-eval": "error",
            "no-new-func": "error",
            "no-script-url": "error",
            "no-restricted-properties": [
                "error",
                ...["innerHTML", "outerHTML", "insertAdjacentHTML", "setHTMLUnsafe", "srcdoc", "write"].map(property => ({
                    property,
                    message: "Build elements with el(): nothing in a report may become markup.",
                })),
            ],
        },
    },
];
