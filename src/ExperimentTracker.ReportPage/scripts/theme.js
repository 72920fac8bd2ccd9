// Light or dark: as the system has it, until the reader chooses; the choice is kept where a page may keep one.

const themeKey = "experimenttracker-theme";
const systemDark = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => document.documentElement.dataset.theme === "dark";

function keptTheme() {
    try {
        return localStorage.getItem(themeKey);
    } catch {
        return null; // The page of a file may not be allowed to keep anything.
    }
}

/** @param {string} theme */
function keepTheme(theme) {
    try {
        localStorage.setItem(themeKey, theme);
    } catch {
        // Then the choice holds for this visit.
    }
}

function applyTheme() {
    const kept = keptTheme();
    document.documentElement.dataset.theme = kept === "light" || kept === "dark" ? kept : systemDark.matches ? "dark" : "light";
    emit("theme");
}

function switchTheme() {
    keepTheme(isDark() ? "light" : "dark");
    document.documentElement.dataset.theme = isDark() ? "light" : "dark";
    emit("theme");
}

systemDark.addEventListener("change", applyTheme);
