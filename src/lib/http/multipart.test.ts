import { expect, test } from 'vitest';
import { BrokenForm, readFormHead } from './multipart.ts';

async function* chunks(...texts: string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text);
}
const FIELD = '\r\n--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--b--\r\n';

test('[8(3)⑭b] what stands before the first boundary is counted over all that comes, not a chunk at a time', async () => {
  const before = (count: number) => chunks(...Array.from({ length: count }, () => 'x'.repeat(1000)), FIELD);
  expect((await readFormHead('multipart/form-data; boundary=b', before(3))).fields).toEqual([['a', '1']]);
  await expect(readFormHead('multipart/form-data; boundary=b', before(30))).rejects.toThrow(BrokenForm);
});
