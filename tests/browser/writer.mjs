// A process that changes the store while the page is open.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export class Writer {
    #command;
    #process;
    #waiting = [];

    constructor(command) {
        this.#command = command;
    }

    // Executes a line of PowerShell and returns what it printed.
    write(line) {
        if (!this.#process) this.#start();
        return new Promise((resolve, reject) => {
            this.#waiting.push({ resolve, reject, lines: [] });
            this.#process.stdin.write(`${line}\n`);
        });
    }

    close() {
        this.#process?.stdin.end();
    }

    #start() {
        const [file, ...rest] = this.#command;
        this.#process = spawn(file, rest, { stdio: ["pipe", "pipe", "inherit"] });
        createInterface({ input: this.#process.stdout }).on("line", line => {
            const [current] = this.#waiting;
            if (!current) return;
            if (line === "done") this.#waiting.shift().resolve(current.lines);
            else if (line.startsWith("failed: ")) this.#waiting.shift().reject(new Error(line));
            else current.lines.push(line);
        });
        this.#process.on("exit", code => this.#waiting.splice(0).forEach(({ reject }) => reject(new Error(`The writer ended with ${code}.`))));
    }
}
