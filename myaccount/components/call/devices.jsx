import { useId } from "react";

// Which camera and which microphone. Only where there is a choice to make.
export function Devices({ media, words }) {
  const id = useId();
  const kinds = [
    ["audio", "audioinput", words.microphone],
    ["video", "videoinput", words.camera],
  ];
  return kinds.map(([kind, named, label]) => {
    const offered = media.found[named];
    if (offered.length < 2 && media.tracks[kind]) return null;
    if (!offered.length) return null;
    return (
      <div key={kind} className="field">
        <label className="field-label" htmlFor={`${id}-${kind}`}>
          {label}
        </label>
        <select
          id={`${id}-${kind}`}
          className="box"
          value={media.tracks[kind]?.getSettings().deviceId || ""}
          onChange={(event) => media.choose(kind, event.target.value)}
        >
          {!media.tracks[kind] && <option value="">–</option>}
          {offered.map((one, number) => (
            <option key={one.deviceId} value={one.deviceId}>
              {one.label || `${label} ${number + 1}`}
            </option>
          ))}
        </select>
      </div>
    );
  });
}
