import { readInTheWay, retireOffice } from '../../../../closing/retire.ts';
import { restoreOffice } from '../../../../offices/acts.ts';
import type { OfficeRecord } from '../../../../offices/read.ts';
import { paths, withQuery } from '../../../paths.ts';
import { get, go, post, type Route, type SignedAsk, show } from '../../../route.ts';
import { RetirePage } from '../out-of-use.tsx';
import { RIGHT } from '../parts.tsx';
import { OFFICES } from './view.tsx';
import type { WithOffice } from './with.tsx';

const page = async (ask: SignedAsk, { id, facts }: OfficeRecord, status = 200) =>
  show(
    <RetirePage
      ask={ask}
      title="交付場所を使うのをやめる"
      heading={`${facts.name}を使うのをやめる`}
      crumbs={[OFFICES, { href: paths.office(id), words: facts.name }]}
      here={paths.office(id)}
      action={paths.retireOffice(id)}
      inTheWay={await readInTheWay(ask.db, { officeId: id })}
      officeId={id}
      means="どの一覧にも出なくなり、市民も職員も選べなくなります。これまでの予約とカードの記録は残ります。あとで戻せます。"
      notYet="市民が閉まった窓口の前に立つことや、カードの行方が分からなくなることがないように、先に次のことをすませてください。"
      button="使うのをやめる"
    />,
    status,
  );

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
