import { useEffect, useRef } from "react";

const ABOVE = 0.3;

// The schedule in a window of its own: opened, it shows the present rather than the morning.
export function GridScroll({ about, children, ...props }) {
  const shown = useRef(null);

  useEffect(() => {
    const now = shown.current.querySelector(".grid-now");
    shown.current.scrollTop = now ? now.offsetTop - shown.current.clientHeight * ABOVE : 0;
  }, [about]);

  return (
    <div ref={shown} {...props}>
      {children}
    </div>
  );
}
