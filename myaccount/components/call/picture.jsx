import { useEffect, useRef } from "react";

// A moving picture, with or without its sound. `track` shows one track, `stream` all of one.
export function Picture({ track, stream, label, mirrored, ...props }) {
  const video = useRef(null);

  useEffect(() => {
    video.current.srcObject = stream || (track ? new MediaStream([track]) : null);
    video.current.play?.().catch(() => {});
  }, [track, stream]);

  return (
    <video ref={video} autoPlay playsInline muted={!stream} aria-label={label} data-mirrored={mirrored || undefined} {...props} />
  );
}
