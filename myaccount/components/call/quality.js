const SLOW = 0.25;
const VERY_SLOW = 0.6;
const LOSS = 0.03;
const MUCH_LOSS = 0.1;

// How well the two hear and see each other since the last look: "good", "fair" or "poor"; nothing before anything came.
export async function quality(link, before) {
  const now = { received: 0, lost: 0, trip: 0 };
  for (const one of (await link.getStats()).values()) {
    if (one.type === "inbound-rtp") {
      now.received += one.packetsReceived;
      now.lost += one.packetsLost;
    } else if (one.type === "candidate-pair" && one.nominated) {
      now.trip = Math.max(now.trip, one.currentRoundTripTime || 0);
    }
  }
  const lost = Math.max(0, now.lost - (before?.lost || 0));
  const all = Math.max(0, now.received - (before?.received || 0)) + lost;
  const share = all ? lost / all : 0;
  const poor = now.trip > VERY_SLOW || share > MUCH_LOSS || (before && !all);
  const word = !before ? "" : poor ? "poor" : now.trip > SLOW || share > LOSS ? "fair" : "good";
  return { now, word };
}
