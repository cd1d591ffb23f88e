import { longDate } from '../../../lib/dates/format.ts';
import { addDays } from '../../../lib/dates/jst.ts';
import { lastOfMonth, mondayOf, monthBefore, monthOf } from '../../../lib/dates/spans.ts';
import { type Form, FormFields } from '../../../lib/form/index.ts';
import { Button, type FormErrors, GetForm, hasErrors, rightCol, Says, Table, wholeCol } from '../../../lib/html/index.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import type { NumbersFilter } from '../../../lists/definitions/numbers.ts';
import type { Known } from '../../../lists/list-types.ts';
import { type Figures, type FiguresRow, type Now, share, shares } from '../../../lists/numbers.ts';
import { can } from '../../../staff/rights.ts';
import { stateOf } from '../../parts/form.tsx';
import { Tabs } from '../../parts/tabs.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { viewerOf } from '../../parts/viewer.ts';
import { paths, withQuery } from '../../paths.ts';
import { field, type SignedAsk } from '../../route.ts';
import { type Bar, Bars, barsSentence } from './bars.tsx';

type NumbersProps = {
  form: Form<NumbersFilter>;
  /** The filter as an address carries it: days as 2026-11-23. */
  boxes: Record<string, string>;
  /** What the boxes of the form hold. */
  held: Record<string, string>;
  errors: FormErrors;
  sentence: string;
  today: string;
  known: Known;
  all: FiguresRow | undefined;
  offices: FiguresRow[];
  bars: { by: '日' | '月'; bars: Bar[] };
  holidays: string[];
  now: Now;
};

const percent = (value: number | null): string => (value === null ? '－' : `${value.toFixed(1)}％`);

/** Stretches of days that are asked for most. */
function spans(today: string): { words: string; from: string; to: string }[] {
  const monday = mondayOf(today);
  const before = monthBefore(today);
  return [
    { words: '本日', from: today, to: today },
    { words: '今週', from: monday, to: addDays(monday, 6) },
    { words: '今月', from: monthOf(today), to: lastOfMonth(today) },
    { words: '先月', from: before, to: lastOfMonth(before) },
  ];
}

function Spans({ today, boxes }: NumbersProps) {
  const { office = '', service = '' } = boxes;
  return (
    <Tabs
      label="期間"
      tabs={spans(today).map(({ words, from, to }) => ({
        href: withQuery(paths.numbers, { office, service, from, to }),
        words,
        here: boxes['from'] === from && (boxes['to'] === '' ? from : boxes['to']) === to,
      }))}
    />
  );
}

