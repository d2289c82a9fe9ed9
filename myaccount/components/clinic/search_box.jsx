import { useEffect, useRef } from "react";

const SETTLED = 30;

// A search box: it has the focus when the page opens. From the box and from result to result the arrow keys lead; Enter
// follows the link that has the focus. Esc empties the box. What was typed before the page was live is searched for then.
export function SearchBox({ results, asked, loaded, onSearch, onChange, ...props }) {
  const box = useRef(null);

  useEffect(() => {
    // After a change of page the heading has the focus for a moment.
    const settled = setTimeout(() => box.current?.focus({ preventScroll: true }), SETTLED);
    const press = (event) => {
      const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
      if (plain && (event.key === "ArrowDown" || event.key === "ArrowUp")) step(event, box.current, results);
    };
    document.addEventListener("keydown", press);
    return () => {
      clearTimeout(settled);
      document.removeEventListener("keydown", press);
    };
  }, [results]);

  useEffect(() => {
    if (loaded && box.current.value !== asked) onSearch?.({ target: box.current });
  }, [asked, loaded]);

  return <input {...props} ref={box} type="search" onChange={onSearch} />;
}

function step(event, box, results) {
  const links = [...document.querySelectorAll(`#${results} a[data-result]`)];
  const at = links.indexOf(document.activeElement);
  if (document.activeElement !== box && at < 0) return;
  const down = event.key === "ArrowDown";
  const next = down ? links[at + 1] : at > 0 ? links[at - 1] : at === 0 ? box : null;
  if (!next) return;
  event.preventDefault();
  next.focus();
}
