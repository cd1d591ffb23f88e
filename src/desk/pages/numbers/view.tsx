import { type Form, FormFields } from '../../../lib/form/index.ts';
import { Button, type FormErrors, GetForm, hasErrors } from '../../../lib/html/index.ts';
import type { NumbersFilter } from '../../../lists/definitions/numbers.ts';
import { spanWords } from '../../../lists/definitions/shared.ts';
import type { Known } from '../../../lists/list-types.ts';
import { can } from '../../../staff/rights.ts';
import { stateOf } from '../../parts/form.tsx';
import { Tabs } from '../../parts/tabs.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { viewerOf } from '../../parts/viewer.ts';
import { paths, withQuery } from '../../paths.ts';
import { field, type SignedAsk } from '../../route.ts';
import { FillTable } from './fill.tsx';
import { Heads } from './heads.tsx';
import { Parts } from './parts.tsx';
import type { Read } from './read.ts';
import { Ahead, Stored } from './stored.tsx';
import { namedStretches } from './stretch.ts';
import { Visits } from './visits.tsx';
import { Weeks } from './weeks.tsx';

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
  page: Read;
};

function Offices({ known, boxes }: NumbersProps) {
  const offices = known.offices.filter(({ code, retired }) => !retired || code === boxes['office']);
  return (
    <Tabs
      label="交付場所"
      tabs={[{ code: '', name: 'すべての場所' }, ...offices].map(({ code, name }) => ({
        href: withQuery(paths.numbers, { ...boxes, office: code }),
        words: name,
        here: boxes['office'] === code,
      }))}
    />
  );
}

function Stretches({ today, boxes }: NumbersProps) {
  const { office = '', service = '' } = boxes;
  return (
    <Tabs
      label="期間"
      tabs={namedStretches(today).map(({ words, from, to }) => ({
        href: withQuery(paths.numbers, { office, service, from, to }),
        words,
        here: boxes['from'] === from && (boxes['to'] === '' ? from : boxes['to']) === to,
      }))}
    />
  );
}

const LISTS_BY = [
  ['day', '日ごとの一覧（印刷・CSV・Excel）'],
  ['week', '週ごと'],
  ['month', '月ごと'],
  ['weekday', '曜日ごと'],
  ['hour', '時間ごと'],
  ['office', '交付場所ごと'],
  ['service', '手続きごと'],
  ['channel', '予約の方法ごと'],
] as const;

const Lists = ({ boxes }: NumbersProps) => (
  <ul class="number-links">
    {LISTS_BY.map(([by, words]) => (
      <li>
        <a href={withQuery(paths.list('numbers'), { ...boxes, by })}>{words}</a>
      </li>
    ))}
  </ul>
);

function Found({ ask, props }: { ask: SignedAsk; props: NumbersProps }) {
  const { page, known } = props;
  const { found, before } = page;
  const { all } = found;
  if (all === undefined) return <p class="soft">この期間の予約枠と予約は、ありません。</p>;
  return (
    <>
      <p class="soft">
        {before === undefined
          ? '期間が終わっていないため、前の期間とは比較していません。'
          : `前の期間は、${spanWords(before)}です。`}
      </p>
      <Heads
        bound={ask.session.bounds !== null}
        all={all}
        wait={page.wait}
        before={before && { all: before.found.all, wait: before.wait }}
        now={page.now}
        months={page.months}
      />
      {can(ask.session, 'people.see') && <Lists {...props} />}
      <Visits step={page.step} rows={found.by(page.step)} all={all} over={page.over} holidays={page.holidays} />
      <div class="chart-pair">
        <Weeks rows={page.weeks} goal={page.goal} />
        <Stored months={page.months} />
      </div>
      <FillTable rows={page.fill} />
      <Ahead due={page.due} leads={can(ask.session, 'people.see')} />
      <Parts known={known} found={found} before={before?.found} all={all} />
    </>
  );
}

/** The figures of a stretch of days: heads beside those of the stretch before, charts with their sentences and tables, ways of booking, offices and services. */
export function NumbersPage({ ask, props }: { ask: SignedAsk; props: NumbersProps }) {
  const { form, held, errors, sentence } = props;
  // A form that came back for an error shows what was typed.
  const state = hasErrors(errors)
    ? { shown: (box: string) => field(ask.query, box), errors }
    : { ...stateOf({ ...ask, body: {} }, held), errors };
  return (
    <TitledPage ask={ask} title="数字" errors={errors} pick={<Offices {...props} />}>
      <Stretches {...props} />
      <GetForm action={paths.numbers} class="list-filter">
        <FormFields form={form} state={state} />
        <Button kind="second">表示する</Button>
      </GetForm>
      {!hasErrors(errors) && (
        <>
          <p class="list-count">
            <b>{sentence}</b>
          </p>
          <Found ask={ask} props={props} />
          <p class="soft">
            来庁日で集計しています。保存年数を過ぎて削除した予約も、件数に含みます（予約から来庁まで、受付から交付までを除きます）。
            {!viewerOf(ask).seesProtected && '支援措置の方は含みません。'}
          </p>
        </>
      )}
    </TitledPage>
  );
}
