import { beginDraft } from '../../../calendar/drafts.ts';
import { readDifferences } from '../../../closing/differences.ts';
import type { CounterPreview } from '../../../closing/preview.ts';
import { shortDate } from '../../../lib/dates/format.ts';
import { Button, PostForm, rightCol, Says, Table } from '../../../lib/html/index.ts';
import { can } from '../../../staff/rights.ts';
import { counterName, type Names } from '../../parts/change-words.ts';
import { namesOf, readPicked } from '../../parts/counter-pick.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths } from '../../paths.ts';
import { get, go, post, type Route, type SignedAsk, show } from '../../route.ts';

const DAYS_SHOWN = 5;

function daysOf({ differences }: CounterPreview): string {
  const days = [...new Set(differences.map(({ day }) => day))];
  return `${days.slice(0, DAYS_SHOWN).map(shortDate).join('、')}${days.length > DAYS_SHOWN ? ` ほか${days.length - DAYS_SHOWN}日` : ''}`;
}

function DifferencesPage({ ask, found, names }: { ask: SignedAsk; found: CounterPreview[]; names: Names }) {
  return (
    <TitledPage ask={ask} title="設定と予約枠の不一致">
      <Says class="lead">
        予約枠は、開庁時間の規則から作られます。毎晩、枠が規則どおりかを確かめています。不一致があっても、自動では直しません。
      </Says>
      <Table
        caption="設定と一致しない枠"
        wide
        empty="不一致は、ありません。"
        columns={['交付場所・手続き', rightCol('足りない枠'), rightCol('余っている枠'), rightCol('定員などが違う枠'), '日']}
        rows={found.map((one) => [
          counterName(names, one.counter),
          one.counts.appears,
          one.counts.goes,
          one.counts.grows + one.counts.shrinks + one.counts.others,
          daysOf(one),
        ])}
      />
      {found.length > 0 && can(ask.session, 'calendar.edit') && (
        <PostForm action={paths.differences} token={ask.token}>
          <p class="acts">
            <Button>規則どおりに直す下書きを作成する</Button>
          </p>
        </PostForm>
      )}
      <p class="acts">
        <a href={paths.calendar}>予約枠へ戻る</a>
      </p>
    </TitledPage>
  );
}

/** Where the nightly check finds rows and rules apart: told, and brought together by a draft like any other change. */
export const differencesRoutes: readonly Route[] = [
  get(paths.differences, 'calendar.see', async (ask) => {
    const picked = await readPicked(ask, {});
    const names = picked === undefined ? { offices: new Map(), services: new Map() } : namesOf(picked);
    return show(<DifferencesPage ask={ask} found={await readDifferences(ask.db, ask.clock)} names={names} />);
  }),

  post(paths.differences, 'calendar.edit', '開庁の規則と枠の相違の解消', async (ask) => {
    const counters = (await readDifferences(ask.db, ask.clock)).map(({ counter }) => counter);
    if (counters.length === 0) return go(paths.differences);
    const id = await beginDraft(ask.db, ask.actor, {
      name: '枠を規則どおりに直す',
      changes: [{ kind: 'as-ruled', counters }],
    });
    return go(paths.draft(id));
  }),
];
