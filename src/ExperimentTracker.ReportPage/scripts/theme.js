// Light or dark: the setting of the system, until the reader chooses. The choice is saved if the page has access to storage.

const themeKey = "experimenttracker-theme";
const systemDark = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => document.documentElement.dataset.theme === "dark";

function keptTheme() {
    try {
        return localStorage.getItem(themeKey);
    } catch {
        return null; // A page that was opened from a file may have no access to storage.
    }
}

/** @param {string} theme */
function keepTheme(theme) {
    try {
        localStorage.setItem(themeKey, theme);
    } catch {
        // Then the choice applies until the page is closed.
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
