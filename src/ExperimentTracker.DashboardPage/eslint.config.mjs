import js from "@eslint/js";
import globals from "globals";

export default [
    { ignores: ["lib/", "uPlot/", "node_modules/"] },
    js.configs.recommended,
    {
        files: ["scripts/**/*.js"],
        languageOptions: { sourceType: "module", ecmaVersion: 2022, globals: { ...globals.browser, uPlot: "readonly" } },
        linterOptions: { reportUnusedDisableDirectives: "error" },
        rules: {
            eqeqeq: "error",
            "no-var": "error",
            "prefer-const": "error",
            "no-shadow": ["error", { builtinGlobals: false }],
            "object-shorthand": "error",
            "prefer-template": "error",
            "no-else-return": "error",
            "no-implicit-coercion": "error",
            // Names in a store are data, so functions that turn strings into markup or code are not allowed.
            "no-eval": "error",
            "no-implied-eval": "error",
            "no-new-func": "error",
            "no-script-url": "error",
            "no-restricted-properties": [
                "error",
                ...["innerHTML", "outerHTML", "insertAdjacentHTML", "setHTMLUnsafe", "srcdoc", "write"].map(property => ({
                    property,
                    message: "Build elements: nothing in a store may become markup.",
                })),
            ],
            "no-restricted-syntax": ["error", { selector: "Literal[value='dangerouslySetInnerHTML']", message: "Nothing in a store may become markup." }],
        },
    },
    {
        // A report has no server, and nothing leaves the machine.
        files: ["scripts/report/**/*.js"],
        rules: { "no-restricted-globals": ["error", "fetch", "EventSource", "WebSocket", "XMLHttpRequest", "SharedWorker", "Worker"] },
    },
];
