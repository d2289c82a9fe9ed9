import { useEffect, useLayoutEffect, useRef, useState } from "react";

// The sections of a form, one at a time. A section of which nothing is asked is passed over. Whatever leads to a
// question, such as the summary of what is missing, opens its section and gives it the focus.
export function FormSteps({ about, hidden, section, next, previous, submit, submitLead, onSubmit, children }) {
  const frame = useRef(null);
  const moved = useRef("");
  const [at, setAt] = useState(0);
  const [there, setThere] = useState([0]);

  const sections = () => [...frame.current.querySelectorAll(":scope > .form-section")];

  useEffect(() => setAt(0), [about]);

  useLayoutEffect(() => {
    const all = sections();
    const asked = all.map((one, index) => index).filter((index) => all[index].querySelector(".question:not([hidden])"));
    if (asked.join() !== there.join()) setThere(asked.length ? asked : [0]);
    all.forEach((one, index) => (one.hidden = index !== at));
    if (moved.current) {
      const target = moved.current === "top" ? all[at]?.querySelector("h2") ?? frame.current : focusable(moved.current);
      moved.current = "";
      target?.focus();
      target?.scrollIntoView({ block: "center" });
    }
  });

  useEffect(() => {
    const lead = (event) => {
      const name = event.target.closest?.("a[data-question]")?.dataset.question;
      if (!name) return;
      event.preventDefault();
      const index = sections().findIndex((one) => one.querySelector(`#${CSS.escape(`question-${name}`)}`));
      if (index < 0) return;
      moved.current = name;
      setAt(index);
      setThere((before) => [...before]);
    };
    document.addEventListener("click", lead);
    return () => document.removeEventListener("click", lead);
  }, []);

  const place = Math.max(there.indexOf(at), 0);
  const go = (step) => () => {
    moved.current = "top";
    setAt(there[place + step]);
  };
  const isLast = place >= there.length - 1;

  return (
    <div className="form-steps">
      {there.length > 1 && (
        <p className="form-step small" aria-live="polite">
          {section.replace("{index}", place + 1).replace("{count}", there.length)}
        </p>
      )}
      <div ref={frame} tabIndex={-1} className="form-sections">
        {children}
      </div>
      {isLast && <p className="field-help">{submitLead}</p>}
      <div className="form-ways">
        {place > 0 && (
          <button type="button" className="button button-quiet" onClick={go(-1)}>
            {previous}
          </button>
        )}
        {isLast ? (
          <button type="button" className="button button-main" onClick={() => onSubmit()}>
            {submit}
          </button>
        ) : (
          <button type="button" className="button button-main" onClick={go(1)}>
            {next}
          </button>
        )}
      </div>
    </div>
  );
}

function focusable(name) {
  const box = document.getElementById(`question-${name}-box`);
  return box?.matches("div") ? box.querySelector("input, button") ?? box : box;
}
