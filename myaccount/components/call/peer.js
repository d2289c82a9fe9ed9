const PATIENCE = 2500;
const LOOK_EVERY = 4000;
const RESTART_AT = 3;

// The connection between the two pages. Both may offer at any time: the one that gives way takes its offer back.
// Source: W3C WebRTC 1.0, "Perfect negotiation example".
export class Peer {
  constructor({ polite, ice, relay }, say, told) {
    this.polite = polite;
    this.say = say;
    this.told = told;
    this.stream = new MediaStream();
    this.senders = {};
    const link = new RTCPeerConnection({ iceServers: ice, iceTransportPolicy: relay ? "relay" : "all" });
    this.link = link;
    link.onnegotiationneeded = () => this.offer();
    link.onicecandidate = ({ candidate }) => this.say({ candidate: candidate && plain(candidate) });
    link.ontrack = ({ track }) => this.take(track);
    link.onconnectionstatechange = () => this.changed();
    this.shows = link.createDataChannel("shows", { negotiated: true, id: 0 });
    this.shows.onopen = () => this.tell();
    this.shows.onmessage = ({ data }) => told.shows(JSON.parse(data));
    this.looks = 0;
    this.watch = setInterval(() => this.look(), LOOK_EVERY);
  }

  async offer() {
    try {
      this.offering = true;
      await this.link.setLocalDescription();
      this.say({ description: plain(this.link.localDescription) });
    } finally {
      this.offering = false;
    }
  }

  async hear({ description, candidate }) {
    if (description) await this.describe(description);
    else
      try {
        await this.link.addIceCandidate(candidate || undefined);
      } catch (error) {
        if (!this.ignoring) throw error;
      }
  }

  async describe(description) {
    const ready = !this.offering && (this.link.signalingState === "stable" || this.answering);
    const collides = description.type === "offer" && !ready;
    this.ignoring = !this.polite && collides;
    if (this.ignoring) return;
    this.answering = description.type === "answer";
    await this.link.setRemoteDescription(description);
    this.answering = false;
    if (description.type !== "offer") return;
    await this.link.setLocalDescription();
    this.say({ description: plain(this.link.localDescription) });
  }

  take(track) {
    for (const old of this.stream.getTracks()) if (old.kind === track.kind) this.stream.removeTrack(old);
    this.stream.addTrack(track);
    this.told.stream(this.stream);
  }

  async send(kind, track) {
    const sender = this.senders[kind];
    if (sender) await sender.replaceTrack(track);
    else if (track) this.senders[kind] = this.link.addTrack(track, new MediaStream([track]));
  }

  tell(shown = this.shown) {
    this.shown = shown;
    if (shown && this.shows.readyState === "open") this.shows.send(JSON.stringify(shown));
  }

  changed() {
    const state = this.link.connectionState;
    clearTimeout(this.timer);
    if (state === "failed") this.restart();
    if (state === "disconnected") this.timer = setTimeout(() => this.restart(), PATIENCE);
    this.told.state(state);
  }

  // What was said while a line was down is lost: an offer that nobody answers is made again, and so is the way.
  look() {
    if (this.link.connectionState === "connected") return void (this.looks = 0);
    this.looks += 1;
    if (this.link.signalingState === "have-local-offer") this.say({ description: plain(this.link.localDescription) });
    else if (this.looks % RESTART_AT === 0) this.restart();
  }

  restart() {
    if (this.link.connectionState !== "connected" && this.link.signalingState !== "closed") this.link.restartIce();
  }

  close() {
    clearTimeout(this.timer);
    clearInterval(this.watch);
    this.link.onconnectionstatechange = null;
    this.link.close();
  }
}

const plain = (one) => {
  const { type, sdp, candidate, sdpMid, sdpMLineIndex, usernameFragment } = one.toJSON();
  return type ? { type, sdp } : { candidate, sdpMid, sdpMLineIndex, usernameFragment };
};
