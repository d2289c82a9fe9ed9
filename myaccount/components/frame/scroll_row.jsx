import { useEffect, useRef } from "react";

// A row of links that may be wider than the screen: it opens at the link of the page that is shown.
export function ScrollRow({ about, children, ...props }) {
  const row = useRef(null);

  useEffect(() => {
    const entry = row.current.querySelector('[aria-current="page"]')?.closest("li");
    if (entry) row.current.scrollLeft = entry.offsetLeft - (row.current.clientWidth - entry.offsetWidth) / 2;
  }, [about]);

  return (
    <ul ref={row} {...props}>
      {children}
    </ul>
  );
}
