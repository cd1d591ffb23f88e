import { describe, expect, test } from 'vitest';
import { openBytes, sealBytes } from './sealed-bytes.ts';

const [one, other] = ['a secret of this desk that is long', 'the secret that was there before it'];
const bytes = Buffer.from('what is kept');

describe('sealed bytes', () => {
  test('open with their secret for what they belong to, and say whether the secret is the one that seals now', () => {
    const sealed = sealBytes(one, 'account 1', bytes);
    expect(openBytes([one], 'account 1', sealed)).toEqual({ bytes, old: false });
    expect(openBytes([other, one], 'account 1', sealed)).toEqual({ bytes, old: true });
    expect(sealed.includes(bytes)).toBe(false);
    expect(sealBytes(one, 'account 1', bytes)).not.toEqual(sealed);
  });

  test('do not open with another secret, for another thing, cut or changed', () => {
    const sealed = sealBytes(one, 'account 1', bytes);
    expect(openBytes([other], 'account 1', sealed)).toBeUndefined();
    expect(openBytes([one], 'account 2', sealed)).toBeUndefined();
    for (const length of [0, 5, sealed.length - 1])
      expect(openBytes([one], 'account 1', sealed.subarray(0, length))).toBeUndefined();
    for (const at of [0, 14, sealed.length - 1]) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect(openBytes([one], 'account 1', changed)).toBeUndefined();
    }
  });
});
