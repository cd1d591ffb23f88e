import { expect, test } from 'vitest';
import { missingTicks } from './caution-boxes.tsx';

test('[8(3)⑨b] what is not ticked is named in the order of the page: by whom it concerns', () => {
  const one = (id: number, concerns: string) => ({ id, version: 1, concerns, body: `注意${id}。` });
  const cautions = [one(1, 'すべての方'), one(2, '15歳以上の方'), one(3, 'すべての方')];
  expect(Object.keys(missingTicks('ja', cautions, { '1': 1 }))).toEqual(['caution_3', 'caution_2']);
});
