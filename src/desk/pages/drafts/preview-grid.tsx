import { type SlotDifference, type SmallChange, smallChange } from '../../../calendar/compare.ts';
import type { Counter } from '../../../calendar/state.ts';
import type { CounterPreview } from '../../../closing/preview.ts';
import { eraMonth } from '../../../lib/dates/format.ts';
import { cityDay } from '../../../lib/dates/jst.ts';
import { rightCol, Table } from '../../../lib/html/index.ts';
import { counterName } from '../../parts/change-words.ts';
import { MonthGrid, MonthLegend } from '../../parts/month-grid.tsx';
import { paths, withQuery } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import type { PreviewProps } from './preview-props.ts';

/** A counter of the preview, as its address names it. */
const counterQuery = ({ codes }: PreviewProps, { officeId, serviceId }: Counter) => ({
  office: codes.get(officeId) ?? '',
  service: serviceId,
});

const daysOf = (differences: readonly SlotDifference[], is: (small: SmallChange | undefined) => boolean): ReadonlySet<string> =>
  new Set(differences.filter((one) => is(smallChange(one))).map(({ day }) => day));

/**
 * On how many days people find something else, on how many only lengths or the number of the desk's places change, and on how many only until when those are kept: a day
 * shut moves that of the days after it.
 */
function Days({ one: { differences } }: { one: CounterPreview }) {
  const days = daysOf(differences, (small) => small === undefined);
  const small = [...daysOf(differences, (one) => one === 'length' || one === 'desk-places')].filter((day) => !days.has(day));
  const until = [...daysOf(differences, (one) => one === 'desk-until')].filter((day) => !days.has(day) && !small.includes(day));
  return (
    <>
      {days.size}
      {small.length > 0 && <span class="sub">ほかに{small.length}日（長さか、職員枠の人数だけ）</span>}
      {until.length > 0 && <span class="sub">ほかに{until.length}日（職員枠の期限だけ）</span>}
    </>
  );
}

/** Where the differences lie: each office and service, with its counts, and its months to look into. */
export function Where({ props }: { props: PreviewProps }) {
  const { draft, preview, names, shown } = props;
  const differing = preview.counters.filter(({ differences }) => differences.length > 0);
  if (differing.length === 0) return null;
  return (
    <>
      <h2 class="section">変わるところ</h2>
      <Table
        caption="変わるところ"
        columns={['交付場所・手続き', rightCol('増える枠'), rightCol('なくなる枠'), rightCol('定員が変わる枠'), rightCol('日数')]}
        rows={differing.map((one) => [
          <a
            href={withQuery(paths.preview(draft.id), counterQuery(props, one.counter), 'grid')}
            {...(one === shown?.one ? { 'aria-current': 'true' as const } : {})}
          >
            {counterName(names, one.counter)}
          </a>,
          one.counts.appears,
          one.counts.goes,
          one.counts.grows + one.counts.shrinks,
          <Days one={one} />,
        ])}
      />
    </>
  );
}

export function Grid({ ask, props }: { ask: SignedAsk; props: PreviewProps }) {
  const { draft, names, shown } = props;
  if (shown === undefined) return null;
  const { one, month, months } = shown;
  const counter = counterQuery(props, one.counter);
  return (
    <section id="grid" aria-labelledby="grid-title">
      <h2 id="grid-title" class="section">
        {counterName(names, one.counter)}　{eraMonth(`${month}-01`)}
      </h2>
      {months.length > 1 && (
        <ul class="tabs" aria-label="変わる月">
          {months.map((each) => (
            <li>
              <a
                href={withQuery(paths.preview(draft.id), { ...counter, month: each }, 'grid')}
                {...(each === month ? { 'aria-current': 'page' as const } : {})}
              >
                {Number(each.slice(5))}月<span class="unseen">（{eraMonth(`${each}-01`)}）</span>
              </a>
            </li>
          ))}
        </ul>
      )}
      <MonthLegend changing={true} />
      <MonthGrid
        caption={`${counterName(names, one.counter)} ${eraMonth(`${month}-01`)}の枠と、公開したあとの変わり方`}
        days={shown.days}
        slots={shown.slots}
        today={cityDay(ask.now)}
        differences={one.differences.filter(({ day }) => day.startsWith(month))}
        dayHref={(day) => withQuery(paths.today, { office: counter.office, day })}
      />
    </section>
  );
}
