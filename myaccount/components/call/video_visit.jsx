import { useEffect, useMemo, useRef, useState } from "react";
import { Controls } from "./controls.jsx";
import { Drawing } from "./drawing.jsx";
import { Hallway } from "./hallway.jsx";
import { quality } from "./quality.js";
import { Stage } from "./stage.jsx";
import { useCall } from "./use_call.js";
import { useDevices } from "./use_devices.js";
import { WaitingRoom } from "./waiting_room.jsx";

const LOOK = 3000;

// A video visit in the browser, from the hallway to good-bye. Nothing of it is recorded or passes through the portal
// but the few words by which the two pages find each other. Whoever is in stays in while the page itself is blank: it is
// for a moment when the server has been away. The line alone ends a call.
export function VideoVisit(given) {
  const kept = useRef(null);
  const [isIn, setIsIn] = useState(false);
  if (given.ticket) kept.current = given;
  return kept.current && (given.ticket || isIn) ? <Visit {...kept.current} notes={given.notes} onIn={setIsIn} /> : null;
}

function Visit({ visit, ticket, words, drawings, mayNote, notes, onNote, onIn }) {
  const media = useDevices();
  const [mine, setMine] = useState({ microphone: true, camera: true });
  const [shared, setShared] = useState(null);
  const [joined, setJoined] = useState(0);
  const box = useRef(null);

  useEffect(() => onIn(joined > 0), [joined, onIn]);
  const { audio, video } = media.tracks;
  const shows = useMemo(
    () => ({ microphone: Boolean(audio && mine.microphone), camera: Boolean(video && mine.camera), screen: Boolean(shared) }),
    [audio, video, mine, shared],
  );
  const tracks = useMemo(() => ({ audio, video: shared || video }), [audio, video, shared]);
  const call = useCall({ visit, ticket, joined, tracks, shows });
  const word = useQuality(call);
  const met = useMet(call);

  useEffect(() => {
    if (audio) audio.enabled = mine.microphone;
    if (video) video.enabled = mine.camera;
  }, [audio, video, mine]);
  useEffect(() => () => shared?.stop(), [shared]);

  const toggle = (what) => setMine((before) => ({ ...before, [what]: !before[what] }));
  const share = async () => {
    if (shared) return setShared(null);
    try {
      const [track] = (await navigator.mediaDevices.getDisplayMedia({ video: true })).getVideoTracks();
      track.addEventListener("ended", () => setShared(null));
      return setShared(track);
    } catch {
      return undefined; // the person changed their mind
    }
  };
  const fill = () => (document.fullscreenElement ? document.exitFullscreen() : box.current.requestFullscreen?.());
  const leave = () => {
    if (document.fullscreenElement) document.exitFullscreen();
    call.leave();
    setJoined(0);
  };
  const back = () => {
    media.ask();
    call.again();
    setJoined(joined + 1);
  };

  const isOver = call.over && !(call.over === "time" && call.link === "connected");
  const { letGo } = media;
  useEffect(() => {
    if (!isOver) return;
    setShared(null);
    letGo();
  }, [isOver, letGo]);
  const shown = { media, mine: { ...mine, screen: Boolean(shared) }, words, drawings };
  const controls = <Controls {...shown} toggle={toggle} screen={share} onFull={met ? fill : null} onLeave={leave} />;
  return (
    <div className="video-visit" ref={box} data-link={call.link} data-line={call.lineUp ? "up" : "down"}>
      <p role="status" className="unseen">
        {joined && !isOver ? words[met ? `is_${call.link}` : "is_waiting"] : ""}
      </p>
      {isOver ? (
        <Over why={call.over} words={words} drawings={drawings} onBack={back} />
      ) : !joined ? (
        <Hallway {...shown} toggle={toggle} onJoin={() => setJoined(1)} />
      ) : met ? (
        <Stage {...shown} call={call} quality={word} controls={controls} />
      ) : (
        <WaitingRoom {...shown} call={call} controls={controls} notes={notes} onNote={mayNote ? onNote : null} />
      )}
      {joined > 0 && !isOver && !call.lineUp && !met && <p className="small">{words.line_lost}</p>}
    </div>
  );
}

const AGAIN = ["left", "elsewhere", "too_much"];

// Why it is over, in words, and the way back in where there is one.
function Over({ why, words, drawings, onBack }) {
  const heading = useRef(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className="call-over">
      <h2 ref={heading} tabIndex={-1}>
        {words[`over_${why}`]}
      </h2>
      <p>{words[`after_${why}`]}</p>
      {AGAIN.includes(why) && (
        <button type="button" className="button button-main" onClick={onBack}>
          <Drawing lines={drawings.video} />
          {why === "elsewhere" ? words.here_instead : words.come_back}
        </button>
      )}
    </div>
  );
}

// Whether the two have met: from the first picture on, through short losses, until one of them goes.
function useMet({ link, present }) {
  const [met, setMet] = useState(false);
  useEffect(() => {
    if (link === "connected") setMet(true);
    if (link === "waiting" || link === "connecting") setMet(false);
  }, [link, present]);
  return met;
}

function useQuality({ link, peerLink }) {
  const [word, setWord] = useState("");
  useEffect(() => {
    if (link !== "connected") return undefined;
    let before = null;
    const timer = setInterval(async () => {
      const found = await quality(peerLink(), before);
      before = found.now;
      setWord(found.word);
    }, LOOK);
    return () => clearInterval(timer);
  }, [link, peerLink]);
  return word;
}
