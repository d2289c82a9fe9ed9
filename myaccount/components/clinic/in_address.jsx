import { useEffect } from "react";

// Keeps what a page shows in its address, so that it shows the same after a reload, or when the server comes back. It is no
// step in the history: "back" leads to the page before.
export function InAddress({ name, value }) {
  useEffect(() => {
    const here = new URL(window.location.href);
    if (value) here.searchParams.set(name, value);
    else here.searchParams.delete(name);
    if (here.href !== window.location.href) window.history.replaceState(window.history.state, "", here);
  }, [name, value]);
  return null;
}
