import { Devices } from "./devices.jsx";
import { Drawing } from "./drawing.jsx";
import { Level } from "./level.jsx";
import { Picture } from "./picture.jsx";

// Before the call: see yourself, hear that you are heard, choose what to use, and go in when you are ready.
export function Hallway({ media, mine, toggle, words, drawings, onJoin }) {
  const { audio, video } = media.tracks;
  return (
    <div className="hallway">
      <div className="preview">
        {video && mine.camera ? (
          <Picture track={video} label={words.own_picture} mirrored />
        ) : (
          <p className="no-picture">
            <Drawing lines={drawings["video-off"]} />
            <span>{video ? words.camera_off : media.problem === "asking" ? words.asking : words.no_camera}</span>
          </p>
        )}
      </div>
      <div className="hallway-side">
        <Help media={media} words={words} />
        {audio && <Level track={audio} words={words} />}
        <div className="switches">
          {audio && <Switch on={mine.microphone} what="microphone" onChange={() => toggle("microphone")} words={words} />}
          {video && <Switch on={mine.camera} what="camera" onChange={() => toggle("camera")} words={words} />}
        </div>
        <Devices media={media} words={words} />
        <button type="button" className="button button-begin" disabled={media.problem === "asking"} onClick={onJoin}>
          <Drawing lines={drawings.video} />
          {video ? words.join : audio ? words.join_sound : words.join_bare}
        </button>
        <p className="small private">
          <Drawing lines={drawings.lock} />
          <span>{words.private}</span>
        </p>
      </div>
    </div>
  );
}

function Switch({ on, what, onChange, words }) {
  return (
    <button type="button" className="button button-quiet" aria-pressed={on} onClick={onChange}>
      {words[`${what}_is_${on ? "on" : "off"}`]}
    </button>
  );
}

// What is missing, and what to do about it in this very browser.
function Help({ media, words }) {
  const { problem } = media;
  if (!problem || problem === "asking") return <p role="status">{problem ? words.ask : ""}</p>;
  return (
    <div className="help" role="status">
      <p>
        <strong>{words[`problem_${problem}`]}</strong>
      </p>
      <p>{problem === "refused" ? words[`allow_${browser()}`] : words[`help_${problem}`]}</p>
      <button type="button" className="button button-quiet" onClick={media.ask}>
        {words.try_again}
      </button>
    </div>
  );
}

function browser() {
  const agent = navigator.userAgent;
  if (/iPhone|iPad/.test(agent) || (/Macintosh/.test(agent) && navigator.maxTouchPoints > 1)) return "ios";
  if (/Firefox\//.test(agent)) return "firefox";
  if (/Chrome\/|Chromium\/|Edg\//.test(agent)) return /Android/.test(agent) ? "android" : "chrome";
  return /Safari\//.test(agent) ? "safari" : "other";
}
