import { useState } from "react";
import { Devices } from "./devices.jsx";
import { Drawing } from "./drawing.jsx";

// The buttons of a call. Each says what it does, and which are on.
export function Controls({ media, mine, toggle, screen, words, drawings, onFull, onLeave }) {
  const [choosing, setChoosing] = useState(false);
  const { audio, video } = media.tracks;
  const canShare = Boolean(navigator.mediaDevices?.getDisplayMedia);
  const canFill = Boolean(document.fullscreenEnabled);
  const choices = media.found.audioinput.length > 1 || media.found.videoinput.length > 1;
  return (
    <>
      {choosing && (
        <div className="device-sheet" role="group" aria-label={words.devices}>
          <Devices media={media} words={words} />
          <button type="button" className="button button-quiet" onClick={() => setChoosing(false)}>
            {words.close}
          </button>
        </div>
      )}
      <div className="controls" role="toolbar" aria-label={words.controls}>
        {audio && (
          <Control name={mine.microphone ? words.mute : words.unmute} lines={drawings[mine.microphone ? "microphone" : "microphone-off"]} isOff={!mine.microphone} onClick={() => toggle("microphone")} />
        )}
        {video && (
          <Control name={mine.camera ? words.stop_camera : words.start_camera} lines={drawings[mine.camera ? "video" : "video-off"]} isOff={!mine.camera} onClick={() => toggle("camera")} />
        )}
        {canShare && (onFull || mine.screen) && (
          <Control name={mine.screen ? words.stop_sharing : words.share} lines={drawings.screen} isOff={mine.screen} onClick={screen} />
        )}
        {choices && <Control name={words.devices} lines={drawings.settings} onClick={() => setChoosing(!choosing)} isOpen={choosing} />}
        {canFill && onFull && <Control name={words.full} lines={drawings.expand} onClick={onFull} isWide />}
        <Control name={words.leave} lines={drawings["hang-up"]} onClick={onLeave} isLeaving />
      </div>
    </>
  );
}

function Control({ name, lines, onClick, isOff, isOpen, isLeaving, isWide }) {
  return (
    <button
      type="button"
      className={`control${isOff ? " control-off" : ""}${isLeaving ? " control-leave" : ""}${isWide ? " control-wide" : ""}`}
      aria-expanded={isOpen}
      onClick={onClick}
    >
      <Drawing lines={lines} />
      <span>{name}</span>
    </button>
  );
}
