import { once } from 'node:events';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Catcher, openCatcher } from './catcher.ts';

let folder: string;
let catcher: Catcher;
let log: string[];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'madoguchi-catcher-'));
  log = [];
  catcher = await openCatcher(folder, '127.0.0.1', 0, (line) => void log.push(line));
});
afterEach(async () => {
  await catcher.close();
  rmSync(folder, { recursive: true });
});

const send = (subject: string) => {
  const transport = createTransport({ host: '127.0.0.1', port: catcher.smtpPort, secure: false, ignoreTLS: true });
  return transport.sendMail({ from: 'a@example.jp', to: 'b@example.jp', subject, text: '本文' }).finally(() => transport.close());
};
const page = (host?: string): Promise<{ status: number; body: string }> =>
  new Promise((resolve, reject) => {
    const asked = request(
      { port: catcher.pagePort, host: '127.0.0.1', headers: host === undefined ? {} : { host } },
      (answer) => {
        let body = '';
        answer.setEncoding('utf8').on('data', (part: string) => {
          body += part;
        });
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body }));
      },
    );
    asked.on('error', reject).end();
  });

/** A caller whose connection is reset after MAIL FROM, as that of a killed worker is. */
async function resetAfterMailFrom(): Promise<void> {
  const socket = connect(catcher.smtpPort, '127.0.0.1');
  socket.setEncoding('utf8');
  for (const line of ['EHLO there.example\r\n', 'MAIL FROM:<a@example.jp>\r\n']) {
    await once(socket, 'data');
    socket.write(line);
  }
  await once(socket, 'data');
  socket.resetAndDestroy();
  await once(socket, 'close');
}

test('it outlives callers whose connections are reset in the middle of a mail, and goes on taking mails', async () => {
  for (let n = 0; n < 5; n += 1) await resetAfterMailFrom();
  await send('まだ届く');
  expect((await page()).body).toContain('まだ届く');
});

test('a mail that cannot be kept is answered "later" and said; the next one is taken', async () => {
  const mails = join(folder, 'mails');
  renameSync(mails, `${mails}-away`);
  writeFileSync(mails, 'no folder');
  await expect(send('置けない')).rejects.toMatchObject({ responseCode: 452 });
  expect(log.join('\n')).toContain('could not be kept');
  rmSync(mails);
  renameSync(`${mails}-away`, mails);
  await send('置ける');
  const { body } = await page();
  expect(body).toContain('置ける');
  expect(body).not.toContain('置けない');
});

test('its page answers who means this machine, not a name of another site that points here', async () => {
  expect((await page(`localhost:${catcher.pagePort}`)).status).toBe(200);
  expect((await page('evil.example')).status).toBe(421);
});
