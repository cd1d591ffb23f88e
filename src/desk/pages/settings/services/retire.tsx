import { readInTheWay, retireService } from '../../../../closing/retire.ts';
import { restoreService } from '../../../../services/acts.ts';
import type { ServiceRecord } from '../../../../services/read.ts';
import { paths, withQuery } from '../../../paths.ts';
import { get, go, post, type Route, type SignedAsk, show } from '../../../route.ts';
import { RetirePage } from '../out-of-use.tsx';
import { RIGHT } from '../parts.tsx';
import { SERVICES } from './view.tsx';
import type { WithService } from './with.tsx';

const page = async (ask: SignedAsk, { id, facts }: ServiceRecord, status = 200) =>
  show(
    <RetirePage
      ask={ask}
      title="手続きの受付をやめる"
      heading={`${facts.name}の受付をやめる`}
      crumbs={[SERVICES, { href: paths.service(id), words: facts.name }]}
      here={paths.service(id)}
      action={paths.retireService(id)}
      inTheWay={await readInTheWay(ask.db, { serviceId: id })}
      means="どの一覧にも出なくなり、市民も職員も選べなくなります。これまでの予約の記録は残ります。あとで戻せます。"
      notYet="予約した方が困らないように、先に次のことをすませてください。"
      button="受付をやめる"
    />,
    status,
  );

export const retireRoutes = (withService: WithService): readonly Route[] => [
  get(
    paths.retireService(':id'),
    RIGHT,
    withService(async (ask, service) => (service.retiredAt === null ? page(ask, service) : go(paths.service(service.id)))),
  ),
  post(
    paths.retireService(':id'),
    RIGHT,
    withService(async (ask, service) => {
      const retired = await retireService(ask.db, ask.actor, service.id);
      return retired.ok ? go(withQuery(paths.services, { done: 'retired' })) : page(ask, service, 409);
    }),
  ),
  post(
    paths.restoreService(':id'),
    RIGHT,
    withService(async (ask, service) => {
      await restoreService(ask.db, ask.actor, service.id);
      return go(withQuery(paths.service(service.id), { done: 'restored' }));
    }),
  ),
];
