import { useEffect, useRef, useState } from "react";

// A box for a list, one entry a line, or for one line alone. What it holds is told when the person leaves it. It follows what is saved, also
// when somebody else changes that, but never while somebody is typing in it; what is turned down stays as it was typed.
export function LinesBox({ value, onCommit, oneLine, ...props }) {
  const box = useRef(null);
  const typing = useRef(false);
  const commit = useRef(onCommit);
  const [text, setText] = useState(value);
  commit.current = onCommit;

  useEffect(() => {
    if (!typing.current) setText(value);
  }, [value]);

  // React's own onChange is the browser's "input": it comes with every key.
  useEffect(() => {
    const done = () => {
      typing.current = false;
      commit.current(box.current.value);
    };
    const shown = box.current;
    shown.addEventListener("change", done);
    return () => shown.removeEventListener("change", done);
  }, []);

  const type = (event) => {
    typing.current = true;
    setText(event.target.value);
  };

  if (oneLine) {
    return <input {...props} ref={box} type="text" autoComplete="off" value={text} onChange={type} />;
  }
  const rows = Math.min(Math.max(text.split("\n").length + 1, 3), 10);
  return (
    <textarea {...props} ref={box} rows={rows} spellCheck={false} autoCapitalize="none" value={text} onChange={type} />
  );
}
