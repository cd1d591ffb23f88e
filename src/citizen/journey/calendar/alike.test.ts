import { expect, test } from 'vitest';
import type { VisitRow } from '../../read-visits.ts';
import type { VisitAsk } from '../../route.ts';
import { alikeKey, askAlike } from './alike.ts';

const TODAY = '2026-11-23';
const PERSON = {
  id: '0b9c1f0e-5a1f-4d5e-8a53-000000000001',
  noticeIds: ['SHR-000001'],
  mail: 'someone@example.jp',
  person: { name: '久留米 花子' },
  cautions: [17],
  mailsSent: 3,
  language: 'easy',
};
const visit = {
  serviceCode: 'card-pickup',
  needsCard: true,
  cardOffices: ['honcho'],
  cardsExpireOn: '2027-01-31',
  people: 1,
  slotClosed: false,
  long: false,
  state: null,
  ...PERSON,
} as unknown as VisitRow;
const ask = (more: object = {}, query: object = {}) =>
  ({ language: 'ja', query, cookie: Buffer.from('cookie'), visit: { ...visit, ...more } }) as unknown as VisitAsk;
const keyOf = (more: object = {}, query: object = {}) => alikeKey(ask(more, query), TODAY);

test('[8(3)⑤a] [8(1)⑩] visits that differ in who they are alone share one drawing, and it is made for nobody', () => {
  expect(keyOf()).toBeDefined();
  expect(keyOf({ id: 'another', noticeIds: ['SHR-000002'], mail: null, mailsSent: 0 })).toBe(keyOf());
  const shared = askAlike(ask());
  const said = JSON.stringify([shared.visit, shared.cookie.toString('utf8')]);
  for (const own of [PERSON.id, 'SHR-000001', 'someone@example.jp', '花子', '17', 'easy', 'cookie'])
    expect(said).not.toContain(own);
});

test('[8(3)⑤a] where cards lie or expire elsewhere, another day, language or question is another drawing; no word of an address passes for another', () => {
  const all = [
    keyOf(),
    keyOf({ cardOffices: ['kitano'] }),
    keyOf({ cardOffices: [null] }),
    keyOf({ cardsExpireOn: null }),
    keyOf({ serviceCode: 'renewal' }),
    keyOf({}, { office: 'kitano' }),
    keyOf({}, { office: 'kitano","from":"2026-12-01' }),
    keyOf({}, { office: 'kitano', from: '2026-12-01' }),
    alikeKey(ask(), '2026-11-24'),
    alikeKey({ ...ask(), language: 'en' }, TODAY),
  ];
  expect(new Set(all).size).toBe(all.length);
  expect(all).not.toContain(undefined);
});

test('[8(3)⑤a] [8(3)⑩b] a visit with a place, a party or signs of its own shares none; nor does an address that no page leads to', () => {
  for (const more of [
    { state: 'held' },
    { state: 'booked' },
    { state: 'lapsed' },
    { people: 2 },
    { slotClosed: true },
    { long: true },
    { cardOffices: null },
  ])
    expect(keyOf(more)).toBeUndefined();
  expect(keyOf({}, { office: 'x'.repeat(300) })).toBeUndefined();
});
