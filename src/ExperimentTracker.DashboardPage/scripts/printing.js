// Whether the page is being printed: what is usually drawn only while it is in view is then drawn as a whole.
import { useEffect, useState } from "./lib.js";

const paper = matchMedia("print");

/** Whether the page is being printed; the component is drawn again when that changes. */
export function usePrinting() {
    const [printing, setPrinting] = useState(paper.matches);
    useEffect(() => {
        const update = () => setPrinting(paper.matches);
        paper.addEventListener("change", update);
        return () => paper.removeEventListener("change", update);
    }, []);
    return printing;
}
