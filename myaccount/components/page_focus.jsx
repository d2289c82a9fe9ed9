import { useEffect, useRef } from "react";
import { useLocation } from "react-router";

// After a change of page, focus goes to the page's heading, so that its name is read out and Tab goes on from there.
// The first page keeps the browser's own focus. What is open over the page closes.
export function PageFocus() {
  const { pathname, key } = useLocation();
  const first = useRef(true);

  useEffect(() => {
    document.querySelectorAll("[popover]").forEach((open) => {
      if (open.matches(":popover-open")) open.hidePopover();
    });
    if (window.history.state?.idx > 0 && key !== "default") {
      const heading = document.querySelector("h1");
      if (heading && (!first.current || document.activeElement === document.body)) {
        heading.focus({ preventScroll: true });
      }
    }
    first.current = false;
  }, [pathname, key]);

  return null;
}
