import { useEffect, useRef } from "react";

// What was pressed goes with its step of booking, and the focus with it: then the next step's heading takes it, so that it
// is read out and Tab goes on from there. A step that comes while the focus is elsewhere moves nothing.
export function StepFocus({ step, heading }) {
  const shown = useRef(null);

  useEffect(() => {
    const before = shown.current;
    shown.current = step;
    if (before === null || before === step || document.activeElement !== document.body) return;
    const next = document.querySelector(heading) ?? document.querySelector("h1");
    next.tabIndex = -1;
    next.focus();
  }, [step]);

  return null;
}
