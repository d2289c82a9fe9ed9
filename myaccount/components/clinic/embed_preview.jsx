import { useEffect, useRef } from "react";

// Shows online booking as a website does: by the very script that websites load.
export function EmbedPreview({ shape, label, treatment, staff, location, language, ...props }) {
  const place = useRef(null);

  useEffect(() => {
    const asked = Object.entries({ treatment, staff, location, language }).filter(([, value]) => value);
    const script = document.createElement("script");
    const shown = shape === "inline" ? script : document.createElement("a");
    script.src = "/embed.js";
    for (const [name, value] of asked) shown.dataset[name] = value;
    if (shape === "inline") {
      script.dataset.inline = "";
    } else {
      shown.href = "/book";
      shown.dataset.myaccountBook = "";
      shown.textContent = label;
      place.current.append(shown);
    }
    place.current.append(script);
    const here = place.current;
    return () => here.replaceChildren();
  }, [shape, label, treatment, staff, location, language]);

  return <div ref={place} {...props} />;
}
