import { Drawing } from "./drawing.jsx";
import { Picture } from "./picture.jsx";

// The two of them. The other side fills the page; the own picture stands small in a corner.
export function Stage({ call, media, mine, words, drawings, quality, controls }) {
  const theirs = call.shows || { microphone: true, camera: true, screen: false };
  const shows = theirs.camera || theirs.screen;
  const sees = shows && call.stream?.getVideoTracks().length > 0;
  return (
    <div className="stage">
      <Picture stream={call.stream} label={words.their_picture} className={theirs.screen ? "theirs theirs-screen" : "theirs"} hidden={!sees} />
      {!shows && (
        <p className="no-picture stage-empty">
          <Drawing lines={drawings["video-off"]} />
          <span>{words.their_camera_off}</span>
        </p>
      )}
      <div className="stage-top">
        <p className="tag">
          {!theirs.microphone && <Drawing lines={drawings["microphone-off"]} />}
          <span>{words.with_whom}</span>
          {!theirs.microphone && <span className="unseen">{words.their_microphone_off}</span>}
        </p>
        {quality && call.link === "connected" && <p className={`tag quality quality-${quality}`}>{words[`quality_${quality}`]}</p>}
        <div role="status">{theirs.screen && <p className="tag">{words.their_screen}</p>}</div>
      </div>
      {call.link === "reconnecting" && <p className="stage-banner">{words.reconnecting}</p>}
      {media.tracks.video && mine.camera && <Picture track={media.tracks.video} label={words.own_picture} mirrored className="own" />}
      {controls}
    </div>
  );
}
