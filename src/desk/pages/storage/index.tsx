import { listPlaces } from '../../../cards/places.ts';
import { countExpected } from '../../../cards/storage-rules.ts';
import type { OfficeRecord } from '../../../offices/read.ts';
import { can } from '../../../staff/rights.ts';
import type { Feature } from '../../feature.ts';
import { Tabs } from '../../parts/tabs.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import { field, get, type Route, type SignedAsk, show } from '../../route.ts';
import { SCAN_WORDS } from '../scan/words.ts';
import { betweenRoutes } from './between.tsx';
import { boxRoutes } from './boxes.tsx';
import { NoStorage, officeOf, storageOffices } from './offices.tsx';
import { placingRoutes } from './placing.tsx';
import { Plan } from './plan.tsx';
import { ruleRoutes } from './rules.tsx';

type Props = { offices: OfficeRecord[]; office: OfficeRecord; places: Awaited<ReturnType<typeof listPlaces>>; waiting: number };

/** What is done with a scanner or in one act, and where staff set the shelves up. */
function Doing({ ask, waiting }: { ask: SignedAsk; waiting: number }) {
  return (
    <aside class="desk-side" aria-labelledby="doing">
      <h2 id="doing">入出庫</h2>
      <ul class="may-do">
        {Object.entries(SCAN_WORDS).map(([mode, { title }]) => (
          <li>
            <a href={paths.cardScan(mode)}>{title}</a>
          </li>
        ))}
      </ul>
      <h2>回送の箱</h2>
      <ul class="may-do">
        <li>
          <a href={paths.parcels}>回送の便（箱に入れる・発送・受領の確認）</a>
        </li>
      </ul>
      <h2>所在の確認</h2>
      <ul class="may-do">
        <li>
          <a href={paths.stocktakes}>棚卸をする</a>
        </li>
      </ul>
      <h2>保管の準備</h2>
      <ul class="may-do">
        <li>
          <a href={paths.labels}>ラベルを印刷する</a>
        </li>
        <li>
          <a href={paths.placing}>
            保管前のカードをまとめて保管する
            {waiting > 0 && (
              <span class="count">
                {waiting}
                <span class="unseen">枚</span>
              </span>
            )}
          </a>
        </li>
        {can(ask.session, 'storage.manage') && (
          <>
            <li>
              <a href={paths.storageRules}>保管規則</a>
            </li>
            <li>
              <a href={paths.newBoxes}>棚と箱を追加する</a>
            </li>
          </>
        )}
      </ul>
    </aside>
  );
}

const DONE: Record<string, string> = { added: '棚と箱を追加しました。', retired: '箱を廃止しました。' };

function StoragePage({ ask, props: { offices, office, places, waiting } }: { ask: SignedAsk; props: Props }) {
  const done = DONE[field(ask.query, 'done')];
  return (
    <TitledPage ask={ask} title="保管場所" heading={`${office.facts.name}の保管場所`} said={done}>
      <Tabs
        label="保管場所"
        tabs={offices.map(({ code, facts }) => ({
          href: withQuery(paths.storage, { office: code }),
          words: facts.name,
          here: code === office.code,
        }))}
      />
      <div class="desk-columns">
        <div class="desk-body">
          {places.length === 0 ? (
            <p class="empty">
              棚と箱は、まだありません。
              {can(ask.session, 'storage.manage') && (
                <a href={withQuery(paths.newBoxes, { office: office.code })}>最初の棚を追加する</a>
              )}
            </p>
          ) : (
            <Plan places={places} />
          )}
        </div>
        <Doing ask={ask} waiting={waiting} />
      </div>
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
  ...boxRoutes,
  ...betweenRoutes,
  ...ruleRoutes,
  ...placingRoutes,
];

export const storageFeature: Feature = {
  routes: storageRoutes,
  menu: [{ group: 'cards', href: paths.storage, words: '保管場所', right: 'cards.move', also: [paths.cardScans] }],
};
