import { form, number, radios } from '../../../../lib/form/index.ts';
import type { Length, OfficeLength } from '../../../../services/lengths.ts';

const LONGEST = 8;
const MOST_ALONG = 5;

/** How many slots a visit takes: two boxes, the same for a service and for an office of it. */
export const lengthFields = {
  slotsLong: number(
    '1人の予約が使う枠の数',
    { least: 1, most: LONGEST, unit: '枠' },
    {
      box: 'long',
      hint: '通常は1。15分の枠で30分かかる手続きなら2。続いた枠を使います。すでに入っている予約は、変わりません。',
    },
  ),
  slotEvery: number(
    '枠を1つ増やす人数',
    { least: 0, most: MOST_ALONG, unit: '人' },
    {
      box: 'every',
      hint: `一緒に来庁する方がこの人数だけ増えるごとに、続いた枠を1つ多く使います（合わせて${LONGEST}枠まで）。2なら、1人と2人は1枠、3人と4人は2枠。0にすると、何人でも同じ数です。`,
    },
  ),
};

type Typed = Length & { whose: 'service' | 'office' };

/** The same of an office, or that it is as its service says. */
export const officeLengthForm = form<Typed>({
  whose: radios('枠の数', [
    { value: 'service', label: '手続きと同じ' },
    { value: 'office', label: 'この場所だけの数にする' },
  ]),
  ...lengthFields,
});

export const typedLength = ({ whose, slotsLong, slotEvery }: Typed): OfficeLength =>
  whose === 'service' ? { slotsLong: null, slotEvery: null } : { slotsLong, slotEvery };

/** What the boxes hold: where the office says nothing, the numbers of its service. */
export const boxesOf = ({ slotsLong, slotEvery }: OfficeLength, service: Length): Typed =>
  slotsLong === null || slotEvery === null
    ? { whose: 'service', slotsLong: service.slotsLong, slotEvery: service.slotEvery }
    : { whose: 'office', slotsLong, slotEvery };
