// Light or dark: the setting of the system, until the reader chooses.
import { keep, kept } from "./kept.js";
import { useEffect, useState } from "./lib.js";

const key = "experimenttracker-theme";
const system = matchMedia("(prefers-color-scheme: dark)");
/** @type {Set<() => void>} */
const listeners = new Set();
/** @type {Map<string, string>} */
const colours = new Map();

export const isDark = () => document.documentElement.dataset.theme === "dark";

export function applyTheme() {
    const chosen = kept(key);
    document.documentElement.dataset.theme = chosen === "light" || chosen === "dark" ? chosen : system.matches ? "dark" : "light";
    colours.clear();
    listeners.forEach(listen => listen());
}

export function switchTheme() {
    keep(key, isDark() ? "light" : "dark");
    applyTheme();
}

system.addEventListener("change", applyTheme);

/** Draws the component again when the theme changes: a canvas has its colours from themeColour. */
export function useTheme() {
    const [dark, setDark] = useState(isDark());
    useEffect(() => {
        const update = () => setDark(isDark());
        listeners.add(update);
        return () => {
            listeners.delete(update);
        };
    }, []);
    return dark ? "dark" : "light";
}

/** A colour of the current theme, such as --accent, for a canvas. @param {string} name */
export function themeColour(name) {
    const colour = colours.get(name) ?? getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    colours.set(name, colour);
    return colour;
}
