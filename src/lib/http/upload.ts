import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { cleanField } from './fields.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route takes a form with a file. */
    upload?: boolean;
  }
}

/** A file that a form sent: what it was called at home, and its bytes. */
export class Upload {
  readonly fileName: string;
  readonly bytes: Uint8Array;
  constructor(fileName: string, bytes: Uint8Array) {
    this.fileName = fileName;
    this.bytes = bytes;
  }
}

/** Largest body of a form with a file. It stands in memory while it is read. */
const LARGEST_UPLOAD = 25 * 2 ** 20;
const MOST_PARTS = 50;
const MULTIPART = /^multipart\/form-data\b/iu;

/** The fields of a form with a file. A file nobody chose is not there. */
export async function readMultipart(type: string, body: Uint8Array<ArrayBuffer>): Promise<Record<string, string | Upload>> {
  const fields: Record<string, string | Upload> = Object.create(null);
  const form = await new Response(body, { headers: { 'content-type': type } }).formData();
  let parts = 0;
  for (const [name, value] of form) {
    parts += 1;
    if (parts > MOST_PARTS) break;
    if (typeof value === 'string') fields[cleanField(name)] = cleanField(value);
    // Old browsers send the whole path.
    else if (value.size > 0 || value.name !== '')
      fields[cleanField(name)] = new Upload(
        cleanField(value.name).split(/[\\/]/u).at(-1) ?? '',
        new Uint8Array(await value.arrayBuffer()),
      );
  }
  return fields;
}

/** Forms with a file are read on routes that say so (`config.upload`), before the form's token is asked for; everywhere else they are refused unread. */
export function acceptUploads(app: FastifyInstance): void {
  app.addHook('onRequest', async (request) => {
    const { upload } = request.routeOptions.config;
    if (MULTIPART.test(request.headers['content-type'] ?? '') && upload !== true)
      throw Object.assign(new Error('no file is taken here'), { code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE' });
  });
  app.addContentTypeParser(
    'multipart/form-data',
    { parseAs: 'buffer', bodyLimit: LARGEST_UPLOAD },
    (request: FastifyRequest, body: Buffer<ArrayBuffer>) =>
      readMultipart(request.headers['content-type'] ?? '', body).catch(() => {
        throw Object.assign(new Error('unreadable multipart'), { code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE' });
      }),
  );
}

/** Lays an upload on disk, for its owner's eyes only, while `work` reads it. */
export async function onDisk<T>({ bytes }: Upload, work: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'madoguchi-upload-'));
  try {
    const path = join(folder, 'upload');
    await writeFile(path, bytes, { mode: 0o600 });
    return await work(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
