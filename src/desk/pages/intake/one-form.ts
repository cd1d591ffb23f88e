import type { Place } from '../../../cards/places.ts';
import type { Field } from '../../../intake/profile.ts';
import { FIELD_NAMES } from '../../../intake/profiles-of-city.ts';
import { readOne } from '../../../intake/read-one.ts';
import type { IncomingCard } from '../../../intake/row.ts';
import { day, form, line, select } from '../../../lib/form/index.ts';
import { NAME_LONGEST } from '../../../lib/values/texts.ts';
import type { Office } from '../../../offices/read.ts';

/** What the form holds: the fields of a list's row as text (days as 2026-12-01), and the box. */
export type OneFields = Record<Exclude<Field, 'arrivedOn' | 'expiresOn' | 'noticeDate'>, string> & {
  arrivedOn: string | null;
  expiresOn: string | null;
  noticeDate: string | null;
  place: string;
};

/** The rules of storage decide where the card lies. */
export const BY_RULE = '';

const text = (field: Field, most: number, hint?: string) =>
  line(FIELD_NAMES[field], most, hint === undefined ? {} : { hint }).or('');

/** The card as it is read of the form, by the same reader as a row of a list. */
function cardOf({ place: _, ...fields }: Readonly<Partial<OneFields>>, today: string) {
  return readOne(Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value ?? ''])), today);
}

const isBox = (field: Field): field is keyof OneFields & Field => field in FIELD_NAMES;

/** One card, typed. `places`: the boxes it may be put into. */
export const oneForm = (offices: readonly Office[], places: readonly (Place & { officeName: string })[]) =>
  form<OneFields>(
    {
      noticeId: line(FIELD_NAMES.noticeId, 20, { size: 'id', hint: '例：A1B-123456' }),
      name: line(FIELD_NAMES.name, NAME_LONGEST),
      kana: text('kana', 100),
      birth: line(FIELD_NAMES.birth, 40, { size: 'id', hint: '例：S22.3.8、19470308。わからないときは「不明」。' }),
      postalCode: line(FIELD_NAMES.postalCode, 20, { size: 'code' }).or(''),
      address: text('address', 300),
      phone: line(FIELD_NAMES.phone, 40, { size: 'code', type: 'tel' }).or(''),
      officeCode: select(
        '交付場所',
        offices.map(({ code, name }) => ({ value: code, label: name })),
        { unchosen: true },
      ),
      place: select(
        '保管場所',
        [
          { value: BY_RULE, label: '保管規則に従う' },
          ...places.map(({ id, officeName, cabinet, box, cards, size }) => ({
            value: String(id),
            label: `${officeName} ${cabinet} ${box}（空き${Math.max(0, size - cards)}枚）`,
          })),
        ],
        { usual: BY_RULE, hint: '箱へ入れたときに、「保管」の画面で読み取ってください。' },
      ),
      lot: line(FIELD_NAMES.lot, 50, { size: 'id' }).or(''),
      serialNo: line(FIELD_NAMES.serialNo, 50, { size: 'id' }).or(''),
      arrivedOn: day(FIELD_NAMES.arrivedOn, { lies: 'behind' }).optional(),
      expiresOn: day('カードの有効期限').optional(),
      noticeDate: day('交付通知書の発送日', { lies: 'behind', hint: '発送していないときは、空欄のままにします。' }).optional(),
    },
    {
      groups: [
        { legend: '本人', of: ['noticeId', 'name', 'kana', 'birth', 'postalCode', 'address', 'phone'] },
        { legend: 'カード', of: ['officeCode', 'place', 'lot', 'serialNo', 'arrivedOn', 'expiresOn', 'noticeDate'] },
      ],
      rules: (values, say, { today }) => {
        const read = cardOf(values, today);
        if (read.ok) return;
        for (const { field, reason } of read.errors)
          if (isBox(field) && values[field] !== undefined) say(field, `${FIELD_NAMES[field]}を確かめてください：${reason}。`);
      },
    },
  );

/** A form that was read whole holds a card. */
export function incomingOf(fields: OneFields, today: string): IncomingCard {
  const read = cardOf(fields, today);
  if (!read.ok) throw new Error(`a form that was read holds no card: ${read.errors.map(({ field }) => field).join()}`);
  return read.card;
}
