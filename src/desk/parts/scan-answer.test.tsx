import { render } from 'preact-render-to-string';
import { expect, test } from 'vitest';
import { scannedCard as card } from '../../../test/support/scanned-card.ts';
import type { ScannedCard } from '../../cards/scan.ts';
import type { Whereabouts } from '../../cards/whereabouts.ts';
import { type ScanMode, stopOf, stopOfMove } from '../../counter/judge-scan.ts';
import { StoppedScanBox } from './scan-answer.tsx';

const boxOf = (scanned: ScannedCard, mode: ScanMode | 'no-box', boxId: number | null = null): string => {
  const stop =
    mode === 'no-box'
      ? stopOfMove(scanned, null)
      : stopOf({ mode, officeId: 1, until: null, toOfficeId: null, boxId }, scanned, undefined);
  if (stop === undefined) throw new Error('the card may be moved');
  return render(<StoppedScanBox card={scanned} stop={stop} />);
};

test.each<[ScanMode, Whereabouts]>([
  ['pull', 'pulled'],
  ['send', 'transit'],
  ['receive', 'counter'],
])('in %s, the second scan of a card names no box: it stays where it is', (mode, whereabouts) => {
  const said = boxOf(card(whereabouts), mode);
  expect(said).toContain('置いたままにしてください。');
  expect(said).not.toContain('C棚');
  expect(said).not.toContain('scan-place');
});

test('a place is called where to put the card back only where it is to be put back', () => {
  expect(boxOf(card('shelf'), 'pull')).toMatch(/引き抜かないでください。.*戻す場所.*C棚 22箱 3/u);
  expect(boxOf(card('shelf'), 'shelve', 5)).toMatch(/読み取った箱に入れないでください。.*戻す場所.*C棚 22箱 3/u);
  // So is a card whose matter is over, until it leaves for good.
  expect(boxOf(card('shelf', { isOpen: false, bookableBy: 'nobody' }), 'pull')).toMatch(/引き抜かないでください。.*戻す場所/u);
  // No box was read yet, or it is another office's: nothing is to be put back.
  for (const said of [boxOf(card('shelf'), 'no-box'), boxOf(card('shelf', { officeId: 2, officeName: '田主丸' }), 'pull')]) {
    expect(said).toMatch(/保管場所.*C棚 22箱 3/u);
    expect(said).not.toContain('戻す場所');
  }
});
