import { useEffect, useState } from "react";
import { Drawing } from "./drawing.jsx";
import { Picture } from "./picture.jsx";

const LONGEST = 300;

// Inside, and the other side is not: who has been told, and a few words to the desk in the meantime.
export function WaitingRoom({ call, media, mine, words, drawings, controls, notes, onNote }) {
  return (
    <div className="waiting">
      <div className="preview preview-small">
        {media.tracks.video && mine.camera ? (
          <Picture track={media.tracks.video} label={words.own_picture} mirrored />
        ) : (
          <p className="no-picture">
            <Drawing lines={drawings["video-off"]} />
            <span>{words.camera_off}</span>
          </p>
        )}
      </div>
      <div className="waiting-words">
        <h2>{words[`went_${call.went}`] || words.waiting}</h2>
        <p>{call.present ? words.joining : call.went ? words.goes_on : onNote ? words.told : words.by_itself}</p>
        {onNote && <Note words={words} notes={notes} onNote={onNote} />}
      </div>
      {controls}
    </div>
  );
}

// What was typed stays until the desk has it; `notes` counts what it has.
function Note({ words, notes, onNote }) {
  const [typed, setTyped] = useState("");
  useEffect(() => setTyped(""), [notes]);
  const send = (event) => {
    event.preventDefault();
    if (typed.trim()) onNote(typed);
  };
  return (
    <form className="desk-note" onSubmit={send}>
      <label className="field">
        <span className="field-label">{words.note}</span>
        <input className="box" value={typed} maxLength={LONGEST} autoComplete="off" dir="auto" onChange={(event) => setTyped(event.target.value)} />
      </label>
      <button type="submit" className="button button-quiet" disabled={!typed.trim()}>
        {words.note_send}
      </button>
      <p role="status" className="small">
        {notes > 0 && !typed ? words.note_sent : ""}
      </p>
    </form>
  );
}
