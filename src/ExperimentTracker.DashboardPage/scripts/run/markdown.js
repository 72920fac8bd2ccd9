// Markdown as elements: headings, paragraphs, lists, tables, quotes, code, emphasis. A link is text with its address, and nothing is loaded.
import { html } from "../lib.js";

const inline = /(`+)(.+?)\1|\*\*(.+?)\*\*|__(.+?)__|\*([^*\s][^*]*?)\*|(?<![\w])_([^_\s][^_]*?)_(?![\w])|!?\[([^\]]*)\]\(([^)\s]*)[^)]*\)/g;

/** @param {string} text @returns {any[]} */
function spans(text) {
    /** @type {any[]} */
    const parts = [];
    let end = 0;
    for (const match of text.matchAll(inline)) {
        parts.push(text.slice(end, match.index));
        end = match.index + match[0].length;
        const [, , code, strong1, strong2, soft1, soft2, title, target] = match;
        if (code !== undefined) parts.push(html`<code>${code}</code>`);
        else if (strong1 ?? strong2) parts.push(html`<strong>${spans(strong1 ?? strong2)}</strong>`);
        else if (soft1 ?? soft2) parts.push(html`<em>${spans(soft1 ?? soft2)}</em>`);
        else parts.push(html`${title} <span class="note">(${target})</span>`);
    }
    parts.push(text.slice(end));
    return parts;
}

/** @param {string} line */
const cells = line => line.trim().replace(/^\||\|$/g, "").split("|").map(each => each.trim());
const fence = /^\s*(```|~~~)/;
const heading = /^(#{1,6})\s+(.*?)\s*#*$/;
const item = /^(\s*)([-*+]|\d+[.)])\s+(.*)$/;
const tableLine = /^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*$/;
const rule = /^\s*([-*_])(\s*\1){2,}\s*$/;

/**
 * The first lines as one block, and how many they are.
 * @param {string[]} lines @returns {[block: any, count: number]}
 */
function block(lines) {
    const [first] = lines;
    /** @param {(line: string, index: number) => boolean} test */
    const until = test => {
        const end = lines.findIndex((line, i) => i > 0 && test(line, i));
        return end < 0 ? lines.length : end;
    };
    if (fence.test(first)) {
        const end = until(line => fence.test(line));
        return [html`<pre class="code" tabindex="0">${lines.slice(1, end).join("\n")}</pre>`, end + 1];
    }
    const title = heading.exec(first);
    // The page has its own headings of the first and second level.
    if (title) return [title[1].length < 3 ? html`<h3>${spans(title[2])}</h3>` : html`<h4>${spans(title[2])}</h4>`, 1];
    if (rule.test(first)) return [html`<hr />`, 1];
    if (first.startsWith(">")) {
        const end = until(line => !line.startsWith(">"));
        return [html`<blockquote>${blocks(lines.slice(0, end).map(line => line.replace(/^> ?/, "")))}</blockquote>`, end];
    }
    const entry = item.exec(first);
    if (entry) {
        const end = until(line => line.trim() === "" || (!item.test(line) && !/^\s/.test(line)));
        const entries = lines.slice(0, end).reduce((list, line) => {
            const match = item.exec(line);
            if (match) list.push({ text: match[3], depth: match[1].length });
            else list[list.length - 1].text += ` ${line.trim()}`;
            return list;
        }, /** @type {{ text: string, depth: number }[]} */ ([]));
        const content = entries.map((each, i) => html`<li key=${i} style=${{ marginInlineStart: `${Math.min(6, each.depth / 2)}em` }}>${spans(each.text)}</li>`);
        return [/^\d/.test(entry[2]) ? html`<ol>${content}</ol>` : html`<ul>${content}</ul>`, end];
    }
    if (first.includes("|") && tableLine.test(lines[1] ?? "")) {
        const end = until((line, i) => i > 1 && !line.includes("|"));
        const table = html`<table class="plain"><thead><tr>${cells(first).map((each, i) => html`<th key=${i} scope="col">${spans(each)}</th>`)}</tr></thead>
            <tbody>${lines.slice(2, end).map((line, r) => html`<tr key=${r}>${cells(line).map((each, i) => html`<td key=${i}>${spans(each)}</td>`)}</tr>`)}</tbody></table>`;
        return [table, end];
    }
    const end = until(line => line.trim() === "" || fence.test(line) || heading.test(line) || item.test(line) || line.startsWith(">"));
    return [html`<p>${spans(lines.slice(0, end).join(" "))}</p>`, end];
}

/** @param {string[]} lines @returns {any[]} */
function blocks(lines) {
    const made = [];
    for (let i = 0; i < lines.length; ) {
        if (lines[i].trim() === "") {
            i++;
            continue;
        }
        const [content, count] = block(lines.slice(i, i + 2000));
        made.push(content);
        i += count;
    }
    return made;
}

/** @param {{ text: string }} props */
export const Markdown = ({ text }) => html`<div class="markdown">${blocks(text.split(/\r?\n/))}</div>`;
