import { useEffect, useRef, useState } from "react";

// A box for a whole number. What it holds is told when the person is done: on Enter, on leaving it, by its arrows.
// It follows what is saved, also when somebody else changes that, but never while somebody is typing in it.
export function NumberBox({ value, refusals, minimum, maximum, onCommit, ...props }) {
  const box = useRef(null);
  const typing = useRef(false);
  const commit = useRef(onCommit);
  const [text, setText] = useState(String(value));
  commit.current = onCommit;

  useEffect(() => {
    if (!typing.current) setText(String(value));
  }, [value, refusals]);

  // React's own onChange is the browser's "input": it comes with every key.
  useEffect(() => {
    const done = () => {
      typing.current = false;
      const number = box.current.valueAsNumber;
      commit.current(Number.isSafeInteger(number) ? number : null);
    };
    const shown = box.current;
    shown.addEventListener("change", done);
    return () => shown.removeEventListener("change", done);
  }, []);

  const type = (event) => {
    typing.current = true;
    setText(event.target.value);
  };

  return (
    <input
      {...props}
      ref={box}
      type="number"
      inputMode="numeric"
      step={1}
      min={minimum}
      max={maximum}
      value={text}
      onChange={type}
    />
  );
}
