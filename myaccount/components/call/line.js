const PAUSES = [300, 1000, 2000, 4000, 8000];
const STILL_HERE = 15000;

// The line to the portal on which two pages find each other. A lost line is made again by itself, with the same name
// for this page, so what runs between the two runs on; once the portal has said why it is over, it stays so.
export class Line {
  constructor(visit, ticket, heard) {
    this.tab = crypto.randomUUID();
    this.address = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/call/${encodeURIComponent(visit)}`;
    this.ticket = ticket;
    this.heard = heard;
    this.tries = 0;
    this.beat = setInterval(() => this.say({ here: true }), STILL_HERE);
    this.again = () => this.socket?.readyState > 1 && this.open();
    addEventListener("online", this.again);
    this.open();
  }

  open() {
    clearTimeout(this.timer);
    const socket = new WebSocket(this.address);
    this.socket = socket;
    socket.onopen = () => socket.send(JSON.stringify({ join: { ticket: this.ticket, tab: this.tab } }));
    socket.onmessage = ({ data }) => this.socket === socket && !this.ended && this.hear(JSON.parse(data));
    socket.onclose = () => this.socket === socket && !this.ended && this.lost();
  }

  hear(said) {
    if (said.welcome) {
      this.tries = 0;
      this.heard.welcome(said.welcome);
    } else if (said.over) {
      this.end();
      this.heard.over(said.over);
    } else if (said.peer) {
      this.heard.peer(said.peer, said.tab);
    } else if (said.signal) {
      this.heard.signal(said.signal, said.tab);
    }
  }

  lost() {
    this.heard.lost();
    this.timer = setTimeout(() => this.open(), PAUSES[Math.min(this.tries, PAUSES.length - 1)]);
    this.tries += 1;
  }

  say(words) {
    if (this.socket?.readyState === 1) this.socket.send(JSON.stringify(words));
  }

  leave() {
    this.say({ leave: true });
    this.end();
  }

  end() {
    this.ended = true;
    clearInterval(this.beat);
    clearTimeout(this.timer);
    removeEventListener("online", this.again);
    this.socket?.close();
  }
}
