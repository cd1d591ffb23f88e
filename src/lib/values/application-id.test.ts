import { expect, it } from 'vitest';
import { holdsApplicationId, maskNumbers } from './application-id.ts';

const ID = '12345678901234567890123';

it.each([
  ID,
  `申請書ID：${ID}です`,
  `="${ID}"`,
  '１２３４５６７８９０１２３４５６７８９０１２３',
  '1234 5678 9012 3456 7890 123',
  '1234-5678-9012-3456-7890-123',
  '1234　5678　9012　3456　7890　123',
  '1.23457E+22',
])('%s is a 申請書ID', (text) => expect(holdsApplicationId(text)).toBe(true));

it.each([
  '1234567890123456789012',
  `${ID}4`,
  '090-1234-5678、080-1234-5678 1',
  '2026年11月8日 10:00 0942-30-9001 1234-5678',
  '1.2E+11',
  'A1B-100517',
  '',
])('%s is none', (text) => expect(holdsApplicationId(text)).toBe(false));

it('is masked, the rest stays', () => {
  expect(maskNumbers(`番号は ${ID} です`)).toBe(`番号は ${'＊'.repeat(23)} です`);
  expect(maskNumbers('A1B-100517')).toBe('A1B-100517');
});
