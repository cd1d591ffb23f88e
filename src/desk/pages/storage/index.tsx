import { listPlaces } from '../../../cards/places.ts';
import { countExpected } from '../../../cards/storage-rules.ts';
import { eraDate } from '../../../lib/dates/format.ts';
import { cityDay } from '../../../lib/dates/jst.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import type { OfficeRecord } from '../../../offices/read.ts';
import { can } from '../../../staff/rights.ts';
import type { Feature } from '../../feature.ts';
import { Tabs } from '../../parts/tabs.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import { field, get, type Route, type SignedAsk, show } from '../../route.ts';
import { betweenRoutes } from './between.tsx';
import { boxRoutes } from './boxes.tsx';
import { Doing } from './doing.tsx';
import { COUNT_WITHIN_DAYS, totalsOf } from './fill.ts';
import { NoStorage, officeOf, storageOffices } from './offices.tsx';
import { OPEN_REFUSED, OpenForm, openRoutes } from './open.tsx';
import { placingRoutes } from './placing.tsx';
import { Plan } from './plan.tsx';
import { ruleRoutes } from './rules.tsx';

type Props = { offices: OfficeRecord[]; office: OfficeRecord; places: Awaited<ReturnType<typeof listPlaces>>; waiting: number };

type Figure = { term: string; value: string; unit: string; look?: 'few' | 'stop' | undefined };

/** How much lies in the boxes of an office, how old it is, and what needs a hand. */
function Totals({ places, today }: { places: Props['places']; today: string }) {
  const { kept, free, oldest, late, missing } = totalsOf(places, today);
  const figures: Figure[] = [
    { term: '保管中', value: grouped(kept), unit: '枚' },
    { term: '空き', value: grouped(free), unit: '枚分' },
    { term: '最も古いカード', value: oldest === undefined ? 'なし' : eraDate(oldest), unit: '' },
    { term: `${COUNT_WITHIN_DAYS}日以上、棚卸なし`, value: grouped(late), unit: '箱', look: late > 0 ? 'few' : undefined },
    { term: '所在確認中', value: grouped(missing), unit: '枚', look: missing > 0 ? 'stop' : undefined },
  ];
  return (
    <dl class="figures">
      {figures.map(({ term, value, unit, look }) => (
        <div>
          <dt>{term}</dt>
          <dd class={look === undefined ? undefined : `state-${look}`}>
            {value}
            <small>{unit}</small>
          </dd>
        </div>
      ))}
    </dl>
  );
}

const DONE: Record<string, string> = { added: '棚と箱を追加しました。', retired: '箱を廃止しました。' };

function StoragePage({ ask, props: { offices, office, places, waiting } }: { ask: SignedAsk; props: Props }) {
  const done = DONE[field(ask.query, 'done')];
  const refused = OPEN_REFUSED[field(ask.query, 'refused')];
  const today = cityDay(ask.now);
  return (
    <TitledPage ask={ask} title="保管場所" heading={`${office.facts.name}の保管場所`} said={done} refused={refused}>
      <Tabs
        label="保管場所"
        tabs={offices.map(({ code, facts }) => ({
          href: withQuery(paths.storage, { office: code }),
          words: facts.name,
          here: code === office.code,
        }))}
      />
      {places.length === 0 ? (
        <>
          <Doing ask={ask} waiting={waiting} />
          <p class="empty">
            棚と箱は、まだありません。
            {can(ask.session, 'storage.manage') && (
              <a href={withQuery(paths.newBoxes, { office: office.code })}>最初の棚を追加する</a>
            )}
          </p>
        </>
      ) : (
        <>
          <div class="shelf-top">
            <Totals places={places} today={today} />
            <OpenForm ask={ask} office={office.code} />
          </div>
          <Doing ask={ask} waiting={waiting} />
          <p class="small soft">
            △は、{COUNT_WITHIN_DAYS}
            日以上、棚卸をしていない箱です。！は、所在確認中のカードがある箱です。最古は、箱の中で最も古いカードの到着日です。
          </p>
          <Plan places={places} today={today} empty={field(ask.query, 'empty') === 'shown'} office={office.code} />
        </>
      )}
    </TitledPage>
  );
}

const storageRoutes: readonly Route[] = [
  get(paths.storage, 'cards.move', async (ask) => {
    const offices = await storageOffices(ask);
    const office = officeOf(ask, offices);
    if (office === undefined) return show(<NoStorage ask={ask} />);
    const [places, waiting] = await Promise.all([listPlaces(ask.db, office.id), countExpected(ask.db)]);
    return show(<StoragePage ask={ask} props={{ offices, office, places, waiting }} />);
  }),
  ...openRoutes,
  ...boxRoutes,
  ...betweenRoutes,
  ...ruleRoutes,
  ...placingRoutes,
];

export const storageFeature: Feature = {
  routes: storageRoutes,
  menu: [{ group: 'cards', href: paths.storage, words: '保管場所', right: 'cards.move', also: [paths.cardScans] }],
};
