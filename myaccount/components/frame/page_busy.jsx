import { useEffect } from "react";

const working = new Set();

// A button that waits for the server shows it at once: from the press that sent something until the next answer. A
// press that sends nothing marks nothing, so no button has to say which kind it is. Reflex tells its instrumentation
// of every event that it sends, within the press that caused it.
export function PageBusy({ answers }) {
  useEffect(() => {
    const hooks = (window.__reflex_otel ??= {});
    const told = hooks.onEventSend;
    hooks.onEventSend = (sent) => {
      told?.(sent);
      mark(window.event);
    };
    window.addEventListener("submit", leave);
    window.addEventListener("pageshow", rest);
    return () => {
      hooks.onEventSend = told;
      window.removeEventListener("submit", leave);
      window.removeEventListener("pageshow", rest);
    };
  }, []);

  useEffect(rest, [answers]);

  return null;
}

function mark(press) {
  const button = press?.type === "submit" ? press.submitter : press?.type === "click" && press.target.closest?.("button");
  if (!button) return;
  button.setAttribute("aria-busy", "true");
  working.add(button);
}

// A form that the browser posts by itself leads to another page; until that is there, its button works.
function leave(submit) {
  const form = submit.target;
  if (!submit.defaultPrevented && form.method === "post" && !form.target) mark(submit);
}

function rest() {
  working.forEach((button) => button.removeAttribute("aria-busy"));
  working.clear();
}
