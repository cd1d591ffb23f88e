import type { MonthEnd } from '../../../cards/month-ends.ts';
import { longDate } from '../../../lib/dates/format.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import { type CounterWait, type Figures, type Now, shares } from '../../../lists/numbers/index.ts';
import { counted, percent, perDay } from './words.ts';

/** What is compared: figures of a stretch and how long people were at its counters. */
type Compared = { all: Figures | undefined; wait: CounterWait };

/** A figure: what it is, its value, what it is of, and the same of the stretch before (undefined: not compared). */
type Head = { term: string; value: string; more: string; before?: string | undefined };

/** The figures of visits above all, each with that of the stretch before. `before` undefined: the stretch is not over. */
function visitHeads(now: { all: Figures; wait: CounterWait }, before: Compared | undefined): Head[] {
  const { all, wait } = now;
  const of = shares(all);
  const than = (say: (figures: Figures) => string): string | undefined =>
    before === undefined ? undefined : before.all === undefined ? '－' : say(before.all);
  return [
    {
      term: '交付',
      value: `${grouped(all.handedOver)}人`,
      more: `来庁 ${grouped(all.came)}人、不備 ${grouped(all.incomplete)}人`,
      before: than(({ handedOver }) => `${grouped(handedOver)}人`),
    },
    {
      term: '交付（1日の平均）',
      value: counted(perDay(all), '人'),
      more: `開庁日 ${grouped(all.openDays)}日`,
      before: than((figures) => counted(perDay(figures), '人')),
    },
    {
      term: '未来庁の割合',
      value: percent(of.noShow),
      more: `${grouped(all.noShow)}人`,
      before: than((figures) => percent(shares(figures).noShow)),
    },
    {
      term: '来庁の割合',
      value: percent(of.came),
      more: `結果を記録した${grouped(all.came + all.noShow)}人のうち`,
      before: than((figures) => percent(shares(figures).came)),
    },
    {
      term: '取消の割合',
      value: percent(of.cancelled),
      more: `予約${grouped(all.visits + all.cancelled)}件のうち${grouped(all.cancelled)}件`,
      before: than((figures) => percent(shares(figures).cancelled)),
    },
    {
      term: '予約枠の利用率',
      value: percent(of.use),
      more: `${grouped(all.offered)}枠のうち${grouped(all.taken)}枠`,
      before: than((figures) => percent(shares(figures).use)),
    },
    {
      term: '予約から来庁まで',
      value: counted(all.lead, '日'),
      more: '中央値',
      before: than(({ lead }) => counted(lead, '日')),
    },
    {
      term: '受付から交付まで',
      value: counted(wait.minutes, '分'),
      more: `中央値、${grouped(wait.people)}人`,
      before: than(() => counted(before?.wait.minutes ?? null, '分')),
    },
  ];
}

/** The figures above all, each with what it is of. */
export function Heads({
  all,
  wait,
  before,
  now,
  months,
  bound,
}: {
  all: Figures;
  wait: CounterWait;
  before: Compared | undefined;
  now: Now;
  months: readonly MonthEnd[];
  /** Who looks is bound to offices: mails are counted of the whole city. */
  bound: boolean;
}) {
  const last = months.at(-1);
  const heads: Head[] = [
    ...visitHeads({ all, wait }, before),
    { term: '保管しているカード', value: `${grouped(now.waiting)}枚`, more: '現在' },
    {
      term: '6か月を超えて保管',
      value: counted(last?.keptLong ?? null, '枚'),
      more: last === undefined ? '' : deskMoment(last.at),
    },
    ...(bound
      ? []
      : [
          {
            term: '送信したメール',
            value: `${grouped(now.sent)}件`,
            more: `不達 ${grouped(now.dead)}件（全体${now.mailsSince === null ? '' : `、${longDate(now.mailsSince)}以降`}）`,
          },
        ]),
  ];
  return (
    <dl class="number-heads">
      {heads.map(({ term, value, more, before: then }) => (
        <div>
          <dt>{term}</dt>
          <dd>
            <b>{value}</b>
            <span>{more}</span>
            {then !== undefined && <span class="number-before">前の期間 {then}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
