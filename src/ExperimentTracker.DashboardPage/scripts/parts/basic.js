// Small parts that every page uses.
import { formatAge, formatDate, formatDuration, formatShare, formatTag } from "../format.js";
import { html, useEffect, useState } from "../lib.js";
import { linkTo } from "../router.js";

/** The time now, which draws the component again every second while something runs. @param {boolean} running */
export function useNow(running, every = 1000) {
    const [now, setNow] = useState(Date.now());
    useEffect(() => {
        if (!running) return undefined;
        const timer = setInterval(() => !document.hidden && setNow(Date.now()), every);
        return () => clearInterval(timer);
    }, [running, every]);
    return now;
}

/** @param {{ status: StatusName }} props */
export const Status = ({ status }) => html`<span class=${`status ${status.toLowerCase()}`}>${status}</span>`;

/** @param {{ tags: Record<string, string | null> }} props */
export const Tags = ({ tags }) => Object.entries(tags).map(([name, value]) => html`<span class="tag" key=${name}>${formatTag(name, value)}</span>`);

/** A moment as its age; the exact date is its title. @param {{ time?: Time | null }} props */
export function Age({ time }) {
    const now = useNow(true, 15000);
    if (time === undefined || time === null) return html`<span class="absent">–</span>`;
    return html`<time datetime=${new Date(time).toISOString()} title=${formatDate(time)}>${formatAge(time, now)}</time>`;
}

/** How long a run took, or takes so far. @param {{ run: RunRow }} props */
export function Duration({ run }) {
    const running = run.status === "Running" && run.started !== undefined;
    const now = useNow(running);
    return html`<span class="number">${formatDuration(running ? Math.max(0, now - (run.started ?? now)) : run.duration)}</span>`;
}

/**
 * A name that people gave, or what a generated name ("run-12") says more briefly.
 * @param {RunRow} run
 */
export const isNamed = run => !(/^run-\d+$/.test(run.name) && run.path.endsWith(`/${run.name.slice(4)}`));

/** @param {{ run: { id: string, path: string, name?: string }, class?: string }} props */
export const RunLink = ({ run, class: className = "" }) => html`<a class=${className} href=${linkTo("run", {}, run.id)}>${run.path}</a>`;

/** Progress of a running run with the time left. @param {{ run: RunRow }} props */
export function Progress({ run }) {
    const { progress } = run;
    if (!progress) return null;
    const text = progress.text ?? (progress.done === undefined ? "" : formatShare(progress.done));
    return html`<span class="progress">
        ${progress.done !== undefined && html`<progress value=${progress.done} max="1" aria-label=${`Progress of ${run.path}`} title=${formatShare(progress.done)}></progress>`}
        <span class="number">${text}</span>
        ${progress.left !== undefined && html`<span class="note">${formatDuration(progress.left)} left</span>`}
    </span>`;
}

/** @param {{ error: Error, retry?: () => void }} props */
export const Failure = ({ error, retry }) => html`<div class="failure" role="alert">
    <p>${error.message}</p>
    ${retry && html`<button type="button" class="button" onClick=${retry}>Try again</button>`}
</div>`;

/** @param {{ children?: any }} props */
export const Empty = ({ children }) => html`<div class="empty">${children}</div>`;

export const Loading = () => html`<p class="loading" role="status">Loading…</p>`;

/**
 * A titled part of a page.
 * @param {{ id: string, title: string, aside?: any, children?: any }} props
 */
export const Section = ({ id, title, aside, children }) => html`<section id=${id} aria-labelledby=${`${id}-title`}>
    <div class="section-head"><h2 id=${`${id}-title`}>${title}</h2>${aside}</div>
    ${children}
</section>`;

/** @param {{ label: any, value: any, note?: any, href?: string }} props */
export function Tile({ label, value, note, href }) {
    return html`<div class="tile"><dt>${label}</dt><dd>${href && html`<a class="cover" href=${href} aria-label=${`${label}: ${value}`}></a>`}<span class="value">${value}</span>${note && html`<span class="note">${note}</span>`}</dd></div>`;
}
