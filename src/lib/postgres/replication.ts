import type pg from 'pg';
import { clientFor } from '../db/primary.ts';

/** PostgreSQL's positions in the write-ahead log: `0/3000000` is 50331648n. */
export const lsnOf = (text: string): bigint => {
  const [high = '0', low = '0'] = text.split('/');
  return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`);
};
const lsnText = (lsn: bigint): string => `${(lsn >> 32n).toString(16)}/${(lsn & 0xffffffffn).toString(16)}`.toUpperCase();

type Row = readonly (string | null)[];
type Message = { fields?: readonly (Buffer | string | null)[]; chunk?: Buffer };
type Socket = { pause(): void; resume(): void; destroy(): void };
type Wire = { query(text: string): void; sendCopyFromChunk(chunk: Buffer): void; stream: Socket };
/** Takes what is streamed; nothing more is read until what it gives is there. */
type Take = (chunk: Buffer, wire: Wire) => Promise<void> | undefined;

/**
 * One command of the replication protocol, as pg's client takes it. Rows of its result sets go to `rows`, what it streams to `data`; while that
 * promises something, nothing more is read.
 */
class Command {
  readonly rows: Row[] = [];
  readonly ended: Promise<void>;
  private settle: { resolve(): void; reject(fault: Error): void };
  private waiting: Promise<void> = Promise.resolve();
  private readonly text: string;
  private readonly data: Take;

  constructor(text: string, data: Take = () => undefined) {
    this.text = text;
    this.data = data;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.ended = promise;
    this.settle = { resolve, reject };
    // Whoever asks for the end hears of the fault; nobody may be left to ask.
    promise.catch(() => {});
  }

  submit(wire: Wire): void {
    wire.query(this.text);
  }
  handleRowDescription(): void {}
  handleDataRow({ fields = [] }: Message): void {
    this.rows.push(fields.map((field) => (field === null ? null : field.toString())));
  }
  handleCommandComplete(): void {}
  handleCopyData({ chunk }: Message, wire: Wire): void {
    if (chunk === undefined) return;
    // The parser's buffer is used again: what is kept must be a copy.
    const copy = Buffer.from(chunk);
    const read = async (): Promise<void> => {
      const busy = this.data(copy, wire);
      if (busy === undefined) return;
      wire.stream.pause();
      await busy;
      wire.stream.resume();
    };
    this.waiting = this.waiting.then(read).catch((fault: unknown) => {
      this.settle.reject(fault instanceof Error ? fault : new Error(String(fault)));
      wire.stream.destroy();
    });
  }
  handleError(fault: Error): void {
    this.settle.reject(fault);
  }
  handleReadyForQuery(): void {
    void this.waiting.then(this.settle.resolve);
  }
}

type Replication = {
  run(text: string, data?: Take): Promise<Row[]>;
  close(): Promise<void>;
};

/** A client that is gone is noticed by the network. */
const NETWORK = '-c tcp_keepalives_idle=60 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=6';
/** PostgreSQL ends a connection that does not say for a minute how far it has read: a backup does not say so, and a slow disk may take longer; who stops PostgreSQL ends it. */
const ANY_TIME = 0;
/**
 * PostgreSQL does not stop, nor is switched over, before who reads its log has read all of it or did not answer for so long: said after each part that was written,
 * so a slow share may take what it needs, and one that hangs is waited for no longer than this. The log is read from there the next time.
 */
const LOG_MS = 60_000;

/** A connection that speaks the replication protocol. @throws PostgreSQL's refusal: no such role, no right, no line in pg_hba.conf */
async function connectReplication(url: string, senderMs = ANY_TIME): Promise<Replication> {
  const settings = {
    connectionString: url,
    replication: 'true',
    application_name: 'madoguchi-backup',
    keepAlive: true,
    options: `-c wal_sender_timeout=${senderMs} ${NETWORK}`,
  };
  const client = clientFor(settings);
  client.on('error', () => {});
  await client.connect();
  return {
    run: async (text, data) => {
      const command = new Command(text, data);
      client.query(command as unknown as pg.Submittable);
      await command.ended;
      return command.rows;
    },
    close: () => client.end().catch(() => {}),
  };
}

export type Position = { system: string; timeline: number; flushed: bigint };

async function position({ run }: Replication): Promise<Position> {
  const [row] = await run('IDENTIFY_SYSTEM');
  const [system, timeline, flushed] = row ?? [];
  if (system == null || timeline == null || flushed == null) throw new Error('PostgreSQL does not say who it is');
  return { system, timeline: Number(timeline), flushed: lsnOf(flushed) };
}

/** Who the cluster is, and how far its log is on the disk. */
export async function identify(url: string): Promise<Position> {
  const replication = await connectReplication(url);
  try {
    return await position(replication);
  } finally {
    await replication.close();
  }
}

type BaseBackup = Omit<Position, 'flushed'> & { start: bigint; end: bigint };
/** Where an archive goes: called for each in turn, the last one for PostgreSQL's own manifest. */
type Sink = { write(chunk: Buffer): Promise<void> | undefined; end(): Promise<void> };
type OpenSink = (archive: { name: string; location: string } | 'manifest') => Promise<Sink>;

const textAt = (chunk: Buffer, from: number): string => chunk.toString('utf8', from, chunk.indexOf(0, from));

/**
 * Copies a running cluster whole, as pg_basebackup does, with the log that makes the copy consistent in it (PostgreSQL 15 and newer). It may stand on
 * another machine; nothing there but a role with REPLICATION is needed.
 * @throws what PostgreSQL or a sink says; what was written until then is the caller's to remove
 */
export async function copyCluster(url: string, label: string, open: OpenSink): Promise<BaseBackup> {
  const replication = await connectReplication(url);
  try {
    const { system } = await position(replication);
    let sink: Sink | undefined;
    const next = async (archive: Parameters<OpenSink>[0]): Promise<void> => {
      await sink?.end();
      sink = await open(archive);
    };
    const options = `LABEL '${label}', CHECKPOINT 'fast', WAL true, MANIFEST 'yes', MANIFEST_CHECKSUMS 'SHA256'`;
    const rows = await replication.run(`BASE_BACKUP (${options})`, (chunk) => {
      switch (String.fromCharCode(chunk[0] ?? 0)) {
        case 'n': {
          const name = textAt(chunk, 1);
          return next({ name, location: textAt(chunk, 2 + Buffer.byteLength(name)) });
        }
        case 'm':
          return next('manifest');
        case 'd':
          return sink?.write(chunk.subarray(1));
        default:
          return undefined;
      }
    });
    await sink?.end();
    // The first result set is where it began, the last one where it ended; between them the tablespaces, three columns each.
    const places = rows.filter((row) => row.length === 2);
    const [first, last] = [places[0], places.at(-1)];
    if (first?.[0] == null || last?.[0] == null || places.length < 2)
      throw new Error('PostgreSQL does not say from where to where the backup reaches');
    return { system, timeline: Number(first[1]), start: lsnOf(first[0]), end: lsnOf(last[0]) };
  } finally {
    await replication.close();
  }
}

const WAL_HEAD = 25;
const STATUS_BYTES = 34;

/**
 * How far the log was written here, as PostgreSQL takes it. Never said to be on a disk: where any standby may be one that commits wait for, this would be taken for it.
 */
function statusOf(written: bigint): Buffer {
  const status = Buffer.alloc(STATUS_BYTES);
  status.write('r', 0);
  status.writeBigUInt64BE(written, 1);
  return status;
}

/**
 * Reads the write-ahead log from a position to where it is on the disk now, at most so many bytes of it.
 * @returns where it ended; the same position where there was nothing new
 * @param given `senderMs`: for how long PostgreSQL waits for one part to be written
 * @throws PostgreSQL's 58P01 where that part of the log was removed already; a broken connection where one part took longer
 */
export async function readLog(
  url: string,
  { from, timeline, most, senderMs = LOG_MS }: { from: bigint; timeline: number; most?: number; senderMs?: number },
  write: (chunk: Buffer) => Promise<void> | undefined,
): Promise<bigint> {
  const replication = await connectReplication(url, senderMs);
  try {
    const { flushed, timeline: now } = await position(replication);
    if (now !== timeline || flushed <= from) return from;
    const end = most === undefined || flushed - from <= BigInt(most) ? flushed : from + BigInt(most);
    let reached = from;
    const through = Promise.withResolvers<void>();
    const command = replication.run(`START_REPLICATION PHYSICAL ${lsnText(from)} TIMELINE ${timeline}`, async (chunk, wire) => {
      if (chunk[0] !== 'w'.charCodeAt(0) || reached >= end) return;
      const all = chunk.subarray(WAL_HEAD);
      const wanted = all.subarray(0, Number(end - reached));
      reached += BigInt(wanted.length);
      const here = reached;
      await write(wanted);
      wire.sendCopyFromChunk(statusOf(here));
      if (here >= end) through.resolve();
    });
    // The server would go on sending what is written meanwhile: it is left in the middle.
    await Promise.race([through.promise, command]);
    command.catch(() => {});
    return reached;
  } finally {
    await replication.close();
  }
}
