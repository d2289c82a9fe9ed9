import { useEffect } from "react";

// Tells the server, as long as it does not know, by which zone the clocks of this browser go.
export function BrowserZone({ known, onZone }) {
  useEffect(() => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    if (!known && timeZone) onZone(timeZone);
  }, [known]);

  return null;
}
