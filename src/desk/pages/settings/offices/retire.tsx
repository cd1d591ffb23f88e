import { type InTheWay, nothingInTheWay, readInTheWay, retireOffice } from '../../../../closing/retire.ts';
import { Button, LinkButton, Notice, PostForm, Says } from '../../../../lib/html/index.ts';
import { restoreOffice } from '../../../../offices/acts.ts';
import type { OfficeRecord } from '../../../../offices/read.ts';
import { paths, withQuery } from '../../../paths.ts';
import { get, go, post, type Route, type SignedAsk, show } from '../../../route.ts';
import { InTheWayList } from '../in-the-way.tsx';
import { RIGHT, SettingsPage } from '../parts.tsx';
import type { WithOffice } from './with.tsx';

function RetirePage({ ask, office, inTheWay }: { ask: SignedAsk; office: OfficeRecord; inTheWay: InTheWay }) {
  const free = nothingInTheWay(inTheWay);
  const crumbs = [
    { href: paths.offices, words: '交付場所' },
    { href: paths.office(office.id), words: office.facts.name },
  ];
  return (
    <SettingsPage ask={ask} title="交付場所を使うのをやめる" heading={`${office.facts.name}を使うのをやめる`} crumbs={crumbs}>
      {free ? (
        <>
          <Says class="lead">
            どの一覧にも出なくなり、市民も職員も選べなくなります。これまでの予約とカードの記録は残ります。あとで戻せます。
          </Says>
          <PostForm action={paths.retireOffice(office.id)} token={ask.token}>
            <p class="acts">
              <Button kind="danger">使うのをやめる</Button>
              <LinkButton href={paths.office(office.id)} kind="second">
                戻る
              </LinkButton>
            </p>
          </PostForm>
        </>
      ) : (
        <>
          <Notice kind="stop" title="いまは、やめられません">
            <Says>
              市民が閉まった窓口の前に立つことや、カードの行方が分からなくなることがないように、先に次のことをすませてください。
            </Says>
          </Notice>
          <InTheWayList inTheWay={inTheWay} officeId={office.id} />
          <p class="acts">
            <LinkButton href={paths.office(office.id)} kind="second">
              戻る
            </LinkButton>
          </p>
        </>
      )}
    </SettingsPage>
  );
}

const page = async (ask: SignedAsk, office: OfficeRecord, status = 200) =>
  show(<RetirePage ask={ask} office={office} inTheWay={await readInTheWay(ask.db, { officeId: office.id })} />, status);

/**
 * Refused while anything stands in the way, not asked once more: an administrator who presses through leaves people at a shut door and
 * cards that no list shows, and neither can be seen from this page.
 */
export const retireRoutes = (withOffice: WithOffice): readonly Route[] => [
  get(
    paths.retireOffice(':id'),
    RIGHT,
    withOffice(async (ask, office) => (office.retiredAt === null ? page(ask, office) : go(paths.office(office.id)))),
  ),
  post(
    paths.retireOffice(':id'),
    RIGHT,
    withOffice(async (ask, office) => {
      const retired = await retireOffice(ask.db, ask.actor, office.id);
      return retired.ok ? go(withQuery(paths.offices, { done: 'retired' })) : page(ask, office, 409);
    }),
  ),
  post(
    paths.restoreOffice(':id'),
    RIGHT,
    withOffice(async (ask, office) => {
      await restoreOffice(ask.db, ask.actor, office.id);
      return go(withQuery(paths.office(office.id), { done: 'restored' }));
    }),
  ),
];
