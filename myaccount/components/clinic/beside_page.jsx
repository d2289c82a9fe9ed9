import { useEffect, useRef } from "react";

// A panel beside the page, which stays in reach. What it shows is named by `about`: when that changes its heading takes
// the focus. Esc closes it, and the focus goes back to where it was, or to the page's heading when that is gone.
export function BesidePage({ about, onClose, children, ...props }) {
  const panel = useRef(null);
  const came = useRef(null);

  useEffect(() => {
    if (came.current === null) came.current = document.activeElement;
    panel.current.querySelector("h2")?.focus({ preventScroll: true });
  }, [about]);

  useEffect(
    () => () => {
      const back = came.current?.isConnected && came.current !== document.body ? came.current : document.querySelector("h1");
      setTimeout(() => {
        if (!document.activeElement || document.activeElement === document.body) back?.focus({ preventScroll: true });
      });
    },
    [],
  );

  const leave = (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    onClose?.();
  };

  return (
    <section ref={panel} onKeyDown={leave} {...props}>
      {children}
    </section>
  );
}
