// One of the house's drawings: `lines` are its paths. Decoration only; a word always stands beside it.
export function Drawing({ lines }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className="icon">
      {lines.map((line) => (
        <path key={line} d={line} />
      ))}
    </svg>
  );
}
