import { describe, expect, test } from 'vitest';
import { scannedCard as card, SCANNED_OFFICE } from '../../test/support/scanned-card.ts';
import type { ScannedCard } from '../cards/scan.ts';
import type { Whereabouts } from '../cards/whereabouts.ts';
import { type ScanMode, stopOf } from './judge-scan.ts';

const HERE = SCANNED_OFFICE;
const judged = (mode: ScanMode, scanned: ScannedCard, boxId: number | null = null) =>
  stopOf({ mode, officeId: HERE, until: null, toOfficeId: null, boxId }, scanned, undefined);

describe('[8(2)⑩a] a card whose matter is over', () => {
  const closed = { isOpen: false, bookableBy: 'nobody', statusName: '対象外' };

  test.each<[ScanMode, Whereabouts]>([
    ['receive', 'transit'],
    ['return', 'pulled'],
    ['shelve', 'counter'],
    ['shelve', 'expected'],
    ['move', 'shelf'],
    ['found', 'missing'],
  ])('in %s, one that is %s by the records is received, kept and moved as any other', (mode, whereabouts) => {
    expect(judged(mode, card(whereabouts, closed))).toBeUndefined();
  });

  test('it is taken out for no visit, and one that is gone goes to who is in charge', () => {
    expect(judged('pull', card('shelf', closed))?.why).toContain('交付状況は「対象外」です');
    expect(judged('send', card('shelf', closed))?.why).toContain('交付状況は「対象外」です');
    for (const mode of ['return', 'shelve', 'receive', 'found'] as const)
      expect(judged(mode, card('gone', closed))?.first).toBe('別にして、責任者に渡してください。');
  });
});

describe('[8(2)⑨b] a scan that has been recorded already', () => {
  test.each<[ScanMode, Whereabouts]>([
    ['return', 'shelf'],
    ['shelve', 'shelf'],
    ['pull', 'pulled'],
    ['send', 'transit'],
    ['receive', 'counter'],
  ])('in %s, a card of another office is set apart, not left where it is', (mode, whereabouts) => {
    expect(judged(mode, card(whereabouts))?.sign).toBe('！');
    const stop = judged(mode, card(whereabouts, { officeId: 2, officeName: '田主丸' }));
    expect(stop?.sign).toBe('×');
    expect(stop?.why).toContain('田主丸のカードです');
    expect(stop?.why).toContain('記録では、');
  });

  test.each<ScanMode>(['return', 'shelve'])(
    'in %s, a card of another box than the one that was read is said to be there',
    (mode) => {
      expect(judged(mode, card('shelf'), 22)?.sign).toBe('！');
      expect(judged(mode, card('shelf'))?.why).toContain('本庁 C棚 22箱 3');
      const stop = judged(mode, card('shelf'), 5);
      expect(stop?.sign).toBe('×');
      expect(stop?.why).toContain('本庁 C棚 22箱 3');
    },
  );

  test('a card on its way here is received, whichever office it left', () => {
    expect(judged('receive', card('transit', { officeId: 2, officeName: '田主丸' }))).toBeUndefined();
  });

  test.each<ScanMode>(['pull', 'return', 'shelve', 'move', 'send', 'found'])(
    'in %s, a card on its way here is to be received first, one on its way elsewhere is not of this office',
    (mode) => {
      const sent = { officeId: 2, officeName: '田主丸', place: null, placeId: null };
      const stop = judged(mode, card('transit', { ...sent, sentToId: HERE }));
      expect(stop?.sign).toBe('×');
      expect(stop?.first + (stop?.why ?? '')).toContain('「回送を受領する」');
      expect(stop?.why).toContain('この場所あての回送');
      expect(stop?.why).not.toContain('この場所のカードではありません');
      expect(judged(mode, card('transit', { ...sent, sentToId: 3 }))?.why).not.toContain('この場所あて');
    },
  );
});
