import type { ScannedCard } from '../../src/cards/scan.ts';
import type { Whereabouts } from '../../src/cards/whereabouts.ts';

/** The office it belongs to. */
export const SCANNED_OFFICE = 1;

/** A card as a scan reads it: of the main office, in a box, unless a test says otherwise. */
export const scannedCard = (whereabouts: Whereabouts, more: Partial<ScannedCard> = {}): ScannedCard => ({
  id: 7,
  label: 'K-7BCDF',
  noticeId: 'S1T-100007',
  who: { name: '保管 太郎', kana: 'ホカン タロウ' },
  whereabouts,
  isOpen: true,
  statusName: '通知済',
  bookableBy: 'everyone',
  officeId: SCANNED_OFFICE,
  officeName: '本庁',
  place: 'C棚 22箱 3',
  placeId: 22,
  sentToId: null,
  birthDate: null,
  birthText: '',
  ...more,
});
