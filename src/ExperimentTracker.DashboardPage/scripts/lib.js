// The one place that names the libraries.
import { h } from "preact";
import htm from "htm";

export { Fragment, createContext, render } from "preact";
export { useCallback, useContext, useEffect, useLayoutEffect, useMemo, useReducer, useRef, useState } from "preact/hooks";

/** Text in a template is data: neither names nor values ever become markup. */
export const html = htm.bind(h);
