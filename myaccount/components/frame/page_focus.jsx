import { useEffect } from "react";
import { useLocation } from "react-router";

// The page shown last, and the visit to it: kept here, because each page brings a frame of its own.
let shown = null;
let visit = null;

// After a change of page, focus goes to the page's heading, so that its name is read out and Tab goes on from there.
// The first page keeps the browser's own focus. What is open over the page closes; a menu that was opened on the first
// page before it had come to life stays.
export function PageFocus() {
  const { pathname, key } = useLocation();

  useEffect(() => {
    if (visit !== null && visit !== key)
      document.querySelectorAll("[popover]").forEach((one) => {
        if (one.matches(":popover-open")) one.hidePopover();
      });
    visit = key;
  }, [key]);

  useEffect(() => {
    const page = pathname.replace(/\/$/, "");
    if (shown !== null && shown !== page) document.querySelector("h1")?.focus({ preventScroll: true });
    shown = page;
  }, [pathname]);

  return null;
}
