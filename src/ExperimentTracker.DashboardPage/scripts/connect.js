// The connection over which the server sends changes of the store.
import { catchUp, receive } from "./live.js";
import { serverAddress } from "./server.js";

// The server sends a sign of life every 10 seconds.
const silence = 25000;
let heard = 0;

/** @param {{ type: string, data?: any }} message */
function hear(message) {
    heard = Date.now();
    receive(message);
}

function connectShared() {
    const worker = new SharedWorker(new URL("assets/scripts/live-worker.js", document.baseURI.replace(/[#?].*$/, "")), { name: "experiments" });
    worker.port.onmessage = event => hear(event.data);
    addEventListener("pagehide", () => worker.port.postMessage("close"));
    // A page that the browser kept for the back button has said that it closed.
    addEventListener("pageshow", event => event.persisted && location.reload());
}

function connectAlone() {
    const source = new EventSource(serverAddress("events"));
    for (const type of ["state", "change", "others", "gone", "back", "ping"]) {
        source.addEventListener(type, event => hear({ type, data: JSON.parse(event.data || "null") }));
    }
    source.onerror = () => hear({ type: "lost" });
}

export function connectLive() {
    if (typeof SharedWorker === "function") connectShared();
    else connectAlone();
    setInterval(() => {
        if (heard && Date.now() - heard > silence) receive({ type: "lost" });
    }, 5000);
    document.addEventListener("visibilitychange", catchUp);
}
