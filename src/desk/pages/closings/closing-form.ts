import type { Range } from '../../../closing/acts.ts';
import { daysBetween } from '../../../lib/dates/jst.ts';
import {
  day,
  endsBeforeWords,
  type Form,
  form,
  lastsNoTimeWords,
  line,
  onlyIf,
  REFUSED,
  radios,
  select,
  ticks,
  time,
} from '../../../lib/form/index.ts';
import { dayParam } from '../../../lib/values/days.ts';
import { endsBefore, lastsNoTime } from '../../../lib/values/order.ts';
import type { Office } from '../../../offices/read.ts';
import { listServices, type Service } from '../../../services/read.ts';
import { ownPickupOffices } from '../../parts/office.tsx';
import { field, type SignedAsk } from '../../route.ts';

/** The longest stretch one closing may shut; longer ones are a change of the opening hours. */
const MOST_DAYS = 62;
const REASON_MOST = 60;
const ALL = 'ALL';

/** The first form's values. */
export type Typed = {
  /** Codes of offices, ALL among them for every one. */
  office: string[];
  service: string;
  from: string;
  to: string | null;
  whole: 'yes' | 'no';
  begin: number | null;
  end: number | null;
  reason: string;
};

export type Asked = Range & { offices: Office[]; everyOffice: boolean; service: Service | null; reason: string };
/** `bound`: these are the offices of who is bound to them, not all there are. */
export type Known = { offices: Office[]; services: Service[]; bound: boolean };

export const readKnown = async (ask: SignedAsk): Promise<Known> => {
  const [offices, services] = await Promise.all([ownPickupOffices(ask), listServices(ask.db)]);
  return { offices, services, bound: ask.session.bounds !== null };
};

const noOffice = '閉庁にする交付場所を選んでください。';

/** An office that is ticked and no longer there is refused: the others alone are not what was meant. */
function officeTicks({ offices, bound }: Pick<Known, 'offices' | 'bound'>) {
  const choices = [
    ...(bound ? [] : [{ value: ALL, label: `すべての交付場所（${offices.length}か所）` }]),
    ...offices.map(({ code, name }) => ({ value: code, label: name })),
  ];
  const known = ticks('交付場所', choices, {
    need: 'must',
    hint: 'まとめて選べます。',
    atLeastOne: true,
    wrong: { empty: noOffice },
  });
  const read: typeof known.read = (reading) => {
    const { box, input, say } = reading;
    const ticked = Object.keys(input).filter((name) => name.startsWith(`${box}-`) && field(input, name) === 'yes');
    const unknown = ticked.some((name) => !choices.some(({ value }) => name === `${box}-${value}`));
    if (!unknown || field(input, `${box}-${ALL}`) === 'yes') return known.read(reading);
    say(`${box}-${choices[0]?.value ?? ALL}`, noOffice);
    return REFUSED;
  };
  return { ...known, read };
}

const certainTimes = (input: Readonly<Record<string, unknown>>): boolean => input['whole'] === 'no';

/** What is to be shut and why. */
export const closingForm = ({ offices, services, bound }: Known): Form<Typed> =>
  form<Typed>(
    {
      office: officeTicks({ offices, bound }),
      service: select<string>(
        '手続き',
        [{ value: '', label: 'すべての手続き' }, ...services.map(({ code, name }) => ({ value: code, label: name }))],
        { need: 'may', wrong: { empty: 'その手続きはありません。選び直してください。' } },
      ),
      from: day('開始日', { hint: '例：令和8年11月27日、11/27' }),
      to: day('終了日', { countedFrom: 'from', hint: '1日だけのときは、空欄にしてください。' }).optional(),
      whole: radios(
        '時間',
        [
          { value: 'yes', label: '終日' },
          {
            value: 'no',
            label: '時間を指定する',
            more: '一部でも重なる枠は、閉庁になります。',
          },
        ],
        { wrong: { empty: '終日か、時間を指定するかを選んでください。' } },
      ),
      begin: onlyIf(time('開始時刻', { hint: '例：13:00' }), certainTimes),
      end: onlyIf(time('終了時刻', { hint: '例：17:15' }), certainTimes),
      reason: line('理由', REASON_MOST, {
        hint: `例：台風19号の接近のため。サイトのお知らせの文、入口に貼るお知らせ、受付中止のお知らせのメールに入り、市民の方が読みます。${REASON_MOST}文字まで。個人の氏名は書かないでください。`,
        wrong: { empty: '理由を書いてください。お知らせに入ります。' },
      }),
    },
    {
      groups: [
        { legend: '期間', of: ['from', 'to'], class: 'period' },
        { legend: '時間を指定するとき', of: ['begin', 'end'], class: 'period period-under' },
      ],
      rules: ({ from, to, begin, end }, say, { today }) => {
        if (from !== undefined && from < today) say('from', '過ぎた日は閉庁にできません。本日以後の日を入力してください。');
        else if (from !== undefined && to != null) {
          if (endsBefore(from, to)) say('to', endsBeforeWords());
          else if (daysBetween(from, to) >= MOST_DAYS)
            say('to', `一度に閉庁にできるのは${MOST_DAYS}日までです。長く閉庁にするときは、開庁時間を変更してください。`);
        }
        if (lastsNoTime(begin, end)) say('end', lastsNoTimeWords());
      },
    },
  );

/** The values as a link leads to them: office, from and to are known, the rest is not. */
export function openedValues(ask: SignedAsk, { offices }: Known): Partial<Typed> {
  const office =
    offices.find(({ code }) => code === field(ask.query, 'office')) ?? offices.find(({ id }) => id === ask.session.officeId);
  const [from, to] = [dayParam(ask.query['from']), dayParam(ask.query['to'])];
  return {
    office: office === undefined ? [] : [office.code],
    ...(from.ok ? { from: from.value } : {}),
    ...(to.ok && !(from.ok && from.value === to.value) ? { to: to.value } : {}),
  };
}

/** What is asked to be shut. */
export function askedOf({ offices, services, bound }: Known, typed: Typed): Asked {
  const { office, from, to, begin, end, reason } = typed;
  const chosen = offices.filter(({ code }) => office.includes(ALL) || office.includes(code));
  const service = services.find(({ code }) => code === typed.service) ?? null;
  return {
    officeIds: chosen.map(({ id }) => id),
    serviceId: service?.id ?? null,
    from,
    to: to ?? from,
    hours: begin === null || end === null ? null : { from: begin, to: end },
    offices: chosen,
    everyOffice: !bound && chosen.length === offices.length && chosen.length > 1,
    service,
    reason,
  };
}
