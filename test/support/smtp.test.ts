import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startSmtp, type TestSmtp } from './smtp.ts';

let smtp: TestSmtp;
beforeEach(async () => {
  smtp = await startSmtp();
});
afterEach(() => smtp.close());

const send = (to: string, subject: string) =>
  createTransport(smtp.url).sendMail({ from: 'madoguchi@example.jp', to, subject, text: '本文です。' });

test('mails are handed out once each, whether they came before or after the asking', async () => {
  await send('a@example.jp', '予約のお知らせ');
  const later = smtp.next((mail) => mail.to.includes('b@example.jp'));
  await send('b@example.jp', '変更のお知らせ');
  expect((await later).parsed.subject).toBe('変更のお知らせ');
  const first = await smtp.next();
  expect(first.parsed.subject).toBe('予約のお知らせ');
  expect(first.parsed.text).toContain('本文です。');
});

test('a mail that does not come ends the wait, with what came instead', async () => {
  await send('a@example.jp', '予約のお知らせ');
  await expect(smtp.next((mail) => mail.to.includes('b@example.jp'), 50)).rejects.toThrow('a@example.jp: 予約のお知らせ');
  await send('b@example.jp', '変更のお知らせ');
  expect((await smtp.next((mail) => mail.to.includes('b@example.jp'))).parsed.subject).toBe('変更のお知らせ');
});

test('a refusal reaches the sender with its code', async () => {
  smtp.refuseWith(451);
  await expect(send('a@example.jp', 'x')).rejects.toMatchObject({ responseCode: 451 });
  smtp.refuseWith(undefined);
  await send('a@example.jp', 'y');
  expect(smtp.mails).toHaveLength(1);
});
