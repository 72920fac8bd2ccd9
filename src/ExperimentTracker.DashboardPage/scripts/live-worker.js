// One connection for all tabs of a browser: browsers allow six connections to a host, so a connection for each tab would block the seventh.
const events = ["state", "change", "others", "gone", "back", "ping"];

/** @type {Set<MessagePort>} */
const ports = new Set();
/** @type {EventSource | null} */
let source = null;
/** @type {unknown} */
let last = { type: "connecting" };

/** @param {unknown} message */
function tell(message) {
    last = message;
    for (const port of ports) port.postMessage(message);
}

function open() {
    if (source) return;
    source = new EventSource(new URL("../../api/events", location.href));
    for (const type of events) {
        source.addEventListener(type, event => tell({ type, data: JSON.parse(/** @type {MessageEvent} */ (event).data || "null") }));
    }
    source.onerror = () => {
        tell({ type: "lost" });
        // The browser gives up when the server refuses it; a server that was restarted accepts it again.
        if (source?.readyState === EventSource.CLOSED) {
            source = null;
            setTimeout(() => ports.size > 0 && open(), 2000);
        }
    };
}

/** @param {MessagePort} port */
function close(port) {
    ports.delete(port);
    if (ports.size > 0) return;
    source?.close();
    source = null;
}

/** @param {MessagePort} port */
function connect(port) {
    ports.add(port);
    port.onmessage = () => close(port);
    port.postMessage(last);
    open();
}

// @ts-ignore: the type of a shared worker's scope is in another library than that of the page.
self.onconnect = event => connect(event.ports[0]);
