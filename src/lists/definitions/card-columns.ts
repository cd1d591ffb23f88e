import type { CardPlace } from '../../cards/whereabouts.ts';
import { showPhone } from '../../lib/values/contact.ts';
import type { ListColumn } from '../list-types.ts';
import { birthColumn, kanaColumn, nameColumn, placeColumn, type WithWho } from './shared.ts';

/** What lists of cards say of each. */
export type CardRow = WithWho &
  CardPlace & {
    key: string;
    noticeId: string;
    birthDate: string | null;
    birthText: string;
    statusName: string;
    noticeDate: string | null;
    postalCode: string | null;
    address: string | null;
    phone: string | null;
  };

/** Who, which card, and where it lies; `address`: also where a notice goes, seen at first. */
export const cardColumns = <Row extends CardRow>({ address }: { address: boolean }): ListColumn<Row>[] => [
  {
    code: 'notice',
    head: '交付通知書ID',
    value: ({ noticeId }) => noticeId,
    width: 14,
    usual: true,
    sort: 'noticeId',
    bold: true,
    whole: true,
  },
  nameColumn<Row>(({ key }) => ({ card: Number(key) })),
  kanaColumn<Row>(!address),
  birthColumn<Row>(!address),
  {
    code: 'postal',
    head: '郵便番号',
    value: ({ postalCode }) => postalCode,
    width: 10,
    usual: address,
    whole: true,
    sort: 'postalCode',
  },
  { code: 'address', head: '住所', value: ({ address: lives }) => lives, width: 30, usual: address, sort: 'address' },
  {
    code: 'phone',
    head: '電話',
    value: ({ phone }) => (phone === null ? null : showPhone(phone)),
    width: 15,
    usual: !address,
    whole: true,
  },
  { code: 'status', head: '交付状況', value: ({ statusName }) => statusName, width: 11, usual: true, sort: 'statusName' },
  {
    code: 'notice-date',
    head: '通知発送日',
    under: 'status',
    value: ({ noticeDate }) => (noticeDate === null ? null : { day: noticeDate }),
    width: 13,
    usual: !address,
    sort: 'noticeDate',
  },
  placeColumn<Row>(),
];
