import { clockTime, longDate } from '../../../lib/dates/format.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { rowId, uuid } from '../../../lib/values/ids.ts';
import { readReservation, slotPlaces } from '../../../reservations/read.ts';
import { listServices } from '../../../services/read.ts';
import type { KeptForm } from '../../../staff/kept-forms.ts';
import { seesMembers } from '../../parts/open-code.ts';
import { visibleCard } from '../../parts/visible-card.ts';
import { nameOf, serviceOf, whoOf } from '../../parts/who.ts';
import { outcomeWords } from '../../parts/words.ts';
import type { SignedAsk } from '../../route.ts';

/** What a form set aside was about: the act, for whom, which day; what of it is not known is missing. */
export type About = { act: string; who?: string; when?: string };

/** What was pressed, by the address of its form; the first that fits. */
const ACTS: readonly [RegExp, string][] = [
  [/^\/people\/\d+\/remark$/u, '備考の記入'],
  [/^\/people\/\d+\/status$/u, '交付状況の変更'],
  [/^\/people\/\d+\/lift$/u, 'Web入力のロックの解除'],
  [/^\/booking\/(?:find|person|leave)$/u, '電話予約の本人の選択'],
  [/^\/booking$/u, '電話予約'],
  [/^\/waiting\//u, '空き待ちの登録'],
  [/^\/walk-in\/(?:find|person)$/u, '窓口受付の本人の選択'],
  [/^\/walk-in$/u, '窓口受付'],
  [/^\/reservations\/[^/]+\/move$/u, '予約の日時・場所の変更'],
  [/^\/reservations\/[^/]+\/cancel$/u, '予約の取消'],
  [/^\/reservations\/[^/]+\/keep$/u, 'この日時のままの受付'],
  [/^\/reservations\/[^/]+\/contact$/u, '電話番号・備考の修正'],
  [/^\/reservations\/[^/]+\/(?:mail|resend)$/u, '案内メールの送信・宛先の変更'],
  [/^\/today\//u, '窓口の記録'],
  [/^\/search$/u, '検索'],
  [/^\/closings/u, '臨時閉庁'],
  [/^\/calendar/u, '予約枠の設定'],
  [/^\/intake\/one/u, 'カードの1枚登録'],
  [/^\/conflicts/u, '取込みデータの氏名相違の判断'],
  [/^\/mails/u, 'メールの再送'],
  [/^\/locks/u, 'Web入力のロックの解除'],
  [/^\/settings/u, '設定の変更'],
  [/^\/accounts/u, '職員アカウントの変更'],
];

const PRESSES: Record<string, string> = {
  arrived: outcomeWords('arrived', true),
  'handed-over': outcomeWords('handed-over', true),
  incomplete: outcomeWords('incomplete', true),
  'no-show': outcomeWords('no-show', true),
};

function actOf(path: string, fields: Readonly<Record<string, string>>): string {
  const act = ACTS.find(([pattern]) => pattern.test(path))?.[1] ?? '操作';
  const press = PRESSES[fields['press'] ?? ''];
  if (path === '/booking') return fields['act'] === 'confirm' || fields['act'] === 'enter' ? `${act}の確定` : `${act}の枠の選択`;
  return press === undefined ? act : `${act}（${press}）`;
}

const whenOf = (one: { day: string; startMinute: number; officeName: string }): string =>
  `${longDate(one.day)} ${clockTime(one.startMinute)}、${one.officeName}`;

/** Of a form on a visit: who comes and when; nothing where this account may not see them. */
async function ofVisit(ask: SignedAsk, id: unknown): Promise<Omit<About, 'act'> | undefined> {
  const read = uuid(id);
  const reservation = read.ok ? await readReservation(ask.db, read.value) : undefined;
  if (reservation === undefined || !seesMembers(ask, reservation)) return undefined;
  return { who: reservation.members.map(({ name }) => printable(name).text).join('、'), when: whenOf(reservation) };
}

/** Reads what a kept form was about, as far as its account may see it. */
export async function aboutOf(ask: SignedAsk, { path, fields }: KeptForm): Promise<About> {
  const given = Object.fromEntries(fields);
  const act = actOf(path, given);
  const visit = await ofVisit(
    ask,
    /^\/reservations\/([^/]+)\//u.exec(path)?.[1] ?? (path.startsWith('/today/') ? given['id'] : undefined),
  );
  const slotId = rowId(given['slot'] ?? given['shown']);
  const [place] = slotId.ok ? await slotPlaces(ask.db, [slotId.value]) : [];
  const when = place === undefined ? visit?.when : whenOf(place);
  if (visit !== undefined) return { act, ...visit, ...(when === undefined ? {} : { when }) };
  const card = await visibleCard(ask, /^\/people\/(\d+)\//u.exec(path)?.[1] ?? given['card']);
  const who =
    card !== undefined
      ? printable(card.name).text
      : await whoOf(ask, given, serviceOf(await listServices(ask.db), given['service'])).then((one) => one && nameOf(one));
  return { act, ...(who === undefined ? {} : { who }), ...(when === undefined ? {} : { when }) };
}

/** What a box of a form is called, for those a person types into. */
const BOXES: Record<string, string> = {
  mail: 'メールアドレス',
  phone: '電話番号',
  remark: '備考',
  body: '本文',
  why: '理由',
  reason: '理由',
  exceed: '枠を超える理由',
  person: '重ねて受け付ける理由',
  note: 'メモ',
  q: '検索した言葉',
  code: '読み取った番号',
  name: '氏名・名称',
  kana: 'カナ',
  birth: '生年月日',
  noticeId: '交付通知書ID',
  address: '所在地',
};

/** What a person typed, by what its box is called; the numbers and ids that ride along are left out. */
export const typedIn = ({ fields }: KeptForm): { term: string; value: string }[] =>
  fields.flatMap(([name, raw]) => {
    const value = raw.trim();
    const term = BOXES[name] ?? (name.startsWith('remark-') ? BOXES['remark'] : undefined);
    if (value === '') return [];
    if (term !== undefined) return [{ term, value }];
    return /^[0-9a-f-]*$|^[a-z-]+$|^from:/u.test(value) ? [] : [{ term: '入力', value }];
  });
