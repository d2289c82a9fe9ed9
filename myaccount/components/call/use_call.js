import { useCallback, useEffect, useRef, useState } from "react";
import { Line } from "./line.js";
import { Peer } from "./peer.js";

const FRESH = 60000;
const ALONE = { present: false, link: "waiting", stream: null, shows: null, went: "" };

// The call from joining to its end: the line to the portal, and on it the connection to the other side. `link` is
// "waiting", "connecting", "connected" or "reconnecting"; `went` is how the other side went; `over` why this one did.
export function useCall({ visit, ticket, joined, tracks, shows }) {
  const [theirs, setTheirs] = useState(ALONE);
  const [lineUp, setLineUp] = useState(false);
  const [over, setOver] = useState("");
  const now = useRef({});
  now.current.tracks = tracks;
  now.current.shows = shows;

  useEffect(() => {
    if (!joined) return undefined;
    const held = now.current;
    const change = (what) => setTheirs((before) => ({ ...before, ...what }));
    const prepare = () => {
      close(held);
      const said = (signal) => held.line.say({ signal });
      const peer = new Peer(held.welcome, said, {
        state: (state) => held.peer === peer && follow(state),
        stream: (stream) => change({ stream: new MediaStream(stream.getTracks()) }),
        shows: (shown) => change({ shows: shown }),
      });
      held.peer = peer;
      for (const kind of ["audio", "video"]) peer.send(kind, held.tracks[kind]);
      peer.tell(held.shows);
      held.renewal = setTimeout(prepare, FRESH); // by then other ways may lead here
    };
    const meet = (tab) => {
      if (held.tab || !held.peer) prepare();
      clearTimeout(held.renewal);
      held.tab = tab;
      held.was = false;
      setTheirs({ ...ALONE, present: true, link: "connecting" });
      held.peer.begin();
    };
    const drop = (went) => {
      if (held.line.ended) close(held);
      else prepare();
      setTheirs({ ...ALONE, went });
    };
    const follow = (state) => {
      if (state === "connected") {
        held.was = true;
        change({ link: "connected", went: "" });
      } else if (state === "closed" || (state === "failed" && held.gone)) drop("lost");
      else if (state !== "new") change({ link: held.was ? "reconnecting" : "connecting" });
    };
    const isUp = () => held.peer?.link.connectionState === "connected";

    held.line = new Line(visit, ticket, {
      welcome: (welcome) => {
        held.welcome = welcome;
        setLineUp(true);
        if (held.tab) held.peer.restart();
        else prepare();
      },
      lost: () => setLineUp(false),
      peer: (how, tab) => {
        held.gone = how !== "here";
        if (how === "here") {
          if (held.tab !== tab) meet(tab);
          else held.peer.restart();
        } else if (tab === held.tab && !((how === "lost" || how === "time") && isUp())) drop(how);
      },
      signal: (signal, tab) => {
        if (held.tab !== tab) meet(tab);
        held.peer.hear(signal);
      },
      over: (why) => {
        setLineUp(false);
        setOver(why);
        if (why === "time" && isUp()) return;
        close(held);
        setTheirs(ALONE);
      },
    });
    const leave = () => close(held);
    addEventListener("pagehide", leave);
    return () => {
      removeEventListener("pagehide", leave);
      held.line.end();
      close(held);
    };
  }, [visit, ticket, joined]);

  useEffect(() => {
    now.current.peer?.send("audio", tracks.audio);
    now.current.peer?.send("video", tracks.video);
  }, [tracks.audio, tracks.video]);

  useEffect(() => now.current.peer?.tell(shows), [shows]);

  const leave = useCallback(() => {
    now.current.line?.leave();
    close(now.current);
    setTheirs(ALONE);
    setOver("left");
  }, []);
  const again = useCallback(() => setOver(""), []);
  const link = useCallback(() => now.current.peer?.link, []);
  return { ...theirs, lineUp, over, leave, again, peerLink: link };
}

function close(held) {
  clearTimeout(held.renewal);
  held.peer?.close();
  held.peer = held.tab = null;
}
