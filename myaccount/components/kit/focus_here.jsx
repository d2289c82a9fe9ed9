import { useEffect, useRef } from "react";

// Takes the focus as it appears: the summary of what is to be corrected.
export function FocusHere({ children, ...props }) {
  const here = useRef(null);

  useEffect(() => {
    here.current.focus();
  }, []);

  return (
    <div ref={here} tabIndex={-1} {...props}>
      {children}
    </div>
  );
}
