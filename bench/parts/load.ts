import { connect, type Socket } from 'node:net';

/** One request as it goes over the wire, and what came back. */
export type Answer = { status: number; headers: string; body: Buffer };

type Call = { path: string; cookie?: string; form?: Record<string, string> };

/** The bytes of a request: a GET, or a POST where there is a form. */
export function wire({ path, cookie = '', form }: Call): Buffer {
  const body = form === undefined ? '' : new URLSearchParams(form).toString();
  const lines = [`${form === undefined ? 'GET' : 'POST'} ${path} HTTP/1.1`, 'host: 127.0.0.1', 'accept: text/html'];
  if (cookie !== '') lines.push(`cookie: ${cookie}`);
  if (form !== undefined)
    lines.push('content-type: application/x-www-form-urlencoded', `content-length: ${Buffer.byteLength(body)}`);
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

const END = Buffer.from('\r\n\r\n');

/**
 * A connection kept alive that asks one thing at a time. Far cheaper than node:http, so that on a machine of two cores the door is
 * what is measured. Understands what our doors send: answers with a content-length.
 */
export class Connection {
  readonly #socket: Socket;
  #parts: Buffer[] = [];
  #size = 0;
  #needed = 0;
  #head = '';
  #headSize = 0;
  #waiting: { resolve(answer: Answer): void; reject(error: Error): void } | undefined;

  constructor(port: number) {
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.#socket.on('data', (chunk: Buffer) => this.#hear(chunk));
    this.#socket.on('error', (error) => this.#fail(error));
    this.#socket.on('close', () => this.#fail(new Error('the door closed the connection')));
  }

  #fail(error: Error): void {
    this.#waiting?.reject(error);
    this.#waiting = undefined;
  }

  #hear(chunk: Buffer): void {
    this.#parts.push(chunk);
    this.#size += chunk.length;
    if (this.#headSize === 0) {
      const all = this.#parts.length === 1 ? chunk : Buffer.concat(this.#parts);
      this.#parts = [all];
      const at = all.indexOf(END);
      if (at < 0) return;
      this.#head = all.toString('latin1', 0, at);
      this.#headSize = at + END.length;
      const length = /\r\ncontent-length: (\d+)/iu.exec(this.#head)?.[1];
      if (length === undefined) {
        this.#fail(new Error(`an answer without a length: ${this.#head}`));
        return;
      }
      this.#needed = this.#headSize + Number(length);
    }
    if (this.#size < this.#needed) return;
    const body = Buffer.concat(this.#parts).subarray(this.#headSize, this.#needed);
    const answer = { status: Number(this.#head.slice(9, 12)), headers: this.#head, body };
    this.#parts = [];
    this.#size = 0;
    this.#headSize = 0;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve(answer);
  }

  ask(request: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#socket.removeAllListeners('close');
    this.#socket.destroy();
  }
}

/** One answer over a connection of its own. */
export async function askOnce(port: number, call: Call): Promise<Answer> {
  const connection = new Connection(port);
  try {
    return await connection.ask(wire(call));
  } finally {
    connection.close();
  }
}

export type Load = {
  perSecond: number;
  seconds: number;
  /** Milliseconds each answer took, in no order. */
  took: number[];
  /** How many answers of each kind `kindOf` told apart. */
  kinds: Record<string, number>;
};

const byStatus = (answer: Answer): string => String(answer.status);

/** Tells answers apart by status and where they lead to: `303 /cautions`. */
export const byPlace = ({ status, headers }: Answer): string =>
  `${status} ${/\r\nlocation: ([^\r\n]*)/iu.exec(headers)?.[1] ?? ''}`.trim();

/**
 * Sends every request once, each connection its next as soon as it has its answer. Requests are made as they are sent, so that
 * thousands need no memory. Stops early at `seconds`.
 */
export async function runLoad(
  port: number,
  requests: Iterable<Buffer>,
  {
    connections,
    seconds = Number.POSITIVE_INFINITY,
    kindOf = byStatus,
  }: { connections: number; seconds?: number; kindOf?: (answer: Answer) => string },
): Promise<Load> {
  const next = requests[Symbol.iterator]();
  const took: number[] = [];
  const kinds: Record<string, number> = {};
  const began = performance.now();
  const walk = async (): Promise<void> => {
    const connection = new Connection(port);
    try {
      while (performance.now() - began < seconds * 1_000) {
        const { value, done } = next.next();
        if (done === true) return;
        const sent = performance.now();
        const answer = await connection.ask(value);
        took.push(performance.now() - sent);
        const kind = kindOf(answer);
        kinds[kind] = (kinds[kind] ?? 0) + 1;
      }
    } finally {
      connection.close();
    }
  };
  await Promise.all(Array.from({ length: connections }, walk));
  const passed = (performance.now() - began) / 1_000;
  return { perSecond: took.length / passed, seconds: passed, took, kinds };
}

/** The same request for ever; give `seconds` to runLoad. */
export function* always(request: Buffer): Generator<Buffer> {
  for (;;) yield request;
}

/**
 * The form cookie and token of one visitor, good for every form of the door. `all`: every cookie a browser has after a page with a form. One of them
 * says that it is inside: with it nobody waits in the line.
 */
export async function formToken(port: number): Promise<{ cookie: string; all: string; token: string }> {
  const page = await askOnce(port, { path: '/notice' });
  const cookies = [...page.headers.matchAll(/\r\nset-cookie: ([^;\r]*)/giu)].map(([, pair = '']) => pair);
  const cookie = cookies.find((pair) => pair.startsWith('form='));
  const token = /name="form_token" value="([^"]*)"/u.exec(page.body.toString('utf8'))?.[1];
  if (cookie === undefined || token === undefined) throw new Error(`no form token: ${page.headers}`);
  return { cookie, all: cookies.join('; '), token: token.replaceAll('&amp;', '&') };
}
