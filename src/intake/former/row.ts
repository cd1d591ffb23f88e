import { searchPairs } from '../../cards/search-keys.ts';
import { parseDate } from '../../lib/dates/parse.ts';
import { kanaKey, nameKey, personKey } from '../../lib/japanese/keys.ts';
import { foldWidth, trimSpaces } from '../../lib/japanese/width.ts';
import { mailAddress } from '../../lib/values/contact.ts';
import { noticeId } from '../../lib/values/ids.ts';
import { holdsIndividualNumber } from '../../lib/values/individual-number.ts';
import type { Value } from '../../lib/values/read.ts';
import { freeText, kanaName, nameAsGiven } from '../../lib/values/texts.ts';
import { timeOfDay } from '../../lib/values/times.ts';
import type { Office } from '../../offices/read.ts';
import { memberOf } from '../../reservations/person.ts';
import type { Service } from '../../services/read.ts';
import { phoneText } from '../phone.ts';
import { FORMER_COLUMNS, type FormerField, type FormerLayout } from './columns.ts';

type Channel = 'web' | 'phone' | 'counter' | 'migrated';
/** One who comes: by the card they wait for, or as a person where the service needs none. */
export type FormerMember = AwaitedMember | ReturnType<typeof memberOf>;
/** By their card; with what they are found by until it is there. */
type AwaitedMember = {
  notice_id: string;
  birth_date: string;
  name_key: string;
  person_key: string | null;
  name: string;
  kana: string;
  kana_key: string;
  pairs: string[];
};

const awaitedMember = (noticeId: string, name: string, kana: string, birthDate: string): AwaitedMember => {
  const key = nameKey(name) || trimSpaces(name);
  return {
    notice_id: noticeId,
    birth_date: birthDate,
    name_key: key,
    person_key: personKey(key, birthDate),
    name,
    kana,
    kana_key: kanaKey(kana),
    pairs: searchPairs(key, kanaKey(kana)),
  };
};

/** A row as it was read. */
export type FormerRow = {
  line: number;
  number: string;
  channel: Channel;
  officeId: number;
  serviceId: number;
  day: string;
  startMinute: number;
  member: FormerMember;
  phone: string;
  mail: string | null;
  remark: string;
};

const CHANNELS: [Channel, RegExp][] = [
  ['web', /^(?:ウェブ|Web|WEB|web|インターネット|ネット)$/u],
  ['phone', /^(?:電話|TEL|tel|コールセンター)$/u],
  ['counter', /^(?:窓口|来庁)$/u],
  ['migrated', /^(?:移行|その他)?$/u],
];
const LONGEST_NUMBER = 40;
const LONGEST_REMARK = 1_000;

const REASONS = {
  empty: '空です',
  'too-long': '長すぎます',
  unreadable: '読み取れません',
  impossible: '個人番号、申請書ID、暗証番号のどれかと思われる文字があるか、ありえない値です',
} as const;

/** Reads the rows of a file. What is wrong is told by column, all of a row at once. */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: a reader with what it remembers of the file; the row is the function inside
export function formerRows({ places }: FormerLayout, offices: readonly Office[], services: readonly Service[]) {
  const usual = services.find(({ needsCard }) => needsCard);
  const named = <T extends { code: string; name: string }>(all: readonly T[], given: string): T | undefined =>
    all.find(({ code, name }) => name === given || code === given.toLowerCase());

  // biome-ignore lint/complexity/noExcessiveLinesPerFunction: a row is judged column by column, and what is wrong with one is said beside the others
  return (
    line: number,
    cells: readonly string[],
  ): { row: FormerRow; phoneMended: boolean } | { number: string; problem: string } => {
    const wrong: string[] = [];
    const cell = (field: FormerField): string => {
      const at = places[field];
      return at === undefined ? '' : trimSpaces(cells[at] ?? '');
    };
    const say = (field: FormerField, reason: string): undefined => {
      wrong.push(`${FORMER_COLUMNS[field].head}：${reason}`);
      return undefined;
    };
    const value = <T>(field: FormerField, read: (input: unknown) => Value<T>): T | undefined => {
      const found = read(cell(field));
      return found.ok ? found.value : say(field, REASONS[found.reason]);
    };
    const may = <T>(field: FormerField, read: (input: unknown) => Value<T>): T | undefined =>
      cell(field) === '' ? undefined : value(field, read);
    const date = (field: FormerField): string | undefined => {
      const read = parseDate(cell(field));
      if (read.ok && read.value.kind === 'date') return read.value.date;
      return say(field, read.ok || read.reason !== 'empty' ? '日付として読み取れません' : REASONS.empty);
    };

    const number = foldWidth(cell('number'));
    if (number === '' || number.length > LONGEST_NUMBER) say('number', number === '' ? REASONS.empty : REASONS['too-long']);
    else if (holdsIndividualNumber(number)) say('number', '個人番号と思われる番号です');
    const channel = CHANNELS.find(([, words]) => words.test(cell('channel')))?.[0];
    if (channel === undefined) say('channel', 'ウェブ、電話、窓口のどれかにしてください');
    const office = named(offices, cell('office'));
    if (office === undefined) say('office', cell('office') === '' ? REASONS.empty : '登録されている交付場所の名称ではありません');
    const service = cell('service') === '' ? usual : named(services, cell('service'));
    if (service === undefined) say('service', '登録されている手続きの名称ではありません');
    const day = date('day');
    const startMinute = value('time', timeOfDay);
    const name = value('name', nameAsGiven);
    if (name !== undefined && holdsIndividualNumber(name)) say('name', '個人番号と思われる番号があります');
    const birth = date('birth');
    const phone = phoneText(cell('phone'));
    if ('reason' in phone) say('phone', phone.reason);
    const mail = may('mail', mailAddress);
    const remark = may('remark', freeText(LONGEST_REMARK));
    const byCard = service?.needsCard !== false;
    const notice = byCard ? value('noticeId', noticeId) : undefined;
    // By card it only helps to find them.
    const read = byCard ? kanaName(cell('kana')) : undefined;
    const kana = byCard ? (read?.ok === true ? read.value : '') : value('kana', kanaName);

    if (
      wrong.length > 0 ||
      'reason' in phone ||
      channel === undefined ||
      office === undefined ||
      service === undefined ||
      day === undefined ||
      startMinute === undefined ||
      name === undefined ||
      birth === undefined ||
      kana === undefined
    )
      return { number: holdsIndividualNumber(number) ? '' : number.slice(0, LONGEST_NUMBER), problem: wrong.join('／') };
    const member =
      notice === undefined
        ? memberOf({ name, kana, birthDate: birth, phone: phone.text })
        : awaitedMember(notice, name, kana, birth);
    return {
      row: {
        line,
        number,
        channel,
        officeId: office.id,
        serviceId: service.id,
        day,
        startMinute,
        member,
        phone: phone.text,
        mail: mail ?? null,
        remark: remark ?? '',
      },
      phoneMended: 'mended' in phone,
    };
  };
}
