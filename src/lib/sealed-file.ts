import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { PassThrough, type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress, createZstdDecompress } from 'node:zlib';
import { Said } from './said.ts';

// A sealed file: its name and version, which key, an IV; then zstd in AES-256-CTR; then an HMAC-SHA256 over all before. It is read only after the HMAC
// was found right, so nothing of a changed file is ever used.
const MAGIC = Buffer.from('madoguchi-sealed-1\n');
const CHECK = 8;
const IV = 16;
const MAC = 32;
const HEAD = MAGIC.length + CHECK + IV;

type Keys = { check: Buffer; cipher: Buffer; mac: Buffer };

function keysOf(secret: string): Keys {
  const all = Buffer.from(hkdfSync('sha256', secret, '', 'madoguchi sealed file', CHECK + 64));
  return { check: all.subarray(0, CHECK), cipher: all.subarray(CHECK, CHECK + 32), mac: all.subarray(CHECK + 32) };
}

/** An HMAC with the same secret, for what stands open but may not be changed. */
export const signature = (secret: string, text: string): string =>
  createHmac('sha256', keysOf(secret).mac).update(text).digest('hex');

/** The file is none of ours, was changed or cut, or none of the keys is its own; the message says which. */
class NotSealed extends Said {}

type SealedSink = {
  /** Promises something while the disk is slower than what is written. */
  write(chunk: Buffer): Promise<void> | undefined;
  /** The file is whole and on the disk. Returns its length. */
  end(): Promise<number>;
};

/** Writes a file that only the secret opens. @throws by `write` and `end` what the file system says */
export function sealFile(file: string, secret: string): SealedSink {
  const keys = keysOf(secret);
  const iv = randomBytes(IV);
  const mac = createHmac('sha256', keys.mac);
  const head = Buffer.concat([MAGIC, keys.check, iv]);
  mac.update(head);
  const signed = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      mac.update(chunk);
      done(null, chunk);
    },
    flush(done) {
      this.push(mac.digest());
      done();
    },
  });
  const input = new PassThrough();
  const output = createWriteStream(file, { mode: 0o600, flush: true });
  output.write(head);
  let fault: unknown;
  const written = pipeline(input, createZstdCompress(), createCipheriv('aes-256-ctr', keys.cipher, iv), signed, output);
  written.catch((error: unknown) => {
    fault = error;
  });
  return {
    write: (chunk) => {
      if (fault !== undefined) return Promise.reject(fault);
      if (input.write(chunk)) return undefined;
      const drained = new Promise<void>((resolve) => input.once('drain', resolve));
      return Promise.race([drained, written]);
    },
    end: async () => {
      input.end();
      await written;
      return (await stat(file)).size;
    },
  };
}

/** Whether a file was sealed with this secret, by its head alone: what follows is not looked at. False where it is no sealed file. */
export async function isSealedWith(file: string, secret: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const head = Buffer.alloc(MAGIC.length + CHECK);
    await handle.read(head, 0, head.length, 0);
    return head.equals(Buffer.concat([MAGIC, keysOf(secret).check]));
  } finally {
    await handle.close();
  }
}

type Opened = { keys: Keys; iv: Buffer; end: number };

async function readHead(file: string, secrets: readonly string[]): Promise<Opened & { mac: Buffer }> {
  const { size } = await stat(file);
  if (size < HEAD + MAC) throw new NotSealed(`${file} is cut: it is not whole.`);
  const handle = await open(file);
  try {
    const head = Buffer.alloc(HEAD);
    const mac = Buffer.alloc(MAC);
    await handle.read(head, 0, HEAD, 0);
    await handle.read(mac, 0, MAC, size - MAC);
    if (!head.subarray(0, MAGIC.length).equals(MAGIC)) throw new NotSealed(`${file} is not a file of Madoguchi's backups.`);
    const check = head.subarray(MAGIC.length, MAGIC.length + CHECK);
    const keys = secrets.map(keysOf).find((one) => one.check.equals(check));
    if (keys === undefined)
      throw new NotSealed(`${file} was sealed with another key: give that one as BACKUP_KEY, or among BACKUP_OLD_KEYS.`);
    return { keys, iv: head.subarray(MAGIC.length + CHECK), end: size - MAC, mac };
  } finally {
    await handle.close();
  }
}

/** Reads the whole file once. @throws NotSealed where it was changed, cut, or none of the keys is its own */
export async function checkSealed(file: string, secrets: readonly string[]): Promise<Opened> {
  const { keys, iv, end, mac } = await readHead(file, secrets);
  const found = createHmac('sha256', keys.mac);
  for await (const chunk of createReadStream(file, { end: end - 1 })) found.update(chunk);
  if (!timingSafeEqual(found.digest(), mac)) throw new NotSealed(`${file} was changed or damaged: it is not what was written.`);
  return { keys, iv, end };
}

/** What the file holds, after all of it was checked. @throws NotSealed */
export async function openSealed(file: string, secrets: readonly string[]): Promise<Readable> {
  const { keys, iv, end } = await checkSealed(file, secrets);
  const output = new PassThrough();
  const decipher = createDecipheriv('aes-256-ctr', keys.cipher, iv);
  // A fault of reading ends `output` with it.
  pipeline(createReadStream(file, { start: HEAD, end: end - 1 }), decipher, createZstdDecompress(), output).catch(() => {});
  return output;
}
