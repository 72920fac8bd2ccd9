// The rules for the scripts of all pages.
export const rules = {
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
};
