import { useEffect, useRef } from "react";

const SETTLED = 200;

// The browser's own dialog: what is behind it is out of reach, Esc closes it, focus goes back to where it was. When the
// button that opened it is gone, it goes to the place it stood at (data-place), or else to the page's heading.
export function Modal({ open, onClose, children, ...props }) {
  const dialog = useRef(null);
  const place = useRef(null);

  useEffect(() => {
    const shown = dialog.current;
    if (open && !shown.open) {
      place.current = document.activeElement?.closest("[data-place]");
      shown.showModal();
      shown.querySelector("h2")?.focus();
    }
    if (!open && shown.open) {
      shown.close();
      setTimeout(() => findFocus(place.current), SETTLED);
    }
  }, [open]);

  const refuse = (event) => {
    event.preventDefault();
    onClose?.();
  };

  return (
    <dialog ref={dialog} onCancel={refuse} onKeyDown={(event) => stayInside(event, dialog.current)} {...props}>
      {children}
    </dialog>
  );
}

function findFocus(place) {
  if (document.activeElement && document.activeElement !== document.body) return;
  (place?.isConnected ? place : document.querySelector("h1"))?.focus();
}

function stayInside(event, dialog) {
  if (event.key !== "Tab") return;
  const reachable = [...dialog.querySelectorAll("a[href], button, input, select, textarea")].filter((one) => !one.disabled);
  const edge = event.shiftKey ? reachable[0] : reachable[reachable.length - 1];
  if (document.activeElement !== edge) return;
  event.preventDefault();
  (event.shiftKey ? reachable[reachable.length - 1] : reachable[0]).focus();
}
