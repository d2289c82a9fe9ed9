import { useCallback, useEffect, useRef, useState } from "react";
import { Line } from "./line.js";
import { Peer } from "./peer.js";

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
    const drop = (went) => {
      held.peer?.close();
      held.peer = null;
      setTheirs({ ...ALONE, went });
    };
    const meet = (tab) => {
      held.peer?.close();
      const said = (signal) => held.line.say({ signal });
      const peer = new Peer(held.welcome, said, {
        state: (state) => held.peer === peer && follow(state),
        stream: (stream) => change({ stream: new MediaStream(stream.getTracks()) }),
        shows: (shown) => change({ shows: shown }),
      });
      held.peer = peer;
      held.tab = tab;
      held.was = false;
      setTheirs({ ...ALONE, present: true, link: "connecting" });
      for (const kind of ["audio", "video"]) peer.send(kind, held.tracks[kind]);
      peer.tell(held.shows);
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
        held.peer?.restart();
      },
      lost: () => setLineUp(false),
      peer: (how, tab) => {
        held.gone = how !== "here";
        if (how === "here") {
          if (!held.peer || held.tab !== tab) meet(tab);
          else held.peer.restart();
        } else if (tab === held.tab && !((how === "lost" || how === "time") && isUp())) drop(how);
      },
      signal: (signal, tab) => {
        if (!held.peer || held.tab !== tab) meet(tab);
        held.peer.hear(signal);
      },
      over: (why) => {
        setLineUp(false);
        setOver(why);
        if (why !== "time" || !isUp()) drop("");
      },
    });
    const leave = () => held.peer?.close();
    addEventListener("pagehide", leave);
    return () => {
      removeEventListener("pagehide", leave);
      held.line.end();
      held.peer?.close();
      held.peer = null;
    };
  }, [visit, ticket, joined]);

  useEffect(() => {
    now.current.peer?.send("audio", tracks.audio);
    now.current.peer?.send("video", tracks.video);
  }, [tracks.audio, tracks.video]);

  useEffect(() => now.current.peer?.tell(shows), [shows]);

  const leave = useCallback(() => {
    now.current.line?.leave();
    now.current.peer?.close();
    now.current.peer = null;
    setTheirs(ALONE);
    setOver("left");
  }, []);
  const again = useCallback(() => setOver(""), []);
  const link = useCallback(() => now.current.peer?.link, []);
  return { ...theirs, lineUp, over, leave, again, peerLink: link };
}
