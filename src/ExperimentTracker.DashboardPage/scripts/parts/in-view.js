// Whether something is in the window, or near it. On paper everything is.
import { useEffect, useState } from "../lib.js";
import { usePrinting } from "../printing.js";

/** @param {{ current: Element | null }} node */
export function useInView(node) {
    const printing = usePrinting();
    const [inView, setInView] = useState(false);
    useEffect(() => {
        if (!node.current) return undefined;
        const observer = new IntersectionObserver(entries => setInView(entries[entries.length - 1].isIntersecting), { rootMargin: "200px" });
        observer.observe(node.current);
        return () => observer.disconnect();
    }, []);
    return inView || printing;
}
