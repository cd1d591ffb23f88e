import type { ComponentChildren } from 'preact';
import { exactTime } from '../../../lib/dates/jst.ts';
import { Button, SelectBox } from '../../../lib/html/index.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import type { Office } from '../../../offices/read.ts';
import { can } from '../../../staff/rights.ts';
import type { Feature } from '../../feature.ts';
import { ownOffices } from '../../parts/office.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { CALL_DONE, said } from '../../parts/words.ts';
import { paths, withQuery } from '../../paths.ts';
import { field, get, type SignedAsk, show } from '../../route.ts';
import { donePart } from './done.tsx';
import { Mine, OpenWaits } from './open.tsx';
import { readMine } from './people.ts';
import { officeShown, readOpen } from './shown.ts';

type Ways = { ask: SignedAsk; offices: readonly Office[]; office: Office | undefined; counts: { here?: number; all: number } };

const counted = (words: string, count: number | undefined): string =>
  count === undefined ? words : `${words}　${grouped(count)}`;

/** The ways to see the page. Of an office, where there is one: the account's own, or the one that was chosen. */
function tabsOf({ ask, offices, office, counts }: Ways) {
  const view = field(ask.query, 'view');
  const one = office ?? offices.find(({ id }) => id === ask.session.officeId);
  const tab = (words: string, query: Record<string, string>, here: boolean) => ({
    words,
    href: withQuery(paths.todo, query),
    here,
  });
  return {
    label: '対応が必要の表示',
    tabs: [
      ...(one === undefined
        ? []
        : [
            tab(counted(one.name, counts.here), { office: one.code }, office !== undefined && view !== 'mine' && view !== 'done'),
          ]),
      ...(ask.session.bounds === null
        ? [tab(counted('すべての場所', counts.all), { view: 'all' }, office === undefined && view !== 'mine' && view !== 'done')]
        : []),
      ...(can(ask.session, 'people.see') ? [tab('自分の担当', { view: 'mine' }, view === 'mine')] : []),
      tab('対応済', { view: 'done' }, view === 'done'),
    ],
  };
}

/** Another office than those of the tabs. */
const Pick = ({ offices, office }: Pick<Ways, 'offices' | 'office'>) => (
  <form method="get" action={paths.todo} class="counter-pick">
    <label for="office">場所</label>
    <SelectBox
      id="office"
      name="office"
      value={office?.code ?? ''}
      options={[
        ...(office === undefined ? [{ value: '', label: '選んでください' }] : []),
        ...offices.map(({ code, name }) => ({ value: code, label: name })),
      ]}
    />
    <Button kind="second">表示する</Button>
  </form>
);

function TodoPage({ children, ...ways }: Ways & { children: ComponentChildren }) {
  const { ask, offices } = ways;
  // What one has taken on, and what was answered, is of no office.
  const byOffice = offices.length > 1 && !['mine', 'done'].includes(field(ask.query, 'view'));
  return (
    <TitledPage
      ask={ask}
      title="対応が必要"
      pick={byOffice ? <Pick {...ways} /> : undefined}
      bar={<span class="soft">{exactTime(ask.now)}現在</span>}
      tabs={tabsOf(ways)}
      said={CALL_DONE[field(ask.query, 'done')]}
      refused={said(field(ask.query, 'refused'))}
    >
      {children}
    </TitledPage>
  );
}

const sum = (waits: readonly { count: number }[]): number => waits.reduce((all, { count }) => all + count, 0);

async function page(ask: SignedAsk) {
  const view = field(ask.query, 'view');
  const all = sum((await ask.counting) ?? []);
  if (view === 'mine' || view === 'done') {
    const offices = await ownOffices(ask);
    const part = view === 'done' ? await donePart(ask) : <Mine ask={ask} people={await readMine(ask)} />;
    return show(
      <TodoPage ask={ask} offices={offices} office={officeShown(ask, offices)} counts={{ all }}>
        {part}
      </TodoPage>,
    );
  }
  const { offices, ...open } = await readOpen(ask);
  const here = open.office === undefined ? undefined : sum(open.waits);
  return show(
    <TodoPage ask={ask} offices={offices} office={open.office} counts={{ all, ...(here === undefined ? {} : { here }) }}>
      <OpenWaits ask={ask} open={open} />
    </TodoPage>,
  );
}

/** 対応が必要: what waits at an office or at all, what one has taken on, and what was answered today. */
export const todo: Feature = {
  routes: [get(paths.todo, 'today.see', page)],
  menu: [{ group: 'todo', href: paths.todo, words: '対応が必要', right: 'today.see' }],
};
