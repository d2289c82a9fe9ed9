import { useEffect } from "react";

const THEME = 'link[rel="stylesheet"][href^="/theme.css"]';

// Follows the clinic's colour: when it is another than the one the page was coloured with, the colours are fetched
// again. The old ones stay until the new ones are there.
export function PageColour({ colour }) {
  useEffect(() => {
    const shown = getComputedStyle(document.documentElement).getPropertyValue("--clinic").trim();
    if (colour && shown && shown !== colour) {
      document.querySelector(THEME).href = `/theme.css?${encodeURIComponent(colour)}`;
    }
  }, [colour]);

  return null;
}
