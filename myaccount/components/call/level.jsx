import { useEffect, useRef, useState } from "react";

const HEARD = 0.04;
const QUIET_AFTER = 4000;
const EVERY = 80;

// How loud the microphone hears, as a bar and in words. The words change seldom: only when it hears, or no longer.
export function Level({ track, words }) {
  const bar = useRef(null);
  const [hears, setHears] = useState(false);

  useEffect(() => {
    if (!track) return undefined;
    const context = new AudioContext();
    const ear = context.createAnalyser();
    ear.fftSize = 512;
    context.createMediaStreamSource(new MediaStream([track])).connect(ear);
    const wave = new Float32Array(ear.fftSize);
    let heardAt = 0;
    const timer = setInterval(() => {
      context.resume().catch(() => {});
      ear.getFloatTimeDomainData(wave);
      const loud = Math.min(1, Math.sqrt(wave.reduce((sum, one) => sum + one * one, 0) / wave.length) * 4);
      if (bar.current) bar.current.style.transform = `scaleX(${loud})`;
      if (loud > HEARD) heardAt = performance.now();
      setHears(heardAt > 0 && performance.now() - heardAt < QUIET_AFTER);
    }, EVERY);
    return () => {
      clearInterval(timer);
      context.close();
    };
  }, [track]);

  const said = hears ? words.hears : words.quiet;
  return (
    <div className="level">
      <span className="level-track" aria-hidden="true">
        <span ref={bar} className="level-bar" />
      </span>
      <span role="status" className="small">
        {said}
      </span>
    </div>
  );
}
