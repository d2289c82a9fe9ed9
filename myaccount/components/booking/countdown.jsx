import { useEffect, useState } from "react";

// Counts down from so many seconds, as minutes and seconds. The server ends what it counts; this only shows it. What is
// left is counted from the moment of showing, so a clock that is wrong on the patient's side does no harm.
export function Countdown({ seconds, name, ...props }) {
  const [left, setLeft] = useState(seconds);

  useEffect(() => {
    const end = performance.now() + seconds * 1000;
    const tick = () => setLeft(Math.max(0, Math.round((end - performance.now()) / 1000)));
    tick();
    const timer = setInterval(tick, 500);
    return () => clearInterval(timer);
  }, [seconds]);

  const shown = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  return (
    <span role="timer" aria-label={name} {...props}>
      {shown}
    </span>
  );
}