/** The figures above all, each with what it is of. */
function Heads({ all, now }: { all: Figures; now: Now }) {
  const of = shares(all);
  const rows: [string, string, string][] = [
    ['予約枠の利用率', percent(of.use), `${grouped(all.offered)}枠のうち${grouped(all.taken)}枠`],
    ['交付', `${grouped(all.handedOver)}人`, `来庁 ${grouped(all.came)}人、不備 ${grouped(all.incomplete)}人`],
    ['来庁の割合', percent(of.came), `結果を記録した${grouped(all.came + all.noShow)}人のうち`],
    ['未来庁の割合', percent(of.noShow), `${grouped(all.noShow)}人`],
    ['取消の割合', percent(of.cancelled), `予約${grouped(all.visits + all.cancelled)}件のうち${grouped(all.cancelled)}件`],
    ['予約から来庁まで', all.lead === null ? '－' : `${all.lead}日`, '中央値'],
    ['保管しているカード', `${grouped(now.waiting)}枚`, '現在'],
    [
      '送信したメール',
      `${grouped(now.sent)}件`,
      `失敗 ${grouped(now.dead)}件（全体${now.mailsSince === null ? '' : `、${longDate(now.mailsSince)}以降`}）`,
    ],
  ];
  return (
    <dl class="number-heads">
      {rows.map(([term, value, more]) => (
        <div>
          <dt>{term}</dt>
          <dd>
            <b>{value}</b>
            <span>{more}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Channels({ all }: { all: Figures }) {
  const rows: [string, number][] = [
    ['ウェブ', all.web],
    ['電話', all.phone],
    ['窓口', all.counter],
    ['稼働前の予約', all.former],
  ];
  return (
    <section class="number-part">
      <h2>予約の方法</h2>
      <Table
        caption="予約の方法"
        narrow
        empty="予約は、ありません。"
        columns={['方法', rightCol('件数'), rightCol('割合')]}
        rows={rows.map(([way, count]) => [way, grouped(count), percent(share(count, all.visits))])}
      />
    </section>
  );
}

const COUNTED = [
  { head: '予約枠', right: true },
  { head: '利用率', right: true },
  { head: '予約', right: true },
  { head: '取消', right: true },
  { head: '来庁', right: true },
  { head: '交付', right: true },
  { head: '未来庁', right: true },
  { head: '未来庁率', right: true },
];

function Offices({ offices, known }: NumbersProps) {
  const rows = known.offices.flatMap(({ id, name }) =>
    offices.filter(({ officeId }) => officeId === id).map((row) => ({ name, row })),
  );
  return (
    <section class="number-part">
      <h2>交付場所ごと</h2>
      <Table
        caption="交付場所ごとの利用状況"
        wide
        empty="予約枠と予約は、ありません。"
        columns={[wholeCol('交付場所'), ...COUNTED]}
        rows={rows.map(({ name, row }) => [
          name,
          grouped(row.offered),
          percent(shares(row).use),
          grouped(row.visits),
          grouped(row.cancelled),
          grouped(row.came),
          grouped(row.handedOver),
          grouped(row.noShow),
          percent(shares(row).noShow),
        ])}
      />
    </section>
  );
}

function Drawn({ bars, holidays }: NumbersProps) {
  return (
    <section class="number-part">
      <h2>{bars.by}ごとの予約と交付</h2>
      <Says>{barsSentence(bars)}</Says>
      {bars.by === '日' && holidays.length > 0 && <p class="soft">祝日：{holidays.join('、')}</p>}
      <p class="number-key">
        <span class="number-key-first" aria-hidden="true" />
        <b>予約した人</b>
        <span class="number-key-second" aria-hidden="true" />
        <b>交付した人</b>
      </p>
      <Bars of={bars} />
    </section>
  );
}

const LISTS_BY = [
  ['day', '日ごとの一覧（印刷・CSV・Excel）'],
  ['office', '交付場所ごとの一覧'],
  ['service', '手続きごとの一覧'],
] as const;

function Found({ ask, props }: { ask: SignedAsk; props: NumbersProps }) {
  const { all, now, boxes } = props;
  if (all === undefined) return <p class="soft">この期間の予約枠と予約は、ありません。</p>;
  return (
    <>
      <Heads all={all} now={now} />
      {can(ask.session, 'people.see') && (
        <ul class="number-links">
          {LISTS_BY.map(([by, words]) => (
            <li>
              <a href={withQuery(paths.list('numbers'), { ...boxes, by })}>{words}</a>
            </li>
          ))}
        </ul>
      )}
      <Drawn {...props} />
      <Channels all={all} />
      <Offices {...props} />
    </>
  );
}

/** The figures of a stretch of days: heads, a drawing with its sentence, channels and offices. */
export function NumbersPage({ ask, props }: { ask: SignedAsk; props: NumbersProps }) {
  const { form, held, errors, sentence } = props;
  // A form that came back for an error shows what was typed.
  const state = hasErrors(errors)
    ? { shown: (box: string) => field(ask.query, box), errors }
    : { ...stateOf({ ...ask, body: {} }, held), errors };
  return (
    <TitledPage ask={ask} title="数字" errors={errors}>
      <Spans {...props} />
      <GetForm action={paths.numbers} class="list-filter">
        <FormFields form={form} state={state} />
        <Button kind="second">表示</Button>
      </GetForm>
      {!hasErrors(errors) && (
        <>
          <p class="list-count">
            <b>{sentence}</b>
          </p>
          <Found ask={ask} props={props} />
          <p class="soft">
            来庁日で集計しています。保存年数を過ぎて削除した予約も、件数に含みます（予約から来庁までの日数を除きます）。
            {!viewerOf(ask).seesProtected && '支援措置の方は含みません。'}
          </p>
        </>
      )}
    </TitledPage>
  );
}
