import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { keyedHash } from './keyed-hash.ts';

test('[8(3)⑭b] a keyed hash follows from secret and text, however often and in whatever order it is asked for', () => {
  const asked = ['form\0a', 'form\0b', 'line\0a', 'form\0a'].flatMap((text) =>
    ['one secret', 'another'].map((secret) => ({ secret, text })),
  );
  for (const { secret, text } of [...asked, ...asked.toReversed()])
    expect(keyedHash(secret, text)).toBe(createHmac('sha256', secret).update(text).digest('base64url').slice(0, 22));
  expect(new Set(asked.map(({ secret, text }) => keyedHash(secret, text))).size).toBe(6);
});
