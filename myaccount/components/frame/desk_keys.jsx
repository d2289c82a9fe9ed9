import { useEffect, useRef, useState } from "react";

const KEPT = "desk-keys";
const WIDE = "(min-width: 768px)";

// The keyboard shortcuts of the desk, listed under "?". What a key does stands on the page: it follows the link, presses
// the button or goes to the box whose `data-keys` name it; so no key does what the page does not offer. None works while
// somebody types, with a dialog open, with a key such as Ctrl held down, on a narrow page, or once they are turned off.
export function DeskKeys({ on, close, children, ...props }) {
  const dialog = useRef(null);
  const before = useRef("");
  const [used, setUsed] = useState(true);

  useEffect(() => setUsed(kept() !== "off"), []);

  useEffect(() => {
    const show = () => {
      dialog.current.showModal();
      dialog.current.querySelector("h2").focus();
    };
    const press = (event) => {
      const begun = before.current;
      before.current = "";
      if (!used || !matchMedia(WIDE).matches || isOther(event)) return;
      if (event.key === "?") return take(event, show);
      if (event.key === "Escape") return leaveBox(event.target);
      before.current = event.key === "g" ? "g" : "";
      const named = [...document.querySelectorAll(`[data-keys~="${CSS.escape(begun + event.key)}"]`)];
      const meant = named.find((one) => one.tagName === "INPUT") ?? named[0]; // a box here goes before the way to it
      if (meant) take(event, () => follow(meant));
    };
    const click = (event) => event.target.closest("[data-keys='?']") && show();
    document.addEventListener("keydown", press);
    document.addEventListener("click", click);
    return () => {
      document.removeEventListener("keydown", press);
      document.removeEventListener("click", click);
    };
  }, [used]);

  const turn = (event) => {
    setUsed(event.target.checked);
    keep(event.target.checked ? "on" : "off");
  };

  return (
    <dialog ref={dialog} {...props}>
      <div className="dialog-body">
        {children}
        <label className="check">
          <input type="checkbox" checked={used} onChange={turn} />
          <span>{on}</span>
        </label>
        <div className="dialog-actions">
          <button type="button" className="button button-quiet" onClick={() => dialog.current.close()}>
            {close}
          </button>
        </div>
      </div>
    </dialog>
  );
}

function take(event, act) {
  event.preventDefault();
  act();
}

function follow(meant) {
  if (meant.tagName !== "INPUT") return meant.click();
  meant.focus();
  meant.select();
}

function isOther(event) {
  const held = event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing;
  const scrolls = event.key.startsWith("Arrow") && event.target.closest?.(".grid-scroll");
  const asks = event.key !== "Escape" && isTyping(event.target);
  return event.defaultPrevented || held || scrolls || asks || document.querySelector("dialog[open]");
}

function isTyping(where) {
  return where.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(where.tagName);
}

// Esc in an empty search box leaves it, so that the keys work again.
function leaveBox(where) {
  if (where.matches?.("input[type=search]") && !where.value) document.querySelector("h1")?.focus();
}

// A browser may refuse to keep anything: then the choice lasts as long as the page.
function kept() {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

function keep(choice) {
  try {
    localStorage.setItem(KEPT, choice);
  } catch {
    return;
  }
}
