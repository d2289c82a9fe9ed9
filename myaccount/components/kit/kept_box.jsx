import { useEffect, useRef, useState } from "react";

// A box that shows what is saved and lets the person type. What is saved may change under it at any moment, by another
// tab or by the clinic: a box that nobody has touched shows the new value, one that somebody has typed in keeps what
// was typed and asks which is meant. Beside each box its form sends what the box held when the person began.
export function KeptBox({ kind: Box = "input", name, boxId, saved, version, changed, mine, theirs, label, children, ...props }) {
  const box = useRef(null);
  const sent = useRef(null);
  const [was, setWas] = useState(saved);
  const [ticked, setTicked] = useState(saved === "yes");
  const isTick = props.type === "checkbox";

  const read = () => (isTick ? (box.current.checked ? "yes" : "no") : box.current.value);
  const show = (value) => {
    if (isTick) {
      box.current.checked = value === "yes";
      setTicked(value === "yes");
    } else {
      box.current.value = value;
    }
    setWas(value);
  };

  // The form was saved: show what became of it, unless the person has typed on since.
  useEffect(() => {
    if (sent.current !== null && read() !== sent.current) setWas(saved);
    else show(saved);
    sent.current = null;
  }, [version]);

  // Somebody else changed it: show that, unless the person has typed something else.
  useEffect(() => {
    if (saved !== was && (read() === was || read() === saved)) show(saved);
  }, [saved]);

  useEffect(() => {
    const form = box.current.form;
    const note = () => (sent.current = read());
    form?.addEventListener("submit", note, true);
    return () => form?.removeEventListener("submit", note, true);
  }, []);

  const first = isTick ? { defaultChecked: saved === "yes", onChange: (event) => setTicked(event.target.checked) } : { defaultValue: saved, name };
  const clashes = saved !== was;
  const choose = (act) => () => {
    act();
    box.current.focus();
  };

  return (
    <>
      <Box ref={box} id={boxId} {...first} {...props}>
        {children}
      </Box>
      {isTick && <input type="hidden" name={name} value={ticked ? "yes" : "no"} readOnly />}
      <input type="hidden" name={`${name}_was`} value={was} readOnly />
      {!isTick && (
        <div aria-live="polite">
          {clashes && (
            <div role="group" aria-label={label} className="clash">
              <p>
                {changed} <bdi className="clash-value">{choiceName(box.current, saved)}</bdi>
              </p>
              <div className="clash-actions">
                <button type="button" className="button button-quiet" onClick={choose(() => setWas(saved))}>
                  {mine}
                </button>
                <button type="button" className="button button-quiet" onClick={choose(() => show(saved))}>
                  {theirs}
                </button>
              </div>
            </div>
          )}
        </div>
      )}
    </>
  );
}

// What a value is called: the words of its option in a list, and otherwise the value itself.
function choiceName(box, value) {
  return [...(box?.options ?? [])].find((one) => one.value === value)?.text ?? (value || "–");
}
