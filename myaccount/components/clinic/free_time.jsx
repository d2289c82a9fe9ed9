import { useRef, useState } from "react";

const STEP = 15;

// A column of the schedule. A click on an empty place tells its minute, on a quarter of an hour; a pale band shows
// beforehand which quarter that is. It is a short cut for the mouse alone: "Book" does the same by keyboard.
export function FreeTime({ first, minutes, onPlace, children, ...props }) {
  const column = useRef(null);
  const [under, setUnder] = useState(null);

  const minuteAt = (event) => {
    if (event.target.closest("button")) return null;
    const { top, height } = column.current.getBoundingClientRect();
    const share = (event.clientY - top) / height;
    return share < 0 || share >= 1 ? null : Math.floor((share * minutes) / STEP) * STEP;
  };
  const place = (event) => {
    const minute = minuteAt(event);
    if (minute !== null && getComputedStyle(column.current).position === "relative") onPlace(first + minute);
  };

  return (
    <div
      ref={column}
      onClick={place}
      onMouseMove={(event) => setUnder(minuteAt(event))}
      onMouseLeave={() => setUnder(null)}
      {...props}
    >
      {under !== null && <div className="free-band" aria-hidden="true" style={{ "--top": under, "--for": STEP }} />}
      {children}
    </div>
  );
}
