import { useEffect, useRef } from "react";

// A box to tick. It shows at once what the person chose; the server is told, and what the server says counts.
export function Tick({ ticked, answers, onTick, ...props }) {
  const box = useRef(null);

  useEffect(() => {
    box.current.checked = ticked;
  }, [ticked, answers]);

  const turn = (event) => onTick(event.target.checked);
  return <input {...props} ref={box} type="checkbox" defaultChecked={ticked} onChange={turn} />;
}
