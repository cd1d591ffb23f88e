import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { Upload } from '../../lib/http/upload.ts';
import { withSentFile } from './sent-file.ts';

const full = (): Error => Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
const sent = (bytes: () => AsyncGenerator<Buffer>) => ({
  body: {
    file: new Upload({ name: 'file', fileName: 'ichiran.csv', bytes }, 2 ** 20, undefined, new IncomingMessage(new Socket())),
  },
  uploadMb: 1,
});
async function* whole(): AsyncGenerator<Buffer> {
  yield Buffer.from('a,b');
}
async function* stopped(): AsyncGenerator<Buffer> {
  yield Buffer.from('a,b');
  throw full();
}

test('a full disk is told in words with whom to call, where the file is laid down and where it is worked on; another fault stays one', async () => {
  const none = { ok: false, status: 507, words: expect.stringMatching(/空きがない.*何も登録していません.*管理者に連絡/u) };
  expect(await withSentFile(sent(stopped), async () => 'read')).toEqual(none);
  expect(await withSentFile(sent(whole), () => Promise.reject(full()))).toEqual(none);
  expect(await withSentFile(sent(whole), async ({ fileName }) => fileName)).toEqual({ ok: true, value: 'ichiran.csv' });
  await expect(withSentFile(sent(whole), () => Promise.reject(new Error('other')))).rejects.toThrow('other');
});
