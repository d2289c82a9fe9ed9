import { useEffect, useState } from "react";

// A password that can be looked at while typing. Without JavaScript there is the box alone.
export function PasswordBox({ show, hide, what, ...props }) {
  const [ready, setReady] = useState(false);
  const [shown, setShown] = useState(false);
  useEffect(() => setReady(true), []);

  return (
    <span className="with-button">
      <input {...props} type={shown ? "text" : "password"} autoCapitalize="none" spellCheck={false} />
      {ready && (
        <button type="button" aria-controls={props.id} onClick={() => setShown(!shown)}>
          {shown ? hide : show}
          <span className="unseen"> {what}</span>
        </button>
      )}
    </span>
  );
}
