import { expect, test } from 'vitest';
import { partsChanged, partsToPlan, textsAfter } from './planned.ts';

const now = { name: { ja: '受け取り', en: 'Pickup' }, bring: { ja: 'はがき' }, bringUnder15: { ja: '' } };

test('a part differs by what it says in any language; what says nothing and what is not there are the same', () => {
  expect(partsChanged(now, { ...now, bring: { ja: 'はがき\n印鑑' } })).toEqual(['bring']);
  expect(partsChanged(now, { ...now, name: { ja: '受け取り' } })).toEqual(['name']);
  expect(partsChanged(now, { name: { ja: '受け取り', en: 'Pickup', vi: '' }, bring: { ja: 'はがき' } })).toEqual([]);
});

test('a plan holds the parts that were typed otherwise, and no others', () => {
  const typed = { ...now, bring: { ja: '旅券' } };
  expect(partsToPlan(now, typed, now)).toEqual(['bring']);
  // What a plan before it says of another part stays that plan's.
  const before = textsAfter(now, [{ texts: { name: { ja: '交付' } } }]);
  expect(partsToPlan(now, typed, before)).toEqual(['bring']);
});

test('nothing typed otherwise after a plan: from then on the row says again what it says now; without one nothing becomes other', () => {
  const before = textsAfter(now, [{ texts: { bring: { ja: '旅券' } } }, { texts: { name: { ja: '交付' } } }]);
  expect(before).toEqual({ ...now, bring: { ja: '旅券' }, name: { ja: '交付' } });
  expect(partsToPlan(now, now, before)).toEqual(['name', 'bring']);
  expect(partsToPlan(now, now, now)).toEqual([]);
  // What a plan before it says already is not planned once more.
  expect(partsToPlan(now, { ...now, bring: { ja: '旅券' } }, textsAfter(now, [{ texts: { bring: { ja: '旅券' } } }]))).toEqual(
    [],
  );
});
