import { useCallback, useEffect, useRef, useState } from "react";

const PICTURE = { width: { ideal: 1280 }, height: { ideal: 720 }, facingMode: "user" };
const SOUND = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

// The camera and the microphone: asked for, switched later, and let go when a call is over or the page goes; asked for
// again, those that were chosen are wished for. `problem` says what is missing: "refused", "busy", "none", or "camera" when
// there is sound alone.
export function useDevices() {
  const [tracks, setTracks] = useState({ audio: null, video: null });
  const [found, setFound] = useState({ audioinput: [], videoinput: [] });
  const [problem, setProblem] = useState("asking");
  const held = useRef(tracks);
  const chosen = useRef({});

  const keep = useCallback((kind, track) => {
    const old = held.current[kind];
    if (old && old !== track) old.stop();
    held.current = { ...held.current, [kind]: track };
    setTracks(held.current);
  }, []);

  const look = useCallback(async () => {
    const all = (await navigator.mediaDevices?.enumerateDevices()) || [];
    const of = (kind) => all.filter((one) => one.kind === kind && one.deviceId);
    setFound({ audioinput: of("audioinput"), videoinput: of("videoinput") });
    return all.some((one) => one.kind === "videoinput");
  }, []);

  const ask = useCallback(async () => {
    setProblem("asking");
    const [stream, why] = await wished(await look(), chosen.current);
    for (const kind of ["audio", "video"]) {
      const [track] = stream ? stream.getTracks().filter((one) => one.kind === kind) : [];
      keep(kind, track || null);
    }
    await look();
    setProblem(why);
  }, [keep, look]);

  const choose = useCallback(
    async (kind, id) => {
      const wish = kind === "audio" ? { audio: { ...SOUND, deviceId: { exact: id } } } : { video: { ...PICTURE, facingMode: undefined, deviceId: { exact: id } } };
      const on = held.current[kind]?.enabled ?? true;
      try {
        const [track] = (await navigator.mediaDevices.getUserMedia(wish)).getTracks();
        track.enabled = on;
        chosen.current[kind] = { deviceId: { ideal: id } };
        keep(kind, track);
        setProblem((before) => (before === "camera" && kind === "video" ? "" : before));
      } catch (error) {
        setProblem(reason(error));
      }
    },
    [keep],
  );

  const letGo = useCallback(() => ["audio", "video"].forEach((kind) => keep(kind, null)), [keep]);

  useEffect(() => {
    ask();
    navigator.mediaDevices?.addEventListener("devicechange", look);
    return () => {
      navigator.mediaDevices?.removeEventListener("devicechange", look);
      for (const track of Object.values(held.current)) track?.stop();
    };
  }, [ask, look]);

  return { tracks, found, problem, ask, choose, letGo };
}

// Ask for both; for sound alone where there is no camera, or it cannot be had. Tells what was given, and what was not.
async function wished(hasCamera, chosen) {
  if (!navigator.mediaDevices) return [null, "none"];
  const audio = { ...SOUND, ...chosen.audio };
  const video = { ...PICTURE, ...chosen.video };
  let why = "camera";
  if (hasCamera) {
    try {
      return [await navigator.mediaDevices.getUserMedia({ audio, video }), ""];
    } catch (error) {
      why = reason(error);
      if (why === "refused" && (await state("microphone")) !== "granted") return [null, why];
    }
  }
  try {
    return [await navigator.mediaDevices.getUserMedia({ audio }), why === "none" ? "camera" : why];
  } catch (error) {
    return [null, reason(error)];
  }
}

async function state(name) {
  try {
    return (await navigator.permissions.query({ name })).state;
  } catch {
    return "unknown";
  }
}

function reason({ name }) {
  if (name === "NotAllowedError" || name === "SecurityError") return "refused";
  return name === "NotReadableError" || name === "AbortError" ? "busy" : "none";
}
