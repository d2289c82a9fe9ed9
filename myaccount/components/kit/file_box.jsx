import { useEffect, useRef, useState } from "react";

// A button that lets somebody choose a file, and sends it at once: how far it has got is shown, and it can be stopped.
// The file goes as it is, its name in a header that no page of another origin can send.
export function FileBox({ url, accept, most, label, sending, checking, stop, stopped, tooLarge, lost, describedBy, className, onDone }) {
  const box = useRef(null);
  const button = useRef(null);
  const request = useRef(null);
  const comesBack = useRef(false);
  const [name, setName] = useState("");
  const [percent, setPercent] = useState(0);
  const [said, setSaid] = useState("");
  const [problem, setProblem] = useState("");

  useEffect(() => () => request.current?.abort(), []);

  // The button is there again, and so is the person who pressed it, with word of what became of the file.
  useEffect(() => {
    if (!name && comesBack.current) button.current.focus();
    comesBack.current = false;
  }, [name]);

  const end = (words, isProblem) => {
    request.current = null;
    setName("");
    setSaid(isProblem ? "" : words);
    setProblem(isProblem ? words : "");
    comesBack.current = Boolean(words);
  };

  const answered = (sent) => {
    let told = {};
    try {
      told = JSON.parse(sent.responseText);
    } catch {
      // Whatever stood in between answered in its own words.
    }
    if (sent.status === 200 && told.id) {
      end("", false);
      onDone(told.id);
    } else {
      end(told.problem || lost, true);
    }
  };

  const send = (file) => {
    setSaid("");
    setProblem("");
    if (file.size > most) {
      setProblem(tooLarge);
      return;
    }
    const sent = new XMLHttpRequest();
    request.current = sent;
    setName(file.name);
    setPercent(0);
    sent.upload.onprogress = (event) => setPercent(Math.floor((100 * event.loaded) / event.total));
    sent.onload = () => answered(sent);
    sent.onerror = () => end(lost, true);
    sent.onabort = () => end(stopped, false);
    sent.open("POST", url);
    sent.setRequestHeader("X-File-Name", encodeURIComponent(file.name.replace(/[\ud800-\udfff]/g, "_")));
    sent.send(file);
  };

  const chosen = (event) => {
    const file = event.target.files[0];
    event.target.value = "";
    if (file) send(file);
  };

  return (
    <div className="file-box">
      <input ref={box} type="file" accept={accept} onChange={chosen} hidden aria-label={label} />
      {name ? (
        <div className="file-sending">
          <p>
            {percent < 100 ? sending.replace("{name}", name) : checking} <span className="file-percent">{percent} %</span>
          </p>
          <progress max="100" value={percent} aria-label={sending.replace("{name}", name)} />
          <button type="button" className="button button-quiet button-small" onClick={() => request.current?.abort()}>
            {stop}
          </button>
        </div>
      ) : (
        <button ref={button} type="button" className={className} aria-describedby={describedBy} onClick={() => box.current.click()}>
          {label}
        </button>
      )}
      <div role="status">{said && <p className="field-help">{said}</p>}</div>
      <div role="alert">{problem && <p className="field-error">{problem}</p>}</div>
    </div>
  );
}
