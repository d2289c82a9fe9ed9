import { useEffect } from "react";

// Says on <html> which language the page speaks: screen readers choose their voice by it.
export function PageLanguage({ code }) {
  useEffect(() => {
    document.documentElement.lang = code;
  }, [code]);

  return null;
}
