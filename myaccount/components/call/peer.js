const PATIENCE = 2500;
const LOOK_EVERY = 4000;
const RESTART_AT = 3;
const PAUSE = 20;
const AT_ONCE = 20;

const KINDS = ["audio", "video"];

// The connection between the two pages. One side makes every offer, and the other asks it to: when both offer at once, one
// has to take its offer back, and Chromium may then never look for a way again. Sound and picture have their places both
// ways from the first offer on, so whatever is switched on later needs no new one.
//
// It is made before there is anybody to meet: the offer is written and the ways that lead here are looked for by then, so
// that whoever comes is told all of it at once.
export class Peer {
  constructor({ offers, ice, relay }, say, told) {
    this.offers = offers;
    this.say = say;
    this.told = told;
    this.tracks = {};
    this.senders = {};
    this.stream = new MediaStream();
    this.heard = Promise.resolve();
    this.ways = [];
    const link = new RTCPeerConnection({ iceServers: ice, iceTransportPolicy: relay ? "relay" : "all", bundlePolicy: "max-bundle" });
    this.link = link;
    link.onicecandidate = ({ candidate }) => this.begun && this.found(candidate && plain(candidate));
    link.ontrack = ({ track }) => this.take(track);
    link.onconnectionstatechange = () => this.changed();
    this.shows = link.createDataChannel("shows", { negotiated: true, id: 0 });
    this.shows.onopen = () => this.tell();
    this.shows.onmessage = ({ data }) => told.shows(JSON.parse(data));
    if (offers) {
      link.onnegotiationneeded = () => this.offer();
      for (const kind of KINDS) this.senders[kind] = link.addTransceiver(kind).sender;
    }
  }

  // There is somebody. What was found before stands in the description.
  begin() {
    this.begun = true;
    this.looks = 0;
    this.watch = setInterval(() => this.look(), LOOK_EVERY);
    if (this.link.localDescription) this.describe();
  }

  async offer() {
    await this.link.setLocalDescription();
    if (this.begun) this.describe();
  }

  describe() {
    this.say({ description: plain(this.link.localDescription) });
  }

  // The first way at once, and together what is found in the moment after it: the portal judges everything that is said.
  found(way) {
    this.ways.push(way);
    if (!this.pause) this.tellWays();
  }

  tellWays() {
    const some = this.ways.splice(0, AT_ONCE);
    if (some.length) this.say({ candidates: some });
    this.pause = some.length ? setTimeout(() => this.tellWays(), PAUSE) : 0;
  }

  // One after the other: an answer that is being made is finished before the next offer is looked at.
  hear(signal) {
    this.heard = this.heard.then(() => this.link.signalingState !== "closed" && this.follow(signal));
  }

  async follow({ description, candidates, again }) {
    if (again) this.again();
    else if (candidates) await Promise.all(candidates.map((one) => this.link.addIceCandidate(one || undefined).catch(() => {}))); // of a way given up
    else if (description.type === "answer") await this.accept(description);
    else if (!this.offers) await this.answer(description);
  }

  async accept(answer) {
    if (this.link.signalingState === "have-local-offer") await this.link.setRemoteDescription(answer);
  }

  async answer(offer) {
    await this.link.setRemoteDescription(offer);
    const places = this.link.getTransceivers().map((place) => {
      const { kind } = place.receiver.track;
      place.direction = "sendrecv";
      this.senders[kind] = place.sender;
      return place.sender.replaceTrack(this.tracks[kind] || null);
    });
    await Promise.all(places);
    await this.link.setLocalDescription();
    this.describe();
  }

  // A track without a first packet would keep a player waiting that has the other to play.
  take(track) {
    const add = () => {
      this.stream.addTrack(track);
      this.told.stream(this.stream);
    };
    if (track.muted) track.addEventListener("unmute", add, { once: true });
    else add();
  }

  async send(kind, track) {
    this.tracks[kind] = track;
    await this.senders[kind]?.replaceTrack(track);
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
    if (this.looks % RESTART_AT === 0) this.again();
    else if (this.link.signalingState === "have-local-offer") this.describe();
  }

  restart() {
    if (this.link.connectionState !== "connected" && this.link.signalingState !== "closed") this.again();
  }

  again() {
    if (!this.offers) this.say({ again: true });
    else if (this.link.signalingState === "have-local-offer") this.describe();
    else this.link.restartIce();
  }

  close() {
    clearTimeout(this.timer);
    clearTimeout(this.pause);
    clearInterval(this.watch);
    this.link.onconnectionstatechange = null;
    this.link.close();
  }
}

const plain = (one) => {
  const { type, sdp, candidate, sdpMid, sdpMLineIndex, usernameFragment } = one.toJSON();
  return type ? { type, sdp } : { candidate, sdpMid, sdpMLineIndex, usernameFragment };
};
