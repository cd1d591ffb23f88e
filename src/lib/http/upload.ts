import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { codeOf } from '../fault.ts';
import { done, type Outcome, refused } from '../outcome.ts';
import { scratchFolder } from '../scratch.ts';
import { BrokenForm, type FilePart, readFormHead } from './multipart.ts';
import { mayTakeLong } from './receiving.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route takes a form with a file. */
    upload?: boolean;
  }
}

/** The form around a file, in bytes. */
const FORM_ROOM = 64 * 1024;
const MULTIPART = /^multipart\/form-data\b/iu;

/** Carries out of the reading that more came than is taken. */
class TooLarge extends Error {}

/** The disk, or this account's part of it, is full. */
const NO_ROOM = ['ENOSPC', 'EDQUOT'];
const isFull = (error: unknown): boolean => NO_ROOM.includes(codeOf(error) ?? '');

const unreadable = (): Error => Object.assign(new Error('unreadable multipart'), { code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE' });

async function* atMost(bytes: AsyncIterable<Buffer>, limit: number): AsyncGenerator<Buffer> {
  let room = limit;
  for await (const piece of bytes) {
    room -= piece.length;
    if (room < 0) throw new TooLarge();
    yield piece;
  }
}

/** A file that a form sends: what it was called at home. Its bytes are still on their way, and are taken where somebody asks for them. */
export class Upload {
  readonly fileName: string;
  readonly #file: FilePart;
  readonly #limit: number;
  /** What the sender says is to come, form and all; undefined where nothing is said. */
  readonly #told: number | undefined;
  readonly #request: IncomingMessage;
  constructor(file: FilePart, limit: number, told: number | undefined, request: IncomingMessage) {
    this.fileName = file.fileName;
    this.#file = file;
    this.#limit = limit;
    this.#told = told;
    this.#request = request;
  }

  /**
   * Lays the file on disk, for its owner's eyes only, while `work` reads it; of however large a file, a piece at a time is in memory. Refuses what
   * is larger than the door takes, unread where its sender says how large it is, and what there is no room for.
   */
  async onDisk<T>(work: (path: string) => Promise<T>): Promise<Outcome<T, 'too-large' | 'no-room'>> {
    mayTakeLong(this.#request);
    if (this.#told !== undefined && this.#told > this.#limit + FORM_ROOM) return refused('too-large');
    let folder: string | undefined;
    try {
      folder = await scratchFolder('upload');
      const path = join(folder, 'upload');
      await pipeline(Readable.from(atMost(this.#file.bytes(), this.#limit)), createWriteStream(path, { mode: 0o600 }));
      return done(await work(path));
    } catch (error) {
      if (error instanceof TooLarge) return refused('too-large');
      if (isFull(error)) return refused('no-room');
      throw error instanceof BrokenForm ? unreadable() : error;
    } finally {
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    }
  }
}

/** The bodies of forms whose file may not have been read: let go of before the answer leaves. */
const sources = new WeakMap<FastifyRequest, AsyncIterator<Buffer>>();

async function readUpload(
  request: FastifyRequest,
  payload: IncomingMessage,
  limit: number,
): Promise<Record<string, string | Upload>> {
  const source = payload.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>;
  sources.set(request, source);
  const length = request.headers['content-length'];
  const body: Record<string, string | Upload> = Object.create(null);
  try {
    const { fields, file } = await readFormHead(request.headers['content-type'] ?? '', source);
    for (const [name, value] of fields) body[name] = value;
    if (file !== undefined) body[file.name] = new Upload(file, limit, length === undefined ? undefined : Number(length), payload);
  } catch (error) {
    throw error instanceof BrokenForm ? unreadable() : error;
  }
  return body;
}

/**
 * Forms with a file are read on routes that say so (`config.upload`), as far as the file, before the form's token is asked for; everywhere else they
 * are refused unread. The page takes the file (`Upload.onDisk`) once it knows who sent it. `limit`: largest file, in bytes.
 */
export function acceptUploads(app: FastifyInstance, limit: number): void {
  app.addHook('onRequest', async (request) => {
    const { upload } = request.routeOptions.config;
    if (MULTIPART.test(request.headers['content-type'] ?? '') && upload !== true)
      throw Object.assign(new Error('no file is taken here'), { code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE' });
  });
  app.addContentTypeParser('multipart/form-data', (request: FastifyRequest, payload: IncomingMessage) =>
    readUpload(request, payload, limit),
  );
  // What nobody took flows into nothing behind the answer: a browser that is still sending reads no answer from a connection that was cut.
  app.addHook('onSend', async (request) => {
    const source = sources.get(request);
    if (source === undefined) return;
    await source.return?.();
    request.raw.resume();
  });
}
