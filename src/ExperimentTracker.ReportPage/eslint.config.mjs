import js from "@eslint/js";
import globals from "globals";

// References between scripts are checked by tsc, which checks all of them together.
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
            // Names in a report are data, so functions that turn strings into markup or code are not allowed.
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
