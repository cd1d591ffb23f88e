import type { Draft } from '../../../calendar/drafts.ts';
import type { CounterPreview, Preview } from '../../../closing/preview.ts';
import { clockSpan, shortDate } from '../../../lib/dates/format.ts';
import { Notice, Says, Table, wholeCol } from '../../../lib/html/index.ts';
import { counterName, type Names } from '../../parts/change-words.ts';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';

const MOST = 200;

type Both = { counter: CounterPreview['counter']; day: string; one: string; other: string; same: boolean };

/** What a day is after a draft, in a line: from when to when, and for how many. */
function dayWords(one: CounterPreview, day: string): string {
  const plan = one.days.find((each) => each.day === day);
  if (plan === undefined || plan.slots.length === 0) return '閉庁';
  const first = plan.slots[0];
  const last = plan.slots.at(-1);
  if (first === undefined || last === undefined) return '閉庁';
  const places = plan.slots.reduce((sum, { capacity }) => sum + capacity, 0);
  return `${clockSpan(first.startMinute, last.startMinute + last.minutes)} ${plan.slots.length}枠 ${places}人分`;
}

/** Days that both drafts change, and what each makes of them. */
export function bothChange(one: Preview, other: Preview): Both[] {
  return one.counters.flatMap((mine) => {
    const theirs = other.counters.find(
      ({ counter }) => counter.officeId === mine.counter.officeId && counter.serviceId === mine.counter.serviceId,
    );
    if (theirs === undefined) return [];
    const days = new Set(theirs.differences.map(({ day }) => day));
    return [...new Set(mine.differences.map(({ day }) => day))]
      .filter((day) => days.has(day))
      .toSorted()
      .map((day) => {
        const [a, b] = [mine.days.find((plan) => plan.day === day), theirs.days.find((plan) => plan.day === day)];
        return {
          counter: mine.counter,
          day,
          one: dayWords(mine, day),
          other: dayWords(theirs, day),
          same: JSON.stringify(a?.slots) === JSON.stringify(b?.slots),
        };
      });
  });
}

/** Two drafts side by side: which days both are about. Whichever is published second is judged by what the first left. */
export function ComparePage({
  ask,
  drafts,
  both,
  names,
}: {
  ask: SignedAsk;
  drafts: [Draft, Draft];
  both: Both[];
  names: Names;
}) {
  const [one, other] = drafts;
  return (
    <TitledPage ask={ask} title="下書きを比較する">
      <p class="lead">
        <a href={paths.draft(one.id)}>{one.name}</a>　と　<a href={paths.draft(other.id)}>{other.name}</a>
      </p>
      {both.length === 0 ? (
        <Notice kind="done">
          <Says>同じ日を変更するところは、ありません。どちらを先に公開しても、結果は同じです。</Says>
        </Notice>
      ) : (
        <Notice kind="care" title={`同じ日を変更するところが、${both.length}日あります`}>
          <Says>あとから公開したほうの内容になります。あとの下書きは、先の公開をもとに、もう一度確かめることになります。</Says>
        </Notice>
      )}
      <Table
        wide
        caption="どちらの下書きも変更する日"
        empty="ありません。"
        columns={[wholeCol('日'), '交付場所・手続き', { head: one.name }, { head: other.name }, '比較']}
        rows={both
          .slice(0, MOST)
          .map((row) => [
            shortDate(row.day),
            counterName(names, row.counter),
            row.one,
            row.other,
            row.same ? '同じ' : '違います',
          ])}
      />
    </TitledPage>
  );
}
