import { useEffect, useRef, useState } from "react";

// A text to be taken elsewhere: shown whole, and copied by its button. Where the browser copies nothing, it is marked.
export function CopyBox({ id, label, text, copy, copied, rows }) {
  const box = useRef(null);
  const [said, setSaid] = useState("");

  useEffect(() => setSaid(""), [text]);

  const take = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid(copied);
    } catch {
      box.current.select();
    }
  };

  return (
    <div className="field">
      <label htmlFor={id} className="field-label">
        {label}
      </label>
      <div className="copy-row">
        <textarea ref={box} id={id} rows={rows} value={text} readOnly spellCheck={false} className="box box-copy" />
        <button type="button" onClick={take} aria-describedby={id} className="button button-quiet">
          {copy}
        </button>
      </div>
      <p role="status" className="field-help">
        {said}
      </p>
    </div>
  );
}
