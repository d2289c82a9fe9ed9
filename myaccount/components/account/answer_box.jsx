import { useEffect, useRef, useState } from "react";
import { SignatureField } from "./signature_field.jsx";

const PAUSE = { email: 4000, phone: 4000, number: 4000, date: 4000 };
const SHORT_PAUSE = 800;
const PATIENCE = 5000;
const WRITTEN = { short_text: "text", email: "email", phone: "tel", number: "text", date: "date" };

// The box of one answer. What it says is sent as soon as it is given, under a number of its own, and again until the
// server has told what became of that number: a dropped connection loses nothing that was typed. What another device
// answers is shown at once, unless something is being typed here, which then wins.
export function AnswerBox({ question, kind, label, offered, low, high, required, hasHelp, start, news, lengths, words, onAnswer }) {
  const first = start ?? {};
  const [said, setSaid] = useState(first.said ?? "");
  const [state, setState] = useState("");
  const [wrong, setWrong] = useState("");
  const [signed, setSigned] = useState(first.signed ?? "");
  const [isCarried, setCarried] = useState(Boolean(first.carried));
  const waiting = useRef(null);
  const heard = useRef(first.revision ?? 0);
  const pause = useRef(null);
  const latest = useRef(said);

  const show = (told) => {
    latest.current = told.said;
    heard.current = told.revision;
    setSaid(told.said);
    setSigned(told.signed);
    setCarried(told.carried);
    setWrong("");
  };

  const ask = () => {
    const sent = waiting.current;
    if (!sent) return;
    onAnswer(question, sent.said, sent.turn);
    clearTimeout(sent.again);
    sent.again = setTimeout(() => {
      setState("unsaved");
      ask();
    }, PATIENCE);
  };

  const send = (value) => {
    clearTimeout(pause.current);
    pause.current = null;
    clearTimeout(waiting.current?.again);
    waiting.current = { said: value, turn: nextTurn() };
    setState("saving");
    ask();
  };

  const type = (value) => {
    latest.current = value;
    setSaid(value);
    setCarried(false);
    clearTimeout(pause.current);
    pause.current = setTimeout(() => send(latest.current), PAUSE[kind] ?? SHORT_PAUSE);
  };
  const choose = (value) => {
    latest.current = value;
    setSaid(value);
    setCarried(false);
    send(value);
  };
  const leave = () => pause.current && send(latest.current);

  useEffect(() => {
    const flush = () => document.visibilityState === "hidden" && leave();
    document.addEventListener("visibilitychange", flush);
    return () => {
      document.removeEventListener("visibilitychange", flush);
      clearTimeout(pause.current);
      clearTimeout(waiting.current?.again);
    };
  }, []);

  // The page was filled anew: what is kept is shown, unless something is on its way from here.
  useEffect(() => {
    if (!waiting.current && !pause.current && first.revision >= heard.current) show(first);
  }, [start]);

  useEffect(() => {
    const told = news.find((one) => one.question === question);
    if (!told) return;
    if (waiting.current && told.turn === waiting.current.turn) {
      clearTimeout(waiting.current.again);
      waiting.current = null;
      setWrong(told.wrong);
      setState(told.wrong ? "" : "saved");
      if (!told.wrong) {
        heard.current = told.revision;
        setSigned(told.signed);
        if (!pause.current && kind !== "short_text" && kind !== "long_text") {
          latest.current = told.said;
          setSaid(told.said);
        }
      }
    } else if (told.turn <= 0 && told.revision > heard.current && !waiting.current && !pause.current) {
      show(told);
      setState(told.turn === 0 ? "elsewhere" : "saved");
    }
  }, [news]);

  const id = `question-${question}-box`;
  const describedBy = [hasHelp && `question-${question}-help`, wrong && `${id}-error`].filter(Boolean).join(" ") || undefined;
  const told = { "aria-describedby": describedBy, "aria-invalid": wrong ? "true" : undefined, "aria-required": required || undefined };
  const labelled = { "aria-labelledby": `question-${question}-label` };
  const group = { ...labelled, "aria-describedby": describedBy, id, tabIndex: -1 };
  const text = { id, ...told, value: said, onChange: (event) => type(event.target.value), onBlur: leave, className: "box", dir: "auto" };

  return (
    <div className="answer" data-kind={kind}>
      {kind in WRITTEN && (
        <input type={WRITTEN[kind]} inputMode={kind === "number" ? "decimal" : undefined} maxLength={kind === "date" ? undefined : lengths.short_text} {...text} />
      )}
      {kind === "long_text" && <textarea rows={4} maxLength={lengths.long_text} {...text} />}
      {kind === "single_choice" && (
        <div role="radiogroup" aria-required={required || undefined} {...group} className="picks">
          {offered.map((one) => (
            <label key={one} className="pick">
              <input type="radio" name={id} checked={said === one} onChange={() => choose(one)} />
              <span dir="auto">{one}</span>
            </label>
          ))}
          {said && !required && <Clear words={words} onClear={() => choose("")} />}
        </div>
      )}
      {kind === "multiple_choice" && (
        <div role="group" {...group} className="picks">
          {offered.map((one) => {
            const chosen = said ? said.split("\n") : [];
            const next = chosen.includes(one) ? chosen.filter((each) => each !== one) : [...chosen, one];
            return (
              <label key={one} className="pick">
                <input type="checkbox" checked={chosen.includes(one)} onChange={() => choose(next.join("\n"))} />
                <span dir="auto">{one}</span>
              </label>
            );
          })}
        </div>
      )}
      {kind === "scale" && (
        <div className="scale" style={{ "--steps": offered.length }}>
          <div role="radiogroup" aria-required={required || undefined} {...group} className="scale-steps">
            {offered.map((one) => (
              <label key={one} className="scale-step">
                <input type="radio" name={id} checked={said === one} onChange={() => choose(one)} aria-label={ends(one, offered, low, high)} />
                <span aria-hidden="true">{one}</span>
              </label>
            ))}
          </div>
          {(low || high) && (
            <div className="scale-ends small" aria-hidden="true">
              <span>{low}</span>
              <span>{high}</span>
            </div>
          )}
          {said && !required && <Clear words={words} onClear={() => choose("")} />}
        </div>
      )}
      {(kind === "checkbox" || kind === "consent") && (
        <label className="pick">
          <input id={id} type="checkbox" {...told} {...(kind === "consent" ? { "aria-labelledby": `question-${question}-label ${id}-words` } : labelled)} checked={said === "yes"} onChange={(event) => choose(event.target.checked ? "yes" : "no")} />
          <span id={`${id}-words`}>{kind === "consent" ? words.agree : words.yes}</span>
        </label>
      )}
      {kind === "signature" && <SignatureField id={id} said={said} words={words} label={label} told={told} group={group} onType={type} onLeave={leave} onDraw={choose} />}
      {kind === "file" && (
        <div id={id} role="group" tabIndex={-1} {...labelled} className="answer-file">
          {said && (
            <>
              <span dir="auto">{said}</span>
              <button type="button" className="button button-quiet button-small" onClick={() => choose("")}>
                {words.file_remove}
              </button>
            </>
          )}
        </div>
      )}
      {isCarried && (
        <div className="answer-carried">
          <span>{words.carried}</span>
          <button type="button" className="button button-quiet button-small" aria-describedby={`question-${question}-label`} onClick={() => choose(latest.current)}>
            {words.still_true}
          </button>
        </div>
      )}
      {wrong && (
        <p id={`${id}-error`} className="field-error">
          {wrong}
        </p>
      )}
      <p role="status" className="answer-state small" data-state={state}>
        {[state && words[state], state !== "unsaved" && signed].filter(Boolean).join(" · ")}
      </p>
    </div>
  );
}

function Clear({ words, onClear }) {
  return (
    <button type="button" className="button button-plain button-small" onClick={onClear}>
      {words.clear}
    </button>
  );
}

function ends(one, offered, low, high) {
  const said = one === offered[0] ? low : one === offered[offered.length - 1] ? high : "";
  return said ? `${one}, ${said}` : one;
}

// A number that grows with every answer of this page, and that no other page of the same browser gives, as good as.
let turns = Date.now() % 2 ** 30;
function nextTurn() {
  turns += 1;
  return turns;
}
